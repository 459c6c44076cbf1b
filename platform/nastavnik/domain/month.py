"""A calendar month: what allowances are counted by."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from nastavnik.domain.errors import NotFoundError

_CODE: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_NAMES: Final = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year, written `2026-11`."""

    year: int
    number: int

    @classmethod
    def of(cls, on: date) -> Month:
        """The month that holds the day."""
        return cls(on.year, on.month)

    @classmethod
    def parse(cls, code: str) -> Month:
        """From `2026-11`. Raises NotFoundError for anything else."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise NotFoundError(f"Нет месяца «{code}». Месяц пишется так: 2026-11 (ноябрь 2026).")
        return cls(int(match[1]), int(match[2]))

    @property
    def code(self) -> str:
        """As in addresses and in files."""
        return f"{self.year}-{self.number:02d}"

    @property
    def title(self) -> str:
        """«ноябрь 2026 года»."""
        return f"{_NAMES[self.number - 1]} {self.year} года"

    @property
    def days(self) -> int:
        """How many calendar days it has."""
        return calendar.monthrange(self.year, self.number)[1]

    @property
    def first(self) -> date:
        """First day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Last day."""
        return date(self.year, self.number, self.days)

    @property
    def previous(self) -> Month:
        """The month before."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def following(self) -> Month:
        """The month after."""
        return Month.of(self.last + timedelta(days=1))
