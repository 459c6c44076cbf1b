"""«Что нужно сделать сегодня»: what the acts and the work ask of the reader, by date."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE, State, Step
from nastavnik.store import consent as consents
from nastavnik.store import event as events
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.mentorship import Mentorship, Wanted
from nastavnik.usecases.access import requires
from nastavnik.usecases.checking import MENTORING, evidence_of
from nastavnik.usecases.duties import done_of, duties_of
from nastavnik.usecases.mentorships import findings_of, unit_of
from nastavnik.usecases.rulebooks import book_of, calendar_of

if TYPE_CHECKING:
    from nastavnik.domain.act import Cite
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.person import Person

_SOON: Final = timedelta(days=14)
_ALL: Final = 10_000


class Urgency(StrEnum):
    """How the task's row is marked."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do. `subject` and `target` tell the edge where the button leads."""

    title: str
    detail: str
    action: str
    subject: str
    target: uuid.UUID | None = None
    due: date | None = None
    decreed: bool = True
    cite: Cite | None = None
    act_title: str = ""

    def urgency(self, today: date) -> Urgency:
        """Late, today, within two weeks, later; open without a date."""
        if self.due is None:
            return Urgency.OPEN
        if self.due < today:
            return Urgency.LATE
        if self.due == today:
            return Urgency.TODAY
        return Urgency.SOON if self.due <= today + _SOON else Urgency.LATER


@requires(Permission.MENTORSHIP_READ)
def institution_tasks(*, actor: Actor, today: date) -> list[Task]:
    """What the curator and the director have to do, the most urgent first."""
    unit = unit_of(actor)
    live = mentorships.page(Wanted(states=LIVE | BEFORE_ORDER), limit=_ALL)
    found = [
        *_drafts([one for one in live if one.state in BEFORE_ORDER], unit, today),
        *_deadlines([one for one in live if one.state in LIVE], unit, today),
        *_endings([one for one in live if one.state in LIVE], today),
        *_admitted(live, unit, today),
    ]
    return sorted(found, key=lambda task: (task.due or date.max, task.title))


@requires(Permission.MENTORSHIP_READ_OWN)
def own_tasks(*, actor: Actor, today: date) -> list[Task]:
    """What a mentor or a mentee has to do."""
    own = mentorships.page(Wanted(person_id=actor.person_id or 0), limit=_ALL)
    unit = unit_of(actor)
    found = [
        *_own_consents(actor, [one for one in own if one.state in BEFORE_ORDER], unit, today),
        *_deadlines(
            [one for one in own if one.state in LIVE and one.mentor_id == actor.person_id],
            unit,
            today,
        ),
    ]
    return sorted(found, key=lambda task: (task.due or date.max, task.title))


def _pair(one: Mentorship) -> str:
    return f"{one.mentor.short_name} — {one.mentee.short_name}"


def _drafts(rows: Sequence[Mentorship], unit: OrgUnit, today: date) -> Iterator[Task]:
    for together in _by_order(rows):
        one = together[0]
        names = f"{one.mentor.short_name} — {', '.join(row.mentee.short_name for row in together)}"
        book = book_of(unit, one.planned_order_on or today)
        found = findings_of(together, book, order_on=one.planned_order_on, today=today)
        blocking = [finding for finding in found if finding.blocks]
        if not blocking:
            yield Task(
                title=f"Издать приказ: {names}",
                detail="Сведения и согласия в порядке",
                action="Издать приказ",
                subject="order",
                target=one.public_id,
                due=one.planned_order_on,
            )
            continue
        first = blocking[0]
        yield Task(
            title=f"Подготовить пару: {names}",
            detail=first.text,
            action="Открыть",
            subject="mentorship",
            target=one.public_id,
            due=one.planned_order_on,
            cite=first.cite,
            act_title=first.act_title,
        )


def _by_order(rows: Sequence[Mentorship]) -> Iterator[list[Mentorship]]:
    """Drafts that go under one order: a pair alone, a group together."""
    together: dict[uuid.UUID, list[Mentorship]] = {}
    for one in rows:
        together.setdefault(one.group_id or one.public_id, []).append(one)
    yield from together.values()


def _deadlines(rows: Sequence[Mentorship], unit: OrgUnit, today: date) -> Iterator[Task]:
    history = events.of_mentorships([one.id for one in rows], [Step.DONE.value])
    calendar = calendar_of(unit)
    for one in rows:
        done = done_of(event for event in history if event.mentorship_id == one.id)
        for duty in duties_of(one, book_of(unit, one.law_on), calendar, done=done):
            if duty.done_on is not None or duty.since > today:
                continue
            yield Task(
                title=f"{duty.rule.title}: {_pair(one)}",
                detail=f"Срок — {duty.within}",
                action="Открыть",
                subject="mentorship",
                target=one.public_id,
                due=duty.due,
                decreed=duty.decreed,
                cite=duty.rule.cite,
                act_title=duty.act_title,
            )


def _endings(rows: Sequence[Mentorship], today: date) -> Iterator[Task]:
    for one in rows:
        if one.state is State.CLOSING or one.end < today:
            yield Task(
                title=f"Завершить: {_pair(one)}",
                detail=f"Срок истёк {one.end:%d.%m.%Y}",
                action="Завершить",
                subject="mentorship",
                target=one.public_id,
                due=one.end,
            )
        elif one.end <= today + _SOON:
            yield Task(
                title=f"Срок подходит к концу: {_pair(one)}",
                detail="Подготовьте отчёт или продлите срок",
                action="Открыть",
                subject="mentorship",
                target=one.public_id,
                due=one.end,
            )


def _admitted(live: Sequence[Mentorship], unit: OrgUnit, today: date) -> Iterator[Task]:
    """New people for whom an act gives a term to approve a mentor."""
    book = book_of(unit, today)
    limit = book.value("appointment.within_days")
    if limit.number is None:
        return
    paired = {one.mentee_id for one in live if one.state in LIVE}
    for mentee in people.page(people.Wanted(mentees=True), limit=_ALL):
        if mentee.id not in paired and _recent(mentee, limit.number, today):
            yield _appointment(mentee, book, limit.number)


def _recent(mentee: Person, days: int, today: date) -> bool:
    return mentee.admitted_on is not None and today - mentee.admitted_on <= timedelta(2 * days)


def _appointment(mentee: Person, book: RuleBook, days: int) -> Task:
    limit = book.value("appointment.within_days")
    admitted = mentee.admitted_on or date.max
    return Task(
        title=f"Утвердить наставника: {mentee.short_name}",
        detail=f"Допущен(а) к работе {admitted:%d.%m.%Y}",
        action="Назначить",
        subject="mentee",
        target=mentee.public_id,
        due=admitted + timedelta(days=days),
        cite=limit.cite,
        act_title=book.act_title(limit.cite) if limit.cite else "",
    )


def _own_consents(
    actor: Actor, rows: Sequence[Mentorship], unit: OrgUnit, today: date
) -> Iterator[Task]:
    held = consents.of_mentorships([one.id for one in rows])
    for one in rows:
        side = "mentor" if one.mentor_id == actor.person_id else "mentee"
        key = f"consent.{side}"
        book = book_of(unit, one.planned_order_on or today)
        needed = book.value(key, one.kind, one.form, {"regime": one.regime})
        papers = [
            paper for paper in held if paper.mentorship_id == one.id and paper.purpose == MENTORING
        ]
        if needed.value is True and key not in evidence_of(papers):
            yield Task(
                title=f"Дать согласие: {_pair(one)}",
                detail=f"С {one.start:%d.%m.%Y} по {one.end:%d.%m.%Y}",
                action="Прочитать",
                subject="mentorship",
                target=one.public_id,
                cite=needed.cite,
                act_title=book.act_title(needed.cite) if needed.cite else "",
            )
