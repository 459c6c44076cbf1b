"""Requirements to a participant: nested any-of / all-of over facts, three-valued.

The outcome is `True`, `False` or `None` (not determined: a fact is missing). Kleene's logic:
an any-of is met as soon as one alternative is met, whatever is unknown about the others.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from nastavnik.domain.act import Cite
from nastavnik.domain.facts import CATALOGUE, Facts, FactType, Subject
from nastavnik.domain.finding import Severity
from nastavnik.domain.wording import counted, duration


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


def _equals(actual: object, wanted: object) -> bool:
    return wanted in actual if isinstance(actual, tuple) else actual == wanted


def _one_of(actual: object, wanted: tuple[object, ...]) -> bool:
    return any(_equals(actual, one) for one in wanted)


_TESTS: Final[Mapping[Comparison, Callable[[Any, Any], bool]]] = MappingProxyType(
    {
        Comparison.EQUALS: _equals,
        Comparison.ONE_OF: _one_of,
        Comparison.AT_LEAST: operator.ge,
        Comparison.MORE_THAN: operator.gt,
        Comparison.AT_MOST: operator.le,
        Comparison.LESS_THAN: operator.lt,
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a condition: met / not met / None, why, and which facts were missing."""

    met: bool | None
    because: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison. `wanted` is in the fact's own unit (durations: months)."""

    fact: str
    comparison: Comparison
    wanted: Any
    of: Subject | None = None

    def evaluate(self, facts: Facts) -> Outcome:
        """Compare the known value; an unknown one is reported by its key."""
        actual = facts.get(self.fact)
        if actual is None:
            return Outcome(None, missing=(self.fact,))
        return Outcome(_TESTS[self.comparison](actual, self.wanted), shown(self.fact, actual))

    def describe(self) -> str:
        """The condition in Russian words."""
        title = CATALOGUE[self.fact].title
        words = _WORDS.get(self.comparison)
        if words:
            return f"{title} {words} {shown(self.fact, self.wanted)}"
        if isinstance(self.wanted, tuple):
            return f"{title}: {' или '.join(shown(self.fact, one) for one in self.wanted)}"
        return f"{title}: {shown(self.fact, self.wanted)}"

    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves."""
        return (self,)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Met when every part is met."""

    parts: tuple[Condition, ...]

    def evaluate(self, facts: Facts) -> Outcome:
        """A failed part decides; else a missing fact leaves it undetermined."""
        outcomes = [part.evaluate(facts) for part in self.parts]
        failed = next((outcome for outcome in outcomes if outcome.met is False), None)
        if failed:
            return failed
        missing = tuple(key for outcome in outcomes for key in outcome.missing)
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

    def evaluate(self, facts: Facts) -> Outcome:
        """A met alternative decides; else a missing fact leaves it undetermined."""
        outcomes = [part.evaluate(facts) for part in self.parts]
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
