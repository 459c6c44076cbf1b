"""What the acts ask to be done by a day in the life of one mentorship, and what is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.deadlines import APPOINTMENT, NOTICE, Asked, Life, Moved, planned, trace_of
from nastavnik.domain.mentorship import State, Step
from nastavnik.usecases.pair_facts import pair_facts

if TYPE_CHECKING:
    from nastavnik.domain.calendar import WorkCalendar
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.resolve import Step as Traced
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.event import MentorshipEvent
    from nastavnik.store.mentorship import Mentorship


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A deadline or a control of one mentorship, counted from `since`.

    `decreed` is False past the decreed days off; `moved` tells what a decree did to the day.
    """

    rule: Asked
    within: str
    act_title: str
    trace: tuple[Traced, ...]
    since: date
    due: date
    decreed: bool
    moved: Moved | None
    done_on: date | None

    @property
    def cite(self) -> Cite:
        """Act and clause."""
        return self.rule.cite

    @property
    def quote(self) -> str:
        """Words of the clause."""
        return self.rule.quote


def duties_of(
    one: Mentorship, book: RuleBook, calendar: WorkCalendar, *, done: Mapping[str, date]
) -> tuple[Duty, ...]:
    """Every deadline of the pair, by date; `done` says when the document of a code was ready.

    The appointment is of a person without a pair, the notice of the page of an early end.
    """
    if one.state is State.CANCELLED or (one.ended_on and one.ended_on < one.start):
        return ()
    life = Life(
        kind=one.kind,
        form=one.form,
        start=one.start,
        end=one.end,
        order_on=one.order.issued_on if one.order else None,
        ended_early_on=one.ended_on,
        planned_on=one.law_on,
        facts=pair_facts(one),
    )
    return tuple(
        Duty(
            rule=found.rule,
            within=found.within,
            act_title=book.act_title(found.rule.cite),
            trace=trace_of(book, found.rule.code, one.kind, one.form),
            since=found.since,
            due=found.due.on,
            decreed=found.due.decreed,
            moved=found.moved,
            done_on=done.get(found.rule.code),
        )
        for found in planned(book, calendar, life)
        if found.rule.code not in {APPOINTMENT, NOTICE}
    )


def done_of(history: Iterable[MentorshipEvent]) -> dict[str, date]:
    """Code of a document -> the day it was first ready."""
    done: dict[str, date] = {}
    for event in history:
        if event.kind == Step.DONE:
            done.setdefault(str(event.data.get("code")), event.on)
    return done
