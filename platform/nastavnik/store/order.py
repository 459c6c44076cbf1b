"""Orders of an institution on mentoring."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Personal


class Order(Personal, Base):
    """An issued order. `context` is what it was printed from, so a reprint never changes."""

    __tablename__ = "mentoring_order"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "id"),
        UniqueConstraint("org_unit_id", "year", "number"),
        UniqueConstraint("org_unit_id", "idempotency_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    number: Mapped[Code]
    year: Mapped[int]
    """Year of `issued_on`: numbers start again every year."""
    issued_on: Mapped[date]
    title: Mapped[str]
    kind: Mapped[Code]
    issued_by: Mapped[Name]
    context: Mapped[Document] = mapped_column(deferred=True)
    idempotency_key: Mapped[Code]


def by_public_id(public_id: uuid.UUID) -> Order | None:
    """The order of an address if the reader may see it, else None."""
    return db.session.scalars(select(Order).where(Order.public_id == public_id)).one_or_none()


def by_key(org_unit_id: int, idempotency_key: str) -> Order | None:
    """The order that this very form has already issued, or None."""
    return db.session.scalars(
        select(Order).where(
            Order.org_unit_id == org_unit_id, Order.idempotency_key == idempotency_key
        )
    ).one_or_none()


def number_taken(org_unit_id: int, year: int, number: str) -> bool:
    """Does the unit already have an order with the number in that year."""
    return (
        db.session.scalars(
            select(Order.id).where(
                Order.org_unit_id == org_unit_id, Order.year == year, Order.number == number
            )
        ).first()
        is not None
    )


def latest(*, offset: int = 0, limit: int = 20) -> Sequence[Order]:
    """A page of the orders, the last issued first."""
    return db.session.scalars(
        select(Order).order_by(Order.issued_on.desc(), Order.id.desc()).offset(offset).limit(limit)
    ).all()


def latest_of(kind: str) -> Order | None:
    """The last order of the kind, or None."""
    return db.session.scalars(
        select(Order)
        .where(Order.kind == kind)
        .order_by(Order.issued_on.desc(), Order.id.desc())
        .limit(1)
    ).first()


def count() -> int:
    """How many orders the reader sees."""
    return db.session.scalars(select(func.count(Order.id))).one()
