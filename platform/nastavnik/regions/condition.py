"""Conditions of act files: `{fact=..., at_least=...}`, `{all=[...]}`, `{any=[...]}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from nastavnik.domain.comparison import Comparison, fitting
from nastavnik.domain.facts import CATALOGUE, PAIR, Fact, FactType, Subject
from nastavnik.domain.requirement import AllOf, AnyOf, Condition, Leaf
from nastavnik.domain.training import TrainingAsked
from nastavnik.regions.fact_value import fact_value, months, number
from nastavnik.regions.reader import Table

_LISTS: Final = frozenset({Comparison.ONE_OF, Comparison.BEGINS})
_TRAINING: Final = (
    "topic",
    "at_least_hours",
    "at_least_total_hours",
    "within_years",
    "within_months",
)
"""Keys that may follow the fact `training`; none is needed: then any training will do."""


def read_condition(
    table: Table,
    key: str,
    subject: Subject | None = None,
    facts: Mapping[str, Fact] = CATALOGUE,
) -> Condition | None:
    """The condition under `key`, or None where there is none; faults go to the table.

    A fact is the `subject`'s unless the leaf says `of`; without a subject the leaf has to say it,
    but facts of the pair are always the pair's.
    `facts` are those that may be asked for.
    """
    raw = table.take(key, dict, {})
    return _Reader(table, key, subject, facts).condition(raw) if raw else None


class _Reader:
    def __init__(
        self, table: Table, key: str, subject: Subject | None, facts: Mapping[str, Fact]
    ) -> None:
        self.table = table
        self.key = key
        self.subject = subject
        self.facts = facts

    def condition(self, raw: object) -> Condition | None:
        if not isinstance(raw, dict):
            self.fault(f"нужно условие вида {{fact = …, at_least = …}}, а здесь {raw!r}")
            return None
        for word, kind in (("all", AllOf), ("any", AnyOf)):
            if word in raw:
                listed = raw[word] if isinstance(raw[word], list) else []
                if len(raw) > 1 or not listed:
                    self.fault(f"после {word} нужен непустой список условий и ничего рядом")
                parts = [self.condition(one) for one in listed]
                return kind(tuple(part for part in parts if part is not None))
        return self.leaf(raw)

    def leaf(self, raw: Mapping[str, Any]) -> Leaf | None:
        fact = self.facts.get(str(raw.get("fact", "")))
        if fact is None:
            self.fault(f"нет факта {raw.get('fact')!r}; можно: {', '.join(self.facts)}")
            return None
        if fact.type is FactType.TRAININGS:
            return self.training(fact, raw)
        given = [one for one in Comparison if one.value in raw]
        apt = fitting(fact)
        extra = raw.keys() - {"fact", "of", *Comparison}
        if len(given) != 1 or given[0] not in apt or extra:
            self.fault(
                f"при факте {fact.key} нужен ровно один знак сравнения из: {', '.join(apt)}"
            )
            return None
        wanted = _wanted(fact, given[0], raw[given[0]])
        if wanted is None:
            self.fault(f"{raw[given[0]]!r} не подходит для факта {fact.key} ({fact.type.label})")
            return None
        return self.built(fact, given[0], wanted, raw)

    def training(self, fact: Fact, raw: Mapping[str, Any]) -> Leaf | None:
        if extra := sorted(raw.keys() - {"fact", "of", *_TRAINING}):
            self.fault(f"при факте {fact.key} нет ключа {extra[0]}; можно: {', '.join(_TRAINING)}")
            return None
        topics = raw.get("topic", [])
        listed = tuple(topics) if isinstance(topics, list) else (topics,)
        if unknown := [one for one in listed if one not in fact.choices]:
            self.fault(f"нет темы {unknown[0]!r}; можно: {', '.join(fact.choices)}")
            return None
        for name in (*_TRAINING[1:],):
            if name in raw and not (isinstance(raw[name], int) and number(raw[name], 1)):
                self.fault(f"{name}: нужно целое число от 1, а здесь {raw[name]!r}")
                return None
        if "within_years" in raw and "within_months" in raw:
            self.fault("напишите одно из двух: within_years или within_months")
            return None
        asked = TrainingAsked(
            topics=listed,
            hours=raw.get("at_least_hours", 0),
            total=raw.get("at_least_total_hours", 0),
            months=months(raw["within_years"])
            if "within_years" in raw
            else raw.get("within_months"),
        )
        return self.built(fact, Comparison.EQUALS, asked, raw)

    def built(self, fact: Fact, sign: Comparison, wanted: object, raw: Mapping[str, Any]) -> Leaf:
        declared = None if CATALOGUE.get(fact.key) is fact else fact
        return Leaf(fact.key, sign, wanted, self.whose(raw, fact), declared)

    def whose(self, raw: Mapping[str, Any], fact: Fact) -> Subject:
        natural = Subject.PAIR if fact.of == PAIR else self.subject
        said = raw.get("of", natural)
        if isinstance(said, str) and said in set(Subject):
            return Subject(said)
        if said is None:
            self.fault(
                f"не сказано, чьё сведение {fact.key}: допишите в условие "
                'of = "mentor" (наставника) или of = "mentee" (наставляемого)'
            )
        else:
            self.fault(f"of = {said!r}; можно: {', '.join(Subject)}")
        return natural or Subject.MENTEE

    def fault(self, message: str) -> None:
        self.table.fault(f"{self.key}: {message}", self.key)


def _wanted(fact: Fact, sign: Comparison, raw: object) -> object:
    """The value of the leaf as kept: of `one_of` and `begins` a tuple, of all else one value."""
    if sign is Comparison.BEGINS and isinstance(raw, str):
        return _wanted(fact, sign, [raw])
    if sign in _LISTS:
        values = [_single(fact, one) for one in raw] if isinstance(raw, list) else []
        return None if not values or None in values else tuple(values)
    return _single(fact, raw)


def _single(fact: Fact, raw: object) -> object:
    if isinstance(raw, list):
        return None
    value = fact_value(fact, raw)
    return value[0] if isinstance(value, tuple) else value
