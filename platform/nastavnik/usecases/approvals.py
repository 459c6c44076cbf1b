"""Approvals before the order: steps that the acts ask for, marked by the curator with evidence.

A mark is an event of the mentorship: it is only ever added to, and a mark taken back stays.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.approval import PREFIX, Approval, Approved
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.domain.mentorship import Step, after
from nastavnik.store import event as events
from nastavnik.store import mentorship as mentorships
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.events import record
from nastavnik.usecases.rulebooks import book_of

if TYPE_CHECKING:
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.resolve import Step as Traced
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.event import MentorshipEvent
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.territory import Mark

KINDS: Final = (Step.APPROVED.value, Step.APPROVAL_WITHDRAWN.value)
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step of one mentorship: its rule, how it is marked, what is wrong with it."""

    rule: Approval
    act_title: str
    approved: Approved | None
    by: str
    finding: Finding | None
    trace: tuple[Traced, ...] = ()
    """Steps add up across the layers: there is nothing to compare."""

    @property
    def cite(self) -> Cite:
        """Act and clause."""
        return self.rule.cite

    @property
    def quote(self) -> str:
        """Words of the clause."""
        return self.rule.quote


def approved_of(history: Iterable[MentorshipEvent | Mark]) -> tuple[Approved, ...]:
    """Steps that stand as marked after these events."""
    return tuple(mark for mark, _ in _marks(history).values())


def _marks(history: Iterable[MentorshipEvent | Mark]) -> dict[str, tuple[Approved, str]]:
    """Code -> the mark that stands, and who made it."""
    found: dict[str, tuple[Approved, str]] = {}
    for event in sorted(history, key=lambda one: (one.at, one.id)):
        code = str(event.data.get("approval", ""))
        if event.kind == Step.APPROVED:
            mark = Approved(code=code, on=event.on, number=str(event.data.get("evidence", "")))
            found[code] = mark, event.actor_name
        elif event.kind == Step.APPROVAL_WITHDRAWN:
            found.pop(code, None)
    return found


def approvals_of(ids: Sequence[int]) -> dict[int, tuple[Approved, ...]]:
    """Id of each mentorship -> its marked steps; one statement."""
    history: dict[int, list[MentorshipEvent]] = {one: [] for one in ids}
    for event in events.of_mentorships(ids, KINDS):
        history[event.mentorship_id].append(event)
    return {one: approved_of(found) for one, found in history.items()}


def stages_of(
    one: Mentorship,
    book: RuleBook,
    history: Sequence[MentorshipEvent],
    findings: Iterable[Finding],
) -> tuple[Stage, ...]:
    """The steps of the pair in their order."""
    marks = _marks(history)
    faults = {found.code: found for found in findings}
    return tuple(
        Stage(
            rule=rule,
            act_title=book.act_title(rule.cite),
            approved=marks[rule.code][0] if rule.code in marks else None,
            by=marks[rule.code][1] if rule.code in marks else "",
            finding=faults.get(f"{PREFIX}{rule.code}"),
        )
        for rule in sorted(book.approvals(one.kind, one.form), key=lambda rule: rule.step)
    )


@requires(Permission.CONSENT_WRITE)
def approve(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    code: str,
    on: date,
    number: str,
    today: date,
    now: datetime,
) -> None:
    """Note that a step is done: the day and the number of its evidence. A new note replaces.

    Raises:
        InputError: the day is in the future, a protocol without a number.
        ConflictError: the order is issued already.
    """
    with transaction():
        one = _found(public_id)
        rule = _rule(one, code, today)
        errors: dict[str, list[str]] = {}
        if on > today:
            errors["on"] = [f"Дата {on:%d.%m.%Y} ещё не наступила. Укажите день документа."]
        if rule.evidence.numbered and not number.strip():
            errors["number"] = [f"Укажите номер: нужен {rule.evidence.label}."]
        elif len(number.strip()) > _LONGEST:
            errors["number"] = [f"Номер длиннее {_LONGEST} знаков. Укажите только номер."]
        if errors:
            raise InputError(errors)
        one.state = after(one.state, Step.APPROVED)
        data = {"approval": rule.code, "title": rule.title, "evidence": number.strip()}
        record(actor, one, Step.APPROVED, on=on, now=now, data=data)


@requires(Permission.CONSENT_WRITE)
def withdraw_approval(
    *, actor: Actor, public_id: uuid.UUID, code: str, today: date, now: datetime
) -> None:
    """Take a mark back; one that does not stand changes nothing."""
    with transaction():
        one = _found(public_id)
        rule = _rule(one, code, today)
        if code in {mark.code for mark in approvals_of([one.id])[one.id]}:
            _withdraw(actor, one, rule.code, rule.title, today=today, now=now)


def withdraw_approvals(actor: Actor, one: Mentorship, *, today: date, now: datetime) -> None:
    """Take back what was approved for other people. Only within a transaction."""
    for mark in approvals_of([one.id])[one.id]:
        _withdraw(actor, one, mark.code, "изменились участники", today=today, now=now)


def _withdraw(
    actor: Actor, one: Mentorship, code: str, title: str, *, today: date, now: datetime
) -> None:
    one.state = after(one.state, Step.APPROVAL_WITHDRAWN)
    data = {"approval": code, "title": title}
    record(actor, one, Step.APPROVAL_WITHDRAWN, on=today, now=now, data=data)


def _rule(one: Mentorship, code: str, today: date) -> Approval:
    unit = db.session.get_one(OrgUnit, one.org_unit_id)
    book = book_of(unit, one.planned_order_on or today)
    rules = (rule for rule in book.approvals(one.kind, one.form) if rule.code == code)
    found = next(rules, None)
    if found is None:
        raise NotFoundError("Акты не требуют такого согласования. Обновите страницу.")
    return found


def _found(public_id: uuid.UUID) -> Mentorship:
    one = mentorships.by_public_id(public_id)
    if one is None:
        raise NotFoundError
    return one
