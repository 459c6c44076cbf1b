"""«Что нужно сделать сегодня»: what the acts and the work ask of the reader, by date."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.bounds import last_day
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE, State, Step
from nastavnik.store import consent as consents
from nastavnik.store import event as events
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.mentorship import Mentorship, Wanted
from nastavnik.usecases import notices
from nastavnik.usecases.access import requires
from nastavnik.usecases.act_tasks import of_new_acts
from nastavnik.usecases.allowance_tasks import own_allowances
from nastavnik.usecases.checking import MENTORING
from nastavnik.usecases.councils import council_tasks
from nastavnik.usecases.data_tasks import data_tasks, lapsed_papers
from nastavnik.usecases.duties import Duty, done_of, duties_of
from nastavnik.usecases.evidence import evidence_of
from nastavnik.usecases.judging import Backdrop, findings_of
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.pair_facts import pair_facts
from nastavnik.usecases.report_progress import institution_reports
from nastavnik.usecases.rulebooks import books_of, calendar_of
from nastavnik.usecases.status_tasks import own_statuses
from nastavnik.usecases.succession import pending
from nastavnik.usecases.task import SOON, Task

if TYPE_CHECKING:
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.event import MentorshipEvent
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.person import Person

Books = Callable[[date], "RuleBook"]
_ALL: Final = 10_000
_ABOUT: Final = {False: "", True: " о замене"}
_WHAT: Final = {False: "пару", True: "замену наставника"}


@requires(Permission.MENTORSHIP_READ)
def institution_tasks(*, actor: Actor, today: date) -> list[Task]:
    """What the curator and the director have to do, the most urgent first."""
    unit = unit_of(actor)
    books = books_of(unit)
    pairs = mentorships.page(Wanted(states=LIVE | BEFORE_ORDER), limit=_ALL)
    drafts = [one for one in pairs if one.state in BEFORE_ORDER]
    live = [one for one in pairs if one.state in LIVE]
    found = [
        *_drafts(drafts, books, today),
        *_deadlines(live, unit, books, today),
        *_endings(live, today),
        *of_new_acts(unit, live, today),
        *lapsed_papers(live, books, today),
        *(data_tasks(actor, today) if actor.can(Permission.DATA_WRITE) else ()),
        *_admitted(pairs, books(today), today),
        *(council_tasks(books(today)) if actor.can(Permission.ORDER_ISSUE) else ()),
        *(own_statuses(books(today), today) if actor.can(Permission.STATUS_READ) else ()),
        *(own_allowances(actor, books, today) if actor.can(Permission.ALLOWANCE_READ) else ()),
        *(institution_reports(unit, today) if actor.can(Permission.REPORT_SUBMIT) else ()),
    ]
    return sorted(found, key=lambda task: task.place(today))


@requires(Permission.MENTORSHIP_READ_OWN)
def own_tasks(*, actor: Actor, today: date) -> list[Task]:
    """What a mentor or a mentee has to do."""
    own = mentorships.page(Wanted(person_id=actor.person_id or 0), limit=_ALL)
    unit = unit_of(actor)
    books = books_of(unit)
    drafts = [one for one in own if one.state in BEFORE_ORDER]
    led = [one for one in own if one.state in LIVE and one.mentor_id == actor.person_id]
    found = [*_own_consents(actor, drafts, books, today), *_deadlines(led, unit, books, today)]
    return sorted(found, key=lambda task: task.place(today))


def _pair(one: Mentorship) -> str:
    return f"{one.mentor.short_name} — {one.mentee.short_name}"


def _drafts(rows: Sequence[Mentorship], books: Books, today: date) -> Iterator[Task]:
    beside, links = Backdrop(rows), pending(rows)
    for together in _by_order(rows):
        one = together[0]
        names = f"{one.mentor.short_name} — {', '.join(row.mentee.short_name for row in together)}"
        book = books(one.planned_order_on or today)
        found = findings_of(
            together, book, order_on=one.planned_order_on, today=today, beside=beside
        )
        blocking = [finding for finding in found if finding.blocks]
        if not blocking:
            yield Task(
                title=f"Издать приказ{_ABOUT[one.id in links]}: {names}",
                detail="Сведения и согласия в порядке",
                action="Издать приказ",
                subject="order",
                target=one.public_id,
                due=one.planned_order_on,
            )
            continue
        first = blocking[0]
        yield Task(
            title=f"Подготовить {_WHAT[one.id in links]}: {names}",
            detail=first.text,
            action="Открыть",
            subject="mentorship",
            target=one.public_id,
            due=one.planned_order_on,
            cite=first.cite,
            act_title=first.act_title,
            quote=first.quote,
            trace=first.trace,
        )


def _by_order(rows: Sequence[Mentorship]) -> Iterator[list[Mentorship]]:
    """Drafts that go under one order: a pair alone, a group together."""
    together: dict[uuid.UUID, list[Mentorship]] = {}
    for one in rows:
        together.setdefault(one.group_id or one.public_id, []).append(one)
    yield from together.values()


def _deadlines(
    rows: Sequence[Mentorship], unit: OrgUnit, books: Books, today: date
) -> Iterator[Task]:
    history: dict[int, list[MentorshipEvent]] = {}
    kinds = [Step.DONE.value, *notices.KINDS]
    for event in events.of_mentorships([one.id for one in rows], kinds):
        history.setdefault(event.mentorship_id, []).append(event)
    yield from notices.notice_tasks(rows, history, books)
    calendar = calendar_of(unit)
    for one in rows:
        done = done_of(history.get(one.id, ()))
        for duty in duties_of(one, books(one.law_on), calendar, done=done):
            if duty.done_on is None and _has_come(duty, today):
                yield Task(
                    title=f"{duty.rule.title}: {_pair(one)}",
                    detail="",
                    action="Открыть",
                    subject="mentorship",
                    target=one.public_id,
                    due=duty.due,
                    decreed=duty.decreed,
                    cite=duty.rule.cite,
                    act_title=duty.act_title,
                    quote=duty.rule.quote,
                    trace=duty.trace,
                )


def _has_come(duty: Duty, today: date) -> bool:
    """A deadline after an event waits for the event, one before an event for its own weeks."""
    return duty.due <= today + SOON if duty.rule.before else duty.since <= today


def _endings(rows: Sequence[Mentorship], today: date) -> Iterator[Task]:
    for one in rows:
        if one.state is State.CLOSING or one.end < today:
            yield Task(
                title=f"Завершить: {_pair(one)}",
                detail=f"Срок наставничества истёк {one.end:%d.%m.%Y}",
                action="Завершить",
                subject="end",
                target=one.public_id,
                due=one.end,
            )
        elif one.end <= today + SOON:
            yield Task(
                title=f"Срок подходит к концу: {_pair(one)}",
                detail=f"Окончание {one.end:%d.%m.%Y}: подготовьте отчёт или продлите срок",
                action="Открыть",
                subject="mentorship",
                target=one.public_id,
                due=one.end,
            )


def _admitted(pairs: Sequence[Mentorship], book: RuleBook, today: date) -> Iterator[Task]:
    """New people for whom an act gives a term to approve a mentor."""
    limit = book.value("appointment.within_days")
    if limit.number is None:
        return
    paired = {one.mentee_id for one in pairs if one.state in LIVE}
    drafts = {one.mentee_id: one for one in pairs if one.state in BEFORE_ORDER}
    for mentee in people.page(people.Wanted(mentees=True), limit=_ALL):
        admitted = mentee.admitted_on
        if admitted is None or mentee.id in paired:
            continue
        due = last_day(admitted, limit.number, limit.bound.unit, book)
        if today <= due + (due - admitted):
            yield _appointment(mentee, drafts.get(mentee.id), due, limit, book)


def _appointment(
    mentee: Person, draft: Mentorship | None, due: date, limit: Resolved, book: RuleBook
) -> Task:
    cite = limit.bound.cite
    return Task(
        title=f"Утвердить наставника: {mentee.short_name}",
        detail=f"Допущен(а) к работе {mentee.admitted_on:%d.%m.%Y}"
        + (", черновик пары готов" if draft else ""),
        action="Открыть" if draft else "Назначить",
        subject="mentorship" if draft else "mentee",
        target=draft.public_id if draft else mentee.public_id,
        due=due,
        cite=cite,
        act_title=book.act_title(cite),
        quote=limit.bound.quote,
        trace=limit.trace,
    )


def _own_consents(
    actor: Actor, rows: Sequence[Mentorship], books: Books, today: date
) -> Iterator[Task]:
    held = consents.of_mentorships([one.id for one in rows])
    for one in rows:
        side = "mentor" if one.mentor_id == actor.person_id else "mentee"
        key = f"consent.{side}"
        book = books(one.planned_order_on or today)
        needed = book.value(key, one.kind, one.form, pair_facts(one))
        papers = [
            paper for paper in held if paper.mentorship_id == one.id and paper.purpose == MENTORING
        ]
        if needed.value is True and key not in evidence_of(papers, today):
            yield Task(
                title=f"Дать согласие: {_pair(one)}",
                detail=f"С {one.start:%d.%m.%Y} по {one.end:%d.%m.%Y}",
                action="Прочитать",
                subject="mentorship",
                target=one.public_id,
                cite=needed.cite,
                act_title=book.act_title(needed.cite) if needed.cite else "",
                quote=needed.quote,
                trace=needed.trace,
                mark="Ждёт вас",
                pressing=True,
            )
