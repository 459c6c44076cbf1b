"""Terms in calendar months.

Two readings of «срок N месяцев с 1 сентября» are lawful: by the inclusive reading it ends on the
day before the same number of the month (31 августа), by art. 191-192 of the Civil Code on the
same number (1 сентября). A bound is broken only when both readings say so (ADR 0003).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

_MONTHS_IN_YEAR: Final = 12
_DAY: Final = timedelta(days=1)


def add_months(start: date, months: int) -> date:
    """The same number of the month `months` later; a missing day becomes the month's last."""
    index = start.year * _MONTHS_IN_YEAR + start.month - 1 + months
    year, month = divmod(index, _MONTHS_IN_YEAR)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def shorter_than(start: date, end: date, months: int) -> bool:
    """Is the closed period shorter than `months` by every lawful reading."""
    return end < add_months(start, months) - _DAY


def longer_than(start: date, end: date, months: int) -> bool:
    """Is the closed period longer than `months` by every lawful reading."""
    return end > add_months(start, months)


def whole_months(start: date, end: date) -> int:
    """Full calendar months in the closed period: 01.12-30.04 -> 5; never negative."""
    after = end + _DAY
    months = (after.year - start.year) * _MONTHS_IN_YEAR + after.month - start.month
    while months > 0 and add_months(start, months) > after:
        months -= 1
    return max(months, 0)


def whole_years(born: date, on: date) -> int:
    """Full years lived by the day `on`."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
