"""Norms of a rule book that outer layers refuse: where acts contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from nastavnik.domain.norm import CATALOGUE

if TYPE_CHECKING:
    from nastavnik.domain.act import Act
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.norm import Norm
    from nastavnik.domain.resolve import Step
    from nastavnik.domain.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A refused norm (`step`) and the outer one that refuses it, with the titles of both acts."""

    parameter: str
    step: Step
    outer: Norm
    outer_title: str

    @property
    def title(self) -> str:
        """The parameter in Russian."""
        return CATALOGUE[self.parameter].title


def refusals(book: RuleBook) -> Iterator[tuple[str, Step, Cite]]:
    """(parameter, refused step, clause that refuses it), for every kind, form and condition."""
    for key, norms in book.norms().items():
        kinds = {kind for norm in norms for kind in norm.kinds}
        forms = {form for norm in norms for form in norm.forms}
        for kind, form in product(("", *sorted(kinds)), ("", *sorted(forms))):
            possible = book.possible(key, kind, form)
            for met in {frozenset(), frozenset(possible.conditions)}:
                for step in possible.fold(met).trace:
                    if step.against is not None:
                        yield key, step, step.against


def contradictions(book: RuleBook, act: Act) -> tuple[Contradiction, ...]:
    """Norms of the act, which is in the book, that outer acts refuse: it may not be published."""
    return _told(book, (one for one in refusals(book) if one[1].act == act.code))


def overruled(book: RuleBook, act: Act) -> tuple[Contradiction, ...]:
    """Norms of inner acts that the act, which is in the book, refuses: they cease to apply."""
    return _told(book, (one for one in refusals(book) if one[2].act == act.code))


def _told(book: RuleBook, found: Iterator[tuple[str, Step, Cite]]) -> tuple[Contradiction, ...]:
    """Each pair of clauses once, however many kinds and forms they meet in."""
    once: dict[tuple[str, str, str, Cite], Contradiction] = {}
    for key, step, against in found:
        outer = next(norm for norm in book.norms()[key] if norm.cite == against)
        slot = (key, step.act, step.clause, against)
        once.setdefault(slot, Contradiction(key, step, outer, book.act_title(against)))
    return tuple(once.values())
