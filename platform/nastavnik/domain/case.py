"""The case that a rule book checks: one mentorship with everything that the rules ask about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from nastavnik.domain.approval import Approved
from nastavnik.domain.facts import Facts
from nastavnik.domain.status import Held


class Load(NamedTuple):
    """Another live mentorship of the same mentor, with another mentee."""

    kind: str
    form: str
    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A mentorship as the rules see it.

    `on` is the date of the law; `order_on` the (planned) date of the order; `admitted_on` the
    mentee's actual admission to work; `evidence` the parameters of consents and agreements that
    are on file, e.g. `consent.mentor`, and `dates` their days; `lapsed` the same of papers that
    hold no more, with the reason; `approvals` the steps written down, None if nobody looked;
    `group` counts the mentees of the same programme; `statuses` are all that the ministry ever
    gave to the mentor, where that is known.
    """

    on: date
    kind: str
    start: date
    end: date
    form: str = ""
    order_on: date | None = None
    admitted_on: date | None = None
    mentor: Facts = field(default_factory=dict)
    mentee: Facts = field(default_factory=dict)
    pair: Facts = field(default_factory=dict)
    evidence: frozenset[str] = frozenset()
    dates: Mapping[str, date] = field(default_factory=dict)
    lapsed: Mapping[str, str] = field(default_factory=dict)
    approvals: tuple[Approved, ...] | None = None
    others: tuple[Load, ...] = ()
    group: int = 1
    statuses: tuple[Held, ...] = ()


def peak(start: date, end: date, loads: tuple[Load, ...]) -> tuple[int, date]:
    """Most simultaneous loads inside the closed period, and the first day of that peak."""
    moves: list[tuple[date, int]] = []
    for load in loads:
        first, last = max(load.start, start), min(load.end, end)
        if first <= last:
            moves += [(first, 1), (last + timedelta(days=1), -1)]
    most, day, now = 0, start, 0
    for on, change in sorted(moves):
        now += change
        if now > most:
            most, day = now, on
    return most, day
