"""Conditions of act files: `{fact=..., at_least=...}`, `{all=[...]}`, `{any=[...]}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from nastavnik.domain.facts import CATALOGUE, PAIR_FACTS, Fact, FactType, FactValue, Subject
from nastavnik.domain.requirement import AllOf, AnyOf, Comparison, Condition, Leaf
from nastavnik.regions.reader import Table

_MONTHS_IN_YEAR: Final = 12
_DURATION: Final = re.compile(
    r"(?:(\d+)\s*(?:лет|года?))?\s*(?:(\d+)\s*(?:месяц(?:а|ев)?|мес\.?))?"
)
_EQUALITY: Final = frozenset({Comparison.EQUALS, Comparison.ONE_OF})
_MEASURED: Final = frozenset({FactType.DURATION, FactType.YEARS})


def read_condition(table: Table, key: str, subject: Subject = Subject.MENTEE) -> Condition | None:
    """The condition under `key`, or None where there is none; faults go to the table.

    A fact is the `subject`'s unless the leaf says `of`; facts of the pair are always the pair's.
    """
    raw = table.take(key, dict, {})
    return _condition(table, key, raw, subject) if raw else None


def _condition(table: Table, key: str, raw: object, subject: Subject) -> Condition | None:
    if not isinstance(raw, dict):
        table.fault(f"{key}: нужно условие вида {{fact = …, at_least = …}}, а здесь {raw!r}", key)
        return None
    for word, kind in (("all", AllOf), ("any", AnyOf)):
        if word in raw:
            listed = raw[word] if isinstance(raw[word], list) else []
            if len(raw) > 1 or not listed:
                table.fault(
                    f"{key}: после {word} нужен непустой список условий и ничего рядом", key
                )
            parts = [_condition(table, key, one, subject) for one in listed]
            return kind(tuple(part for part in parts if part is not None))
    return _leaf(table, key, raw, subject)


def _leaf(table: Table, key: str, raw: Mapping[str, Any], subject: Subject) -> Leaf | None:
    fact = CATALOGUE.get(str(raw.get("fact", "")))
    if fact is None:
        table.fault(f"{key}: нет факта {raw.get('fact')!r}; можно: {', '.join(CATALOGUE)}", key)
        return None
    given = [one for one in Comparison if one.value in raw]
    apt = [one for one in Comparison if one in _EQUALITY or fact.type in _MEASURED]
    extra = raw.keys() - {"fact", "of", *Comparison}
    if len(given) != 1 or given[0] not in apt or extra:
        table.fault(
            f"{key}: при факте {fact.key} нужен ровно один знак сравнения из: {', '.join(apt)}",
            key,
        )
        return None
    wanted = _wanted(fact, given[0], raw[given[0]])
    if wanted is None:
        table.fault(
            f"{key}: {raw[given[0]]!r} не подходит для факта {fact.key} ({fact.type})", key
        )
        return None
    return Leaf(fact.key, given[0], wanted, _whose(table, key, raw, fact, subject))


def _whose(
    table: Table, key: str, raw: Mapping[str, Any], fact: Fact, subject: Subject
) -> Subject:
    natural = Subject.PAIR if fact.key in PAIR_FACTS else subject
    said = raw.get("of", natural.value)
    if isinstance(said, str) and said in set(Subject):
        return Subject(said)
    table.fault(f"{key}: of = {said!r}; можно: {', '.join(Subject)}", key)
    return natural


def _wanted(fact: Fact, comparison: Comparison, raw: object) -> object:
    """The value of the leaf as kept: of `one_of` a tuple, of all else one value."""
    if comparison is Comparison.ONE_OF:
        values = [_single(fact, one) for one in raw] if isinstance(raw, list) else []
        return None if not values or None in values else tuple(values)
    return _single(fact, raw)


def _single(fact: Fact, raw: object) -> object:
    if isinstance(raw, list):
        return None
    value = fact_value(fact, raw)
    return value[0] if isinstance(value, tuple) else value


def fact_value(fact: Fact, raw: object) -> FactValue | None:
    """A fact's value as written in a file -> as kept; None if it does not fit.

    Durations: an integer is years, a text «9 лет 11 месяцев»; kept in months.
    """
    if fact.type is FactType.FLAG:
        return raw if isinstance(raw, bool) else None
    if fact.type is FactType.CHOICE:
        return raw if isinstance(raw, str) and raw in fact.choices else None
    if fact.type is FactType.MANY:
        listed = raw if isinstance(raw, (list, tuple)) else (raw,)
        fits = all(isinstance(one, str) and one in fact.choices for one in listed)
        return tuple(listed) if fits else None
    return _measure(fact, raw)


def _measure(fact: Fact, raw: object) -> int | None:
    duration = fact.type is FactType.DURATION
    if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
        return raw * _MONTHS_IN_YEAR if duration else raw
    return _months(raw) if duration and isinstance(raw, str) else None


def _months(text: str) -> int | None:
    match = _DURATION.fullmatch(text.replace("\N{NO-BREAK SPACE}", " ").strip())
    if match is None or not any(match.groups()):
        return None
    return int(match[1] or 0) * _MONTHS_IN_YEAR + int(match[2] or 0)
