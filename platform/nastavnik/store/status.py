"""The register of statuses that a ministry gives to people of institutions."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    and_,
    case,
    func,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.orm import Mapped, aliased, lazyload, mapped_column, relationship

from nastavnik.domain.status import NOTICE, Held, Standing
from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.columns import starts_with
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import Scoped

CHANGEABLE: Final = (
    "org_unit_id",
    "person_id",
    "moves",
    "withdrawn_on",
    "withdrawn_reason",
    "withdrawn_by",
    "version",
)
"""What may change in a status that was given; the database refuses a change of anything else."""
_DAY: Final = timedelta(days=1)
_NUMBERED: Final = text("certificate is not null and withdrawn_on is null")
"""A certificate entered by mistake is withdrawn and may be entered anew."""


class StatusGrant(Scoped, Base):
    """A status given to a person: a record of the ministry's order, kept by the holder's unit.

    It names the holder as the order does, so the ministry needs no card of theirs (ADR 0009).
    `person_id` is the card that the institution itself has chosen; without it the card is found
    by the name and the birth date. `moves`: from which unit, when and by whom it was moved.
    """

    __tablename__ = "status_grant"
    __table_args__ = (
        ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"]),
        CheckConstraint("valid_until is null or valid_until >= given_on", "term"),
        CheckConstraint(
            "(withdrawn_on is null) = (withdrawn_reason is null)"
            " and (withdrawn_on is null) = (withdrawn_by is null)",
            "withdrawal",
        ),
        Index(
            "uq_status_grant_certificate",
            "region",
            "code",
            "certificate",
            unique=True,
            sqlite_where=_NUMBERED,
            postgresql_where=_NUMBERED,
        ),
        Index(None, "person_id"),
        Index(None, "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    region: Mapped[Code]
    """Slug of the region, in which the number of a certificate is unique."""
    last_name: Mapped[Name]
    first_name: Mapped[Name]
    patronymic: Mapped[Name | None]
    name_key: Mapped[str]
    """`key_of` the full name."""
    birth_date: Mapped[date | None]
    person_id: Mapped[int | None]
    code: Mapped[Code]
    certificate: Mapped[Code | None]
    order_number: Mapped[Code]
    order_on: Mapped[date]
    given_on: Mapped[date]
    valid_until: Mapped[date | None]
    """The last day; None without a term."""
    recorded_by: Mapped[Name]
    recorded_at: Mapped[datetime]
    moves: Mapped[list[Document]] = mapped_column(default=list)
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None]
    withdrawn_by: Mapped[Name | None]
    version: Mapped[int] = mapped_column(default=1)

    org_unit: Mapped[OrgUnit] = relationship(
        primaryjoin="OrgUnit.id == foreign(StatusGrant.org_unit_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative form

    @property
    def full_name(self) -> str:
        """Last name, first name, patronymic."""
        return " ".join(filter(None, (self.last_name, self.first_name, self.patronymic)))

    @property
    def short_name(self) -> str:
        """Last name and initials."""
        initials = (f"{word[0]}." for word in (self.first_name, self.patronymic) if word)
        return "\N{NO-BREAK SPACE}".join((self.last_name, *initials))

    @property
    def held(self) -> Held:
        """The status as the rules know it."""
        return Held(
            code=self.code,
            given_on=self.given_on,
            certificate=self.certificate or "",
            order_number=self.order_number,
            order_on=self.order_on,
            valid_until=self.valid_until,
            withdrawn_on=self.withdrawn_on,
        )


def key_of(full_name: str) -> str:
    """A name as it is compared: without case, «ё» as «е», single blanks and plain hyphens."""
    plain = full_name.casefold().replace("ё", "е")
    for dash in "\N{NON-BREAKING HYPHEN}\N{EN DASH}\N{EM DASH}":
        plain = plain.replace(dash, "-")
    return " ".join(plain.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows a list shows. `path`: of this subtree; `text`: beginning of the last name.

    `standing` is judged on the day `on`.
    """

    on: date
    text: str = ""
    code: str = ""
    path: str = ""
    standing: Standing | None = None


def by_public_id(public_id: uuid.UUID) -> StatusGrant | None:
    """The row of an address if the reader may see it, else None."""
    return db.session.scalars(
        select(StatusGrant).where(StatusGrant.public_id == public_id)
    ).one_or_none()


def page(wanted: Wanted, *, offset: int = 0, limit: int = 50) -> Sequence[StatusGrant]:
    """One page of the register, by name, the newest certificate of a person first.

    Units of the rows are those that the session has read, or are read one by one.
    """
    return db.session.scalars(
        select(StatusGrant)
        .options(lazyload(StatusGrant.org_unit))
        .where(*_criteria(wanted))
        .order_by(
            StatusGrant.last_name,
            StatusGrant.first_name,
            StatusGrant.given_on.desc(),
            StatusGrant.id,
        )
        .offset(offset)
        .limit(limit)
    ).all()


def count(wanted: Wanted) -> int:
    """How many rows `page` has in all."""
    return db.session.scalars(select(func.count(StatusGrant.id)).where(*_criteria(wanted))).one()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many rows the reader sees: those that are wanted, and all of them by standing."""

    wanted: int
    standing: Mapping[Standing, int]


def counted(wanted: Wanted) -> Counted:
    """Both numbers in one statement; where a row stands is judged on the day of `wanted`."""
    place = case(
        *((_stands(standing, wanted.on), standing.value) for standing in Standing),
    ).label("standing")
    of_those = func.sum(case((and_(true(), *_criteria(wanted)), 1), else_=0))
    rows = db.session.execute(
        select(place, func.count(StatusGrant.id), of_those).group_by(place)
    ).all()
    found = {Standing(word): number for word, number, _ in rows}
    return Counted(
        wanted=sum(number for _, _, number in rows),
        standing={standing: found.get(standing, 0) for standing in Standing},
    )


def ending(first: date, last: date) -> Sequence[StatusGrant]:
    """Statuses whose term ends within the days, the earliest end first.

    Those withdrawn are left out, and those followed by a later certificate of the same person.
    """
    later = aliased(StatusGrant)
    renewed = (
        select(later.id)
        .where(
            later.region == StatusGrant.region,
            later.code == StatusGrant.code,
            later.name_key == StatusGrant.name_key,
            later.withdrawn_on.is_(None),
            or_(
                later.birth_date.is_(None),
                StatusGrant.birth_date.is_(None),
                later.birth_date == StatusGrant.birth_date,
            ),
            or_(later.valid_until.is_(None), later.valid_until > StatusGrant.valid_until),
        )
        .exists()
    )
    return db.session.scalars(
        select(StatusGrant)
        .where(
            StatusGrant.valid_until >= first,
            StatusGrant.valid_until <= last,
            StatusGrant.withdrawn_on.is_(None),
            ~renewed,
        )
        .order_by(StatusGrant.valid_until, StatusGrant.last_name, StatusGrant.id)
    ).all()


def of_paths(paths: Collection[str]) -> Sequence[StatusGrant]:
    """Everything that was ever given to people of the units, the oldest first."""
    return db.session.scalars(
        select(StatusGrant)
        .where(StatusGrant.org_path.in_(paths))
        .order_by(StatusGrant.given_on, StatusGrant.id)
    ).all()


def known(
    region: str, certificates: Collection[str], orders: Collection[str]
) -> Sequence[StatusGrant]:
    """Statuses not withdrawn with these certificates, or without one by these orders."""
    unnumbered = and_(StatusGrant.certificate.is_(None), StatusGrant.order_number.in_(orders))
    return db.session.scalars(
        select(StatusGrant).where(
            StatusGrant.region == region,
            StatusGrant.withdrawn_on.is_(None),
            or_(StatusGrant.certificate.in_(certificates), unnumbered),
        )
    ).all()


def _criteria(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.text:
        yield starts_with(StatusGrant.last_name, wanted.text)
    if wanted.code:
        yield StatusGrant.code == wanted.code
    if wanted.path:
        yield StatusGrant.org_path.startswith(wanted.path)
    if wanted.standing is not None:
        yield _stands(wanted.standing, wanted.on)


@lru_cache(maxsize=64)
def _stands(standing: Standing, on: date) -> ColumnElement[bool]:
    """`Held.standing` as a condition: the day before the withdrawal is the last one."""
    withdrawn = and_(StatusGrant.withdrawn_on.is_not(None), StatusGrant.withdrawn_on <= on)
    if standing is Standing.WITHDRAWN:
        return withdrawn
    ends = StatusGrant.valid_until
    over = ends.is_not(None) & (ends < on)
    leaves = StatusGrant.withdrawn_on
    soon = or_(
        ends.is_not(None) & (ends <= on + NOTICE),
        leaves.is_not(None) & (leaves <= on + NOTICE + _DAY),
    )
    here = ~withdrawn & ~over & (StatusGrant.given_on <= on)
    return {
        Standing.EXPIRED: ~withdrawn & over,
        Standing.AHEAD: ~withdrawn & ~over & (StatusGrant.given_on > on),
        Standing.EXPIRING: here & soon,
        Standing.IN_FORCE: here & ~soon,
    }[standing]
