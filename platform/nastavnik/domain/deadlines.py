"""The deadlines of one mentorship: what the acts ask, by which day, and what moved that day.

A deadline is stored nowhere: it is counted anew from its rule, so a decree on transfers of days
off moves it by itself. What it was before the decree is counted too, and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol

from nastavnik.domain.bounds import last_day
from nastavnik.domain.calendar import Due
from nastavnik.domain.control import checkpoints
from nastavnik.domain.facts import Facts
from nastavnik.domain.provision import Anchor, Deadline, Unit, deadline_parameter
from nastavnik.domain.wording import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik.domain.calendar import WorkCalendar
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.resolve import Step
    from nastavnik.domain.rulebook import RuleBook

APPOINTMENT: Final = "appointment"
NOTICE: Final = "refusal.notice"
"""Code of the notice of a refusal, counted back from the early end."""
NOTICE_DAYS: Final = "refusal.notice_days"


class Asked(Protocol):
    """What is asked for by a day: a deadline or a control."""

    @property
    def code(self) -> str:
        """Its name; what is ready is marked by it."""

    @property
    def title(self) -> str:
        """How it is called."""

    @property
    def role(self) -> str:
        """Who answers for it."""

    @property
    def cite(self) -> Cite:
        """Act and clause."""

    @property
    def quote(self) -> str:
        """Words of the clause."""

    @property
    def before(self) -> bool:
        """Is it due before its event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The days of a mentorship, as far as they are known.

    `planned_on`: when its deadlines could first be counted; decrees known later moved them.
    """

    kind: str
    form: str
    start: date
    end: date
    order_on: date | None = None
    admitted_on: date | None = None
    ended_early_on: date | None = None
    planned_on: date | None = None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a deadline stood before a decree, and by what it was moved."""

    was: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A deadline of one mentorship, counted from `since`; `within` is its term in words."""

    rule: Asked
    within: str
    since: date
    due: Due
    moved: Moved | None = None


def planned(book: RuleBook, calendar: WorkCalendar, life: Life) -> tuple[Planned, ...]:
    """Every deadline and control whose event is known, by date."""
    found = [*_deadlines(book, calendar, life), *_controls(book, calendar, life)]
    return tuple(sorted(found, key=lambda one: (one.due.on, one.rule.code)))


def within(rule: Deadline) -> str:
    """A deadline in words: «5 рабочих дней со дня начала срока наставничества»."""
    side = "до" if rule.before else "со"
    return f"{counted(rule.days, rule.unit)} {side} дня {rule.anchor.label}"


def notice(book: RuleBook, life: Life) -> Deadline | None:
    """The notice of an early refusal or cancellation (Labour Code, art. 351.8), if one is due."""
    limit = book.value(NOTICE_DAYS, life.kind, life.form, life.facts)
    if limit.number is None:
        return None
    return Deadline(
        code=NOTICE,
        title=limit.parameter.title,
        days=limit.number,
        unit=limit.bound.unit,
        anchor=Anchor.EARLY_END,
        role="director",
        closes="",
        cite=limit.bound.cite,
        quote=limit.bound.quote,
        before=True,
    )


def _deadlines(book: RuleBook, calendar: WorkCalendar, life: Life) -> Iterator[Planned]:
    anchors = {
        Anchor.ADMISSION: life.admitted_on,
        Anchor.ORDER: life.order_on,
        Anchor.START: life.start,
        Anchor.END: life.ended_early_on or life.end,
        Anchor.EARLY_END: life.ended_early_on,
    }
    warned = notice(book, life)
    for rule in (*book.deadlines(life.kind, life.form), *([warned] if warned else ())):
        anchor = anchors.get(rule.anchor)
        if anchor is not None:
            yield _counted(rule, anchor, book, calendar, life)


def _counted(
    rule: Deadline, anchor: date, book: RuleBook, calendar: WorkCalendar, life: Life
) -> Planned:
    def count(by: WorkCalendar) -> Due:
        # The check holds the order to calendar days as written: it needs no working day.
        if rule.code == APPOINTMENT and rule.unit is Unit.CALENDAR_DAY:
            return Due(last_day(anchor, rule.days, rule.unit, book), decreed=True)
        return by.due(anchor, rule.days, rule.unit, before=rule.before)

    due = count(calendar)
    return Planned(
        rule=rule,
        within=within(rule),
        since=anchor,
        due=due,
        moved=_moved(calendar, life, anchor, due, count),
    )


def _controls(book: RuleBook, calendar: WorkCalendar, life: Life) -> Iterator[Planned]:
    last = life.ended_early_on or life.end
    for control in book.controls(life.kind, life.form):
        for point in checkpoints(control, life.start, last):
            on = point.on

            def count(by: WorkCalendar, on: date = on) -> Due:
                day = by.working(on)
                return Due(day, decreed=by.decreed(day.year))

            due = count(calendar)
            yield Planned(
                rule=point,
                within=point.within,
                since=life.start,
                due=due,
                moved=_moved(calendar, life, on, due, count),
            )


def _moved(
    calendar: WorkCalendar,
    life: Life,
    anchor: date,
    due: Due,
    count: Callable[[WorkCalendar], Due],
) -> Moved | None:
    if life.planned_on is None:
        return None
    before = calendar.as_known(life.planned_on)
    was = count(before).on
    if was == due.on:
        return None
    days = sorted((anchor, was, due.on))
    return Moved(was, calendar.changed(before, days[0], days[-1]))


def trace_of(book: RuleBook, code: str, kind: str, form: str) -> tuple[Step, ...]:
    """How the layers agreed on the days of the deadline; () where they are no parameter."""
    key = deadline_parameter(code)
    return book.value(key, kind, form).trace if key else ()
