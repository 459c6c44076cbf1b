"""Terms in calendar months.

Two readings of «срок N месяцев с 1 сентября» are lawful: by the inclusive reading it ends on the
day before the same number of the month (31 августа), by art. 191-192 of the Civil Code on the
same number (1 сентября). A bound is broken only when both readings say so (ADR 0003).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

_MONTHS_IN_YEAR: Final = 12
_DAY: Final = timedelta(days=1)
_FEBRUARY: Final = 2
_KEPT: Final = 4096
_LONG: Final = frozenset({1, 3, 5, 7, 8, 10, 12})


def add_months(start: date, months: int) -> date:
    """The same number of the month `months` later; a missing day becomes the month's last."""
    index = start.year * _MONTHS_IN_YEAR + start.month - 1 + months
    year, month = divmod(index, _MONTHS_IN_YEAR)
    first = date(year, month + 1, 1)
    return first.replace(day=min(start.day, _last_day(first)))


@lru_cache(maxsize=_KEPT)
def readings(start: date, end: date) -> tuple[int, int]:
    """Months that the closed period is by both lawful readings: (fewest, most).

    It is shorter than a term of more than `most` months and longer than one of less than
    `fewest`; where no term fits it exactly, `fewest` is the larger of the two. Mentorships
    follow the academic year, so few pairs of dates are asked for, each of them often.
    """
    months = (end.year - start.year) * _MONTHS_IN_YEAR + end.month - start.month
    first, last = start.day, end.day
    if last > first:
        return months + 1, months + (first == 1 and last == _last_day(end))
    # A start on the 31st meets the end of a shorter month.
    return months, months - (last < first - 1 and last < _last_day(end) - 1)


def against(start: date, end: date, months: int) -> int:
    """The closed period against a term of `months`: -1 shorter, 1 longer, 0 neither."""
    fewest, most = readings(start, end)
    return -1 if months > most else int(months < fewest)


def _last_day(of: date) -> int:
    """Number of days in the month of the date."""
    if of.month == _FEBRUARY:
        return 28 + calendar.isleap(of.year)
    return 30 + (of.month in _LONG)


def whole_months(start: date, end: date) -> int:
    """Full calendar months in the closed period: 01.12-30.04 -> 5; never negative."""
    after = end + _DAY
    months = (after.year - start.year) * _MONTHS_IN_YEAR + after.month - start.month
    if add_months(start, months) > after:
        months -= 1
    return max(months, 0)


def whole_years(born: date, on: date) -> int:
    """Full years lived by the day `on`."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
