"""The quick question of a check: is a case within the strictest of its bounds.

A yes is certain, so no words are sought. A no is not: then each bound is asked by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
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
    other mentees at any time; the programme has `least` mentees; `papers` are on file.
    """

    shortest: int = 0
    longest: int = _ENDLESS
    cap: int = _ENDLESS
    least: int = 0
    papers: frozenset[str] = frozenset()

    def __and__(self, other: Need) -> Need:
        """Both at once."""
        return Need(
            shortest=max(self.shortest, other.shortest),
            longest=min(self.longest, other.longest),
            cap=min(self.cap, other.cap),
            least=max(self.least, other.least),
            papers=self.papers | other.papers,
        )

    def compiled(self) -> Keeps:
        """The question; without the dates where the term is free."""
        shortest, longest = self.shortest, self.longest
        cap, least, papers = self.cap, self.least, self.papers

        def counted(case: Case) -> bool:
            return papers <= case.evidence and len(case.others) < cap and case.group >= least

        def measured(case: Case) -> bool:
            if len(case.others) >= cap or case.group < least or not papers <= case.evidence:
                return False
            fewest, most = readings(case.start, case.end)
            return shortest <= most and fewest <= longest

        return counted if (shortest, longest) == (0, _ENDLESS) else measured
