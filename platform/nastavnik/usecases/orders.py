"""Orders: issue one for a pair or a group, and what it is printed from."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    RuleViolationError,
)
from nastavnik.domain.mentorship import BEFORE_ORDER, Step, after
from nastavnik.store import consent as consents
from nastavnik.store import mentorship as mentorships
from nastavnik.store import order as orders
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.order import Order
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.events import record
from nastavnik.usecases.lifecycle import begin
from nastavnik.usecases.mentorships import findings_of, unit_of
from nastavnik.usecases.order_context import order_context
from nastavnik.usecases.rulebooks import book_of

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.store.mentorship import Mentorship

APPOINTMENT = "appointment"


@requires(Permission.ORDER_ISSUE)
def preview_order(
    *, actor: Actor, public_ids: Sequence[uuid.UUID], number: str, issued_on: date, today: date
) -> tuple[Mapping[str, Any], tuple[Finding, ...]]:
    """The order's text as it would be printed, and the findings on its date; nothing is written.

    Returns:
        Context of the form `order_appointment` and the findings.
    """
    rows = _rows(public_ids)
    unit = unit_of(actor)
    book = book_of(unit, issued_on)
    found = findings_of(rows, rows, book, order_on=issued_on, today=today)
    return order_context(unit, rows, book, number=number, issued_on=issued_on), found


@requires(Permission.ORDER_ISSUE)
def issue_order(
    *,
    actor: Actor,
    public_ids: Sequence[uuid.UUID],
    number: str,
    issued_on: date,
    key: str,
    today: date,
    now: datetime,
) -> Order:
    """Issue the order; the pairs become ordered, and active if their term has begun.

    `key` is made with the form: the same form sent twice gives the same order. Mentors are
    locked, so orders that race for one mentor can't pass the cap together.

    Raises:
        InputError: no number, a taken number, a consent later than the order.
        RuleViolationError: the regulations forbid it; nothing was written.
        ConflictError: a pair already has an order or was discarded meanwhile.
    """
    with transaction():
        known = orders.by_key(actor.unit_id, key)
        if known is not None:
            return known
        rows = _locked(_rows(public_ids))
        known = orders.by_key(actor.unit_id, key)
        if known is not None:
            return known
        _issuable(actor, rows, number.strip(), issued_on)
        unit = unit_of(actor)
        book = book_of(unit, issued_on)
        findings = findings_of(rows, rows, book, order_on=issued_on, today=today)
        if any(finding.blocks for finding in findings):
            raise RuleViolationError(
                "Приказ не издан: сначала устраните нарушения и дополните сведения.", findings
            )
        order = Order(
            org_unit_id=actor.unit_id,
            org_path=actor.unit_path,
            number=number.strip(),
            year=issued_on.year,
            issued_on=issued_on,
            title="О назначении наставника",
            kind=APPOINTMENT,
            issued_by=f"{actor.name}, {actor.role.label}",
            context=_frozen(
                order_context(unit, rows, book, number=number.strip(), issued_on=issued_on)
            ),
            idempotency_key=key,
        )
        db.session.add(order)
        db.session.flush()
        for one in rows:
            one.state = after(one.state, Step.ORDER_ISSUED)
            one.order_id, one.law_on = order.id, issued_on
            data = {"number": order.number, "issued_on": issued_on.isoformat()}
            record(
                actor, one, Step.ORDER_ISSUED, on=issued_on, now=now, findings=findings, data=data
            )
            begin(actor, one, today=today, now=now)
    return order


@requires(Permission.ORDER_PRINT)
def order_to_print(*, actor: Actor, public_id: uuid.UUID) -> Order:
    """An issued order with the context it was issued with, so that a reprint never changes."""
    order = orders.by_public_id(public_id)
    if order is None or order.org_unit_id != actor.unit_id:
        raise NotFoundError
    return order


@requires(Permission.ORDER_PRINT)
def latest_orders(*, actor: Actor, limit: int = 50) -> Sequence[Order]:
    """The institution's orders, the newest first."""
    return [one for one in orders.latest(limit) if one.org_unit_id == actor.unit_id]


def _rows(public_ids: Sequence[uuid.UUID]) -> list[Mentorship]:
    rows = [mentorships.by_public_id(one) for one in dict.fromkeys(public_ids)]
    found = [one for one in rows if one is not None]
    if not found or len(found) < len(rows):
        raise NotFoundError
    return found


def _locked(rows: Sequence[Mentorship]) -> list[Mentorship]:
    """The rows read anew under locks of their mentors, taken in one order to avoid deadlocks."""
    for mentor_id in sorted({one.mentor_id for one in rows}):
        people.lock_person(mentor_id)
    for one in rows:
        db.session.refresh(one)
    return list(rows)


def _issuable(actor: Actor, rows: Sequence[Mentorship], number: str, issued_on: date) -> None:
    for one in rows:
        if one.state not in BEFORE_ORDER:
            after(one.state, Step.ORDER_ISSUED)
    if len({one.group_id for one in rows}) > 1:
        raise ConflictError("Одним приказом оформляется одна пара или одна группа.")
    if not number:
        raise InputError({"number": ["Укажите номер приказа, например 118-к."]})
    if orders.number_taken(actor.unit_id, issued_on.year, number):
        raise InputError(
            {
                "number": [
                    f"Приказ № {number} за {issued_on.year} год уже есть. Укажите другой номер."
                ]
            }
        )
    late = [
        paper
        for paper in consents.of_mentorships([one.id for one in rows])
        if paper.withdrawn_on is None and paper.given_on > issued_on
    ]
    if late:
        signed = f"{late[0].given_on:%d.%m.%Y}"
        text = f"Согласие подписано {signed}: приказ не может быть раньше. Исправьте дату приказа."
        raise InputError({"issued_on": [text]})


def _frozen(context: Mapping[str, Any]) -> dict[str, Any]:
    """Dates as ISO text, so that the context fits JSON; forms read both."""

    def plain(value: object) -> object:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Mapping):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(one) for one in value]
        return value

    return {key: plain(value) for key, value in context.items()}
