"""The quick question of a check: is a case within the strictest of its bounds.

A yes is certain, so no words are sought. A no is not: then each bound is asked by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nastavnik.domain.term import readings

if TYPE_CHECKING:
    from nastavnik.domain.case import Case

Keeps = Callable[["Case"], object]
"""Truthy if the case keeps the rule for certain."""


def unsure(_case: Case) -> bool:
    """Of a rule that has no quick question."""
    return False


_ENDLESS: Final = sys.maxsize


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Bounds of a case that facts can't move; the defaults bound nothing.

    The term is `shortest` to `longest` months, both included; the mentor has fewer than `cap`
    other mentees at any time; the programme has `least` mentees; `papers` are on file; those of
    `signed` that are on file are dated not later than the order.
    """

    shortest: int = 0
    longest: int = _ENDLESS
    cap: int = _ENDLESS
    least: int = 0
    papers: frozenset[str] = frozenset()
    signed: frozenset[str] = frozenset()

    def __and__(self, other: Need) -> Need:
        """Both at once."""
        return Need(
            shortest=max(self.shortest, other.shortest),
            longest=min(self.longest, other.longest),
            cap=min(self.cap, other.cap),
            least=max(self.least, other.least),
            papers=self.papers | other.papers,
            signed=self.signed | other.signed,
        )

    def compiled(self) -> Keeps:
        """The question; without what it does not bound."""
        asks = []
        if replace(self, signed=frozenset()) != Need() or not self.signed:
            asks.append(_bounded(self))
        if self.signed:
            asks.append(_dated(tuple(self.signed)))
        if len(asks) == 1:
            return asks[0]
        bounded, dated = asks
        return lambda case: bounded(case) and dated(case)


def _bounded(need: Need) -> Keeps:
    """Are the term, the load, the group and the papers within the bounds."""
    shortest, longest = need.shortest, need.longest
    cap, least, papers = need.cap, need.least, need.papers

    def counted(case: Case) -> bool:
        return papers <= case.evidence and len(case.others) < cap and case.group >= least

    def measured(case: Case) -> bool:
        if len(case.others) >= cap or case.group < least or not papers <= case.evidence:
            return False
        fewest, most = readings(case.start, case.end)
        return shortest <= most and fewest <= longest

    return counted if (shortest, longest) == (0, _ENDLESS) else measured


def _dated(signed: tuple[str, ...]) -> Keeps:
    """Is none of the papers on file later than the order, nor without a day."""

    def kept(case: Case) -> bool:
        ordered = case.order_on
        if ordered is None:
            return True
        for key in signed:
            day = case.dates.get(key)
            if day is None:
                if key in case.evidence:
                    return False
            elif day > ordered:
                return False
        return True

    return kept
