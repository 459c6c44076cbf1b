"""Mentorships of a whole territory at once, for the what-if of an act: only under EVERYTHING.

Plain rows, not objects of a session: there are tens of thousands of them and nobody changes one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, Uuid, case, or_, select, type_coerce
from sqlalchemy.orm import aliased

from nastavnik.domain.mentorship import State
from nastavnik.store.base import Document
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.order import Order
from nastavnik.store.person import Person
from nastavnik.store.replacement import Replacement


class Party(NamedTuple):
    """A participant, as far as rules ask of them: columns of `Person`."""

    id: int
    org_path: str
    birth_date: date | None
    position: str
    admitted_on: date | None
    facts: Document
    facts_on: date


class Paper(NamedTuple):
    """A consent on file, lapsed or not: columns of `Consent`, the side being that of the pair."""

    mentorship_id: int
    side: str
    purpose: str
    given_on: date
    valid_until: date | None
    withdrawn_on: date | None


class Mark(NamedTuple):
    """An event about an approval: columns of `MentorshipEvent`."""

    mentorship_id: int
    id: int
    at: datetime
    on: date
    kind: str
    actor_name: str
    data: Document


NOBODY: Final = Party(0, "", None, "", None, {}, date.max)
"""Of a pair whose people were not read."""


class Pair(NamedTuple):
    """A mentorship; what has a default is there after `in_full`.

    `public_id` is the address as text; `issued_on` is the day of the order.
    """

    id: int
    public_id: str
    org_unit_id: int
    org_path: str
    mentor_id: int
    mentee_id: int
    kind: str
    form: str
    start: date
    end: date
    state: State
    group_id: str | None
    planned_order_on: date | None
    law_on: date
    regime: str = ""
    facts: Document = NOBODY.facts
    ended_on: date | None = None
    issued_on: date | None = None
    mentor: Party = NOBODY
    mentee: Party = NOBODY


def pairs(path: str, states: Collection[State]) -> list[Pair]:
    """Those of the subtree in the states, by unit, as far as dates and load go."""
    rows: Iterable[Row[Any]] = db.session.execute(
        select(
            Mentorship.id,
            type_coerce(Mentorship.public_id, _TEXT),
            Mentorship.org_unit_id,
            Mentorship.org_path,
            Mentorship.mentor_id,
            Mentorship.mentee_id,
            Mentorship.kind,
            Mentorship.form,
            Mentorship.start,
            Mentorship.end,
            Mentorship.state,
            type_coerce(Mentorship.group_id, _TEXT),
            Mentorship.planned_order_on,
            Mentorship.law_on,
        )
        .where(*_those(path, states))
        .order_by(Mentorship.org_path, Mentorship.id)
    )
    plain = (NOBODY.facts, None, None, NOBODY, NOBODY)
    return [Pair._make((*row, "", *plain)) for row in rows]


_TEXT: Final = Uuid(as_uuid=False)
"""Thousands of addresses are written down, none is compared with another."""


def in_full(
    path: str, states: Collection[State], found: Iterable[Pair], *, people: bool
) -> list[Pair]:
    """The same pairs of the subtree with their orders and answers, and with their `people`."""
    known = {one.id: one for one in _parties(path, states)} if people else {}
    own = {row[0]: row[1:] for row in _details(path, states)}
    return [
        Pair._make(
            (
                *one[:_LEAN],
                *own[one.id],
                known.get(one.mentor_id, NOBODY),
                known.get(one.mentee_id, NOBODY),
            )
        )
        for one in found
    ]


_LEAN: Final = len(Pair._fields) - len(Pair._field_defaults)


def _details(path: str, states: Collection[State]) -> Iterable[Row[Any]]:
    return db.session.execute(
        select(
            Mentorship.id,
            Mentorship.regime,
            Mentorship.facts,
            Mentorship.ended_on,
            Order.issued_on,
        )
        .outerjoin(Order, Order.id == Mentorship.order_id)
        .where(*_those(path, states))
    )


def _those(path: str, states: Collection[State]) -> tuple[ColumnElement[bool], ...]:
    return Mentorship.org_path.startswith(path), Mentorship.state.in_(states)


def _parties(path: str, states: Collection[State]) -> Iterator[Party]:
    sides = or_(Mentorship.mentor_id == Person.id, Mentorship.mentee_id == Person.id)
    rows = db.session.execute(
        select(
            Person.id,
            Person.org_path,
            Person.birth_date,
            Person.position,
            Person.admitted_on,
            Person.facts,
            Person.facts_on,
        ).where(
            Person.org_path.startswith(path),
            select(Mentorship.id).where(sides, *_those(path, states)).exists(),
        )
    )
    return map(Party._make, rows)


def papers(path: str, states: Collection[State]) -> Iterator[Paper]:
    """Consents of those mentorships, and what their people have signed for themselves."""
    told = (Consent.purpose, Consent.given_on, Consent.valid_until, Consent.withdrawn_on)
    of_pair = Mentorship.id == Consent.mentorship_id
    rows = db.session.execute(
        select(Mentorship.id, Consent.side, *told)
        .join(Mentorship, of_pair)
        .where(*_those(path, states))
    )
    side = case((Consent.person_id == Mentorship.mentor_id, "mentor"), else_="mentee")
    own = db.session.execute(
        select(Mentorship.id, side, *told)
        .join(
            Mentorship,
            or_(
                Mentorship.mentor_id == Consent.person_id,
                Mentorship.mentee_id == Consent.person_id,
            ),
        )
        .where(Consent.mentorship_id.is_(None), *_those(path, states))
    )
    return (Paper._make(row) for found in (rows, own) for row in found)


def successions(
    path: str, states: Collection[State], of: Collection[State]
) -> Iterator[tuple[int, int, date]]:
    """(pair, the pair that it goes on in place of, that one's first day).

    Pairs of the subtree in the states, or in those `of` formers; a former is in one of these.
    """
    former = aliased(Mentorship)
    rows = db.session.execute(
        select(Replacement.successor_id, Replacement.former_id, former.start)
        .join(Mentorship, Mentorship.id == Replacement.successor_id)
        .join(former, former.id == Replacement.former_id)
        .where(*_those(path, {*states, *of}), former.state.in_(of))
        .order_by(Replacement.id)
    )
    return ((pair, before, first) for pair, before, first in rows)


def marks(path: str, states: Collection[State], kinds: Collection[str]) -> Iterator[Mark]:
    """Events of the kinds of those mentorships."""
    rows = db.session.execute(
        select(
            MentorshipEvent.mentorship_id,
            MentorshipEvent.id,
            MentorshipEvent.at,
            MentorshipEvent.on,
            MentorshipEvent.kind,
            MentorshipEvent.actor_name,
            MentorshipEvent.data,
        )
        .join(Mentorship, Mentorship.id == MentorshipEvent.mentorship_id)
        .where(*_those(path, states), MentorshipEvent.kind.in_(kinds))
    )
    return map(Mark._make, rows)
