"""Pairs: one mentor, one mentee. A group is several pairs with one `group_id`."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
    Uuid,
    and_,
    case,
    func,
    or_,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import (
    InstrumentedAttribute,
    Mapped,
    aliased,
    contains_eager,
    mapped_column,
    relationship,
)

from nastavnik.domain.mentorship import State
from nastavnik.store.base import Base, Code, Document, PublicId
from nastavnik.store.columns import starts_with
from nastavnik.store.db import db
from nastavnik.store.order import Order
from nastavnik.store.person import Called, Person
from nastavnik.store.walls import Personal


class Mentorship(Personal, Base):
    """One mentorship. Both people and the order are of the unit that keeps the row."""

    __tablename__ = "mentorship"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "id"),
        ForeignKeyConstraint(["org_unit_id", "mentor_id"], ["person.org_unit_id", "person.id"]),
        ForeignKeyConstraint(["org_unit_id", "mentee_id"], ["person.org_unit_id", "person.id"]),
        ForeignKeyConstraint(
            ["org_unit_id", "order_id"], ["mentoring_order.org_unit_id", "mentoring_order.id"]
        ),
        CheckConstraint("mentor_id <> mentee_id", "two_people"),
        CheckConstraint("ends_on >= starts_on", "dates"),
        Index(None, "org_path", "state", "ends_on"),
        Index(None, "org_path", "starts_on"),
        Index(None, "mentor_id", "state"),
        Index(None, "mentee_id", "state"),
        Index(None, "group_id"),
        Index(None, "order_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    mentor_id: Mapped[int]
    mentee_id: Mapped[int]
    kind: Mapped[Code]
    form: Mapped[Code]
    regime: Mapped[Code]
    """Key of `domain.facts.REGIMES`: how the mentor's work is arranged."""
    start: Mapped[date] = mapped_column("starts_on")
    end: Mapped[date] = mapped_column("ends_on")
    """The last day, itself included."""
    state: Mapped[State]
    order_id: Mapped[int | None]
    group_id: Mapped[uuid.UUID | None]
    facts: Mapped[Document] = mapped_column(default=dict, server_default=text("'{}'"))
    """Answers to what the acts of the region ask of a pair, kept as on a person's card."""
    planned_order_on: Mapped[date | None]
    law_on: Mapped[date]
    """Date of the law under which the mentorship was made; it stays when acts change."""
    ended_on: Mapped[date | None]
    end_ground: Mapped[Code | None]
    note: Mapped[str | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    mentor: Mapped[Person] = relationship(
        primaryjoin="Person.id == foreign(Mentorship.mentor_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )
    mentee: Mapped[Person] = relationship(
        primaryjoin="Person.id == foreign(Mentorship.mentee_id)",
        viewonly=True,
        lazy="joined",
        innerjoin=True,
    )
    order: Mapped[Order | None] = relationship(
        primaryjoin="Order.id == foreign(Mentorship.order_id)", viewonly=True, lazy="joined"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the declarative form


_TEXT: Final = Uuid(as_uuid=False)
_MENTOR, _MENTEE = aliased(Person), aliased(Person)
SORTS: Final = ("mentor", "mentee", "start", "end", "state")
"""By what a page of mentorships may be sorted."""
_IN_ORDER_OF_LIFE: Final = case(
    {state: place for place, state in enumerate(State)}, value=Mentorship.state
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which mentorships a list shows; an empty field filters nothing.

    `text` is the beginning of the last name of either person; `person_id` is of either side.
    """

    states: Collection[State] = ()
    kind: str = ""
    form: str = ""
    person_id: int | None = None
    text: str = ""
    ends_before: date | None = None


def by_public_id(public_id: uuid.UUID) -> Mentorship | None:
    """The mentorship of an address with its people and order if the reader may see it."""
    return db.session.scalars(
        select(Mentorship).where(Mentorship.public_id == public_id)
    ).one_or_none()


def by_public_ids(public_ids: Collection[uuid.UUID]) -> Sequence[Mentorship]:
    """Those of the addresses that the reader may see, with people, in one statement."""
    return db.session.scalars(
        select(Mentorship).where(Mentorship.public_id.in_(public_ids)).order_by(Mentorship.id)
    ).all()


def read_anew(rows: Collection[Mentorship]) -> None:
    """The rows as they are now, with people and order: what the session knew may be older."""
    ids = [one.id for one in rows]
    query = select(Mentorship).where(Mentorship.id.in_(ids))
    db.session.scalars(query, execution_options={"populate_existing": True}).all()


def page(
    wanted: Wanted, *, sort: str = "", offset: int = 0, limit: int = 50
) -> Sequence[Mentorship]:
    """One page; people and order come in the same statement.

    `sort` is one of SORTS, backwards with a minus before it; "" is the latest start first.
    """
    return db.session.scalars(
        select(Mentorship)
        .join(Mentorship.mentor.of_type(_MENTOR))
        .join(Mentorship.mentee.of_type(_MENTEE))
        .options(
            contains_eager(Mentorship.mentor.of_type(_MENTOR)),
            contains_eager(Mentorship.mentee.of_type(_MENTEE)),
        )
        .where(*_criteria(wanted))
        .order_by(*_order(sort), Mentorship.start.desc(), Mentorship.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


class Line(NamedTuple):
    """What a list shows of a mentorship. `public_id` is the address as text."""

    public_id: str
    kind: str
    form: str
    start: date
    end: date
    ended_on: date | None
    state: State
    mentor: Called
    mentee: Called


def lines(wanted: Wanted, *, sort: str = "", offset: int = 0, limit: int = 50) -> Sequence[Line]:
    """As `page`: plain rows, half the cost of objects of a session."""
    rows = db.session.execute(
        select(
            type_coerce(Mentorship.public_id, _TEXT),
            Mentorship.kind,
            Mentorship.form,
            Mentorship.start,
            Mentorship.end,
            Mentorship.ended_on,
            Mentorship.state,
            *_name(_MENTOR),
            *_name(_MENTEE),
        )
        .join(_MENTOR, _MENTOR.id == Mentorship.mentor_id)
        .join(_MENTEE, _MENTEE.id == Mentorship.mentee_id)
        .where(*_criteria(wanted))
        .order_by(*_order(sort), Mentorship.start.desc(), Mentorship.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [
        Line._make((*row[:7], Called._make(row[7:10]), Called._make(row[10:]))) for row in rows
    ]


def names_by_order(order_ids: Collection[int]) -> Mapping[int, Sequence[tuple[Called, Called]]]:
    """Id of an order -> mentor and mentee of each of its mentorships."""
    rows = db.session.execute(
        select(Mentorship.order_id, *_name(_MENTOR), *_name(_MENTEE))
        .join(_MENTOR, _MENTOR.id == Mentorship.mentor_id)
        .join(_MENTEE, _MENTEE.id == Mentorship.mentee_id)
        .where(Mentorship.order_id.in_(order_ids))
        .order_by(Mentorship.id)
    )
    found: dict[int, list[tuple[Called, Called]]] = {number: [] for number in order_ids}
    for row in rows:
        found[row[0]].append((Called._make(row[1:4]), Called._make(row[4:])))
    return found


def _name(person: type[Person]) -> tuple[InstrumentedAttribute[Any], ...]:
    return person.last_name, person.first_name, person.patronymic


def _order(sort: str) -> Iterator[ColumnElement[Any] | InstrumentedAttribute[Any]]:
    columns = {
        "mentor": (_MENTOR.last_name, _MENTOR.first_name),
        "mentee": (_MENTEE.last_name, _MENTEE.first_name),
        "start": (Mentorship.start,),
        "end": (Mentorship.end,),
        "state": (_IN_ORDER_OF_LIFE,),
    }
    for column in columns.get(sort.removeprefix("-"), ()):
        yield column.desc() if sort.startswith("-") else column.asc()


def count(wanted: Wanted) -> int:
    """How many mentorships `page` has in all."""
    query = select(func.count(Mentorship.id))
    if wanted.text:
        query = query.join(Mentorship.mentor.of_type(_MENTOR)).join(
            Mentorship.mentee.of_type(_MENTEE)
        )
    return db.session.scalars(query.where(*_criteria(wanted))).one()


def _criteria(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.states:
        yield Mentorship.state.in_(wanted.states)
    if wanted.kind:
        yield Mentorship.kind == wanted.kind
    if wanted.form:
        yield Mentorship.form == wanted.form
    if wanted.person_id is not None:
        yield or_(
            Mentorship.mentor_id == wanted.person_id, Mentorship.mentee_id == wanted.person_id
        )
    if wanted.ends_before:
        yield Mentorship.end < wanted.ends_before
    if wanted.text:
        yield or_(
            starts_with(_MENTOR.last_name, wanted.text),
            starts_with(_MENTEE.last_name, wanted.text),
        )


def of_mentor(person_id: int, states: Collection[State]) -> Sequence[Mentorship]:
    """Mentorships of the mentor in the given states, by start. Lock the person to count them."""
    return db.session.scalars(
        select(Mentorship)
        .where(Mentorship.mentor_id == person_id, Mentorship.state.in_(states))
        .order_by(Mentorship.start, Mentorship.id)
    ).all()


def led_by(people: Collection[int], states: Collection[State]) -> Sequence[Mentorship]:
    """Mentorships of several mentors in the given states, in one statement."""
    return db.session.scalars(
        select(Mentorship).where(Mentorship.mentor_id.in_(people), Mentorship.state.in_(states))
    ).all()


def of_mentors(person_ids: Collection[int], states: Collection[State]) -> Sequence[Mentorship]:
    """As `of_mentor`, of several mentors in one statement."""
    return db.session.scalars(
        select(Mentorship)
        .where(Mentorship.mentor_id.in_(person_ids), Mentorship.state.in_(states))
        .order_by(Mentorship.start, Mentorship.id)
    ).all()


def of_mentee(person_id: int, states: Collection[State]) -> Sequence[Mentorship]:
    """Mentorships of the mentee in the given states, by start."""
    return db.session.scalars(
        select(Mentorship)
        .where(Mentorship.mentee_id == person_id, Mentorship.state.in_(states))
        .order_by(Mentorship.start, Mentorship.id)
    ).all()


def due(today: date) -> Sequence[Mentorship]:
    """Pairs whom the day has overtaken: ordered whose term has begun, active whose has ended."""
    return db.session.scalars(
        select(Mentorship)
        .where(
            or_(
                and_(Mentorship.state == State.ORDERED, Mentorship.start <= today),
                and_(Mentorship.state == State.ACTIVE, Mentorship.end < today),
            )
        )
        .order_by(Mentorship.start, Mentorship.id)
    ).all()


def sides(people: Collection[int], states: Collection[State]) -> Sequence[tuple[int, int]]:
    """(mentor, mentee) of the mentorships in which one of the people takes part."""
    found = db.session.execute(
        select(Mentorship.mentor_id, Mentorship.mentee_id).where(
            Mentorship.state.in_(states),
            or_(Mentorship.mentor_id.in_(people), Mentorship.mentee_id.in_(people)),
        )
    )
    return [(mentor, mentee) for mentor, mentee in found]


def of_order(order_id: int) -> Sequence[Mentorship]:
    """Mentorships that the order starts or changes."""
    return db.session.scalars(
        select(Mentorship).where(Mentorship.order_id == order_id).order_by(Mentorship.id)
    ).all()


def of_group(group_id: uuid.UUID) -> Sequence[Mentorship]:
    """Pairs of one group."""
    return db.session.scalars(
        select(Mentorship).where(Mentorship.group_id == group_id).order_by(Mentorship.id)
    ).all()


def overlapping(first: date, last: date) -> Sequence[Mentorship]:
    """Mentorships whose term has a day in [first, last]; an early end cuts the term."""
    ended = func.coalesce(Mentorship.ended_on, Mentorship.end)
    return db.session.scalars(
        select(Mentorship)
        .where(Mentorship.start <= last, ended >= first)
        .order_by(Mentorship.start, Mentorship.id)
    ).all()


def count_by_state() -> dict[State, int]:
    """State -> how many mentorships the reader sees in it."""
    counted = select(Mentorship.state, func.count(Mentorship.id)).group_by(Mentorship.state)
    return dict(db.session.execute(counted).all())


def count_mentors(states: Collection[State]) -> int:
    """How many people are mentors of mentorships in the given states."""
    return db.session.scalars(
        select(func.count(Mentorship.mentor_id.distinct())).where(Mentorship.state.in_(states))
    ).one()
