"""The tree of tenants: region, municipality, institution."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, func, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.domain.access import Level
from nastavnik.store.base import Base, Code, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Tree
from nastavnik.store.writing import writing

WIDTHS: Final = {Level.REGION: 2, Level.MUNICIPALITY: 4, Level.INSTITUTION: 6}
_BELOW: Final = {
    None: Level.REGION,
    Level.REGION: Level.MUNICIPALITY,
    Level.MUNICIPALITY: Level.INSTITUTION,
}
_KEPT: Final = "chain of units"


class OrgUnit(Tree, Base):
    """One unit. `path` is fixed width and ends with a dot, so a subtree is a range of paths.

    The head's name and sex are stated, never guessed: documents decline them.
    """

    __tablename__ = "org_unit"
    __table_args__ = (
        UniqueConstraint("id", "path"),
        UniqueConstraint("region", "slug"),
        CheckConstraint("week_days in (5, 6)", "week_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"), index=True)
    level: Mapped[Level]
    region: Mapped[Code]
    """Slug of the plugin that holds the region's acts."""
    slug: Mapped[Code]
    title: Mapped[str]
    short_title: Mapped[Name]
    kind: Mapped[Code | None]
    """school, kindergarten, college, centre, ministry ..."""
    founder: Mapped[str | None]
    """Line above the title in the head of a document."""
    place: Mapped[Name | None]
    centre: Mapped[str | None]
    """Title of the municipal centre of mentoring."""
    week_days: Mapped[int] = mapped_column(default=5)
    head_position: Mapped[Name | None]
    head_last_name: Mapped[Name | None]
    head_first_name: Mapped[Name | None]
    head_patronymic: Mapped[Name | None]
    head_gender: Mapped[Code | None]
    """As `Person.gender`: a value of `domain.gender.Gender`."""


def allocate_path(parent: OrgUnit | None) -> str:
    """Next free path under the parent (under the root for a region).

    Raises:
        ValueError: nothing may stand under an institution, or the numbers have run out.
    """
    level = _BELOW.get(parent.level if parent else None)
    if level is None:
        raise ValueError("Под учреждением не может быть подразделений с собственным учётом.")
    width = WIDTHS[level]
    prefix = parent.path if parent else ""
    siblings = select(func.max(OrgUnit.path)).where(
        OrgUnit.parent_id == (parent.id if parent else None)
    )
    last = db.session.scalar(siblings)
    number = int(last[len(prefix) : -1]) + 1 if last else 1
    if number >= 10**width:
        raise ValueError(f"Свободных номеров под «{prefix}» больше нет.")
    return f"{prefix}{number:0{width}d}."


def keep(chain: Sequence[OrgUnit]) -> None:
    """Remember a unit with those above it, the outermost first, as long as the session reads."""
    _kept()[chain[-1].path] = chain


def ancestors(path: str) -> Sequence[OrgUnit]:
    """The unit itself and every unit above it, the outermost first; what is kept is not asked."""
    if (kept := _fresh(path)) is not None:
        return kept
    dots = [at + 1 for at, sign in enumerate(path) if sign == "."]
    above = [path[:at] for at in dots]
    return db.session.scalars(
        select(OrgUnit).where(OrgUnit.path.in_(above)).order_by(OrgUnit.path)
    ).all()


def _kept() -> dict[object, Sequence[OrgUnit]]:
    known: dict[object, Sequence[OrgUnit]] = db.session.info.setdefault(_KEPT, {})
    return known


def _fresh(key: object) -> Sequence[OrgUnit] | None:
    """What is kept under the key, unless its transaction has ended."""
    found = _kept().get(key)
    if found:
        state = inspect(found[0])
        return None if state.expired or state.detached else found
    return found


def children(unit_id: int) -> Sequence[OrgUnit]:
    """Units right below, by title."""
    return db.session.scalars(
        select(OrgUnit).where(OrgUnit.parent_id == unit_id).order_by(OrgUnit.title)
    ).all()


def below(path: str, level: Level | None = None) -> Sequence[OrgUnit]:
    """Every unit of the subtree without its root, by path; of one level if it is given.

    A context that only reads asks once.
    """
    if path.count(".") == len(WIDTHS):
        return ()
    kept = None if writing() else _fresh((path, level))
    if kept is not None:
        return kept
    wanted = select(OrgUnit).where(OrgUnit.path.startswith(path), OrgUnit.path != path)
    if level:
        wanted = wanted.where(OrgUnit.level == level)
    found = _kept()[path, level] = db.session.scalars(wanted.order_by(OrgUnit.path)).all()
    return found


def heads() -> Sequence[OrgUnit]:
    """Every region with its municipalities, in the order of the tree."""
    wanted = select(OrgUnit).where(OrgUnit.level != Level.INSTITUTION).order_by(OrgUnit.path)
    return db.session.scalars(wanted).all()


def by_public_id(public_id: uuid.UUID) -> OrgUnit | None:
    """The unit of an address, or None."""
    return db.session.scalars(select(OrgUnit).where(OrgUnit.public_id == public_id)).one_or_none()


def by_slug(region: str, slug: str) -> OrgUnit | None:
    """The unit that a region's files call by this slug, or None."""
    return db.session.scalars(
        select(OrgUnit).where(OrgUnit.region == region, OrgUnit.slug == slug)
    ).one_or_none()


def root(region: str) -> OrgUnit | None:
    """The unit at the top of the region's tree, or None."""
    return db.session.scalars(
        select(OrgUnit).where(OrgUnit.region == region, OrgUnit.parent_id.is_(None))
    ).one_or_none()


def named(slug: str) -> Sequence[OrgUnit]:
    """Units of every region with the slug; tops of the regions for ""."""
    wanted = OrgUnit.slug == slug if slug else OrgUnit.parent_id.is_(None)
    return db.session.scalars(select(OrgUnit).where(wanted).order_by(OrgUnit.path)).all()
