"""What happened to a mentorship, step by step. Only ever added to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code, Document, Name
from nastavnik.store.db import db
from nastavnik.store.walls import Personal


class MentorshipEvent(Personal, Base):
    """One step: when it was entered (`at`), the day it is about (`on`), by whom, with what.

    `findings` is what the rules said at that moment: a list of findings as documents.
    """

    __tablename__ = "mentorship_event"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_unit_id", "mentorship_id"], ["mentorship.org_unit_id", "mentorship.id"]
        ),
        Index(None, "mentorship_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mentorship_id: Mapped[int]
    at: Mapped[datetime]
    on: Mapped[date] = mapped_column("on_date")
    kind: Mapped[Code]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    actor_name: Mapped[Name]
    findings: Mapped[list[Document]] = mapped_column(default=list)
    data: Mapped[Document] = mapped_column(default=dict)


def of_mentorship(mentorship_id: int) -> Sequence[MentorshipEvent]:
    """The whole history, the oldest first."""
    return db.session.scalars(
        select(MentorshipEvent)
        .where(MentorshipEvent.mentorship_id == mentorship_id)
        .order_by(MentorshipEvent.at, MentorshipEvent.id)
    ).all()


def of_mentorships(
    mentorship_ids: Collection[int], kinds: Collection[str] = ()
) -> Sequence[MentorshipEvent]:
    """Events of several mentorships in one statement, of the given kinds if any are given."""
    query = select(MentorshipEvent).where(MentorshipEvent.mentorship_id.in_(mentorship_ids))
    if kinds:
        query = query.where(MentorshipEvent.kind.in_(kinds))
    return db.session.scalars(query.order_by(MentorshipEvent.at, MentorshipEvent.id)).all()
