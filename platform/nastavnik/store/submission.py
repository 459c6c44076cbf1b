"""Reports as they were sent: frozen figures and what became of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, and_, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import Scoped

REVIEW_COLUMNS: Final = ("state", "reviewed_at", "reviewed_by_name", "reason")
"""What a review may write; the database refuses a change of anything else."""


class Submission(Scoped, Base):
    """A report of one unit for one period ("2026-Q4"). A correction is the next version.

    `values`: indicator -> numbers; `sources`: ids of the records that the numbers were counted
    from; `sha256` is of both. `note` is the sender's, `reason` the reviewer's.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "period", "version"),
        CheckConstraint("state in ('submitted', 'returned', 'accepted')", "state"),
        CheckConstraint("state <> 'returned' or length(coalesce(reason, '')) > 0", "reason"),
        CheckConstraint("version > 0", "version"),
        Index(None, "period", "org_path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    period: Mapped[Code]
    version: Mapped[int]
    state: Mapped[Code]
    values: Mapped[Document] = mapped_column("figures")
    sources: Mapped[Document] = mapped_column(deferred=True)
    sha256: Mapped[Code]
    submitted_at: Mapped[datetime]
    submitted_by_name: Mapped[Name]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_name: Mapped[Name | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    org_unit: Mapped[OrgUnit] = relationship(
        primaryjoin="OrgUnit.id == foreign(Submission.org_unit_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )


def by_public_id(public_id: uuid.UUID) -> Submission | None:
    """The report of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(Submission).where(Submission.public_id == public_id)
    ).one_or_none()


def latest_by_unit(period: str) -> Mapping[int, Submission]:
    """Unit id -> the last version of its report, for every unit of the reader's territory."""
    newest = (
        select(Submission.org_unit_id, func.max(Submission.version).label("version"))
        .where(Submission.period == period)
        .group_by(Submission.org_unit_id)
        .subquery()
    )
    rows = db.session.scalars(
        select(Submission)
        .join(
            newest,
            and_(
                Submission.org_unit_id == newest.c.org_unit_id,
                Submission.version == newest.c.version,
            ),
        )
        .where(Submission.period == period)
    )
    return {row.org_unit_id: row for row in rows}


def versions(org_unit_id: int, period: str) -> Sequence[Submission]:
    """Every version of one unit's report, the newest first."""
    return db.session.scalars(
        select(Submission)
        .where(Submission.org_unit_id == org_unit_id, Submission.period == period)
        .order_by(Submission.version.desc())
    ).all()


def of_unit(org_unit_id: int) -> Sequence[Submission]:
    """Every report of one unit, the latest period and version first."""
    return db.session.scalars(
        select(Submission)
        .where(Submission.org_unit_id == org_unit_id)
        .order_by(Submission.period.desc(), Submission.version.desc())
    ).all()
