"""Decisions of the institution about allowances that an act gives «up to» a limit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.allowance import Fixed, Percent, UpTo, of_base
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.store import allowance as store
from nastavnik.store import person as people
from nastavnik.store.allowance import AllowanceDecision
from nastavnik.store.db import db
from nastavnik.store.entered import by_public_id
from nastavnik.store.person import Named
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.rulebooks import book_of

if TYPE_CHECKING:
    from nastavnik.domain.allowance import Allowance

_NUMBER: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Upper:
    """An allowance whose size the institution decides: the most that it may, and the source."""

    rule: Allowance
    act_title: str

    @property
    def percents(self) -> bool:
        """Is the limit a percent; else it is a sum."""
        return isinstance(self.rule.amount, UpTo) and isinstance(self.rule.amount.limit, Percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Everything for the page: the decisions, what may be decided, and whom."""

    rows: Sequence[AllowanceDecision]
    uppers: tuple[Upper, ...]
    people: Mapping[int, Named]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionInput:
    """A decision as typed; `person_id` None: of everyone. One of the amounts is given."""

    code: str
    person_id: uuid.UUID | None
    hundredths: int | None
    kopecks: int | None
    order_number: str
    order_on: date
    first_on: date
    last_on: date | None = None


@requires(Permission.ALLOWANCE_READ)
def decided(*, actor: Actor, on: date) -> Decided:
    """The decisions and what the rules of the day leave to decide."""
    return Decided(
        rows=store.decisions(),
        uppers=_uppers(actor, on),
        people={one.id: one for one in people.names([actor.unit_path])},
    )


@requires(Permission.ALLOWANCE_READ)
def decision(*, actor: Actor, public_id: uuid.UUID) -> AllowanceDecision:
    """A decision. NotFoundError where it is gone."""
    del actor
    return _found(public_id)


@requires(Permission.ALLOWANCE_WRITE)
def decide(*, actor: Actor, values: DecisionInput) -> AllowanceDecision:
    """Write a decision down. Raises InputError by field."""
    with transaction():
        row = AllowanceDecision(org_unit_id=actor.unit_id, org_path=actor.unit_path)
        _write(actor, row, values)
        db.session.add(row)
        db.session.flush()
    return row


@requires(Permission.ALLOWANCE_WRITE)
def change(
    *, actor: Actor, public_id: uuid.UUID, version: int, values: DecisionInput
) -> AllowanceDecision:
    """Correct a decision that was seen in `version`; approved sheets stay as they are.

    Raises:
        InputError: by field.
        ConflictError: somebody has corrected it meanwhile.
    """
    with transaction():
        row = _seen(public_id, version)
        _write(actor, row, values)
    return row


@requires(Permission.ALLOWANCE_WRITE)
def withdraw(*, actor: Actor, public_id: uuid.UUID, version: int) -> None:
    """Take a decision entered by mistake back. Raises ConflictError as `change`."""
    del actor
    with transaction():
        db.session.delete(_seen(public_id, version))


def _found(public_id: uuid.UUID) -> AllowanceDecision:
    row = by_public_id(AllowanceDecision, public_id)
    if row is None:
        raise NotFoundError("Этого решения уже нет: возможно, его убрал другой человек.")
    return row


def _seen(public_id: uuid.UUID, version: int) -> AllowanceDecision:
    row = _found(public_id)
    if row.version != version:
        until = f" по {row.last_on:%d.%m.%Y}" if row.last_on else ""
        raise ConflictError(
            f"Пока вы работали, это решение исправил другой человек: {row.recorded_by}. "
            "Ваш вариант не записан.",
            theirs={
                "Размер": row.amount.text,
                "Срок": f"с {row.first_on:%d.%m.%Y}{until}",
                "Приказ": row.order,
            },
        )
    return row


def _write(actor: Actor, row: AllowanceDecision, values: DecisionInput) -> None:
    """Put what was typed into the row. Raises InputError by field."""
    person = people.by_public_id(values.person_id) if values.person_id else None
    errors = _errors(values, _uppers(actor, values.first_on))
    if values.person_id and person is None:
        errors["person"] = ["Выберите человека из списка."]
    if _already(values, person.id if person else None, row.id):
        errors["order_number"] = ["Решение этого приказа о том же и с того же дня уже внесено."]
    if errors:
        raise InputError(errors)
    row.person_id = person.id if person else None
    row.code, row.hundredths, row.kopecks = values.code, values.hundredths, values.kopecks
    row.order_number, row.order_on = values.order_number.strip(), values.order_on
    row.first_on, row.last_on = values.first_on, values.last_on
    row.recorded_by = actor.name


def _uppers(actor: Actor, on: date) -> tuple[Upper, ...]:
    book = book_of(unit_of(actor), on)
    return tuple(
        Upper(rule=rule, act_title=book.act_title(rule.cite))
        for rule in book.allowances
        if isinstance(rule.amount, UpTo)
    )


def _already(values: DecisionInput, person_id: int | None, own: int | None) -> bool:
    """A second click of the same form is not a second decision; `own`: id of the corrected one."""
    wanted = (values.code, person_id, values.first_on, values.order_number.strip())
    return any(
        (one.code, one.person_id, one.first_on, one.order_number) == wanted
        for one in store.decisions()
        if one.id != own
    )


def _errors(values: DecisionInput, uppers: Sequence[Upper]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    number = values.order_number.strip()
    if not number:
        errors["order_number"] = ["Укажите номер приказа."]
    elif len(number) > _NUMBER:
        errors["order_number"] = [f"Номер длиннее {_NUMBER} знаков. Сократите его."]
    if values.last_on and values.last_on < values.first_on:
        errors["last_on"] = [f"Последний день раньше первого ({values.first_on:%d.%m.%Y})."]
    upper = next((one for one in uppers if one.rule.code == values.code), None)
    if upper is None:
        errors["code"] = ["Выберите выплату, размер которой решает организация."]
        return errors
    if (values.hundredths is None) == (values.kopecks is None):
        errors["amount"] = ["Укажите процент или сумму — что-то одно."]
    elif above := _above(values, upper):
        errors["amount"] = [above]
    return errors


def _above(values: DecisionInput, upper: Upper) -> str:
    """The refusal of more than the act allows; a sum against a percent is told by the sheet."""
    rule = upper.rule
    limit = rule.amount.limit if isinstance(rule.amount, UpTo) else Fixed(0)
    given = values.hundredths if isinstance(limit, Percent) else values.kopecks
    most = limit.hundredths if isinstance(limit, Percent) else limit.kopecks
    if given is None or given <= most:
        return ""
    amount = Percent(given) if isinstance(limit, Percent) else Fixed(given)
    point = "п. " if rule.cite.clause[:1].isdigit() else ""
    return (
        f"{amount.text} больше, чем позволяет акт: до {of_base(limit, rule.base)} "
        f"(«{upper.act_title}», {point}{rule.cite.clause})."
    )
