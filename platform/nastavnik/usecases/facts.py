"""A person's card -> facts on a date. Lengths of service grow with the months since the entry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from nastavnik.domain.facts import CATALOGUE, Facts, FactType, FactValue
from nastavnik.domain.term import whole_months, whole_years

if TYPE_CHECKING:
    from nastavnik.store.person import Person

_ADULT: Final = 18


def facts_of(person: Person, on: date) -> Facts:
    """Facts known of the person on the day; what the card does not say stays unknown."""
    grown = whole_months(person.facts_on, on - timedelta(days=1)) if on > person.facts_on else 0
    facts: dict[str, FactValue] = {"employed": person.admitted_on is not None}
    for key, value in person.facts.items():
        if key not in CATALOGUE:
            continue
        facts[key] = _value(key, value, grown)
    if person.birth_date is not None:
        age = whole_years(person.birth_date, on)
        facts |= {"age": age, "minor": age < _ADULT}
    return facts


def _value(key: str, value: FactValue | list[str], grown: int) -> FactValue:
    fact = CATALOGUE[key]
    if fact.type is FactType.DURATION and isinstance(value, int):
        return value + grown
    return tuple(value) if isinstance(value, list) else value
