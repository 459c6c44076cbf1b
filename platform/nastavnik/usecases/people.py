"""The bases of mentors and mentees: cards of people of an institution."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.facts import CATALOGUE, PAIR_FACTS, FactValue
from nastavnik.domain.gender import Gender
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship, Wanted
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.rulebooks import book_of

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook

# Filled from the card's own fields, so nobody is asked for them twice.
_DERIVED = frozenset({"age", "minor", "employed"}) | PAIR_FACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInput:
    """A card as typed. `facts`: catalogue key -> value, durations in months."""

    last_name: str = ""
    first_name: str = ""
    patronymic: str = ""
    gender: str = ""
    birth_date: date | None = None
    position: str = ""
    admitted_on: date | None = None
    is_mentor: bool = False
    is_mentee: bool = False
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person with the mentorships on both sides."""

    person: Person
    mentorships: Sequence[Mentorship]


@requires(Permission.PERSON_READ)
def listed(
    *, actor: Actor, wanted: people.Wanted, offset: int = 0, limit: int = 50
) -> tuple[Sequence[Person], int]:
    """One page of the cards and how many there are."""
    del actor
    return people.page(wanted, offset=offset, limit=limit), people.count(wanted)


@requires(Permission.PERSON_READ)
def card(*, actor: Actor, public_id: uuid.UUID) -> PersonCard:
    """The card. NotFoundError for a person of another institution."""
    del actor
    person = _found(public_id)
    return PersonCard(
        person=person, mentorships=mentorships.page(Wanted(person_id=person.id), limit=200)
    )


@requires(Permission.PERSON_READ)
def asked_facts(*, actor: Actor, on: date) -> tuple[list[str], list[str]]:
    """Facts for the person's form: those that the rules here ask for, and the rest."""
    book = book_of(unit_of(actor), on)
    asked = _asked(book)
    every = [key for key in CATALOGUE if key not in _DERIVED]
    return [key for key in every if key in asked], [key for key in every if key not in asked]


def _asked(book: RuleBook) -> set[str]:
    rules = (rule for act in book.acts for rule in act.requirements)
    return {leaf.fact for rule in rules for leaf in rule.condition.leaves()}


@requires(Permission.PERSON_WRITE)
def add(*, actor: Actor, values: PersonInput, today: date, now: datetime) -> Person:
    """A new card. Raises InputError by field."""
    del now
    with transaction():
        _checked(values, today)
        person = Person(org_unit_id=actor.unit_id, org_path=actor.unit_path, facts_on=today)
        _fill(person, values, today)
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
                mine=_described(values),
                theirs=_described(as_input(person)),
            )
        _checked(values, today)
        _fill(person, values, today)
    return person


@requires(Permission.PERSON_WRITE)
def archive(*, actor: Actor, public_id: uuid.UUID, today: date) -> Person:
    """Take the card out of the bases. Impossible while the person has a draft or a live pair."""
    del actor
    with transaction():
        person = _found(public_id)
        busy = mentorships.page(Wanted(person_id=person.id, states=BEFORE_ORDER | LIVE), limit=1)
        if busy:
            raise ConflictError(
                f"{person.short_name} участвует в наставничестве "
                f"({busy[0].state.label.lower()}). Сначала завершите его."
            )
        person.archived_on = today
    return person


@requires(Permission.PERSON_WRITE)
def restore(*, actor: Actor, public_id: uuid.UUID) -> Person:
    """Undo of `archive`."""
    del actor
    with transaction():
        person = _found(public_id)
        person.archived_on = None
    return person


def as_input(person: Person) -> PersonInput:
    """The card as the form shows it."""
    return PersonInput(
        last_name=person.last_name,
        first_name=person.first_name,
        patronymic=person.patronymic or "",
        gender=person.gender,
        birth_date=person.birth_date,
        position=person.position,
        admitted_on=person.admitted_on,
        is_mentor=person.is_mentor,
        is_mentee=person.is_mentee,
        facts=dict(person.facts),
        overrides=dict(person.overrides),
    )


def _checked(values: PersonInput, today: date) -> None:
    errors: dict[str, list[str]] = {}
    needed = {
        "last_name": "Укажите фамилию.",
        "first_name": "Укажите имя.",
        "position": "Укажите должность, как в приказе: например, «учитель математики».",
    }
    for name, text in needed.items():
        if not str(getattr(values, name)).strip():
            errors[name] = [text]
    if values.gender not in set(Gender):
        errors["gender"] = ["Укажите пол: он нужен, чтобы склонять имя в документах."]
    for name, day in (("birth_date", values.birth_date), ("admitted_on", values.admitted_on)):
        if day is not None and day > today:
            errors[name] = [f"Дата {day:%d.%m.%Y} ещё не наступила. Проверьте год."]
    if errors:
        raise InputError(errors)


def _fill(person: Person, values: PersonInput, today: date) -> None:
    person.last_name = values.last_name.strip()
    person.first_name = values.first_name.strip()
    person.patronymic = values.patronymic.strip() or None
    person.gender = values.gender
    person.birth_date = values.birth_date
    person.position = values.position.strip()
    person.admitted_on = values.admitted_on
    person.is_mentor, person.is_mentee = values.is_mentor, values.is_mentee
    person.overrides = {case: text.strip() for case, text in values.overrides.items() if text}
    facts = {
        key: list(one) if isinstance(one, tuple) else one for key, one in values.facts.items()
    }
    if facts != person.facts:
        person.facts, person.facts_on = facts, today


def _described(values: PersonInput) -> dict[str, str]:
    return {
        "Фамилия, имя, отчество": f"{values.last_name} {values.first_name} {values.patronymic}",
        "Должность": values.position,
        "Допущен к работе": f"{values.admitted_on:%d.%m.%Y}" if values.admitted_on else "",
        "База наставников": "да" if values.is_mentor else "нет",
        "База наставляемых": "да" if values.is_mentee else "нет",
    }


def _found(public_id: uuid.UUID) -> Person:
    person = people.by_public_id(public_id)
    if person is None:
        raise NotFoundError
    return person
