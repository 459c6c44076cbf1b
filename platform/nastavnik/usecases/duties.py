"""What the acts ask to be done by a day in the life of one mentorship, and what is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.mentorship import Step
from nastavnik.domain.provision import Anchor, Deadline
from nastavnik.domain.wording import counted

if TYPE_CHECKING:
    from nastavnik.domain.calendar import WorkCalendar
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.event import MentorshipEvent
    from nastavnik.store.mentorship import Mentorship

APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A deadline of one mentorship, counted from `since`.

    `decreed` is False past the decreed days off.
    """

    rule: Deadline
    act_title: str
    since: date
    due: date
    decreed: bool
    done_on: date | None

    @property
    def within(self) -> str:
        """«5 рабочих дней со дня начала срока наставничества»."""
        return within(self.rule)


def within(rule: Deadline) -> str:
    """A deadline in words."""
    side = "до" if rule.before else "со"
    return f"{counted(rule.days, rule.unit)} {side} дня {rule.anchor.label}"


def anchor_of(one: Mentorship, rule: Deadline) -> date | None:
    """The day of the event; appointment and yearly deadlines are not a pair's own."""
    if rule.code == APPOINTMENT:
        return None
    order = one.order.issued_on if one.order else None
    days = {Anchor.START: one.start, Anchor.END: one.ended_on or one.end, Anchor.ORDER: order}
    return days.get(rule.anchor)


def duties_of(
    one: Mentorship, book: RuleBook, calendar: WorkCalendar, *, done: Mapping[str, date]
) -> tuple[Duty, ...]:
    """Every deadline of the pair, by date; `done` says when the document of a code was ready."""
    found = []
    for rule in book.deadlines(one.kind, one.form):
        anchor = anchor_of(one, rule)
        if anchor is None:
            continue
        due = calendar.due(anchor, rule.days, rule.unit, before=rule.before)
        found.append(
            Duty(
                rule=rule,
                act_title=book.act_title(rule.cite),
                since=anchor,
                due=due.on,
                decreed=due.decreed,
                done_on=done.get(rule.code),
            )
        )
    return tuple(sorted(found, key=lambda duty: duty.due))


def done_of(history: Iterable[MentorshipEvent]) -> dict[str, date]:
    """Code of a document -> the day it was first ready."""
    done: dict[str, date] = {}
    for event in history:
        if event.kind == Step.DONE:
            done.setdefault(str(event.data.get("code")), event.on)
    return done
