"""Requirements to a participant: nested any-of / all-of over facts, three-valued.

The outcome is `True`, `False` or `None` (not determined: a fact is missing). Kleene's logic:
an any-of is met as soon as one alternative is met, whatever is unknown about the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from nastavnik.domain.cite import Cite
from nastavnik.domain.comparison import Comparison, test_of, words
from nastavnik.domain.fact_text import bound, shown
from nastavnik.domain.facts import CATALOGUE, Fact, FactType, Known, Subject
from nastavnik.domain.severity import Severity

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
    """One comparison of a fact `of` somebody.

    `wanted` is as the fact is kept: months, parts of a unit, a code; a tuple of them after
    `one_of` and `begins`; TrainingAsked of trainings. `declared`: the fact's definition where it
    is not the catalogue's.
    """

    fact: str
    comparison: Comparison
    wanted: Any
    of: Subject
    declared: Fact | None = None

    @property
    def definition(self) -> Fact:
        """What the fact is."""
        return self.declared or CATALOGUE[self.fact]

    def compiled(self) -> Ask:
        """The outcome without its words."""
        facts, fact, wanted = attrgetter(self.of.value), self.fact, self.wanted
        test = test_of(self.definition, self.comparison)

        def ask(known: Known) -> bool | None:
            actual = facts(known).get(fact)
            return None if actual is None else test(actual, wanted)

        return ask

    def evaluate(self, known: Known) -> Outcome:
        """Compare the known value; one that does not decide is reported by its key."""
        met = self.compiled()(known)
        if met is None:
            return Outcome(None, missing=(self.fact,))
        return Outcome(met, shown(self.definition, getattr(known, self.of)[self.fact]))

    def describe(self, *, whose: bool = False) -> str:
        """The condition in Russian words; with `whose`, said of whom it is asked."""
        of_whom = whose and self.of is not Subject.PAIR
        return f"{self._words()} ({self.of.label.lower()})" if of_whom else self._words()

    def _words(self) -> str:
        fact, wanted = self.definition, self.wanted
        if fact.type is FactType.TRAININGS:
            return str(wanted.described(fact.choices))
        sign = words(fact, self.comparison)
        if sign:
            return f"{fact.title}{':' if fact.ranks else ''} {sign} {bound(fact, wanted)}"
        if wanted is True:
            return fact.title
        listed = " или ".join(
            shown(fact, one) for one in (wanted if isinstance(wanted, tuple) else (wanted,))
        )
        begins = "начинается со слов " if self.comparison is Comparison.BEGINS else ""
        return f"{fact.title}: {begins}{listed}"

    def codes(self) -> tuple[str, ...]:
        """Every word of the fact's choices that alone meets the condition."""
        fact = self.definition
        test, many = test_of(fact, self.comparison), fact.type is FactType.MANY
        return tuple(code for code in fact.choices if test((code,) if many else code, self.wanted))

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

    def describe(self, *, whose: bool = False) -> str:
        """Parts joined by «и»."""
        return " и ".join(part.describe(whose=whose) for part in self.parts)

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

    def describe(self, *, whose: bool = False) -> str:
        """Alternatives joined by «либо»."""
        return " либо ".join(part.describe(whose=whose) for part in self.parts)

    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves."""
        return tuple(leaf for part in self.parts for leaf in part.leaves())


Condition = Leaf | AllOf | AnyOf


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
