"""What people earn and when they are away: what allowances are counted from."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Personal

WAGE_FUND: Final = "wage_fund"
MINIMUM_WAGE: Final = "minimum_wage"


class PersonPay(Personal, Base):
    """A monthly sum of a person from a day on, until the next one of the same base begins.

    `base` is a value of `domain.allowance.Base`; the last day, if there is one, is included.
    """

    __tablename__ = "person_pay"
    __table_args__ = (
        ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"]),
        CheckConstraint("kopecks >= 0", "kopecks"),
        CheckConstraint("last_on is null or last_on >= first_on", "dates"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int]
    base: Mapped[Code]
    kopecks: Mapped[int] = mapped_column(BigInteger)
    first_on: Mapped[date]
    last_on: Mapped[date | None]
    recorded_by: Mapped[Name]


class PersonAbsence(Personal, Base):
    """Days on which a person was not at work, both included; the reason is shown as it is."""

    __tablename__ = "person_absence"
    __table_args__ = (
        ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"]),
        CheckConstraint("last_on >= first_on", "dates"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[Name]
    recorded_by: Mapped[Name]


class WageSum(Personal, Base):
    """A sum of the whole institution for a month: its wage fund, or the minimum wage there.

    `month` is written 2026-11. A minimum wage holds until another month names a new one.
    """

    __tablename__ = "wage_sum"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "kind", "month"),
        CheckConstraint("kind in ('wage_fund', 'minimum_wage')", "kind"),
        CheckConstraint("kopecks >= 0", "kopecks"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    kind: Mapped[Code]
    month: Mapped[Code]
    kopecks: Mapped[int] = mapped_column(BigInteger)
    recorded_by: Mapped[Name]


def pay_of(person_ids: Collection[int]) -> Sequence[PersonPay]:
    """What the people earn and earned, the earliest first."""
    return db.session.scalars(
        select(PersonPay)
        .where(PersonPay.person_id.in_(person_ids))
        .order_by(PersonPay.first_on, PersonPay.id)
    ).all()


def absences_of(person_ids: Collection[int]) -> Sequence[PersonAbsence]:
    """When the people are and were away, the earliest first."""
    return db.session.scalars(
        select(PersonAbsence)
        .where(PersonAbsence.person_id.in_(person_ids))
        .order_by(PersonAbsence.first_on, PersonAbsence.id)
    ).all()


def sums_until(month: str, path: str = "") -> Sequence[WageSum]:
    """The wage fund of the month, and every minimum wage up to it, the earliest first.

    With a path: of every unit of the subtree.
    """
    return db.session.scalars(
        select(WageSum)
        .where(
            WageSum.org_path.startswith(path),
            or_(
                (WageSum.kind == WAGE_FUND) & (WageSum.month == month),
                (WageSum.kind == MINIMUM_WAGE) & (WageSum.month <= month),
            ),
        )
        .order_by(WageSum.month, WageSum.id)
    ).all()


def pay_under(path: str) -> Sequence[PersonPay]:
    """Everything that people of the subtree earn. Only under EVERYTHING."""
    return db.session.scalars(
        select(PersonPay)
        .where(PersonPay.org_path.startswith(path))
        .order_by(PersonPay.first_on, PersonPay.id)
    ).all()


def absences_under(path: str, first: date, last: date) -> Sequence[PersonAbsence]:
    """Absences of people of the subtree within the days. Only under EVERYTHING."""
    return db.session.scalars(
        select(PersonAbsence).where(
            PersonAbsence.org_path.startswith(path),
            PersonAbsence.first_on <= last,
            PersonAbsence.last_on >= first,
        )
    ).all()


def pay_by_public_id(public_id: uuid.UUID) -> PersonPay | None:
    """The row of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(PersonPay).where(PersonPay.public_id == public_id)
    ).one_or_none()


def absence_by_public_id(public_id: uuid.UUID) -> PersonAbsence | None:
    """The row of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(PersonAbsence).where(PersonAbsence.public_id == public_id)
    ).one_or_none()
