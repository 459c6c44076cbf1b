"""Local acts: the register, what a draft would do, publication and repeal."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.act import Act, Layer
from nastavnik.domain.audit import Action
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.domain.refusal import Contradiction, contradictions
from nastavnik.regions import registry
from nastavnik.store import act_scan, local_act, org_unit
from nastavnik.store.act_scan import ActScan
from nastavnik.store.audit import Row
from nastavnik.store.db import db
from nastavnik.store.local_act import LocalAct
from nastavnik.store.writing import transaction
from nastavnik.usecases import audit
from nastavnik.usecases.access import open_to_all, requires
from nastavnik.usecases.act_drafts import Seen, own_draft
from nastavnik.usecases.act_limits import chain_of
from nastavnik.usecases.act_pairs import Affected, affected
from nastavnik.usecases.act_words import Words, words_of
from nastavnik.usecases.effect import Effect, effect_of, territory_region
from nastavnik.usecases.local_acts import joined, read
from nastavnik.usecases.mentorships import unit_of

if TYPE_CHECKING:
    from nastavnik.regions.registry import InstalledRegion
    from nastavnik.store.org_unit import OrgUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Acts that one reads at a unit: of the platform's region, and those published here."""

    shipped: tuple[Act, ...]
    local: Sequence[LocalAct]
    unit: OrgUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class ActCard:
    """An act with its neighbours: what it repeals and what repealed it. `own`: of this unit."""

    row: LocalAct
    act: Act
    own: bool
    repeals: LocalAct | None
    repealed_by: LocalAct | None
    scan: ActScan | None
    words: Words
    pairs: tuple[Affected, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A draft before it is published: what it does and what forbids it."""

    row: LocalAct
    act: Act
    effect: Effect
    contradictions: tuple[Contradiction, ...]
    empty: bool
    words: Words
    pairs: tuple[Affected, ...]

    @property
    def publishable(self) -> bool:
        """Nothing stands in the way."""
        return not self.contradictions and not self.empty


@requires(Permission.RULES_READ)
def list_acts(*, actor: Actor) -> Register:
    """The register of the actor's unit."""
    unit = unit_of(actor)
    slugs = {one.slug for one in (*org_unit.ancestors(unit.path), *org_unit.below(unit.path))}
    shipped = registry.region(unit.region).acts
    return Register(
        shipped=tuple(
            act for act in shipped if act.layer < Layer.MUNICIPALITY or act.unit in slugs
        ),
        local=local_act.register(unit.path),
        unit=unit,
    )


@requires(Permission.RULES_READ)
def act_card(*, actor: Actor, public_id: uuid.UUID) -> ActCard:
    """An act. A draft of another unit is not there for the reader."""
    row = local_act.by_public_id(public_id)
    if row is None or (row.published_at is None and row.org_unit_id != actor.unit_id):
        raise NotFoundError
    act = read(row, row.org_unit)[0]
    return ActCard(
        row=row,
        act=act,
        own=row.org_unit_id == actor.unit_id,
        repeals=local_act.by_id(row.repeals_id) if row.repeals_id else None,
        repealed_by=local_act.by_id(row.repealed_by_id) if row.repealed_by_id else None,
        scan=act_scan.of_act(row),
        words=words_of(unit_of(actor), act.begins or row.in_force, act),
        pairs=affected(actor, row.effect or {}),
    )


@requires(Permission.RULES_WRITE)
def draft_card(*, actor: Actor, public_id: uuid.UUID) -> ActCard:
    """An own draft to be changed. ConflictError for a published act: it never changes."""
    card = act_card(actor=actor, public_id=public_id)
    own_draft(actor, Seen(public_id=public_id, version=card.row.version))
    return card


@requires(Permission.RULES_WRITE)
def preview(*, actor: Actor, public_id: uuid.UUID, today: date) -> Preview:
    """What the draft would do if it were published today."""
    return _preview(actor, draft_card(actor=actor, public_id=public_id).row, today)


@requires(Permission.RULES_WRITE)
def publish(*, actor: Actor, seen: Seen, today: date, now: datetime) -> LocalAct:
    """Put the draft into force from its date; what it does is kept with it.

    Raises:
        InputError: it says nothing, or an outer act forbids it: both clauses are named.
        ConflictError: it is published already, or changed since it was seen.
    """
    with transaction():
        row = own_draft(actor, seen)
        looked = _preview(actor, row, today)
        if looked.empty:
            raise InputError({"norms": ["Акт пуст: добавьте хотя бы одно положение."]})
        if looked.contradictions:
            raise InputError({"norms": [said(one) for one in looked.contradictions]})
        row.published_at, row.published_by = now, f"{actor.name}, {actor.role.label}"
        row.effect = looked.effect.document
        old = local_act.by_id(row.repeals_id) if row.repeals_id else None
        if old is not None:
            if old.repealed_by_id is not None:
                raise InputError({"norms": [f"Акт № {old.number} уже отменён другим актом."]})
            old.repealed_by_id, old.repealed_from = row.id, row.in_force
        db.session.flush()
        told = {"number": row.number, "title": row.title}
        here = Row("local_act", row.id, row.public_id)
        audit.record(actor=actor, action=Action.PUBLISH, row=here, details=told)
    return row


def said(one: Contradiction) -> str:
    """Both clauses in one sentence."""
    return (
        f"{one.title}: п. {one.step.clause} вашего акта ({one.step.shown}) — {one.step.why}; "
        f"это установлено: «{one.outer_title}», п. {one.outer.cite.clause}."
    )


@open_to_all
def effect_of_file(
    *, act: Act, region: str, today: date
) -> tuple[Effect, Sequence[Contradiction]]:
    """What an act out of a file would do in the database; for the owner of the server.

    Raises:
        NotFoundError: the database has no such region or unit.
        InputError: the act is of a layer that nobody publishes on the platform.
    """
    unit = _owner(act, region)
    effect = effect_of(act, unit, today)
    return effect, _refused(act, unit, territory_region(unit))


def _owner(act: Act, region: str) -> OrgUnit:
    if act.layer < Layer.MINISTRY:
        raise InputError({"layer": ["layer: можно ministry, municipality или institution."]})
    found = org_unit.by_slug(region, act.unit) if act.unit else org_unit.root(region)
    levels = {Layer.MUNICIPALITY: Level.MUNICIPALITY, Layer.INSTITUTION: Level.INSTITUTION}
    if found is None or found.level is not levels.get(act.layer, Level.REGION):
        raise NotFoundError(
            f"В базе нет территории или организации «{act.unit or region}». "
            "Проверьте unit в файле акта и --region."
        )
    return found


def _preview(actor: Actor, row: LocalAct, today: date) -> Preview:
    unit = unit_of(actor)
    act, _ = read(row, unit)
    old = local_act.by_id(row.repeals_id) if row.repeals_id else None
    effect = effect_of(act, unit, today, old.code if old else "")
    return Preview(
        row=row,
        act=act,
        effect=effect,
        contradictions=_refused(act, unit, territory_region(unit)),
        empty=not (any(row.content.values()) or old),
        words=words_of(unit, act.begins or row.in_force, act),
        pairs=affected(actor, effect.document, effect.found),
    )


def _refused(act: Act, unit: OrgUnit, region: InstalledRegion) -> tuple[Contradiction, ...]:
    """What outer acts forbid, on its first day and on every later day when rules change."""
    drafted = joined(region, [act])
    first = act.begins or date.max - timedelta(days=1)
    chain = chain_of(unit)
    days = [first, *(day for day in drafted.intervals(chain) if day > first)]
    found: dict[str, Contradiction] = {}
    for day in days:
        book = drafted.book(chain, day, None, unit.week_days)
        for one in contradictions(book, act):
            found.setdefault(said(one), one)
    return tuple(found.values())
