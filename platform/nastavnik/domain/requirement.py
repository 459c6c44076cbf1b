"""Requirements to a participant: nested any-of / all-of over facts, three-valued.

The outcome is `True`, `False` or `None` (not determined: a fact is missing). Kleene's logic:
an any-of is met as soon as one alternative is met, whatever is unknown about the others.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import CATALOGUE, FactType, Known, Subject
from nastavnik.domain.severity import Severity
from nastavnik.domain.wording import counted, duration, duration_limit


class Comparison(StrEnum):
    """Operators of a leaf, as they are written in the act file."""

    EQUALS = "equals"
    ONE_OF = "one_of"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"


_WORDS: Final = MappingProxyType(
    {
        Comparison.AT_LEAST: "не менее",
        Comparison.MORE_THAN: "более",
        Comparison.AT_MOST: "не более",
        Comparison.LESS_THAN: "менее",
    }
)


def _among(actual: object, wanted: tuple[object, ...]) -> bool:
    return actual in wanted


def _holds(actual: tuple[object, ...], wanted: object) -> bool:
    return wanted in actual


def _holds_one(actual: tuple[object, ...], wanted: tuple[object, ...]) -> bool:
    return any(one in actual for one in wanted)


_TESTS: Final[Mapping[Comparison, Callable[[Any, Any], bool]]] = MappingProxyType(
    {
        Comparison.EQUALS: operator.eq,
        Comparison.ONE_OF: _among,
        Comparison.AT_LEAST: operator.ge,
        Comparison.MORE_THAN: operator.gt,
        Comparison.AT_MOST: operator.le,
        Comparison.LESS_THAN: operator.lt,
    }
)
_LIST_TESTS: Final = MappingProxyType({Comparison.EQUALS: _holds, Comparison.ONE_OF: _holds_one})
"""Of a fact that is a list «equals» asks whether the word is in it."""


def _test(kind: FactType, comparison: Comparison) -> Callable[[Any, Any], bool]:
    return (_LIST_TESTS if kind is FactType.MANY else _TESTS)[comparison]


Ask = Callable[[Known], bool | None]
"""A compiled condition: met, not met, or None if a missing fact leaves it open."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a condition: met / not met / None, why, and which facts were missing."""

    met: bool | None
    because: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison of a fact `of` somebody; `wanted` is in its unit (durations: months)."""

    fact: str
    comparison: Comparison
    wanted: Any
    of: Subject

    def compiled(self) -> Ask:
        """The outcome without its words."""
        facts, fact, wanted = attrgetter(self.of.value), self.fact, self.wanted
        test = _test(CATALOGUE[fact].type, self.comparison)

        def ask(known: Known) -> bool | None:
            actual = facts(known).get(fact)
            return None if actual is None else test(actual, wanted)

        return ask

    def evaluate(self, known: Known) -> Outcome:
        """Compare the known value; an unknown one is reported by its key."""
        met = self.compiled()(known)
        if met is None:
            return Outcome(None, missing=(self.fact,))
        return Outcome(met, shown(self.fact, getattr(known, self.of)[self.fact]))

    def describe(self) -> str:
        """The condition in Russian words."""
        title = CATALOGUE[self.fact].title
        words = _WORDS.get(self.comparison)
        if words:
            return f"{title} {words} {_limit(self.fact, self.wanted)}"
        if self.wanted is True:
            return title
        listed = self.wanted if isinstance(self.wanted, tuple) else (self.wanted,)
        return f"{title}: {' или '.join(shown(self.fact, one) for one in listed)}"

    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves."""
        return (self,)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met when every part is met."""

    parts: tuple[Condition, ...]

    def compiled(self) -> Ask:
        """The outcome without its words."""
        asks = [part.compiled() for part in self.parts]

        def ask(known: Known) -> bool | None:
            every: bool | None = True
            for part in asks:
                met = part(known)
                if met is False:
                    return False
                every = every and met
            return every

        return ask

    def evaluate(self, known: Known) -> Outcome:
        """A failed part decides; else a missing fact leaves it undetermined."""
        outcomes = [part.evaluate(known) for part in self.parts]
        failed = next((outcome for outcome in outcomes if outcome.met is False), None)
        if failed:
            return failed
        missing = tuple(dict.fromkeys(key for one in outcomes for key in one.missing))
        because = "; ".join(outcome.because for outcome in outcomes if outcome.because)
        return Outcome(None if missing else True, because, missing)

    def describe(self) -> str:
        """Parts joined by «и»."""
        return " и ".join(part.describe() for part in self.parts)

    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves."""
        return tuple(leaf for part in self.parts for leaf in part.leaves())


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Met when one alternative is met; the matched one is recorded in `because`."""

    parts: tuple[Condition, ...]

    def compiled(self) -> Ask:
        """The outcome without its words."""
        asks = [part.compiled() for part in self.parts]

        def ask(known: Known) -> bool | None:
            some: bool | None = False
            for part in asks:
                met = part(known)
                if met:
                    return True
                if met is None:
                    some = None
            return some

        return ask

    def evaluate(self, known: Known) -> Outcome:
        """A met alternative decides; else a missing fact leaves it undetermined."""
        outcomes = [part.evaluate(known) for part in self.parts]
        for part, outcome in zip(self.parts, outcomes, strict=True):
            if outcome.met:
                return Outcome(met=True, because=part.describe())
        missing = tuple(dict.fromkeys(key for one in outcomes for key in one.missing))
        because = "; ".join(dict.fromkeys(one.because for one in outcomes if one.because))
        return Outcome(None if missing else False, because, missing)

    def describe(self) -> str:
        """Alternatives joined by «либо»."""
        return " либо ".join(part.describe() for part in self.parts)

    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves."""
        return tuple(leaf for part in self.parts for leaf in part.leaves())


Condition = Leaf | AllOf | AnyOf


def _limit(key: str, value: object) -> str:
    """A bound in the genitive, as it stands after «не менее» and «не более»."""
    if CATALOGUE[key].type is FactType.DURATION:
        return duration_limit(int(str(value)))
    return counted(int(str(value)), "of_years")


def shown(key: str, value: object) -> str:
    """A fact's value in Russian words with its unit."""
    fact = CATALOGUE[key]
    if fact.type is FactType.DURATION:
        return duration(int(str(value)))
    if fact.type is FactType.YEARS:
        return counted(int(str(value)), "year")
    if fact.type is FactType.FLAG:
        return "да" if value else "нет"
    if isinstance(value, tuple):
        return ", ".join(fact.choices.get(one, str(one)) for one in value) or "нет"
    return fact.choices.get(str(value), str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What an act asks of the mentor or the mentee."""

    code: str
    subject: Subject
    title: str
    condition: Condition
    cite: Cite
    quote: str = ""
    severity: Severity = Severity.VIOLATION
    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form; an empty list speaks of all."""
        return (not self.kinds or kind in self.kinds) and (not self.forms or form in self.forms)
