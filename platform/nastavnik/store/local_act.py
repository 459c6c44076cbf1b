"""Acts that ministries, municipal centres and institutions publish on the platform."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from nastavnik.domain.access import Level
from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import Public, current

REPEAL_COLUMNS: Final = ("repealed_by_id", "repealed_from", "version")
"""What may change in a published act; the database refuses a change of anything else."""


class LocalAct(Public, Base):
    """An act of one unit: a draft until `published_at` is filled, and frozen from then on.

    `content`: tables of an act file by name ("norm": [...]), dates as ISO texts. `effect` is what
    the act did to the mentorships of the territory when it was published. An act that only
    repeals another has no norms. `repealed_from` is the first day without the act.
    """

    __tablename__ = "local_act"
    __table_args__ = (
        CheckConstraint("applies_to in ('new', 'all', 'next_period')", "applies_to"),
        CheckConstraint("(repealed_by_id is null) = (repealed_from is null)", "repeal"),
        CheckConstraint("published_at is null or published_by is not null", "publisher"),
        Index(None, "org_unit_id", "published_at"),
        Index("uq_local_act_org_unit_id_id", "org_unit_id", "id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    code: Mapped[Code] = mapped_column(unique=True)
    """Short name of the act in citations."""
    number: Mapped[Code]
    title: Mapped[str]
    adopted: Mapped[date]
    in_force: Mapped[date]
    applies_to: Mapped[Code]
    content: Mapped[Document]
    repeals_id: Mapped[int | None] = mapped_column(ForeignKey("local_act.id"))
    author: Mapped[Name]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by: Mapped[Name | None]
    effect: Mapped[Document | None]
    repealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("local_act.id"))
    repealed_from: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    org_unit: Mapped[OrgUnit] = relationship(
        primaryjoin="OrgUnit.id == foreign(LocalAct.org_unit_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative form


Revision = tuple[tuple[uuid.UUID, int], ...]
"""Published acts with their versions: while it is the same, so are the rules."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Slugs of the units from the municipality down, and the acts that reach the last of them."""

    slugs: tuple[str, ...]
    revision: Revision


_KNOWN: Final[ContextVar[dict[str, Chain] | None]] = ContextVar("_KNOWN", default=None)


@contextmanager
def same_acts() -> Iterator[None]:
    """In the block no act is published and no unit moves: each chain is read once."""
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def chain(path: str) -> Chain:
    """The units above the path with it, and their published acts, in one statement."""
    known = _KNOWN.get()
    if known is None:
        return _chain(path)
    if path not in known:
        known[path] = _chain(path)
    return known[path]


def _chain(path: str) -> Chain:
    above = [path[: at + 1] for at, sign in enumerate(path) if sign == "."]
    rows = db.session.execute(
        select(OrgUnit.slug, OrgUnit.level, LocalAct.public_id, LocalAct.version)
        .outerjoin(
            LocalAct,
            and_(LocalAct.org_unit_id == OrgUnit.id, LocalAct.published_at.is_not(None)),
        )
        .where(OrgUnit.path.in_(above))
        .order_by(OrgUnit.path, LocalAct.id)
    ).all()
    slugs = dict.fromkeys(row.slug for row in rows if row.level is not Level.REGION)
    return Chain(
        tuple(slugs), tuple((row.public_id, row.version) for row in rows if row.public_id)
    )


def of_revision(revision: Revision) -> Sequence[LocalAct]:
    """The acts that the revision names, the oldest first."""
    wanted = [public_id for public_id, _ in revision]
    return db.session.scalars(
        select(LocalAct).where(LocalAct.public_id.in_(wanted)).order_by(LocalAct.id)
    ).all()


def by_public_id(public_id: uuid.UUID) -> LocalAct | None:
    """The act of an address, or None. A draft is found by its own unit only."""
    shown = or_(
        LocalAct.published_at.is_not(None), LocalAct.org_path.between(*current().own_range)
    )
    return db.session.scalars(
        select(LocalAct).where(LocalAct.public_id == public_id, shown)
    ).one_or_none()


def by_code(code: str) -> LocalAct | None:
    """The act of a citation, or None. A draft is shown to its own unit only: see the use-case."""
    return db.session.scalars(select(LocalAct).where(LocalAct.code == code)).one_or_none()


def by_id(act_id: int) -> LocalAct | None:
    """The act by its key, or None."""
    return db.session.get(LocalAct, act_id)


def register(path: str) -> Sequence[LocalAct]:
    """Acts that one reads at a unit: published above it and below it, and its own drafts."""
    above = [path[: at + 1] for at, sign in enumerate(path) if sign == "."]
    near = or_(LocalAct.org_path.in_(above), LocalAct.org_path.startswith(path))
    return db.session.scalars(
        select(LocalAct)
        .where(near, or_(LocalAct.published_at.is_not(None), LocalAct.org_path == path))
        .order_by(LocalAct.in_force.desc(), LocalAct.id.desc())
    ).all()


def published_since(path: str, day: date) -> Sequence[LocalAct]:
    """Acts published from the day on in the unit of the path and above it, the newest first."""
    above = [path[: at + 1] for at, sign in enumerate(path) if sign == "."]
    begin = datetime.combine(day, time(), UTC)
    return db.session.scalars(
        select(LocalAct)
        .where(LocalAct.org_path.in_(above), LocalAct.published_at >= begin)
        .order_by(LocalAct.id.desc())
    ).all()


def published(paths: Collection[str], below: str) -> Revision:
    """Every published act of the units `paths` and of the whole subtree `below`."""
    near = or_(LocalAct.org_path.in_(paths), LocalAct.org_path.startswith(below))
    rows = db.session.execute(
        select(LocalAct.public_id, LocalAct.version)
        .where(near, LocalAct.published_at.is_not(None))
        .order_by(LocalAct.id)
    )
    return tuple((public_id, version) for public_id, version in rows)
