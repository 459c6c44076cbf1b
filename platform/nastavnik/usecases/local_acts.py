"""Acts of the database as the engine knows them: the same `Act` that a plugin ships."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Level
from nastavnik.domain.act import Act, AppliesTo, Layer
from nastavnik.regions.act_file import read_act_data
from nastavnik.regions.errors import RegionError
from nastavnik.regions.registry import InstalledRegion
from nastavnik.store import local_act

if TYPE_CHECKING:
    from nastavnik.regions.errors import Problem
    from nastavnik.store.local_act import LocalAct, Revision
    from nastavnik.store.org_unit import OrgUnit

_REGIONS: Final = 1024

LAYERS: Final = {
    Level.REGION: Layer.MINISTRY,
    Level.MUNICIPALITY: Layer.MUNICIPALITY,
    Level.INSTITUTION: Layer.INSTITUTION,
}
"""In whose name a unit of the level publishes."""


def document_of(row: LocalAct, unit: OrgUnit) -> dict[str, Any]:
    """The row as an act file would say it."""
    layer = LAYERS[unit.level]
    head = {
        "code": row.code,
        "layer": layer.name.lower(),
        "title": row.title,
        "short": f"{row.title}, № {row.number} от {row.adopted:%d.%m.%Y}",
        "number": row.number,
        "adopted": row.adopted.isoformat(),
        "in_force": row.in_force.isoformat(),
        "applies_to": row.applies_to,
    }
    if layer is not Layer.MINISTRY:
        head["unit"] = unit.slug
    if row.published_at:
        head["known"] = row.published_at.date().isoformat()
    return {"act": head, **row.content}


def read(row: LocalAct, unit: OrgUnit) -> tuple[Act, list[Problem]]:
    """The act with what is wrong with its content."""
    act, problems = read_act_data(document_of(row, unit), row.code)
    if act is None:
        raise RegionError(problems)
    if row.repealed_from:
        act = replace(act, until=row.repealed_from - timedelta(days=1))
    return act, problems


def acts_of(rows: Iterable[LocalAct]) -> tuple[Act, ...]:
    """Published acts: their content was checked when they were saved."""
    return tuple(read(row, row.org_unit)[0] for row in rows)


def joined(region: InstalledRegion, acts: Iterable[Act]) -> InstalledRegion:
    """The region with more acts."""
    return replace(region, acts=(*region.acts, *acts))


@lru_cache(maxsize=_REGIONS)
def region_at(region: InstalledRegion, revision: Revision) -> InstalledRegion:
    """The region with the published acts of the revision, made once: its books are kept too."""
    return joined(region, acts_of(local_act.of_revision(revision))) if revision else region


@lru_cache(maxsize=_REGIONS)
def reaching(region: InstalledRegion, today: date) -> InstalledRegion:
    """The region in which acts that apply to all and are in force today reach older laws."""

    def to_all(act: Act) -> bool:
        return act.applies_to is AppliesTo.ALL and act.in_force_on(today)

    if not any(to_all(act) for act in region.acts):
        return region
    acts = tuple(replace(act, retroactive=True) if to_all(act) else act for act in region.acts)
    return replace(region, acts=acts)
