"""Values that depend on facts: every outcome folded once, chosen by what is known of a pair.

A condition that a missing fact leaves open is taken both ways. So a bound is broken for certain
only if it is broken in every possible outcome; if only in some, the finding is undetermined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nastavnik.domain.facts import Known
    from nastavnik.domain.requirement import Condition
    from nastavnik.domain.resolve import Resolved

Fold = Callable[[frozenset["Condition"]], "Resolved"]
"""Resolves one parameter for one kind and form, given which conditions are met."""
Answers = tuple[bool | None, ...]


class Possible:
    """The outcomes of one parameter for one kind and form; each is folded at its first use.

    `asks` are the compiled `conditions`; `fold` tells the outcome where some of them are met,
    `settled` the one where none is.
    """

    __slots__ = ("_seen", "asks", "conditions", "fold", "settled")

    def __init__(self, fold: Fold, conditions: Iterable[Condition]) -> None:
        self.fold = fold
        self.conditions = tuple(dict.fromkeys(conditions))
        self.asks = tuple(condition.compiled() for condition in self.conditions)
        self._seen: dict[Answers, tuple[Resolved, ...]] = {}
        self.settled = fold(frozenset())

    def of(self, known: Known) -> tuple[Resolved, ...]:
        """What the value may be, given the facts: one outcome, or several that differ."""
        return self.outcomes(tuple([ask(known) for ask in self.asks]))

    def outcomes(self, answers: Answers) -> tuple[Resolved, ...]:
        """What the value may be after these answers."""
        found = self._seen.get(answers)
        if found is None:
            found = self._seen[answers] = self._folded(answers)
        return found

    def open(self, known: Known) -> tuple[str, ...]:
        """Keys of the facts that are missing to decide."""
        said = [condition.evaluate(known) for condition in self.conditions]
        return tuple(dict.fromkeys(key for one in said if one.met is None for key in one.missing))

    def _folded(self, answers: Answers) -> tuple[Resolved, ...]:
        both = (False, True)
        differing: dict[int, Resolved] = {}
        for world in product(*(both if answer is None else (answer,) for answer in answers)):
            met = frozenset(c for c, is_met in zip(self.conditions, world, strict=True) if is_met)
            outcome = self.fold(met) if met else self.settled
            differing.setdefault(id(outcome.binding), outcome)
        return tuple(differing.values())
