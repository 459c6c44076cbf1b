"""The bases of mentors and mentees: cards of people of an institution."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.asking import asks
from nastavnik.domain.cite import Cite
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.facts import Fact, Facts, Subject, asked
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE
from nastavnik.domain.status import FACT as STATUS
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship, Wanted
from nastavnik.store.person import Person
from nastavnik.store.status import StatusGrant
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.card_access import close_with, open_with
from nastavnik.usecases.facts import facts_of
from nastavnik.usecases.holders import grants_of
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.person_input import (
    PersonInput,
    as_input,
    check,
    described,
    fill,
)
from nastavnik.usecases.rulebooks import book_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person with what is known of them today and the mentorships on both sides."""

    person: Person
    facts: Facts
    statuses: Sequence[StatusGrant]
    status_titles: Mapping[str, str]
    as_mentor: Sequence[Mentorship]
    as_mentee: Sequence[Mentorship]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the rules ask for a fact: a clause of an act."""

    cite: Cite
    act_title: str


@dataclass(frozen=True, slots=True)
class FactAsked:
    """A fact of a person's card, and the clauses that ask for it."""

    fact: Fact
    why: tuple[Reason, ...] = ()


@requires(Permission.PERSON_READ)
def listed(
    *, actor: Actor, wanted: people.Wanted, offset: int = 0, limit: int = 50
) -> tuple[Sequence[Person], int]:
    """One page of the cards and how many there are."""
    del actor
    return people.page(wanted, offset=offset, limit=limit), people.count(wanted)


@requires(Permission.PERSON_READ)
def live_pairs(*, actor: Actor, among: Sequence[Person]) -> Mapping[int, tuple[int, int]]:
    """Id of a person -> how many live pairs they have now as a mentor and as a mentee."""
    del actor
    pairs = mentorships.sides([one.id for one in among], LIVE)
    mentors = Counter(mentor for mentor, _ in pairs)
    mentees = Counter(mentee for _, mentee in pairs)
    return {one.id: (mentors[one.id], mentees[one.id]) for one in among}


@requires(Permission.PERSON_READ)
def card(*, actor: Actor, public_id: uuid.UUID, today: date) -> PersonCard:
    """The card. NotFoundError for a person of another institution."""
    person = _found(public_id)
    pairs = mentorships.page(Wanted(person_id=person.id), limit=200)
    grants = grants_of([person])[person.id]
    return PersonCard(
        person=person,
        facts=facts_of(person, today, [row.held for row in grants]),
        statuses=grants,
        status_titles=book_of(unit_of(actor), today).facts[STATUS].choices,
        as_mentor=[one for one in pairs if one.mentor_id == person.id],
        as_mentee=[one for one in pairs if one.mentee_id == person.id],
    )


@requires(Permission.PERSON_READ)
def facts_here(*, actor: Actor, on: date) -> Mapping[str, Fact]:
    """Facts that a person's form asks for here: the catalogue's and those that acts declare."""
    return asked(book_of(unit_of(actor), on).facts)


@requires(Permission.PERSON_READ)
def asked_facts(
    *, actor: Actor, on: date, subjects: Collection[Subject]
) -> Mapping[str, FactAsked]:
    """Facts of a person's form, in its order, and others that the rules ask for, with clauses.

    `subjects` are the sides on which the person may stand; without any both are meant.
    """
    book = book_of(unit_of(actor), on)
    sides = subjects or (Subject.MENTOR, Subject.MENTEE)
    why: dict[str, dict[Reason, None]] = {}
    for leaf, cite in asks(book):
        if leaf.of in sides:
            why.setdefault(leaf.fact, {})[Reason(cite, book.act_title(cite))] = None
    own = asked(book.facts)
    facts = {**own, **{key: book.facts[key] for key in why if key in book.facts}}
    return {key: FactAsked(fact, tuple(why.get(key, ()))) for key, fact in facts.items()}


@requires(Permission.PERSON_WRITE)
def add(*, actor: Actor, values: PersonInput, today: date, now: datetime) -> Person:
    """A new card. Raises InputError by field; of a namesake too, unless that is meant."""
    del now
    with transaction():
        check(values, today)
        _is_new(values)
        person = Person(
            org_unit_id=actor.unit_id,
            org_path=actor.unit_path,
            facts={},
            facts_on=today,
            overrides={},
        )
        fill(person, values, today)
        db.session.add(person)
    return person


@requires(Permission.PERSON_WRITE)
def change(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    version: int,
    values: PersonInput,
    today: date,
    now: datetime,
) -> Person:
    """Change the card seen in `version`. Raises InputError, ConflictError with both versions."""
    del actor, now
    with transaction():
        person = _found(public_id)
        if person.version != version:
            raise ConflictError(
                "Пока вы работали, эту карточку изменил другой человек. Ваши данные не потеряны: "
                "сравните две версии и внесите нужное ещё раз.",
                mine=described(values),
                theirs=described(as_input(person, today, values.about)),
            )
        check(values, today)
        fill(person, values, today)
    return person


@requires(Permission.PERSON_WRITE)
def archive(
    *, actor: Actor, public_id: uuid.UUID, today: date, now: datetime
) -> tuple[Person, int]:
    """Take the card out of the bases and end its roles; returns how many have ended.

    Raises ConflictError while the person has a draft or a live pair, and for one's own card.
    """
    with transaction():
        person = _found(public_id)
        busy = mentorships.page(Wanted(person_id=person.id, states=BEFORE_ORDER | LIVE), limit=1)
        if busy:
            raise ConflictError(
                f"{person.short_name} участвует в наставничестве "
                f"({busy[0].state.label.lower()}). Сначала завершите его."
            )
        ended = close_with(person, actor, now)
        person.archived_on = today
    return person, ended


@requires(Permission.PERSON_WRITE)
def restore(*, actor: Actor, public_id: uuid.UUID) -> tuple[Person, int]:
    """Undo of `archive`: the roles that ended with the card open again; returns how many."""
    del actor
    with transaction():
        person = _found(public_id)
        person.archived_on = None
        opened = open_with(person)
    return person, opened


def _is_new(values: PersonInput) -> None:
    """A second card of one person would split their mentorships between two lists."""
    if values.is_namesake:
        return
    for other in people.named(values.last_name.strip(), values.first_name.strip()):
        same_day = None in {other.birth_date, values.birth_date} or (
            other.birth_date == values.birth_date
        )
        if other.full_name == values.full_name and same_day:
            known = f"Карточка «{other.full_name}, {other.position}» уже есть."
            told = "Если это другой человек, отметьте «Это однофамилец» и сохраните ещё раз."
            raise InputError({"is_namesake": [f"{known} {told}"]})


def _found(public_id: uuid.UUID) -> Person:
    person = people.by_public_id(public_id)
    if person is None:
        raise NotFoundError
    return person
