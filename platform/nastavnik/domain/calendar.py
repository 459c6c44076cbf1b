"""Working days: the production calendar of Russia, a region's own days off, a 5- or 6-day week.

Past the last decree on transfers nothing is invented: the answer carries `decreed=False`, and the
page says that the Government has not yet decreed the days off of that year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import holidays
from holidays.countries.russia import RussiaStaticHolidays

from nastavnik.domain.provision import Unit
from nastavnik.domain.term import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable

DECREED_TO: Final = max(RussiaStaticHolidays.special_public_holidays)
"""Last year whose transfers of days off are decreed, as far as the library knows."""

_FIRST_YEAR: Final = 2015
_SUNDAY: Final = 6
_FIVE_DAYS: Final = 5
_WEEKEND: Final = {5: {5, 6}, 6: {6}}
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A region's own day off and the act that made it."""

    on: date
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a deadline; `decreed` is False past the decreed years."""

    on: date
    decreed: bool = True


@lru_cache(maxsize=2)
def _federal(week: int) -> holidays.HolidayBase:
    calendar = holidays.country_holidays(
        "RU", years=range(_FIRST_YEAR, DECREED_TO + 1), expand=False
    )
    calendar.weekend = _WEEKEND[week]
    return calendar


class WorkCalendar:
    """Which days work in one institution."""

    def __init__(self, days_off: Iterable[DayOff] = (), week: int = _FIVE_DAYS) -> None:
        self.week = week
        self.days_off = {day.on: day for day in days_off}

    def works(self, on: date) -> bool:
        """Is it a working day."""
        return on not in self.days_off and bool(_federal(self.week).is_working_day(on))

    def shift(self, start: date, days: int) -> date:
        """The `days`-th working day after (before, if negative) `start`, itself not counted."""
        step, left, on = (_DAY if days >= 0 else -_DAY), abs(days), start
        while left:
            on += step
            left -= self.works(on)
        return on

    def due(self, anchor: date, days: int, unit: Unit, *, before: bool = False) -> Due:
        """The last day of a deadline counted from the day after (before) the anchor.

        Source: art. 14 of the Labour Code; a calendar deadline that falls on a day off ends on
        the next working day.
        """
        count = -days if before else days
        if unit is Unit.WORKING_DAY:
            on = self.shift(anchor, count)
        elif unit is Unit.MONTH:
            on = add_months(anchor, count)
        else:
            on = anchor + timedelta(days=count)
        if unit is not Unit.WORKING_DAY and not before and not self.works(on):
            on = self.shift(on, 1)
        return Due(on, decreed=on.year <= DECREED_TO)
