"""The audit trail: who did what to which record, from where, and what it was before.

Changes are written by triggers of the database, so raw and bulk SQL can't slip past; what
changes nothing (a card read, a file taken away, a login) is added by `add`. Rows are never
changed or deleted; `redact` blanks the contents of one person's rows and leaves the rest.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    Index,
    Integer,
    Select,
    String,
    and_,
    func,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.domain.audit import ENTRIES, Action
from nastavnik.store import author as authors
from nastavnik.store.base import Base, Code, Document, Name
from nastavnik.store.columns import Path
from nastavnik.store.db import db
from nastavnik.store.orm_wall import CORE_OK
from nastavnik.store.person import Person
from nastavnik.store.walls import Journal, Scope, acting, current
from nastavnik.store.writing import require_write, transaction, writing

UNAUDITED: Final[Mapping[str, str]] = {"audit_event": "the trail itself"}
"""Tables of tenants without triggers, and why."""
LEFT_OUT: Final[Mapping[str, Mapping[str, str]]] = {
    "account": {"entered_at": "the login is an event of its own"},
    "totp": {"last_step": "so is the login with a code"},
}
"""Columns of watched tables whose changes are not written, and why."""


class AuditEvent(Journal, Base):
    """One deed. `before` and `after` hold the changed columns of a row of `table_name`.

    Personal data may be inside, so only the unit whose row it is sees the event: a centre that
    accepts a report leaves a trace at the school and does not read it. Whoever runs the platform
    reads what happened and not to whom (`audit_survey`). `actor_name` is as it was at that moment.
    A column without a value is left out; secrets are veiled by the triggers.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "org_path", "id"),
        Index(None, "table_name", "row_id"),
        Index(None, "at"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True
    )
    at: Mapped[datetime]
    """The database's own clock: a day fixed for a demonstration does not reach it."""
    action: Mapped[str] = mapped_column(String(32))
    table_name: Mapped[Code | None]
    row_id: Mapped[int | None] = mapped_column(BigInteger())
    row_public_id: Mapped[uuid.UUID | None]
    actor_id: Mapped[int | None]
    actor_name: Mapped[Name]
    actor_role: Mapped[Code | None]
    origin: Mapped[Name]
    agent: Mapped[Name]
    request_id: Mapped[Code]
    before: Mapped[Document | None]
    after: Mapped[Document | None]
    redacted_at: Mapped[datetime | None]
    org_path: Mapped[str] = mapped_column(Path)


class AuditAuthor(Base):
    """SQLite: who writes in the transaction under way; empty outside of one (`sqlite_author`)."""

    __tablename__ = "audit_author"
    __table_args__ = (CheckConstraint("id = 1", "single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int | None]
    name: Mapped[Name]
    role: Mapped[Code | None]
    origin: Mapped[Name]
    agent: Mapped[Name]
    request_id: Mapped[Code]


@dataclass(frozen=True, slots=True)
class Place:
    """The unit at which an event is written down."""

    unit_id: int
    path: str


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a card: its table and keys."""

    table: str
    id: int
    public_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events a page shows: of `rows` (table -> ids; every table if None), of `actions`.

    The ids of a table may be a statement that finds them.

    With `by` also what that account did around the door: entries have no row.
    """

    rows: Mapping[str, Collection[int] | Select[int]] | None = None
    actions: Collection[Action] = ()
    by: int | None = None


def add(
    action: Action,
    *,
    place: Place,
    author: authors.Author,
    row: Row | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write the deed down: within the transaction under way, else in a short one of its own."""
    event = AuditEvent(
        at=_clock(),
        action=action.value,
        table_name=row.table if row else None,
        row_id=row.id if row else None,
        row_public_id=row.public_id if row else None,
        actor_id=author.account_id,
        actor_name=author.name,
        actor_role=author.role,
        origin=author.origin,
        agent=author.agent,
        request_id=author.request_id,
        after=dict(details) if details else None,
        org_unit_id=place.unit_id,
        org_path=place.path,
    )
    if writing() and current().owns(place.path):
        with transaction():
            db.session.add(event)
        return
    with acting(Scope.of(place.path), write=True), transaction():
        db.session.add(event)


def done_lately(
    action: Action,
    row: Row,
    within: timedelta,
    *,
    account_id: int | None = None,
    place: Place | None = None,
) -> bool:
    """Has it been done to the record not long ago: by the account, if one is named.

    The events are those of the reader's unit, or of `place`.
    """
    wanted = select(AuditEvent.id).where(
        AuditEvent.table_name == row.table,
        AuditEvent.row_id == row.id,
        AuditEvent.action == action.value,
        AuditEvent.at > _clock(within),
    )
    if account_id is not None:
        wanted = wanted.where(AuditEvent.actor_id == account_id)
    if place is None:
        return db.session.scalars(wanted.limit(1)).first() is not None
    with acting(Scope.of(place.path)):
        return db.session.scalars(wanted.limit(1)).first() is not None


def page(wanted: Wanted, *, offset: int = 0, limit: int = 50) -> Sequence[AuditEvent]:
    """One page of the events of the reader's own unit, the latest first."""
    return db.session.scalars(
        select(AuditEvent)
        .where(*_criteria(wanted))
        .order_by(AuditEvent.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def count(wanted: Wanted) -> int:
    """How many events `page` has in all."""
    return db.session.scalars(select(func.count(AuditEvent.id)).where(*_criteria(wanted))).one()


def names(person_ids: Collection[int]) -> Mapping[int, str]:
    """Id -> short name of those cards of the own unit that events speak of."""
    found = db.session.scalars(select(Person).where(Person.id.in_(person_ids)))
    return {one.id: one.short_name for one in found} if person_ids else {}


def redact(rows: Mapping[str, Collection[int]]) -> int:
    """Blank what the own unit's events say of the rows (table -> ids); returns how many.

    For the destruction of one's personal data: that something was done, by whom and when stays.
    PostgreSQL does it by a function of the schema's owner, for the application can't; on SQLite
    the trigger that keeps the rows lets through nothing but a blanking. Within a transaction.
    """
    require_write()
    db.session.flush()
    done = sum(_redact(table, sorted(ids)) for table, ids in rows.items() if ids)
    db.session.expire_all()
    return done


def _redact(table: str, ids: Sequence[int]) -> int:
    if db.engine.dialect.name == "postgresql":
        blank = text("select audit_redact(:table, :ids)")
        found = db.session.scalar(
            blank, {"table": table, "ids": list(ids)}, execution_options={CORE_OK: True}
        )
        return int(found or 0)
    done = db.session.execute(
        update(AuditEvent)
        .where(
            AuditEvent.table_name == table,
            AuditEvent.row_id.in_(ids),
            AuditEvent.redacted_at.is_(None),
            or_(AuditEvent.before.is_not(None), AuditEvent.after.is_not(None)),
        )
        .values(before=null(), after=null(), redacted_at=_clock())
        .returning(AuditEvent.id),
        execution_options={"synchronize_session": False},
    )
    return len(done.all())


def _criteria(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.rows is not None:
        of_rows = [
            and_(AuditEvent.table_name == table, AuditEvent.row_id.in_(ids))
            for table, ids in wanted.rows.items()
        ]
        if wanted.by is not None:
            entries = AuditEvent.action.in_([action.value for action in ENTRIES])
            of_rows.append(and_(AuditEvent.actor_id == wanted.by, entries))
        yield or_(*of_rows)
    if wanted.actions:
        yield AuditEvent.action.in_([action.value for action in wanted.actions])


def moment() -> ColumnElement[datetime]:
    """Now, by the clock of the trail."""
    return _clock()


def _clock(ago: timedelta = timedelta()) -> ColumnElement[datetime]:
    """The database's clock, in the form in which the triggers write it."""
    minutes = int(ago.total_seconds() // 60)
    if db.engine.dialect.name == "postgresql":
        before: ColumnElement[Any] = func.make_interval(0, 0, 0, 0, 0, minutes)
        return func.clock_timestamp() - before
    return func.strftime("%Y-%m-%d %H:%M:%f000", "now", f"{-minutes} minutes")
