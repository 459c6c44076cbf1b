"""Incidents with personal data: found, told to the supervisor in a day, the result in three."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import CheckConstraint, Index, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from nastavnik.store.base import Base, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Catalogue, Personal

_CHECKS = (
    ("people_count >= 0", "people_count"),
    ("(notified_at is null) = (notice is null)", "notice"),
    ("(reported_at is null) = (result is null)", "result"),
    ("reported_at is null or notified_at is not null", "order"),
)


class Recorded:
    """A line of a register. `notice` and `result` are what was sent, `_number` the answer's."""

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

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - the declarative form
        return {"version_id_col": cls.version}


class Incident(Recorded, Personal, Base):
    """One incident of an institution or a centre, which answers for it as the operator of data.

    `platform_incident_id`: it was told of by whoever runs the platform.
    """

    __tablename__ = "incident"
    __table_args__ = (
        *(CheckConstraint(words, name) for words, name in _CHECKS),
        Index(None, "org_path", "reported_at"),
    )

    platform_incident_id: Mapped[int | None]


class PlatformIncident(Recorded, Catalogue, Base):
    """One incident of the platform: the processor tells every operator of data (art. 6, part 3).

    Everyone reads it, so it names no person and no institution.
    """

    __tablename__ = "platform_incident"
    __table_args__ = (*(CheckConstraint(words, name) for words, name in _CHECKS),)


Line = TypeVar("Line", bound=Incident | PlatformIncident)


def by_public_id(register: type[Line], public_id: uuid.UUID) -> Line | None:
    """The incident of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(register).where(register.public_id == public_id)
    ).one_or_none()


def opened(register: type[Line]) -> Sequence[Line]:
    """Incidents whose result has not been sent, the oldest first."""
    return db.session.scalars(
        select(register).where(register.reported_at.is_(None)).order_by(register.found_at)
    ).all()


def every(register: type[Line]) -> Sequence[Line]:
    """All of them, the latest first."""
    return db.session.scalars(
        select(register).order_by(register.found_at.desc(), register.id.desc())
    ).all()


def answered() -> frozenset[int]:
    """Incidents of the platform that the reader's unit has written down as its own."""
    found = select(Incident.platform_incident_id).where(Incident.platform_incident_id.is_not(None))
    return frozenset(one for one in db.session.scalars(found) if one is not None)
