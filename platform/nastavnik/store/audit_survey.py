"""The trail of the whole platform for its operator: what happened where, and not to whom.

Of an event only columns without personal data are read: no name, no contents, no key of a record.
That is why this one reader may look past the walls.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from nastavnik.domain.access import Role
from nastavnik.domain.audit import Action
from nastavnik.store.audit import AuditEvent
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which events are meant: since when, and where something is given, which alone.

    `place` begins the path of a unit, `origin` an address.
    """

    since: datetime
    actions: Collection[Action] = ()
    role: Role | None = None
    account_id: int | None = None
    place: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """An event without a person: the account is a number."""

    at: datetime
    action: str
    table: str | None
    unit: str
    account_id: int | None
    role: str | None
    origin: str
    agent: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events of a kind a region has."""

    region: str
    action: str
    number: int


def page(sought: Sought, *, offset: int = 0, limit: int = 50) -> Sequence[Told]:
    """One page of the events, the latest first."""
    event = AuditEvent
    wanted = (
        select(
            event.at,
            event.action,
            event.table_name,
            OrgUnit.short_title,
            event.actor_id,
            event.actor_role,
            event.origin,
            event.agent,
        )
        .join(OrgUnit, OrgUnit.id == event.org_unit_id)
        .where(*_criteria(sought))
        .order_by(event.id.desc())
        .offset(offset)
        .limit(limit)
    )
    with acting(EVERYTHING):
        return [Told(*row) for row in db.session.execute(wanted)]


def count(sought: Sought) -> int:
    """How many events `page` has in all."""
    wanted = select(func.count(AuditEvent.id)).where(*_criteria(sought))
    with acting(EVERYTHING):
        return db.session.scalars(wanted).one()


def tallies(since: datetime) -> Sequence[Tally]:
    """How many events of each kind each region has had since the moment."""
    wanted = (
        select(OrgUnit.region, AuditEvent.action, func.count(AuditEvent.id))
        .join(OrgUnit, OrgUnit.id == AuditEvent.org_unit_id)
        .where(AuditEvent.at >= since)
        .group_by(OrgUnit.region, AuditEvent.action)
        .order_by(OrgUnit.region, AuditEvent.action)
    )
    with acting(EVERYTHING):
        return [Tally(*row) for row in db.session.execute(wanted)]


def _criteria(sought: Sought) -> Iterator[ColumnElement[bool]]:
    yield AuditEvent.at >= sought.since
    if sought.actions:
        yield AuditEvent.action.in_([one.value for one in sought.actions])
    if sought.role:
        yield AuditEvent.actor_role == sought.role.value
    if sought.account_id is not None:
        yield AuditEvent.actor_id == sought.account_id
    if sought.place:
        yield AuditEvent.org_path.startswith(sought.place, autoescape=True)
    if sought.origin:
        yield AuditEvent.origin.startswith(sought.origin, autoescape=True)
