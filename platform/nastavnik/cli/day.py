"""A day as an option of the terminal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import click

_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199


class Day(click.ParamType[date]):
    """A day as people write it, 21.11.2026, or as machines do, 2026-11-21."""

    name = "ДД.ММ.ГГГГ"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day; a day that does not exist is refused."""
        if isinstance(value, date):
            return value
        form = "%d.%m.%Y" if "." in value else "%Y-%m-%d"
        try:
            day = datetime.strptime(value, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            self.fail(f"{value}: такого дня нет. Пишите день так: 21.11.2026.", param, ctx)
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            self.fail(f"{value}: год от {_FIRST_YEAR} до {_LAST_YEAR}.", param, ctx)
        return day
