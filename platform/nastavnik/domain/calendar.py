"""Working days: the production calendar of Russia, a region's own days off, a 5- or 6-day week.

Past the last decree on transfers nothing is invented: the days off are those of art. 112 of the
Labour Code, the answer carries `decreed=False`, and the page says that the Government has not yet
decreed the days off of that year. A calendar as known on a past day forgets later decrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import holidays
from holidays.countries.russia import RussiaStaticHolidays

from nastavnik.domain.decree import DECREES, by_law, weekend
from nastavnik.domain.provision import Unit
from nastavnik.domain.term import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable

DECREED_TO: Final = max(RussiaStaticHolidays.special_public_holidays)
"""Last year whose transfers of days off are decreed, as far as the library knows."""

_FIRST_YEAR: Final = 2015
_FIVE_DAYS: Final = 5
_SIX_DAYS: Final = 6
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOff:
    """A region's own day off and the act that made it.

    `works`: the act makes a working day of a day off. `known` is the day when the act came out,
    None for a day that was always known.
    """

    on: date
    title: str
    source: str
    known: date | None = None
    works: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a deadline; `decreed` is False past the decreed years."""

    on: date
    decreed: bool = True


@lru_cache(maxsize=1)
def _federal() -> holidays.HolidayBase:
    return holidays.country_holidays("RU", years=range(_FIRST_YEAR, DECREED_TO + 1), expand=False)


def _five(on: date) -> bool:
    return bool(_federal().is_working_day(on))


@lru_cache(maxsize=64)
def _off_six(year: int) -> frozenset[date]:
    """Days off of a decreed year for a week of six days.

    A Saturday is no day off there, so nothing is moved from it.
    """
    found = set(by_law(year, _SIX_DAYS))
    day = date(year, 1, 1)
    while day.year == year:
        if weekend(day, _SIX_DAYS):
            found.add(day)
        day += _DAY
    moved: Any = RussiaStaticHolidays.special_public_holidays.get(year, ())
    for month, on, from_month, from_day in moved:
        if weekend(date(year, from_month, from_day), _SIX_DAYS):
            found.add(date(year, month, on))
    return frozenset(found)


class WorkCalendar:
    """Which days work in one institution; with `known_on`, as one could know on that day."""

    def __init__(
        self,
        days_off: Iterable[DayOff] = (),
        week: int = _FIVE_DAYS,
        known_on: date | None = None,
    ) -> None:
        self.week = week
        self.known_on = known_on
        self._all = tuple(days_off)
        # of two acts about one day the later one stands
        dated = sorted(self._all, key=lambda day: day.known or date.min)
        self.days_off = {day.on: day for day in dated if self._knows(day.known)}

    def as_known(self, on: date) -> WorkCalendar:
        """The same calendar as one could know it on the day."""
        return WorkCalendar(self._all, self.week, on)

    def decreed(self, year: int) -> bool:
        """Are the transfers of days off of the year decreed, and is that known."""
        decree = DECREES.get(year)
        return year <= DECREED_TO and self._knows(decree.on if decree else None)

    def _knows(self, day: date | None) -> bool:
        return self.known_on is None or day is None or day <= self.known_on

    def same(self, other: WorkCalendar) -> bool:
        """Do the same days work in both."""
        return self is other or (
            (self.week, self.known_on, self.days_off)
            == (other.week, other.known_on, other.days_off)
        )

    def works(self, on: date) -> bool:
        """Is it a working day."""
        own = self.days_off.get(on)
        if own is not None:
            return own.works
        if self.decreed(on.year):
            return on not in _off_six(on.year) if self.week == _SIX_DAYS else _five(on)
        return not weekend(on, self.week) and on not in by_law(on.year, self.week)

    def changed(self, before: WorkCalendar, first: date, last: date) -> str:
        """The first day of [first, last] that works otherwise than `before` said, and by what.

        «выходной день 09.01.2026 — постановление …»; "" if there is none.
        """
        on = first
        while on <= last:
            if self.works(on) is not before.works(on):
                word = "рабочий" if self.works(on) else "выходной"
                return f"{word} день {on:%d.%m.%Y} — {self._source(on)}"
            on += _DAY
        return ""

    def _source(self, on: date) -> str:
        own = self.days_off.get(on)
        return own.source if own else str(DECREES[on.year])

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
        if unit is not Unit.WORKING_DAY and not before:
            on = self.working(on)
        return Due(on, decreed=self.decreed(on.year))

    def working(self, on: date) -> date:
        """The day itself if it works, else the next working day."""
        return on if self.works(on) else self.shift(on, 1)
