"""Interim controls: checks that an act asks for while a mentorship goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from nastavnik.domain.cite import Cite
from nastavnik.domain.term import add_months
from nastavnik.domain.wording import counted

_MOST: Final = 600
"""Months after which no more controls are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """When somebody must look at a mentorship.

    Every `every_months` of the term, at the end of its month `at_month` (0: never), by the days
    `dates`, every year by the days `yearly` (month, day).
    """

    code: str
    title: str
    role: str
    cite: Cite
    quote: str = ""
    closes: str = ""
    every_months: int = 0
    at_month: int = 0
    dates: tuple[date, ...] = ()
    yearly: tuple[tuple[int, int], ...] = ()
    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form; an empty list speaks of all."""
        return (not self.kinds or kind in self.kinds) and (not self.forms or form in self.forms)

    @property
    def shown(self) -> str:
        """«каждые 6 месяцев», «до 20.12 ежегодно»."""
        parts = []
        if self.every_months:
            parts.append(f"каждые {counted(self.every_months, 'month')} срока")
        if self.at_month:
            parts.append(f"к концу {self.at_month}-го месяца срока")
        parts += [f"до {day:%d.%m.%Y}" for day in self.dates]
        parts += [f"до {day:02}.{month:02} ежегодно" for month, day in self.yearly]
        return "; ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """One control of one mentorship; `on` is its day by the act, before days off are looked at.

    `code` is the same however the term is extended. It is looked ahead to, as what is due
    `before` its event: a control a year away is not yet a task.
    """

    code: str
    title: str
    role: str
    on: date
    within: str
    cite: Cite
    quote: str
    before: bool = True


def checkpoints(control: Control, start: date, end: date) -> Iterator[Checkpoint]:
    """The controls within the term, its last day included, by date."""
    for on, within in sorted(set(_days(control, start, end))):
        yield Checkpoint(
            code=f"{control.code}-{on:%Y-%m-%d}",
            title=control.title,
            role=control.role,
            on=on,
            within=within,
            cite=control.cite,
            quote=control.quote,
        )


def _days(control: Control, start: date, end: date) -> Iterator[tuple[date, str]]:
    months = {control.at_month} - {0}
    if control.every_months:
        months |= set(range(control.every_months, _MOST, control.every_months))
    for count in months:
        on = add_months(start, count)
        if on <= end:
            yield on, f"{counted(count, 'month')} со дня начала срока наставничества"
    yearly = (
        date(year, month, day)
        for year in range(start.year, end.year + 1)
        for month, day in control.yearly
    )
    for on in (*control.dates, *yearly):
        if start <= on <= end:
            yield on, f"до {on:%d.%m.%Y}"
