"""Conditions of act files: `{fact=..., at_least=...}`, `{all=[...]}`, `{any=[...]}`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from nastavnik.domain.facts import CATALOGUE, Fact, FactType, FactValue, Subject
from nastavnik.domain.requirement import AllOf, AnyOf, Comparison, Condition, Leaf
from nastavnik.regions.reader import Table

_MONTHS_IN_YEAR: Final = 12
_DURATION: Final = re.compile(
    r"(?:(\d+)\s*(?:лет|года?))?\s*(?:(\d+)\s*(?:месяц(?:а|ев)?|мес\.?))?"
)


def read_condition(table: Table, key: str, subject: Subject | None) -> Condition | None:
    """The condition under `key`, or None where there is none; faults go to the table."""
    raw = table.take(key, dict, {})
    return _condition(table, key, raw, subject) if raw else None


def _condition(
    table: Table, key: str, raw: Mapping[str, Any], subject: Subject | None
) -> Condition | None:
    for word, kind in (("all", AllOf), ("any", AnyOf)):
        if word in raw:
            parts = [_condition(table, key, one, subject) for one in raw[word]]
            if len(raw) > 1 or not parts:
                table.fault(f"{key}: рядом с {word} не должно быть других ключей", key)
            return kind(tuple(part for part in parts if part is not None))
    return _leaf(table, key, raw, subject)


def _leaf(table: Table, key: str, raw: Mapping[str, Any], subject: Subject | None) -> Leaf | None:
    fact = CATALOGUE.get(str(raw.get("fact", "")))
    if fact is None:
        table.fault(f"{key}: нет факта {raw.get('fact')!r}; можно: {', '.join(CATALOGUE)}", key)
        return None
    operators = [one for one in Comparison if one.value in raw]
    extra = raw.keys() - {"fact", "of", *(one.value for one in Comparison)}
    if len(operators) != 1 or extra:
        table.fault(
            f"{key}: при факте {fact.key} нужен ровно один знак сравнения из: "
            f"{', '.join(Comparison)}",
            key,
        )
        return None
    wanted = raw[operators[0].value]
    value = _wanted(fact, wanted)
    if value is None:
        table.fault(f"{key}: {wanted!r} не подходит для факта {fact.key} ({fact.type})", key)
        return None
    return Leaf(fact.key, operators[0], value, subject)


def _wanted(fact: Fact, raw: object) -> object:
    if isinstance(raw, list):
        values = tuple(_wanted(fact, one) for one in raw)
        return None if None in values else values
    return raw if fact.type is FactType.MANY else fact_value(fact, raw)


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
        return tuple(str(one) for one in listed)
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw * _MONTHS_IN_YEAR if fact.type is FactType.DURATION else raw
    return _months(str(raw)) if fact.type is FactType.DURATION else None


def _months(text: str) -> int | None:
    match = _DURATION.fullmatch(text.replace("\N{NO-BREAK SPACE}", " ").strip())
    if match is None or not any(match.groups()):
        return None
    return int(match[1] or 0) * _MONTHS_IN_YEAR + int(match[2] or 0)
