"""The operator's journal: counts and a search over the trail of every unit, without people."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import NotFoundError
from nastavnik.store import audit_survey as store
from nastavnik.store import org_unit
from nastavnik.store.audit_survey import Sought, Told
from nastavnik.store.org_unit import OrgUnit
from nastavnik.usecases.access import requires
from nastavnik.usecases.history import KINDS, Kind


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the journal and how many deeds there are in all."""

    events: Sequence[Told]
    total: int


@requires(Permission.PLATFORM_ADMIN)
def search(
    *, actor: Actor, sought: Sought, place: uuid.UUID | None, offset: int = 0, limit: int = 50
) -> Found:
    """Events of the whole platform, or of the subtree of `place`. NotFoundError without it."""
    del actor
    if place is not None:
        unit = org_unit.by_public_id(place)
        if unit is None:
            raise NotFoundError("Такой организации нет. Выберите её из списка.")
        sought = replace(sought, place=unit.path)
    return Found(store.page(sought, offset=offset, limit=limit), store.count(sought))


@requires(Permission.PLATFORM_ADMIN)
def tallies(*, actor: Actor, since: datetime) -> Mapping[str, Mapping[Kind, int]]:
    """Region -> how many deeds of each kind there were since the moment."""
    del actor
    counted: dict[str, dict[Kind, int]] = {}
    for one in store.tallies(since):
        row = counted.setdefault(one.region, dict.fromkeys(KINDS, 0))
        for kind, (_, actions) in KINDS.items():
            row[kind] += one.number if one.action in actions else 0
    return counted


@requires(Permission.PLATFORM_ADMIN)
def places(*, actor: Actor) -> Sequence[OrgUnit]:
    """Regions and municipalities, in the order of the tree."""
    del actor
    return org_unit.heads()
