"""Days off by law alone, and since when the Government's transfers of them are known.

Source: art. 112 of the Labour Code; yearly decrees of the Government on transfers of days off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Decree:
    """A decree on transfers of days off of one year."""

    number: str
    on: date

    def __str__(self) -> str:
        """As cited on pages."""
        return f"постановление Правительства РФ от {self.on:%d.%m.%Y} № {self.number}"


DECREES: Final[Mapping[int, Decree]] = MappingProxyType(
    {
        2018: Decree("1250", date(2017, 10, 14)),
        2019: Decree("1163", date(2018, 10, 1)),
        2020: Decree("875", date(2019, 7, 10)),
        2021: Decree("1648", date(2020, 10, 10)),
        2022: Decree("1564", date(2021, 9, 16)),
        2023: Decree("1505", date(2022, 8, 29)),
        2024: Decree("1314", date(2023, 8, 10)),
        2025: Decree("1335", date(2024, 10, 4)),
        2026: Decree("1466", date(2025, 9, 24)),
    }
)
"""Year -> its decree. A year that the calendar knows and that is not here was always known."""

_NEW_YEAR: Final = tuple((1, day) for day in range(1, 9))
_OTHERS: Final = ((2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4))
_WEEKEND: Final = {5: frozenset({5, 6}), 6: frozenset({6})}
_DAY: Final = timedelta(days=1)


@lru_cache(maxsize=256)
def by_law(year: int, week: int) -> frozenset[date]:
    """Holidays of the year, and the days to which weekends that fall on them move by themselves.

    Weekends that fall on the New Year's holidays are moved by a decree only: they are not here.
    """
    holidays = {date(year, month, day) for month, day in (*_NEW_YEAR, *_OTHERS)}
    moved: set[date] = set()
    for month, day in _OTHERS:
        on = date(year, month, day)
        if on.weekday() in _WEEKEND[week]:
            on += _DAY
            while on.weekday() in _WEEKEND[week] or on in holidays or on in moved:
                on += _DAY
            moved.add(on)
    return frozenset(holidays | moved)


def weekend(on: date, week: int) -> bool:
    """Is it a day off of a week of so many working days."""
    return on.weekday() in _WEEKEND[week]
