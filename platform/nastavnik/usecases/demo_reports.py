"""Reports of the demo country: who sends, who does not, and what the centre does with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum, auto
from itertools import cycle
from typing import TYPE_CHECKING, Final

from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.store import org_unit, submission
from nastavnik.usecases.report_review import accept_report, return_report

if TYPE_CHECKING:
    from nastavnik.domain.access import Actor
    from nastavnik.regions.demo_file import DemoUnit

REVIEWED_AFTER: Final = timedelta(days=3)
_SENT_AFTER: Final = timedelta(days=4)
_REASON: Final = (
    "Число завершённых пар не сходится с приказами организации. Проверьте и сдайте отчёт снова."
)


class Fate(Enum):
    """What becomes of one institution's report."""

    MISSING = auto()
    WAITS = auto()
    ACCEPTED = auto()
    RETURNED = auto()


def fates(institutions: Sequence[DemoUnit]) -> Mapping[str, Fate]:
    """Slug -> fate of the last period's report. The main ones have yet to send theirs."""
    others = cycle((Fate.ACCEPTED, Fate.WAITS, Fate.RETURNED, Fate.ACCEPTED, Fate.MISSING))
    return {one.slug: Fate.MISSING if one.main else next(others) for one in institutions}


def sent(fate: Fate, today: date) -> Mapping[Period, date]:
    """Period -> the day on which the institution sends its report: the last two periods'."""
    last = Period.of(today).previous
    days = {last.previous: last.previous.last + _SENT_AFTER}
    if fate is not Fate.MISSING:
        days[last] = min(last.last + _SENT_AFTER, today)
    return days


def review(*, actor: Actor, fates: Mapping[str, Fate], today: date, now: datetime) -> None:
    """The centre goes through what has come. Only within a transaction and its own scope."""
    last = Period.of(today).previous
    slugs = {unit.id: unit.slug for unit in org_unit.children(actor.unit_id)}
    for period in (last.previous, last):
        for unit_id, row in submission.latest_by_unit(period.code).items():
            fate = fates[slugs[unit_id]] if period == last else Fate.ACCEPTED
            if row.state != ReportState.SUBMITTED:
                continue
            if fate is Fate.ACCEPTED:
                accept_report(actor=actor, public_id=row.public_id, now=now)
            elif fate is Fate.RETURNED:
                return_report(actor=actor, public_id=row.public_id, reason=_REASON, now=now)
