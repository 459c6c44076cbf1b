"""Incidents with personal data: found, told to the supervisor in a day, the result in three."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Personal


class Incident(Personal, Base):
    """One incident. `notice` and `result` are what was sent, `_number` the answer's number."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("people_count >= 0", "people_count"),
        CheckConstraint("(notified_at is null) = (notice is null)", "notice"),
        CheckConstraint("(reported_at is null) = (result is null)", "result"),
        CheckConstraint("reported_at is null or notified_at is not null", "order"),
        Index(None, "org_path", "reported_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    found_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[Name]
    what: Mapped[str]
    cause: Mapped[str]
    harm: Mapped[str]
    categories: Mapped[str]
    people_count: Mapped[int]
    measures: Mapped[str]
    notice: Mapped[str | None]
    notice_number: Mapped[Name | None]
    notified_at: Mapped[datetime | None]
    notified_by: Mapped[Name | None]
    result: Mapped[str | None]
    result_number: Mapped[Name | None]
    reported_at: Mapped[datetime | None]
    reported_by: Mapped[Name | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative form


def by_public_id(public_id: uuid.UUID) -> Incident | None:
    """The incident of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(Incident).where(Incident.public_id == public_id)
    ).one_or_none()


def opened() -> Sequence[Incident]:
    """Incidents whose result has not been sent, the oldest first."""
    return db.session.scalars(
        select(Incident).where(Incident.reported_at.is_(None)).order_by(Incident.found_at)
    ).all()


def every() -> Sequence[Incident]:
    """All of them, the latest first."""
    return db.session.scalars(
        select(Incident).order_by(Incident.found_at.desc(), Incident.id.desc())
    ).all()
