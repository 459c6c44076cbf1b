"""Destruction of a person's data: prepared, permitted, done, and its act kept."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKeyConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import Personal


class Destruction(Personal, Base):
    """One destruction. `done` is what was destroyed and held, filled in when it is done.

    `subject_name` is in the act by the law and is kept with it until `kept_until`: three years.
    """

    __tablename__ = "destruction"
    __table_args__ = (
        ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"]),
        CheckConstraint("due_on >= ground_on", "dates"),
        CheckConstraint("(done_at is null) = (permitted_by is null)", "permission"),
        CheckConstraint("done_at is null or cancelled_on is null", "one_end"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int]
    subject_name: Mapped[Name]
    ground: Mapped[Code]
    """Of `domain.personal_data.Ground`."""
    ground_on: Mapped[date]
    ground_note: Mapped[str]
    due_on: Mapped[date]
    prepared_by: Mapped[Name]
    prepared_at: Mapped[datetime]
    permitted_by: Mapped[Name | None]
    done_at: Mapped[datetime | None]
    done: Mapped[Document | None]
    kept_until: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    cancelled_by: Mapped[Name | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative form

    @property
    def open(self) -> bool:
        """Does it wait for the permission."""
        return self.done_at is None and self.cancelled_on is None


def by_public_id(public_id: uuid.UUID) -> Destruction | None:
    """The destruction of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(Destruction).where(Destruction.public_id == public_id)
    ).one_or_none()


def of_person(person_id: int) -> Sequence[Destruction]:
    """Destructions of the person, the latest first."""
    return db.session.scalars(
        select(Destruction)
        .where(Destruction.person_id == person_id)
        .order_by(Destruction.id.desc())
    ).all()


def waiting() -> Sequence[Destruction]:
    """Those that wait for the permission, the most urgent first."""
    return db.session.scalars(
        select(Destruction)
        .where(Destruction.done_at.is_(None), Destruction.cancelled_on.is_(None))
        .order_by(Destruction.due_on, Destruction.id)
    ).all()


def overdue(today: date) -> Sequence[Destruction]:
    """Those whose acts have been kept long enough, the oldest first."""
    return db.session.scalars(
        select(Destruction).where(_over(today)).order_by(Destruction.kept_until, Destruction.id)
    ).all()


def overdue_places(today: date) -> Sequence[tuple[str, str]]:
    """Path and title of the units that have such acts: only under EVERYTHING."""
    wanted = (
        select(OrgUnit.path, OrgUnit.title)
        .where(OrgUnit.id.in_(select(Destruction.org_unit_id).where(_over(today))))
        .order_by(OrgUnit.path)
    )
    return [(path, title) for path, title in db.session.execute(wanted)]


def finished(limit: int) -> Sequence[Destruction]:
    """Those that are done, the newest first."""
    return db.session.scalars(
        select(Destruction)
        .where(Destruction.done_at.is_not(None))
        .order_by(Destruction.done_at.desc())
        .limit(limit)
    ).all()


def _over(today: date) -> ColumnElement[bool]:
    return Destruction.kept_until < today
