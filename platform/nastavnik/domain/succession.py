"""A mentoring that another mentor began: what its rules are held against (ADR 0012)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.finding import Finding

_OF_THE_TERM: Final = "term."
_APPOINTMENT: Final = "appointment.within_days"


def continued(
    find: Callable[[Case], Sequence[Finding]], case: Case, since: date
) -> tuple[Finding, ...]:
    """Findings of a pair whose mentoring began under a former mentor on `since`.

    The acts bound the mentoring, not one mentor's part of it: its whole term is held against
    their bounds. The days of the appointment were kept or missed by the first order.
    """
    whole = find(replace(case, start=since))
    own = (one for one in find(case) if not one.code.startswith(_OF_THE_TERM))
    return (
        *(one for one in whole if one.code.startswith(_OF_THE_TERM)),
        *(one for one in own if one.code != _APPOINTMENT),
    )


def begun(links: Iterable[tuple[int, int, date]]) -> Mapping[int, date]:
    """Pair -> the first day of the first mentor of its chain.

    `links`: a pair, the one that it goes on in place of, and that one's first day.
    """
    former = {pair: (before, first) for pair, before, first in links}

    def first_day(pair: int) -> date:
        before, first = former[pair]
        return first_day(before) if before in former else first

    return {pair: first_day(pair) for pair in former}
