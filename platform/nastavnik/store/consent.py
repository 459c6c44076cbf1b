"""Consents of the people of a mentorship: one row per purpose."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Personal


class Consent(Personal, Base):
    """A given consent; it holds until `withdrawn_on`."""

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_unit_id", "mentorship_id"], ["mentorship.org_unit_id", "mentorship.id"]
        ),
        CheckConstraint("side in ('mentor', 'mentee', 'guardian')", "side"),
        CheckConstraint("method in ('paper', 'system')", "method"),
        CheckConstraint("withdrawn_on >= given_on", "dates"),
        Index(None, "mentorship_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    mentorship_id: Mapped[int]
    side: Mapped[Code]
    purpose: Mapped[Code]
    given_on: Mapped[date]
    method: Mapped[Code]
    withdrawn_on: Mapped[date | None]
    recorded_by: Mapped[Name]


def of_mentorships(mentorship_ids: Collection[int]) -> Sequence[Consent]:
    """Every consent of the mentorships, withdrawn ones too, in one statement."""
    return db.session.scalars(
        select(Consent)
        .where(Consent.mentorship_id.in_(mentorship_ids))
        .order_by(Consent.given_on, Consent.id)
    ).all()


def by_public_id(public_id: uuid.UUID) -> Consent | None:
    """The consent of an address if the reader may see it, else None."""
    return db.session.scalars(select(Consent).where(Consent.public_id == public_id)).one_or_none()
