"""Moves of people between institutions: each keeps its own half and reads no other."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nastavnik.store.base import Base, Code, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.walls import Personal
from nastavnik.store.writing import require_write


class PersonMove(Personal, Base):
    """One half of a move: `out` is kept by the institution that is left, `in` by the new one.

    `on`: the last day at the one, the day of joining the other. `other`: title of the other side,
    known once the card is taken. The `out` half holds the digest of the code that opens it.
    `consented_on`: when the person agreed to the transfer, on both halves.
    """

    __tablename__ = "person_move"
    __table_args__ = (
        ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"]),
        CheckConstraint("side in ('out', 'in')", "side"),
        CheckConstraint("state in ('open', 'taken', 'cancelled')", "state"),
        CheckConstraint("state <> 'open' or (code_hash is not null and side = 'out')", "code"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int]
    side: Mapped[Code]
    state: Mapped[Code]
    on: Mapped[date] = mapped_column("happened_on")
    reason: Mapped[Code | None]
    other: Mapped[Name | None]
    consented_on: Mapped[date]
    code_hash: Mapped[Code | None] = mapped_column(unique=True)
    expires_on: Mapped[date | None]
    made_at: Mapped[datetime]
    made_by: Mapped[Name]
    closed_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship(
        primaryjoin="Person.id == foreign(PersonMove.person_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )


def archived_twin(org_unit_id: int, person: Person) -> Person | None:
    """The unit's archived card of the same name and birth date, the last archived of several."""
    return db.session.scalars(
        select(Person)
        .where(
            Person.org_unit_id == org_unit_id,
            Person.archived_on.is_not(None),
            Person.last_name == person.last_name,
            Person.first_name == person.first_name,
            Person.birth_date == person.birth_date,
        )
        .order_by(Person.archived_on.desc(), Person.id.desc())
        .limit(1)
    ).first()


def by_public_id(public_id: uuid.UUID) -> PersonMove | None:
    """The half of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(PersonMove).where(PersonMove.public_id == public_id)
    ).one_or_none()


def of_person(person_id: int) -> Sequence[PersonMove]:
    """Every half of the card's moves, the latest first."""
    return db.session.scalars(
        select(PersonMove).where(PersonMove.person_id == person_id).order_by(PersonMove.id.desc())
    ).all()


def by_code(code_hash: str) -> PersonMove | None:
    """The half that the code opens, whoever keeps it: only under EVERYTHING."""
    return db.session.scalars(
        select(PersonMove).where(PersonMove.code_hash == code_hash)
    ).one_or_none()


def lock_by_code(code_hash: str) -> PersonMove | None:
    """The same, held until the end of the transaction: of two who take it one waits and sees."""
    require_write()
    return db.session.scalars(
        select(PersonMove).where(PersonMove.code_hash == code_hash).with_for_update(of=PersonMove)
    ).one_or_none()
