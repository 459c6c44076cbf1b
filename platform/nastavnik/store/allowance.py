"""Decisions about allowances, and the sheets of months as they were approved."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Index,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.domain.allowance import Fixed, Percent
from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.entered import Entered, Kopecks, of_a_person
from nastavnik.store.walls import Personal


class AllowanceDecision(Entered, Base):
    """What the institution's order decides where an act says «up to».

    Of everyone if `person_id` is None. The amount is either `hundredths` of a percent or a sum
    in `kopecks`; `code` is the allowance's. Both days are included.
    """

    __tablename__ = "allowance_decision"
    __table_args__ = (
        of_a_person(),
        CheckConstraint("(hundredths is null) <> (kopecks is null)", "amount"),
        CheckConstraint("last_on is null or last_on >= first_on", "dates"),
        Index(None, "person_id"),
    )

    person_id: Mapped[int | None]
    code: Mapped[Code]
    hundredths: Mapped[int | None]
    kopecks: Mapped[Kopecks | None]
    order_number: Mapped[Code]
    order_on: Mapped[date]
    first_on: Mapped[date]
    last_on: Mapped[date | None]

    @property
    def amount(self) -> Percent | Fixed:
        """The amount as the rules know it."""
        return Fixed(self.kopecks or 0) if self.hundredths is None else Percent(self.hundredths)

    @property
    def order(self) -> str:
        """«приказ № 5 от 01.11.2026»."""
        return f"приказ № {self.order_number} от {self.order_on:%d.%m.%Y}"


class AllowanceSheet(Personal, Base):
    """The calculation of a month as it was approved; it never changes.

    A correction is the next `number` with a `reason`. `document`: lines, findings, notes and
    what the print needs; `sha256` is of it.
    """

    __tablename__ = "allowance_sheet"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "month", "number"),
        CheckConstraint("number > 0", "number"),
        CheckConstraint("(number = 1) = (reason is null)", "reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    month: Mapped[Code]
    number: Mapped[int]
    document: Mapped[Document]
    total: Mapped[Kopecks]
    sha256: Mapped[Code]
    reason: Mapped[str | None]
    approved_at: Mapped[datetime]
    approved_by: Mapped[Name]


def decisions(path: str = "") -> Sequence[AllowanceDecision]:
    """Every decision of the unit, the latest first; with a path, of every unit of the subtree."""
    return db.session.scalars(
        select(AllowanceDecision)
        .where(AllowanceDecision.org_path.startswith(path))
        .order_by(AllowanceDecision.first_on.desc(), AllowanceDecision.id.desc())
    ).all()


def sheets(month: str) -> Sequence[AllowanceSheet]:
    """Approved sheets of the month, the newest first."""
    return db.session.scalars(
        select(AllowanceSheet)
        .where(AllowanceSheet.month == month)
        .order_by(AllowanceSheet.number.desc())
    ).all()


def is_approved(month: str) -> bool:
    """Has any sheet of the month been approved."""
    return bool(
        db.session.scalar(select(AllowanceSheet.id).where(AllowanceSheet.month == month).limit(1))
    )


def sheet_by_public_id(public_id: uuid.UUID) -> AllowanceSheet | None:
    """The sheet of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(AllowanceSheet).where(AllowanceSheet.public_id == public_id)
    ).one_or_none()
