"""Notices of an early refusal or cancellation: when given, from which day the pair may end."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.deadlines import NOTICE_DAYS
from nastavnik.domain.errors import InputError, NotFoundError, RuleViolationError
from nastavnik.domain.mentorship import Step, after
from nastavnik.domain.notice import earliest, too_soon
from nastavnik.store import event as events
from nastavnik.store import mentorship as mentorships
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.events import record
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.pair_facts import pair_facts
from nastavnik.usecases.rulebooks import book_of
from nastavnik.usecases.succession import notice_of
from nastavnik.usecases.task import Task

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.event import MentorshipEvent
    from nastavnik.store.mentorship import Mentorship

NOT_YET: Final = "Дата {:%d.%m.%Y} ещё не наступила. Укажите день предупреждения."
KINDS: Final = (Step.NOTICED.value, Step.NOTICE_WITHDRAWN.value)
"""Events that tell of notices."""


@requires(Permission.MENTORSHIP_WRITE)
def take_notice(
    *, actor: Actor, public_id: uuid.UUID, noticed_on: date, today: date, now: datetime
) -> None:
    """Note a notice: the pair ends when its days have passed. A second one counts in its place.

    Raises:
        InputError: the day is in the future.
        ConflictError: the pair is over.
    """
    with transaction():
        one = _found(public_id)
        book = book_of(unit_of(actor), one.law_on)
        rule = notice_of(one, book)
        if noticed_on > today:
            raise InputError({"noticed_on": [NOT_YET.format(noticed_on)]})
        one.state = after(one.state, Step.NOTICED)
        data = {"noticed_on": noticed_on.isoformat()}
        if rule:
            data["lawful"] = earliest(rule, noticed_on, book).on.isoformat()
        record(actor, one, Step.NOTICED, on=noticed_on, now=now, data=data)


@requires(Permission.MENTORSHIP_WRITE)
def withdraw_notice(*, actor: Actor, public_id: uuid.UUID, today: date, now: datetime) -> None:
    """The notice is taken back. Without one nothing changes."""
    with transaction():
        one = _found(public_id)
        if noticed_of(events.of_mentorship(one.id)) is not None:
            one.state = after(one.state, Step.NOTICE_WITHDRAWN)
            record(actor, one, Step.NOTICE_WITHDRAWN, on=today, now=now)


def noticed_of(history: Iterable[MentorshipEvent]) -> date | None:
    """The day of the notice that stands after these events, which come in their order."""
    told = [event for event in history if event.kind in KINDS]
    return told[-1].on if told and told[-1].kind == Step.NOTICED else None


def refuse_too_soon(
    one: Mentorship, noticed_on: date | None, last_on: date, book: RuleBook
) -> None:
    """Raises RuleViolationError if the notice does not allow the pair's last day."""
    rule = notice_of(one, book)
    found = too_soon(rule, noticed_on, last_on, book) if rule and noticed_on else None
    if found:
        text = f"Прекратить раньше нельзя: не прошёл срок предупреждения ({found.limit})."
        raise RuleViolationError(text, [found])


def notice_tasks(
    rows: Sequence[Mentorship],
    history: Mapping[int, Sequence[MentorshipEvent]],
    books: Callable[[date], RuleBook],
) -> Iterator[Task]:
    """Live pairs whose end is announced, by the first lawful day."""
    for one in rows:
        noticed_on = noticed_of(history.get(one.id, ()))
        book = books(one.law_on)
        rule = notice_of(one, book) if noticed_on else None
        if rule and noticed_on:
            due = earliest(rule, noticed_on, book)
            yield Task(
                title=f"Прекратить досрочно: {one.mentor.short_name} — {one.mentee.short_name}",
                detail=f"Предупреждение {noticed_on:%d.%m.%Y}, последний день — не раньше "
                f"{due.on:%d.%m.%Y}",
                action="Прекратить",
                subject="early_end",
                target=one.public_id,
                due=due.on,
                decreed=due.decreed,
                cite=rule.cite,
                act_title=book.act_title(rule.cite),
                quote=rule.quote,
                trace=book.value(NOTICE_DAYS, one.kind, one.form, pair_facts(one)).trace,
            )


def _found(public_id: uuid.UUID) -> Mentorship:
    one = mentorships.by_public_id(public_id)
    if one is None:
        raise NotFoundError
    return one
