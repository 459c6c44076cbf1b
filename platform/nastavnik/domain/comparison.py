"""Signs that compare a fact with what an act asks: which fit a fact, their tests, their words."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from nastavnik.domain.facts import Fact, FactType


class Comparison(StrEnum):
    """Operators of a leaf, as they are written in the act file."""

    EQUALS = "equals"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    BEGINS = "begins"


Test = Callable[[Any, Any], bool | None]
"""(known value, wanted value) -> met, not met, or None where the value does not decide it."""

_C: Final = Comparison
_SAME: Final = (_C.EQUALS, _C.ONE_OF)
_BOUNDS: Final[Mapping[Comparison, Callable[[Any, Any], bool]]] = MappingProxyType(
    {
        _C.AT_LEAST: operator.ge,
        _C.MORE_THAN: operator.gt,
        _C.AT_MOST: operator.le,
        _C.LESS_THAN: operator.lt,
    }
)
_WORDS: Final = dict(zip(_BOUNDS, ("не менее", "более", "не более", "менее"), strict=True))
_RANKS: Final = dict(zip(_BOUNDS, ("не ниже", "выше", "не выше", "ниже"), strict=True))
_DAYS: Final = dict(zip(_BOUNDS, ("не раньше", "позже", "не позже", "раньше"), strict=True))


def fitting(fact: Fact) -> tuple[Comparison, ...]:
    """Signs that may follow the fact; none for a list of trainings, which has keys of its own."""
    if fact.type is FactType.TRAININGS:
        return ()
    if fact.type is FactType.TEXT:
        return (*_SAME, _C.BEGINS)
    if fact.type is FactType.MANY and fact.ordered:
        return (*_SAME, _C.AT_LEAST, _C.MORE_THAN)
    return (*_SAME, *_BOUNDS) if fact.ordered else _SAME


def words(fact: Fact, comparison: Comparison) -> str:
    """«не менее», «не ниже» or «не раньше», as it is said of the fact; "" for equality."""
    if fact.type is FactType.DATE:
        return _DAYS.get(comparison, "")
    return (_RANKS if fact.ranks else _WORDS).get(comparison, "")


def test_of(fact: Fact, comparison: Comparison) -> Test:
    """How the sign compares the fact's values. Of a list «equals» asks whether it is in it."""
    if fact.type is FactType.TRAININGS:
        return _trained
    if fact.ranks and comparison in _BOUNDS:
        ranked = _ranked(fact.ranks, _BOUNDS[comparison])
        return _some(ranked) if fact.type is FactType.MANY else ranked
    if fact.type is FactType.MANY:
        return _holds if comparison is _C.EQUALS else _holds_one
    if fact.type is FactType.TEXT:
        return _TEXTS[comparison]
    return _BOUNDS.get(comparison, operator.eq if comparison is _C.EQUALS else _among)


def _among(actual: object, wanted: tuple[object, ...]) -> bool:
    return actual in wanted


def _holds(actual: tuple[object, ...], wanted: object) -> bool:
    return wanted in actual


def _holds_one(actual: tuple[object, ...], wanted: tuple[object, ...]) -> bool:
    return any(one in actual for one in wanted)


def _trained(actual: Any, wanted: Any) -> bool | None:  # noqa: ANN401 - trainings and what is asked
    met: bool | None = wanted.met(actual)
    return met


def _ranked(ranks: Mapping[str, int], compare: Callable[[int, int], bool]) -> Test:
    """A word that has no rank decides nothing."""

    def test(actual: str, wanted: str) -> bool | None:
        rank = ranks.get(actual)
        return None if rank is None else compare(rank, ranks[wanted])

    return test


def _some(test: Test) -> Test:
    return lambda actual, wanted: any(test(one, wanted) for one in actual)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _text_among(actual: str, wanted: tuple[str, ...]) -> bool:
    return _plain(actual) in map(_plain, wanted)


def _begins(actual: str, wanted: tuple[str, ...]) -> bool:
    """Whole words: «учитель математики» begins with «учитель», «учитель-логопед» does not."""
    text = f"{_plain(actual)} "
    return any(text.startswith((f"{one} ", f"{one},")) for one in map(_plain, wanted))


_TEXTS: Final[Mapping[Comparison, Test]] = MappingProxyType(
    {
        _C.EQUALS: lambda actual, wanted: _plain(actual) == _plain(wanted),
        _C.ONE_OF: _text_among,
        _C.BEGINS: _begins,
    }
)
