"""One thing to do, as the home page shows it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.resolve import Step

SOON: Final = timedelta(days=14)


class Urgency(StrEnum):
    """How the task's row is marked."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """`subject`, `target` and `period` tell the edge where the button leads.

    `mark` is the word shown where there is no day; a `pressing` task goes among those of today.
    """

    title: str
    detail: str
    action: str
    subject: str
    target: uuid.UUID | None = None
    period: str = ""
    due: date | None = None
    decreed: bool = True
    cite: Cite | None = None
    act_title: str = ""
    quote: str = ""
    trace: tuple[Step, ...] = ()
    mark: str = ""
    pressing: bool = False

    def urgency(self, today: date) -> Urgency:
        """Late, today, within two weeks, later; open without a date."""
        if self.due is None:
            return Urgency.OPEN
        if self.due < today:
            return Urgency.LATE
        if self.due == today:
            return Urgency.TODAY
        return Urgency.SOON if self.due <= today + SOON else Urgency.LATER

    def place(self, today: date) -> tuple[date, str]:
        """What the list is sorted by: the most urgent first."""
        return self.due or (today if self.pressing else date.max), self.title
