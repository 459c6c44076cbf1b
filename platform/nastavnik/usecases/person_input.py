"""What is typed onto a person's card: its checks, its writing, and reading it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.errors import InputError
from nastavnik.domain.fact_text import shown
from nastavnik.domain.facts import CATALOGUE, Fact, FactType, FactValue, asked
from nastavnik.domain.gender import Gender
from nastavnik.usecases.facts import as_kept, facts_of

if TYPE_CHECKING:
    from nastavnik.store.person import Person

ASKED: Final = asked(CATALOGUE)
"""Facts of the catalogue that a person's form asks for; a region may have more."""
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInput:
    """A card as typed.

    `about`: the facts that were asked for, by key. `facts`: what was answered, durations in
    months as of today; an absent key is unknown.
    `overrides`: grammatical case -> the full name as documents write it.
    `is_namesake`: the person is another one than the card of the same name.
    """

    last_name: str = ""
    first_name: str = ""
    patronymic: str = ""
    gender: str = ""
    birth_date: date | None = None
    position: str = ""
    admitted_on: date | None = None
    is_mentor: bool = False
    is_mentee: bool = False
    about: Mapping[str, Fact] = field(default_factory=lambda: ASKED)
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    overrides: Mapping[str, str] = field(default_factory=dict)
    is_namesake: bool = False

    @property
    def full_name(self) -> str:
        """Last name, first name, patronymic, single blanks between."""
        return " ".join(f"{self.last_name} {self.first_name} {self.patronymic}".split())


def as_input(person: Person, today: date, about: Mapping[str, Fact] = ASKED) -> PersonInput:
    """The card as the form shows it today: lengths of service have grown."""
    known = facts_of(person, today)
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
        about=about,
        facts={key: known[key] for key in about if key in known},
        overrides=dict(person.overrides),
    )


def check(values: PersonInput, today: date) -> None:
    """Raises InputError with everything that is missing or impossible, by field."""
    errors: dict[str, list[str]] = {}
    needed = {
        "last_name": "Укажите фамилию.",
        "first_name": "Укажите имя.",
        "position": "Укажите должность, как в приказе: например, «учитель математики».",
    }
    for name, text in needed.items():
        if not str(getattr(values, name)).strip():
            errors[name] = [text]
    for name in (*needed, "patronymic"):
        if len(str(getattr(values, name))) > _LONGEST:
            errors[name] = [f"Слишком длинно: здесь помещается {_LONGEST} знаков."]
    if values.gender not in set(Gender):
        errors["gender"] = ["Укажите пол: он нужен, чтобы склонять имя в документах."]
    for name, day in (("birth_date", values.birth_date), ("admitted_on", values.admitted_on)):
        if day is not None and day > today:
            errors[name] = [f"Дата {day:%d.%m.%Y} ещё не наступила. Проверьте год."]
    if values.birth_date and values.admitted_on and values.admitted_on <= values.birth_date:
        errors.setdefault("admitted_on", []).append(
            "Человек не мог приступить к работе до своего рождения. Исправьте одну из дат."
        )
    errors |= _names(values)
    if errors:
        raise InputError(errors)


def _names(values: PersonInput) -> dict[str, list[str]]:
    """Documents cut the last name out of the whole name, so every word must be there."""
    words = len(values.full_name.split())
    return {
        f"case_{case}": [
            f"«{text.strip()}»: напишите имя полностью, столько же слов, сколько в карточке."
        ]
        for case, text in values.overrides.items()
        if text.strip() and len(text.split()) != words
    }


def fill(person: Person, values: PersonInput, today: date) -> None:
    """Write what was typed, checked before, onto the card."""
    renamed = person.full_name != values.full_name
    person.last_name = " ".join(values.last_name.split())
    person.first_name = " ".join(values.first_name.split())
    person.patronymic = " ".join(values.patronymic.split()) or None
    person.gender = values.gender
    person.birth_date = values.birth_date
    person.position = values.position.strip()
    person.admitted_on = values.admitted_on
    person.is_mentor, person.is_mentee = values.is_mentor, values.is_mentee
    person.overrides = _overrides(person.overrides, values.overrides, renamed=renamed)
    _fill_facts(person, values, today)


def _overrides(
    old: Mapping[str, str], typed: Mapping[str, str], *, renamed: bool
) -> dict[str, str]:
    """The cases of an old name don't outlive it: what was not typed anew goes."""
    clean = {case: " ".join(text.split()) for case, text in typed.items()}
    return {
        case: text
        for case, text in clean.items()
        if text and not (renamed and old.get(case) == text)
    }


def _fill_facts(person: Person, values: PersonInput, today: date) -> None:
    """Facts that are not asked for stay.

    Lengths of service that nobody touched go on growing from the day they were counted: to count
    them anew would lose the days of an incomplete month at every change of the card.
    """
    typed, about = values.facts, values.about
    kept = {key: value for key, value in person.facts.items() if key not in about}
    plain = {key: as_kept(about.get(key) or CATALOGUE[key], one) for key, one in typed.items()}
    if _durations(typed, about) == _durations(facts_of(person, today), about):
        plain |= _durations(person.facts, about)
    else:
        person.facts_on = today
    person.facts = kept | plain


def _durations(facts: Mapping[str, Any], about: Mapping[str, Fact]) -> dict[str, Any]:
    return {
        key: value
        for key, value in facts.items()
        if key in about and about[key].type is FactType.DURATION
    }


def described(values: PersonInput) -> dict[str, str]:
    """A card in words, for the comparison of two versions; what is empty in both is left out."""
    told = {
        "Фамилия, имя, отчество": values.full_name,
        "Пол": Gender(values.gender).label if values.gender in set(Gender) else "",
        "Дата рождения": _day(values.birth_date),
        "Должность": values.position,
        "Допущен к работе": _day(values.admitted_on),
        "База наставников": "да" if values.is_mentor else "нет",
        "База наставляемых": "да" if values.is_mentee else "нет",
    }
    facts = {
        fact.question: shown(fact, values.facts[key])
        for key, fact in values.about.items()
        if key in values.facts
    }
    names = {f"Имя в документах ({case})": text for case, text in values.overrides.items() if text}
    return told | facts | names


def _day(value: date | None) -> str:
    return f"{value:%d.%m.%Y}" if value else ""
