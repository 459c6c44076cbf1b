"""What people ask about their data: to see, correct, stop or destroy them; and the answers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nastavnik.store.base import Base, Code, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.walls import Personal


class DataRequest(Personal, Base):
    """One request. `kind` is of `domain.personal_data.RequestKind`; open until `answered_on`."""

    __tablename__ = "data_request"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "id"),
        ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"]),
        CheckConstraint("method in ('paper', 'system')", "method"),
        CheckConstraint(
            "(answered_on is null) = (answer is null)"
            " and (answered_on is null) = (granted is null)",
            "answer",
        ),
        Index(None, "person_id"),
        Index(None, "org_path", "answered_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int]
    kind: Mapped[Code]
    words: Mapped[str]
    method: Mapped[Code]
    asked_on: Mapped[date]
    due_on: Mapped[date]
    recorded_by: Mapped[Name]
    granted: Mapped[bool | None]
    answer: Mapped[str | None]
    answered_on: Mapped[date | None]
    answered_by: Mapped[Name | None]
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(
        primaryjoin="Person.id == foreign(DataRequest.person_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative form


def by_public_id(public_id: uuid.UUID) -> DataRequest | None:
    """The request of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(DataRequest).where(DataRequest.public_id == public_id)
    ).one_or_none()


def of_person(person_id: int) -> Sequence[DataRequest]:
    """Requests of the person, the latest first."""
    return db.session.scalars(
        select(DataRequest)
        .where(DataRequest.person_id == person_id)
        .order_by(DataRequest.asked_on.desc(), DataRequest.id.desc())
    ).all()


def unanswered() -> Sequence[DataRequest]:
    """Requests that wait, the most urgent first."""
    return db.session.scalars(
        select(DataRequest)
        .where(DataRequest.answered_on.is_(None))
        .order_by(DataRequest.due_on, DataRequest.id)
    ).all()


def answered(limit: int) -> Sequence[DataRequest]:
    """The last answers, the newest first."""
    return db.session.scalars(
        select(DataRequest)
        .where(DataRequest.answered_on.is_not(None))
        .order_by(DataRequest.answered_on.desc(), DataRequest.id.desc())
        .limit(limit)
    ).all()
