"""People of an institution: the bases of mentors and of mentees."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.columns import starts_with
from nastavnik.store.db import db
from nastavnik.store.walls import Personal
from nastavnik.store.writing import require_write


class Called(NamedTuple):
    """A name, where a list needs no more of the person."""

    last_name: str
    first_name: str
    patronymic: str | None

    @property
    def full_name(self) -> str:
        """Last name, first name, patronymic."""
        return " ".join(filter(None, self))

    @property
    def short_name(self) -> str:
        """Last name and initials: «Иванова А. П.»."""
        initials = (f"{word[0]}." for word in (self.first_name, self.patronymic) if word)
        return "\N{NO-BREAK SPACE}".join((self.last_name, *initials))


class Person(Personal, Base):
    """A card of a person in one institution.

    `facts`: key of the catalogue of facts -> value; durations in whole months, counted on
    `facts_on`. `overrides`: declined words that the algorithm gets wrong, as typed by hand.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("org_unit_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    last_name: Mapped[Name]
    first_name: Mapped[Name]
    patronymic: Mapped[Name | None]
    gender: Mapped[Code]
    birth_date: Mapped[date | None]
    position: Mapped[Name]
    admitted_on: Mapped[date | None]
    facts: Mapped[Document] = mapped_column(default=dict)
    facts_on: Mapped[date]
    is_mentor: Mapped[bool] = mapped_column(default=False)
    is_mentee: Mapped[bool] = mapped_column(default=False)
    archived_on: Mapped[date | None]
    overrides: Mapped[Document] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative form

    @property
    def called(self) -> Called:
        """The name alone."""
        return Called(self.last_name, self.first_name, self.patronymic)

    @property
    def full_name(self) -> str:
        """Last name, first name, patronymic."""
        return self.called.full_name

    @property
    def short_name(self) -> str:
        """Last name and initials: «Иванова А. П.»."""
        return self.called.short_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cards a list shows. `mentors` or `mentees` keeps one base, both keep either.

    `text` is the beginning of the last name.
    """

    mentors: bool = False
    mentees: bool = False
    text: str = ""
    archived: bool = False


def by_public_id(public_id: uuid.UUID) -> Person | None:
    """The person of an address if the reader may see them, else None."""
    return db.session.scalars(select(Person).where(Person.public_id == public_id)).one_or_none()


def by_public_ids(public_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Person]:
    """Those of the addresses that the reader may see, in one statement."""
    found = db.session.scalars(select(Person).where(Person.public_id.in_(set(public_ids))))
    return {one.public_id: one for one in found}


def named(last_name: str, first_name: str) -> Sequence[Person]:
    """People of exactly this name, the archived ones left out."""
    return db.session.scalars(
        select(Person)
        .where(
            Person.last_name == last_name,
            Person.first_name == first_name,
            Person.archived_on.is_(None),
        )
        .order_by(Person.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Named:
    """A card as far as it tells one person from another."""

    id: int
    public_id: uuid.UUID
    path: str
    full_name: str
    birth_date: date | None


def names(paths: Collection[str]) -> Sequence[Named]:
    """Everyone in the bases of the units, by name."""
    rows = db.session.execute(
        select(
            Person.id,
            Person.public_id,
            Person.org_path,
            Person.last_name,
            Person.first_name,
            Person.patronymic,
            Person.birth_date,
        )
        .where(Person.org_path.in_(paths), Person.archived_on.is_(None))
        .order_by(Person.last_name, Person.first_name, Person.id)
    )
    return [
        Named(number, public_id, path, " ".join(filter(None, words)), birth_date)
        for number, public_id, path, *words, birth_date in rows
    ]


def lock_person(person_id: int) -> Person | None:
    """The person, held until the end of the transaction: others who lock them wait.

    Count the mentees of a mentor only under this lock, or two approvals pass one cap. What the
    session had read before is read anew: it may be older than the lock. On SQLite nothing is: a
    transaction that writes is the only one from its first statement on.
    """
    require_write()
    person = db.session.scalars(
        # the key stays open to rows that name the person: a deadlock less
        select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    ).one_or_none()
    if db.engine.dialect.name == "postgresql":
        db.session.expire_all()
    return person


def page(wanted: Wanted, *, offset: int = 0, limit: int = 50) -> Sequence[Person]:
    """One page of the cards, by name."""
    return db.session.scalars(
        select(Person)
        .where(*_criteria(wanted))
        .order_by(Person.last_name, Person.first_name, Person.id)
        .offset(offset)
        .limit(limit)
    ).all()


def count(wanted: Wanted) -> int:
    """How many cards `page` has in all."""
    return db.session.scalars(select(func.count(Person.id)).where(*_criteria(wanted))).one()


def _criteria(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    bases = [
        *([Person.is_mentor] if wanted.mentors else []),
        *([Person.is_mentee] if wanted.mentees else []),
    ]
    if bases:
        yield or_(*bases)
    if wanted.text:
        yield starts_with(Person.last_name, wanted.text)
    yield Person.archived_on.is_not(None) if wanted.archived else Person.archived_on.is_(None)
