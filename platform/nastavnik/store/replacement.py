"""Replacements of a mentor: which pair goes on in place of which, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index, or_, select
from sqlalchemy.orm import Mapped, aliased, contains_eager, mapped_column, relationship

from nastavnik.domain.mentorship import State
from nastavnik.store.base import Base, Code, Name
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.walls import Personal


class Replacement(Personal, Base):
    """`successor` is drafted in place of `former`, which lives until the order is issued.

    `words` is the ground as it stands in the order; `act` and `clause` name where it comes from,
    empty for a ground of one's own. `noticed_on`: when the former mentor was warned.
    """

    __tablename__ = "replacement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_unit_id", "former_id"], ["mentorship.org_unit_id", "mentorship.id"]
        ),
        ForeignKeyConstraint(
            ["org_unit_id", "successor_id"], ["mentorship.org_unit_id", "mentorship.id"]
        ),
        Index(None, "former_id"),
        Index(None, "successor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    former_id: Mapped[int]
    successor_id: Mapped[int]
    ground: Mapped[Code]
    words: Mapped[str]
    act: Mapped[Code | None]
    clause: Mapped[Code | None]
    noticed_on: Mapped[date | None]
    recorded_by: Mapped[Name]

    former: Mapped[Mentorship] = relationship(
        primaryjoin="Mentorship.id == foreign(Replacement.former_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )
    successor: Mapped[Mentorship] = relationship(
        primaryjoin="Mentorship.id == foreign(Replacement.successor_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )


def of_successors(mentorship_ids: Collection[int]) -> Sequence[Replacement]:
    """Replacements by which these pairs came, in one statement."""
    return db.session.scalars(
        select(Replacement)
        .where(Replacement.successor_id.in_(mentorship_ids))
        .order_by(Replacement.id)
    ).all()


def around(mentorship_id: int) -> Sequence[Replacement]:
    """Replacements in which the pair is one of the two, discarded drafts left out."""
    successor = aliased(Mentorship)
    return db.session.scalars(
        select(Replacement)
        .join(Replacement.successor.of_type(successor))
        .options(contains_eager(Replacement.successor.of_type(successor)))
        .where(
            or_(Replacement.former_id == mentorship_id, Replacement.successor_id == mentorship_id),
            successor.state != State.DISCARDED,
        )
        .order_by(Replacement.id)
    ).all()
