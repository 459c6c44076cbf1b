"""After the order: the term begins, is extended, ends; and what was due is marked done."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    RuleViolationError,
)
from nastavnik.domain.mentorship import ENDED, LIVE, State, Step, after
from nastavnik.domain.provision import Ground, GroundEvent
from nastavnik.store import event as events
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.writing import transaction, writing
from nastavnik.usecases import evidence
from nastavnik.usecases.access import requires
from nastavnik.usecases.checking import case_of, check_group, loads_of
from nastavnik.usecases.duties import done_of, duties_of
from nastavnik.usecases.events import record
from nastavnik.usecases.holders import statuses_of
from nastavnik.usecases.mentorships import same_version, unit_of
from nastavnik.usecases.notices import NOT_YET, refuse_too_soon
from nastavnik.usecases.rulebooks import book_of, calendar_of, law_of
from nastavnik.usecases.succession import begun_on, dropped, taken_up

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding

_TERM_FIELDS = frozenset({"end", "mentor_id"})
_LAST: Final = "Окончание"
_STATE: Final = "Состояние"
"""As `draft.described` and `same_version` call them."""


class Seen(NamedTuple):
    """The pair in the version in which it was seen, and what it was to become: label -> text."""

    public_id: uuid.UUID
    version: int
    mine: dict[str, str]


def begin(actor: Actor, one: Mentorship, *, today: date, now: datetime) -> None:
    """Start an ordered pair whose first day has come. Only within a transaction."""
    if one.state is State.ORDERED and one.start <= today:
        one.state = after(one.state, Step.STARTED)
        record(actor, one, Step.STARTED, on=one.start, now=now)


@requires(Permission.MENTORSHIP_WRITE)
def advance(*, actor: Actor, today: date, now: datetime) -> int:
    """Bring the institution's pairs to the day: begun terms start, expired ones are closing.

    Returns:
        How many pairs changed their state.
    """
    if not (writing() or mentorships.due(today)):
        return 0  # on most days: nobody waits for a lock
    with transaction():
        found = mentorships.due(today)
        for one in found:
            _to_the_day(actor, one, today=today, now=now)
    return len(found)


def _to_the_day(actor: Actor, one: Mentorship, *, today: date, now: datetime) -> None:
    begin(actor, one, today=today, now=now)
    if one.state is State.ACTIVE and one.end < today:
        one.state = after(one.state, Step.CLOSING)
        record(actor, one, Step.CLOSING, on=one.end, now=now)


@requires(Permission.MENTORSHIP_WRITE)
def complete(
    *, actor: Actor, public_id: uuid.UUID, version: int, on: date, today: date, now: datetime
) -> Mentorship:
    """The programme is fulfilled."""
    with transaction():
        mine = {_LAST: f"{on:%d.%m.%Y}", _STATE: State.COMPLETED.label}
        one = _seen(actor, Seen(public_id, version, mine), today=today, now=now)
        if on > today or on < one.start:
            raise InputError(
                {
                    "on": [
                        f"День завершения должен быть от {one.start:%d.%m.%Y} до {today:%d.%m.%Y}."
                    ]
                }
            )
        one.state = after(one.state, Step.COMPLETED)
        one.ended_on = on
        record(actor, one, Step.COMPLETED, on=on, now=now)
    return one


@requires(Permission.MENTORSHIP_WRITE)
def end_early(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    version: int,
    on: date,
    ground: str,
    today: date,
    now: datetime,
    noticed_on: date | None = None,
) -> Mentorship:
    """End before the term, on a ground that the acts name, or on another one put in words.

    A pair whose first day has not come is cancelled: it has neither begun nor ended.
    `noticed_on`: the day of the notice of a refusal or a cancellation; None where none is due.

    Raises:
        InputError: what is missing or impossible, by field.
        RuleViolationError: it would end sooner than the notice allows.
    """
    with transaction():
        mine = {_LAST: f"{on:%d.%m.%Y}", _STATE: State.ENDED_EARLY.label}
        one = _seen(actor, Seen(public_id, version, mine), today=today, now=now)
        errors: dict[str, list[str]] = {}
        if not ground.strip():
            errors["ground"] = ["Выберите основание или опишите его словами."]
        cancelled = one.state is State.ORDERED
        if on > today or on > one.end:
            last = min(today, one.end)
            errors["on"] = [f"День прекращения не может быть позже {last:%d.%m.%Y}."]
        elif on < one.start and not cancelled:
            errors["on"] = [
                f"Наставничество началось {one.start:%d.%m.%Y}: раньше его не прекратить."
            ]
        if noticed_on and noticed_on > today:
            errors["noticed_on"] = [NOT_YET.format(noticed_on)]
        if errors:
            raise InputError(errors)
        refuse_too_soon(one, noticed_on, on, book_of(unit_of(actor), one.law_on))
        named = _ground(actor, one, GroundEvent.EARLY_END, ground)
        step = Step.CANCELLED if cancelled else Step.ENDED_EARLY
        one.state = after(one.state, step)
        one.ended_on, one.end_ground = on, named.code if named else "other"
        told = {"noticed_on": noticed_on.isoformat()} if noticed_on else {}
        record(actor, one, step, on=on, now=now, data=_grounded(named, ground) | told)
    return one


@requires(Permission.MENTORSHIP_WRITE)
def extend(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    version: int,
    until: date,
    ground: str,
    today: date,
    now: datetime,
) -> Mentorship:
    """Move the last day further, on a ground.

    The greatest term does not stop an extension on a ground that an act names; the cap on
    mentees does.
    """
    with transaction():
        mine = {_LAST: f"{until:%d.%m.%Y}"}
        one = _seen(actor, Seen(public_id, version, mine), today=today, now=now)
        errors: dict[str, list[str]] = {}
        if until <= one.end:
            errors["until"] = [f"Новая дата должна быть позже нынешней, {one.end:%d.%m.%Y}."]
        if not ground.strip():
            errors["ground"] = ["Выберите основание продления."]
        if errors:
            raise InputError(errors)
        people.lock_person(one.mentor_id)
        named = _ground(actor, one, GroundEvent.EXTENSION, ground)
        state = after(one.state, Step.EXTENDED)
        old, one.end = one.end, until
        db.session.flush()
        found = [
            finding
            for finding in _findings(actor, one, today)
            if finding.field in _TERM_FIELDS and not (named and finding.code == "term.max_months")
        ]
        if any(finding.blocks for finding in found):
            raise RuleViolationError("Срок не продлён: это нарушило бы правила.", found)
        one.state = state
        data = {**_grounded(named, ground), "from": old.isoformat(), "until": until.isoformat()}
        record(actor, one, Step.EXTENDED, on=today, now=now, findings=found, data=data)
    return one


@requires(Permission.MENTORSHIP_WRITE)
def mark_done(
    *, actor: Actor, public_id: uuid.UUID, code: str, on: date, today: date, now: datetime
) -> None:
    """A document that a deadline asks for (plan, report) is ready on the day `on`.

    A second mark of the same document changes nothing.
    """
    with transaction():
        one = _found(public_id)
        unit = unit_of(actor)
        duties = duties_of(one, book_of(unit, one.law_on), calendar_of(unit), done={})
        rule = next((duty.rule for duty in duties if duty.rule.code == code), None)
        if rule is None:
            raise NotFoundError("Акты не требуют такого документа. Обновите страницу.")
        if one.state not in LIVE | ENDED:
            raise ConflictError("Приказ ещё не издан: документам наставничества рано появляться.")
        if on > today:
            raise InputError({"on": [f"Дата {on:%d.%m.%Y} ещё не наступила."]})
        if code in done_of(events.of_mentorship(one.id)):
            return
        data = {"code": code, "title": rule.title}
        record(actor, one, Step.DONE, on=on, now=now, data=data)


@requires(Permission.MENTORSHIP_WRITE)
def discard(
    *, actor: Actor, public_id: uuid.UUID, version: int, today: date, now: datetime
) -> None:
    """Set a draft aside. It stays readable in the history of the institution.

    Of a replacement, the former pair goes on.
    """
    with transaction():
        mine = {_STATE: State.DISCARDED.label}
        one = _seen(actor, Seen(public_id, version, mine), today=today, now=now)
        one.state = after(one.state, Step.DISCARDED)
        dropped(actor, one, today=today, now=now)
        record(actor, one, Step.DISCARDED, on=today, now=now)


@requires(Permission.MENTORSHIP_WRITE)
def restore(*, actor: Actor, public_id: uuid.UUID, today: date, now: datetime) -> Mentorship:
    """Undo of `discard`."""
    with transaction():
        one = _found(public_id)
        taken_up(actor, one, today=today, now=now)
        one.state = after(one.state, Step.RESTORED)
        record(actor, one, Step.RESTORED, on=today, now=now)
    return one


def _findings(actor: Actor, one: Mentorship, today: date) -> tuple[Finding, ...]:
    case = case_of(
        one,
        on=one.law_on,
        order_on=one.order.issued_on if one.order else today,
        consents=evidence.of_rows([one])[one.id],
        others=loads_of(one.mentor, [one.id]),
        held=statuses_of([one.mentor, one.mentee]),
        group=len(mentorships.of_group(one.group_id)) if one.group_id else 1,
    )
    book = law_of(unit_of(actor), one.law_on, today)
    return check_group([case], book, begun_on([one]))[0]


def _ground(actor: Actor, one: Mentorship, event: GroundEvent, code: str) -> Ground | None:
    named = book_of(unit_of(actor), one.law_on).grounds(event)
    return next((ground for ground in named if ground.code == code), None)


def _grounded(named: Ground | None, typed: str) -> dict[str, str]:
    if named is None:
        return {"ground": typed.strip()}
    return {"ground": named.title, "act": named.cite.act, "clause": named.cite.clause}


def _seen(actor: Actor, seen: Seen, *, today: date, now: datetime) -> Mentorship:
    """The mentorship as the person saw it, brought to the day."""
    one = _found(seen.public_id)
    book = book_of(unit_of(actor), one.law_on)
    same_version(one, seen.version, book, mine=seen.mine)
    _to_the_day(actor, one, today=today, now=now)
    return one


def _found(public_id: uuid.UUID) -> Mentorship:
    one = mentorships.by_public_id(public_id)
    if one is None:
        raise NotFoundError
    return one
