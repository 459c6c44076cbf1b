"""What people earn and when they are away: what allowances are counted from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final, TypeVar

from sqlalchemy import (
    CheckConstraint,
    Index,
    UniqueConstraint,
    or_,
    select,
)
from sqlalchemy.orm import Mapped

from nastavnik.store.base import Base, Code, Name
from nastavnik.store.db import db
from nastavnik.store.entered import Entered, Kopecks, of_a_person

WAGE_FUND: Final = "wage_fund"
MINIMUM_WAGE: Final = "minimum_wage"


class PersonPay(Entered, Base):
    """A monthly sum of a person from a day on, until the next one of the same base begins.

    `base` is a value of `domain.allowance.Base`; the last day, if there is one, is included.
    """

    __tablename__ = "person_pay"
    __table_args__ = (
        of_a_person(),
        CheckConstraint("kopecks >= 0", "kopecks"),
        CheckConstraint("last_on is null or last_on >= first_on", "dates"),
        Index(None, "person_id"),
    )

    person_id: Mapped[int]
    base: Mapped[Code]
    kopecks: Mapped[Kopecks]
    first_on: Mapped[date]
    last_on: Mapped[date | None]


class PersonAbsence(Entered, Base):
    """Days on which a person was not at work, both included; the reason is shown as it is."""

    __tablename__ = "person_absence"
    __table_args__ = (
        of_a_person(),
        CheckConstraint("last_on >= first_on", "dates"),
        Index(None, "person_id"),
    )

    person_id: Mapped[int]
    first_on: Mapped[date]
    last_on: Mapped[date]
    reason: Mapped[Name]


class WageSum(Entered, Base):
    """A sum of the whole institution for a month: its wage fund, or the minimum wage there.

    `month` is written 2026-11. A minimum wage holds until another month names a new one.
    """

    __tablename__ = "wage_sum"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "kind", "month"),
        CheckConstraint("kind in ('wage_fund', 'minimum_wage')", "kind"),
        CheckConstraint("kopecks >= 0", "kopecks"),
    )

    kind: Mapped[Code]
    month: Mapped[Code]
    kopecks: Mapped[Kopecks]


Entry = TypeVar("Entry", PersonPay, PersonAbsence)


def entries_of(model: type[Entry], person_ids: Collection[int]) -> Sequence[Entry]:
    """What the people earn and earned, or when they are and were away, the earliest first."""
    return db.session.scalars(
        select(model).where(model.person_id.in_(person_ids)).order_by(model.first_on, model.id)
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
