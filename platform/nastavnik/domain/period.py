"""Reporting periods. This far: quarters of the calendar year, written `2026-Q4`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.term import add_months

_CODE: Final = re.compile(r"(20\d\d)-Q([1-4])")
_ROMAN: Final = ("I", "II", "III", "IV")
_MONTHS: Final = 3


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A quarter of a calendar year."""

    year: int
    quarter: int

    @classmethod
    def of(cls, on: date) -> Period:
        """The period that holds the day."""
        return cls(on.year, (on.month - 1) // _MONTHS + 1)

    @classmethod
    def parse(cls, code: str) -> Period:
        """From `2026-Q4`. Raises NotFoundError for anything else."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise NotFoundError(
                f"Нет отчётного периода «{code}». "
                "Период пишется так: 2026-Q4 (IV квартал 2026 года)."
            )
        return cls(int(match[1]), int(match[2]))

    @property
    def code(self) -> str:
        """As in addresses and in the database."""
        return f"{self.year}-Q{self.quarter}"

    @property
    def title(self) -> str:
        """«IV квартал 2026 года»."""
        return f"{_ROMAN[self.quarter - 1]} квартал {self.year} года"

    @property
    def first(self) -> date:
        """First day."""
        return date(self.year, (self.quarter - 1) * _MONTHS + 1, 1)

    @property
    def last(self) -> date:
        """Last day."""
        return add_months(self.first, _MONTHS) - timedelta(days=1)

    @property
    def previous(self) -> Period:
        """The quarter before."""
        return Period.of(self.first - timedelta(days=1))
