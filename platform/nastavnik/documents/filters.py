"""Filters that the texts of forms may use: people, posts, acts, dates.

A filter raises `ValueError` with a Russian message when its value can't be printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from babel.dates import format_date

from nastavnik.documents import declension, phrase
from nastavnik.documents.declension import Case
from nastavnik.documents.typography import NBSP
from nastavnik.domain.wording import counted, plural

_UNITS_OF_A_TERM: Final = {
    "working_day": ("рабочего дня", "рабочих дней"),
    "calendar_day": ("календарного дня", "календарных дней"),
    "month": ("месяца", "месяцев"),
}
_FIELDS: Final = {"last_name": "фамилия", "first_name": "имя", "gender": "пол"}


class EmptyValueError(ValueError):
    """A filter got no value; the template says which field was meant."""


def fio(person: object, case: str = "nominative") -> str:
    """«Фамилия Имя Отчество»."""
    return declension.full_name(_person(person), _case(case))


def short(person: object, case: str = "nominative") -> str:
    """«И. О. Фамилия»."""
    return declension.short_name(_person(person), _case(case))


def short_last(person: object, case: str = "nominative") -> str:
    """«Фамилия И. О.»."""
    return declension.short_name_last_first(_person(person), _case(case))


def position(text: str, case: str = "nominative") -> str:
    """«учитель математики» -> «учителя математики»."""
    return phrase.phrase(_string(text), _case(case))


def role(text: str, case: str, person: object) -> str:
    """Put a kind's name of a participant in `case`: «наставляемую» for a woman."""
    return phrase.role(_string(text), _case(case), str(_person(person)["gender"]))


def roles(text: str, case: str = "nominative") -> str:
    """«ментор» -> «менторов»."""
    return phrase.plural(_string(text), _case(case))


def by_gender(person: object, male: str, female: str) -> str:
    """«ознакомлен» or «ознакомлена»."""
    return female if _person(person)["gender"] == "f" else male


def long_date(value: object) -> str:
    """«21 ноября 2026 г.»; a line may end between the month and the year only."""
    pattern = f"d{NBSP}MMMM y{NBSP}'г'."
    return format_date(_date(value), pattern, locale="ru")


def short_date(value: object) -> str:
    """«21.11.2026»."""
    return _date(value).strftime("%d.%m.%Y")


def acts(basis: Sequence[Mapping[str, str]], case: str = "instrumental") -> str:
    """List acts with their clauses: «Положением о наставничестве (пп. 2.3, 2.6), Уставом»."""
    clauses: dict[str, list[str]] = {}
    for entry in basis:
        known = clauses.setdefault(entry["title"], [])
        if entry["clause"] and entry["clause"] not in known:
            known.append(entry["clause"])
    return ", ".join(position(title, case) + _clauses(here) for title, here in clauses.items())


def within(term: Mapping[str, Any]) -> str:
    """«в течение 5 рабочих дней со дня …» or «не позднее чем за 5 рабочих дней до дня …».

    The argument is `context.Term`.
    """
    unit = _UNITS_OF_A_TERM.get(str(term["unit"]))
    if unit is None:
        message = f"неизвестная единица срока «{term['unit']}»"
        raise ValueError(message)
    number, (one, many) = int(term["days"]), unit
    if term.get("before"):
        left = counted(number, str(term["unit"]))
        return f"не позднее чем за {left} до дня {term['anchor']}"
    return f"в течение {number}{NBSP}{plural(number, one, many, many)} со дня {term['anchor']}"


def people(
    pairs: Sequence[Mapping[str, Any]], *others: Mapping[str, Any] | None
) -> list[Mapping[str, Any]]:
    """Everybody of the pairs and the `others`, each once: a mentor stands before the mentees."""
    everybody = [person for pair in pairs for person in (pair["mentor"], pair["mentee"])]
    found: list[Mapping[str, Any]] = []
    for person in (*everybody, *others):
        if person and person not in found:
            found.append(person)
    return found


def formers(pairs: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Mentors in whose place the pairs' own come, each once."""
    found: list[Mapping[str, Any]] = []
    for former in (pair.get("former") for pair in pairs):
        if former and former["mentor"] not in found:
            found.append(former["mentor"])
    return found


def lower_first(text: str) -> str:
    """«Менторство» -> «менторство», for a title inside a sentence; «МБОУ» stays."""
    acronym = _string(text)[1:2].isupper()
    return text if acronym else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """«директор» -> «Директор», for the beginning of a line."""
    return _string(text)[:1].upper() + text[1:]


def _clauses(clauses: Sequence[str]) -> str:
    """« (пп. 2.3, 2.6, шаг 5)»; a clause that is a bare number is a пункт."""
    numbers = [clause for clause in clauses if clause[0].isdigit()]
    others = [clause for clause in clauses if not clause[0].isdigit()]
    if numbers:
        points = f"{'пп.' if len(numbers) > 1 else 'п.'}{NBSP}{', '.join(numbers)}"
        others.insert(0, points)
    return f" ({', '.join(others)})" if others else ""


def _case(name: str) -> Case:
    try:
        return Case(name)
    except ValueError:
        message = f"нет падежа «{name}», есть: " + ", ".join(Case)
        raise ValueError(message) from None


def _person(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise EmptyValueError
    for field, title in _FIELDS.items():
        if not value.get(field):
            message = f"не указано: {title} («{field}»)"
            raise ValueError(message)
    if value["gender"] not in {"m", "f"}:
        message = f"пол «{value['gender']}» не «m» и не «f»"
        raise ValueError(message)
    return value


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise EmptyValueError
    return value


def _date(value: object) -> date:
    if isinstance(value, date):
        return value
    text = _string(value)
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"«{value}» — не дата"
        raise ValueError(message) from None


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "acts": acts,
    "counted": counted,
    "date": long_date,
    "fio": fio,
    "formers": formers,
    "gender": by_gender,
    "lower_first": lower_first,
    "people": people,
    "position": position,
    "role": role,
    "roles": roles,
    "short": short,
    "short_date": short_date,
    "short_last": short_last,
    "upper_first": upper_first,
    "within": within,
}
