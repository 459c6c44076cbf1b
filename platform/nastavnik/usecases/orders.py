"""Orders: issue one for a pair or a group, and what it is printed from."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    RuleViolationError,
)
from nastavnik.domain.mentorship import Step, after
from nastavnik.domain.report import checksum
from nastavnik.regions.registry import region
from nastavnik.store import mentorship as mentorships
from nastavnik.store import order as orders
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.order import Order
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.completeness import order_states
from nastavnik.usecases.events import record
from nastavnik.usecases.judging import findings_of
from nastavnik.usecases.lifecycle import begin
from nastavnik.usecases.mentorships import unit_of, with_group
from nastavnik.usecases.order_context import order_context, replacing
from nastavnik.usecases.rulebooks import book_of
from nastavnik.usecases.succession import carry_out, notices, pending

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.person import Called
    from nastavnik.store.replacement import Replacement

APPOINTMENT: Final = "appointment"
REPLACEMENT: Final = "replacement"
_TITLES: Final = {
    APPOINTMENT: "О назначении наставника",
    REPLACEMENT: "О замене наставника",
}
_LONGEST_NUMBER: Final = 64
_EARLIEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Checked:
    """An order as it would be printed, not issued. `seal` is of everything that is read in it.

    `kind` tells the form: `order_<kind>`; `links` are the replacements that it carries out.
    """

    context: Mapping[str, Any]
    findings: tuple[Finding, ...]
    kind: str = APPOINTMENT
    links: Mapping[int, Replacement] = field(default_factory=dict)

    @property
    def seal(self) -> str:
        """Changes with the text, the people or a finding."""
        found = [finding.as_dict() for finding in self.findings]
        return checksum(frozen(self.context), {"findings": found})


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list, with mentor and mentee of each pair that it is about."""

    order: Order
    pairs: Sequence[tuple[Called, Called]]


@requires(Permission.ORDER_ISSUE)
def preview_order(
    *, actor: Actor, public_ids: Sequence[uuid.UUID], number: str, issued_on: date, today: date
) -> Checked:
    """The order's text as it would be printed, and the findings on its date; nothing is written.

    Drafts in place of live pairs get an order of a replacement.
    """
    return _checked(actor, _rows(public_ids), number.strip(), issued_on, today)


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
    seal: str = "",
) -> Order:
    """Issue the order; the pairs become ordered, and active if their term has begun.

    Pairs in whose place they come end in the same transaction.

    `key` is made with the form: the same form sent twice gives the same order. `seal`, if given,
    is of the order that was read before. Mentors are locked, so orders that race for one mentor
    can't pass the cap together.

    Raises:
        InputError: no number, a taken number, an impossible day.
        RuleViolationError: the regulations forbid it; nothing was written.
        ConflictError: a pair already has an order or was discarded meanwhile; the order is no
            longer what was read; the key has issued something else.
    """
    with transaction():
        rows = _locked(_rows(public_ids))
        if known := _issued_before(actor, key, rows, number.strip(), issued_on):
            return known
        _issuable(actor, rows, number.strip(), issued_on, today=today)
        checked = _checked(actor, rows, number.strip(), issued_on, today)
        _lawful(checked, seal)
        order = _new_order(actor, checked, number.strip(), issued_on, key)
        db.session.add(order)
        db.session.flush()
        carry_out(actor, checked.links, order, today=today, now=now)
        for one in rows:
            _ordered(actor, one, order, checked.findings, now=now)
            begin(actor, one, today=today, now=now)
        db.session.flush()
        mentorships.read_anew(rows)  # they have an order now
    return order


def _checked(
    actor: Actor, rows: Sequence[Mentorship], number: str, issued_on: date, today: date
) -> Checked:
    unit = unit_of(actor)
    book = book_of(unit, issued_on)
    links = pending(rows)
    kind = REPLACEMENT if links else APPOINTMENT
    context = order_context(unit, rows, book, number=number, issued_on=issued_on)
    if links:
        replacing(context, [links.get(one.id) for one in rows], book)
    stated = order_states(region(unit.region).form(f"order_{kind}"), context)
    found = findings_of(rows, book, order_on=issued_on, today=today, order=stated)
    return Checked(context, (*found, *notices(links, unit)), kind, links)


def _issued_before(
    actor: Actor, key: str, rows: Sequence[Mentorship], number: str, issued_on: date
) -> Order | None:
    """What this very form has issued already. ConflictError if it asks for something else now."""
    known = orders.by_key(actor.unit_id, key)
    if known is None:
        return None
    foreign = any(one.order_id != known.id for one in rows)
    if foreign or (known.number, known.issued_on) != (number, issued_on):
        raise ConflictError(
            f"С этой страницы уже издан приказ № {known.number} от {known.issued_on:%d.%m.%Y}, "
            "а сейчас отправлено другое. Второй приказ не издан: откройте пару и начните заново."
        )
    return known


def _lawful(checked: Checked, seal: str) -> None:
    """Raises ConflictError if it is not what was read, RuleViolationError if an act forbids it."""
    if seal and seal != checked.seal:
        raise ConflictError(_overtaken(checked.findings))
    if any(finding.blocks for finding in checked.findings):
        raise RuleViolationError(
            "Приказ не издан: сначала устраните нарушения и дополните сведения.", checked.findings
        )


def _ordered(
    actor: Actor, one: Mentorship, order: Order, findings: Sequence[Finding], *, now: datetime
) -> None:
    """The pair has its order, and the law of its day."""
    one.state = after(one.state, Step.ORDER_ISSUED)
    one.order_id, one.law_on = order.id, order.issued_on
    data = {"number": order.number, "issued_on": order.issued_on.isoformat()}
    record(
        actor, one, Step.ORDER_ISSUED, on=order.issued_on, now=now, findings=findings, data=data
    )


def _overtaken(findings: Sequence[Finding]) -> str:
    """Why the order that was read can't be issued as it was read."""
    if any(finding.blocks for finding in findings):
        return (
            "Пока вы проверяли приказ, записали что-то ещё — например, другой приказ этому "
            "наставнику, — и теперь правила не дают издать этот. Ничего не записано."
        )
    return (
        "Пока вы проверяли приказ, его текст или замечания изменились. Ничего не записано: "
        "прочтите приказ ещё раз и издайте."
    )


def _new_order(actor: Actor, checked: Checked, number: str, issued_on: date, key: str) -> Order:
    return Order(
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        number=number,
        year=issued_on.year,
        issued_on=issued_on,
        title=_TITLES[checked.kind],
        kind=checked.kind,
        issued_by=f"{actor.name}, {actor.role.label}",
        context=frozen(checked.context),
        idempotency_key=key,
    )


@requires(Permission.ORDER_PRINT)
def order_to_print(*, actor: Actor, public_id: uuid.UUID) -> Order:
    """An issued order with the context it was issued with, so that a reprint never changes."""
    order = orders.by_public_id(public_id)
    if order is None or order.org_unit_id != actor.unit_id:
        raise NotFoundError
    return order


@requires(Permission.ORDER_PRINT)
def listed(*, actor: Actor, offset: int = 0, limit: int = 50) -> tuple[list[OrderRow], int]:
    """A page of the institution's orders with their pairs, the newest first, and how many."""
    del actor
    found = orders.latest(offset=offset, limit=limit)
    pairs = mentorships.names_by_order([one.id for one in found])
    rows = [OrderRow(order=one, pairs=pairs[one.id]) for one in found]
    whole = len(found) < limit and (found or not offset)
    return rows, offset + len(found) if whole else orders.count()


@requires(Permission.ORDER_PRINT)
def pairs_of(*, actor: Actor, order: Order) -> Sequence[Mentorship]:
    """Pairs that the order was issued for."""
    del actor
    return mentorships.of_order(order.id)


@requires(Permission.ORDER_ISSUE)
def replaced(*, actor: Actor, rows: Sequence[Mentorship]) -> Sequence[Mentorship]:
    """Live pairs in whose place the drafts come: the order ends them."""
    del actor
    return [link.former for link in pending(rows).values()]


@requires(Permission.ORDER_ISSUE)
def together(*, actor: Actor, public_id: uuid.UUID) -> Sequence[Mentorship]:
    """The pair and the other drafts of its group: what one order is issued for."""
    del actor
    return with_group(_rows([public_id])[0])


def _rows(public_ids: Sequence[uuid.UUID]) -> list[Mentorship]:
    known = {one.public_id: one for one in mentorships.by_public_ids(public_ids)}
    if not known or known.keys() < set(public_ids):
        raise NotFoundError
    return [known[one] for one in dict.fromkeys(public_ids)]


def _locked(rows: Sequence[Mentorship]) -> list[Mentorship]:
    """The rows read anew under locks of their mentors, taken in one order to avoid deadlocks.

    Pairs in whose place they come are read and locked with them.
    """
    formers = [link.former for link in pending(rows).values()]
    for mentor_id in sorted({one.mentor_id for one in (*rows, *formers)}):
        people.lock_person(mentor_id)
    mentorships.read_anew((*rows, *formers))
    return list(rows)


def _issuable(
    actor: Actor, rows: Sequence[Mentorship], number: str, issued_on: date, *, today: date
) -> None:
    for one in rows:
        after(one.state, Step.ORDER_ISSUED)
    if len({one.group_id for one in rows}) > 1:
        raise ConflictError("Одним приказом оформляется одна пара или одна группа.")
    errors = {
        "number": number_faults(actor, number, issued_on.year),
        "issued_on": _date_faults(rows, issued_on, today),
    }
    if any(errors.values()):
        raise InputError({field: found for field, found in errors.items() if found})


def number_faults(actor: Actor, number: str, year: int) -> list[str]:
    """What is wrong with the number of a new order of the year."""
    if not number:
        return ["Укажите номер приказа, например 118-к."]
    if len(number) > _LONGEST_NUMBER:
        return [f"Номер длиннее {_LONGEST_NUMBER} знаков. Укажите только номер, без даты."]
    if orders.number_taken(actor.unit_id, year, number):
        return [f"Приказ № {number} за {year} год уже есть. Укажите другой номер."]
    return []


def _date_faults(rows: Sequence[Mentorship], issued_on: date, today: date) -> list[str]:
    if issued_on > today:
        text = "Приказ датируют днём подписания; намеченный день указывают в черновике."
        return [f"Дата {issued_on:%d.%m.%Y} ещё не наступила. {text}"]
    start, end = min(one.start for one in rows), min(one.end for one in rows)
    if issued_on > end:
        return [f"Приказ не может быть позже окончания срока, {end:%d.%m.%Y}."]
    if issued_on < start - _EARLIEST:
        return [f"Приказ больше чем за год до начала срока, {start:%d.%m.%Y}. Проверьте год."]
    return []


def frozen(context: Mapping[str, Any]) -> dict[str, Any]:
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
