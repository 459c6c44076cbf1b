"""The council of mentors: from how many mentors an institution may create one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook

PARAMETER: Final = "council.from_mentors"


@dataclass(frozen=True, slots=True)
class Council:
    """How many mentors of live pairs there are against the act's number."""

    mentors: int
    limit: Resolved

    @property
    def least(self) -> int:
        """The act's number."""
        return int(self.limit.bound.value)

    @property
    def allowed(self) -> bool:
        """May a council be created."""
        return self.mentors >= self.least


def council(book: RuleBook, mentors: int) -> Council | None:
    """The provision for an institution with so many mentors; None where the acts are silent."""
    limit = book.value(PARAMETER)
    return Council(mentors, limit) if limit.number is not None else None
