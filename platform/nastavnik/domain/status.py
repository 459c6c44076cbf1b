"""Statuses that a ministry gives to people: which are held on a day, and until when.

A status given for N years on the 1st of September ends with the 1st of September N years later:
the later of the two lawful readings (ADR 0003), so nobody loses a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from nastavnik.domain.facts import CATALOGUE
from nastavnik.domain.term import add_months
from nastavnik.domain.wording import counted

_MONTHS_IN_YEAR: Final = 12
_DAY: Final = timedelta(days=1)

FACT: Final = "status"
"""The fact of a person that the register of statuses answers, and nobody else."""
TERM: Final = "status.valid_years"
"""The parameter that says for how long a status is given."""
NOTICE: Final = timedelta(days=90)
"""How long before its end a status is shown as expiring."""


class Standing(StrEnum):
    """Where a status stands on a day."""

    AHEAD = "ahead"
    IN_FORCE = "in_force"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Russian label of the pill."""
        return _LABELS[self]


_LABELS: Final = {
    Standing.AHEAD: "ещё не действует",
    Standing.IN_FORCE: "действует",
    Standing.EXPIRING: "истекает",
    Standing.EXPIRED: "истёк",
    Standing.WITHDRAWN: "прекращён",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A status of one person. `valid_until` is its last day, None without a term.

    `withdrawn_on` is the first day without it.
    """

    code: str
    given_on: date
    certificate: str = ""
    order_number: str = ""
    order_on: date | None = None
    valid_until: date | None = None
    withdrawn_on: date | None = None

    @property
    def paper(self) -> str:
        """«удостоверение № М-017»; without a certificate its order."""
        return f"удостоверение № {self.certificate}" if self.certificate else self.order

    @property
    def order(self) -> str:
        """«приказ № 1894 от 12.03.2025», as far as it is known."""
        on = f" от {self.order_on:%d.%m.%Y}" if self.order_on else ""
        return f"приказ № {self.order_number}{on}"

    @property
    def last(self) -> date | None:
        """The last day of it: of the term, or the day before it was withdrawn."""
        ends = [self.valid_until] if self.valid_until else []
        if self.withdrawn_on:
            ends.append(self.withdrawn_on - _DAY)
        return min(ends, default=None)

    def on(self, day: date) -> bool:
        """Is it held on the day."""
        return self.given_on <= day and (self.last is None or day <= self.last)

    def standing(self, day: date) -> Standing:
        """Where it stands on the day."""
        if self.withdrawn_on is not None and self.withdrawn_on <= day:
            return Standing.WITHDRAWN
        if self.last is not None and self.last < day:
            return Standing.EXPIRED
        if day < self.given_on:
            return Standing.AHEAD
        expiring = self.last is not None and self.last <= day + NOTICE
        return Standing.EXPIRING if expiring else Standing.IN_FORCE

    def left(self, day: date) -> str:
        """«истекает через 17 дней», «истекает сегодня», «истёк 74 дня назад»; else ""."""
        standing = self.standing(day)
        days = (self.last - day).days if self.last else 0
        if standing is Standing.EXPIRING:
            return f"истекает через {counted(days, 'day')}" if days else "истекает сегодня"
        if standing is Standing.EXPIRED:
            return f"истёк {counted(-days, 'day')} назад"
        return ""


def title(code: str) -> str:
    """Name of the status; an unknown one is called by its code."""
    return CATALOGUE[FACT].choices.get(code, code)


def held_on(statuses: Iterable[Held], day: date) -> tuple[str, ...]:
    """Codes of the statuses held on the day: the value of the fact `status`."""
    return tuple(sorted({one.code for one in statuses if one.on(day)}))


def given(statuses: Iterable[Held]) -> tuple[str, ...]:
    """Codes of everything that was ever given."""
    return tuple(sorted({one.code for one in statuses}))


def latest(statuses: Iterable[Held]) -> tuple[Held, ...]:
    """Of several of one code the one that lasts longest: a new certificate follows the old."""
    by_code: dict[str, Held] = {}
    for one in sorted(statuses, key=lambda held: (held.last or date.max, held.given_on)):
        by_code[one.code] = one
    return tuple(by_code[code] for code in sorted(by_code))


def last_day(given_on: date, years: int) -> date:
    """The last day of a status given for so many years."""
    return add_months(given_on, years * _MONTHS_IN_YEAR)
