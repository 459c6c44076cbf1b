"""A person's card -> facts on a date. Lengths of service grow with the months since the entry.

The card keeps facts as JSON. A text, a flag, a number and a list of words are kept as they are;
months of service of a catalogue fact as a number, of a region's own as {"months": n}; a date as
{"on": "2026-09-01"}; trainings as a list of tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.facts import CATALOGUE, Fact, Facts, FactType, FactValue
from nastavnik.domain.status import FACT as STATUS
from nastavnik.domain.status import held_on
from nastavnik.domain.term import whole_months, whole_years
from nastavnik.domain.training import Training

if TYPE_CHECKING:
    from nastavnik.domain.month import Month
    from nastavnik.domain.status import Held
    from nastavnik.store.person import Person
    from nastavnik.store.territory import Party

_ADULT: Final = 18
_DAY: Final = timedelta(days=1)


def facts_of(person: Person | Party, on: date, statuses: Iterable[Held] | None = None) -> Facts:
    """Facts known of the person on the day; what the card does not say stays unknown.

    `statuses`: everything that the ministry's register says of the person; None: it was not asked,
    and the card's own word stands.
    """
    facts: dict[str, FactValue] = {"employed": person.admitted_on is not None}
    if person.position:
        facts["position"] = person.position
    facts |= kept_facts(person.facts, person.facts_on, on)
    if person.birth_date is not None:
        age = whole_years(person.birth_date, on)
        facts |= {"age": age, "minor": age < _ADULT}
    if statuses is not None:
        facts[STATUS] = held_on(statuses, on)
    return facts


def facts_by_day(
    person: Person | Party, month: Month, statuses: Iterable[Held] | None = None
) -> tuple[Facts, tuple[tuple[date, Facts], ...]]:
    """Facts of the month's first day, and those of every later day on which some may change."""
    held = None if statuses is None else tuple(statuses)
    turns = {on for on in _turns(person, month, held or ()) if month.first < on <= month.last}
    return facts_of(person, month.first, held), tuple(
        (on, facts_of(person, on, held)) for on in sorted(turns)
    )


def _turns(person: Person | Party, month: Month, statuses: Iterable[Held]) -> Iterator[date]:
    """Service grows, a birthday comes, a training ages, a status begins or is over."""
    if person.facts:
        yield _in_month(person.facts_on, month)
    if person.birth_date is not None and person.birth_date.month == month.number:
        yield _in_month(person.birth_date, month)
    for one in _trainings(person.facts):
        yield _in_month(date.fromisoformat(one["on"]), month) + _DAY
    for status in statuses:
        yield status.given_on
        if status.last is not None:
            yield status.last + _DAY


def _in_month(on: date, month: Month) -> date:
    """The same number of the month; a missing day becomes the last one."""
    return month.first.replace(day=min(on.day, month.days))


def _trainings(kept: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for value in kept.values():
        listed = value if isinstance(value, list) else ()
        yield from (one for one in listed if isinstance(one, dict) and "on" in one)


def kept_facts(kept: Mapping[str, Any], kept_on: date, on: date) -> dict[str, FactValue]:
    """What a card keeps since `kept_on`, as facts of the day."""
    grown = whole_months(kept_on, on - _DAY) if on > kept_on else 0
    return {key: _value(key, value, grown, on) for key, value in kept.items()}


def _value(key: str, kept: Any, grown: int, on: date) -> FactValue:  # noqa: ANN401 - out of JSON
    if isinstance(kept, dict):
        return kept["months"] + grown if "months" in kept else date.fromisoformat(kept["on"])
    if isinstance(kept, list):
        if kept and isinstance(kept[0], dict):
            return tuple(_training(one).seen_on(on) for one in kept)
        return tuple(kept)
    grows = key in CATALOGUE and CATALOGUE[key].type is FactType.DURATION
    value: FactValue = kept + grown if grows else kept
    return value


def _training(kept: dict[str, Any]) -> Training:
    on = kept.get("on")
    return Training(
        topic=kept.get("topic", ""),
        title=kept.get("title", ""),
        hours=kept.get("hours"),
        on=date.fromisoformat(on) if on else None,
    )


def as_kept(fact: Fact, value: Any) -> Any:  # noqa: ANN401 - of the fact's type, and JSON of it
    """A fact's value as the card keeps it."""
    if fact.type is FactType.DURATION and fact.key not in CATALOGUE:
        return {"months": value}
    if fact.type is FactType.DATE:
        return {"on": value.isoformat()}
    if isinstance(value, tuple):
        return [_kept_training(one) if isinstance(one, Training) else one for one in value]
    return value


def _kept_training(one: Training) -> dict[str, Any]:
    on = one.on.isoformat() if one.on else None
    kept = {"topic": one.topic, "title": one.title, "hours": one.hours, "on": on}
    return {key: value for key, value in kept.items() if value not in {None, ""}}
