"""Consents and agreements of people: one row per purpose, what was signed kept with it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    and_,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.domain.consent import Standing, standing
from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Personal


class Consent(Personal, Base):
    """A paper of one person: to a mentorship, or to a processing of data, whatever the pair.

    It holds until `withdrawn_on` and through `valid_until`; without that, until the purpose is
    reached. `context` is what the text was filled in with, so a reprint shows what was signed.
    `representative` and `powers` (a document) are of whoever signed for a minor.
    """

    __tablename__ = "consent"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "id"),
        ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"]),
        ForeignKeyConstraint(
            ["org_unit_id", "mentorship_id"], ["mentorship.org_unit_id", "mentorship.id"]
        ),
        ForeignKeyConstraint(
            ["org_unit_id", "text_id"], ["consent_text.org_unit_id", "consent_text.id"]
        ),
        CheckConstraint("side in ('mentor', 'mentee', 'guardian', 'person')", "side"),
        CheckConstraint("(mentorship_id is null) = (side = 'person')", "place"),
        CheckConstraint("method in ('paper', 'system')", "method"),
        CheckConstraint("withdrawn_on >= given_on", "dates"),
        Index(None, "mentorship_id"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int]
    """Whose consent it is; of a guardian's, the mentee."""
    mentorship_id: Mapped[int | None]
    side: Mapped[Code]
    purpose: Mapped[Code]
    given_on: Mapped[date]
    valid_until: Mapped[date | None]
    method: Mapped[Code]
    text_id: Mapped[int | None]
    context: Mapped[Document | None] = mapped_column(deferred=True)
    representative: Mapped[Name | None]
    powers: Mapped[str | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_how: Mapped[Code | None]
    withdrawn_by: Mapped[Name | None]
    recorded_by: Mapped[Name]

    def standing(self, on: date) -> Standing:
        """Does it hold on the day, and if not, why."""
        return standing(self.valid_until, self.withdrawn_on, on)


def of_mentorships(mentorship_ids: Collection[int]) -> Sequence[Consent]:
    """Every paper of the mentorships, withdrawn ones too, in one statement."""
    return db.session.scalars(
        select(Consent)
        .where(Consent.mentorship_id.in_(mentorship_ids))
        .order_by(Consent.given_on, Consent.id)
    ).all()


def of_pairs(mentorship_ids: Collection[int], people: Collection[int]) -> Sequence[Consent]:
    """As `of_mentorships`, and what the people have signed for themselves, whatever the pair."""
    return db.session.scalars(
        select(Consent)
        .where(
            or_(
                Consent.mentorship_id.in_(mentorship_ids),
                and_(Consent.mentorship_id.is_(None), Consent.person_id.in_(people)),
            )
        )
        .order_by(Consent.given_on, Consent.id)
    ).all()


def of_person(person_id: int) -> Sequence[Consent]:
    """Every paper of the person, the latest first."""
    return db.session.scalars(
        select(Consent)
        .where(Consent.person_id == person_id)
        .order_by(Consent.given_on.desc(), Consent.id.desc())
    ).all()


def by_public_id(public_id: uuid.UUID) -> Consent | None:
    """The consent of an address if the reader may see it, else None."""
    return db.session.scalars(select(Consent).where(Consent.public_id == public_id)).one_or_none()
