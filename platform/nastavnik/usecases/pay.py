"""What people earn and when they are away: entered, read, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.allowance import Base
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.domain.month import Month
from nastavnik.store import pay as payroll
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.pay import PersonAbsence, PersonPay, WageSum
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires

BASES: Final = (Base.SALARY, Base.SALARY_WITH_LOAD)
"""What is entered for a person; the minimum wage is one for the whole institution."""
_LARGEST: Final = 100_000_000_00
_LETTERS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCard:
    """A person with every sum and absence, the latest first."""

    person: Person
    pay: Sequence[PersonPay]
    absences: Sequence[PersonAbsence]


@requires(Permission.ALLOWANCE_READ)
def pay_card(*, actor: Actor, public_id: uuid.UUID) -> PayCard:
    """NotFoundError for a person of another institution."""
    del actor
    person = _person(public_id)
    return PayCard(
        person=person,
        pay=payroll.pay_of([person.id])[::-1],
        absences=payroll.absences_of([person.id])[::-1],
    )


@requires(Permission.ALLOWANCE_WRITE)
def enter_pay(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    base: Base,
    kopecks: int,
    first_on: date,
    last_on: date | None = None,
) -> PersonPay:
    """A monthly sum from a day on; what was paid before ends by itself.

    Raises:
        InputError: by field; of a second sum of the same base from the same day too.
    """
    with transaction():
        person = _person(public_id)
        people.lock_person(person.id)
        errors = _span(first_on, last_on)
        if base not in BASES:
            errors["base"] = ["Выберите, что это за сумма."]
        if not 0 < kopecks <= _LARGEST:
            errors["kopecks"] = ["Введите сумму за месяц в рублях: больше нуля."]
        same = [
            one
            for one in payroll.pay_of([person.id])
            if one.base == base.value and one.first_on == first_on
        ]
        if same:
            errors["first_on"] = [
                f"С {first_on:%d.%m.%Y} сумма уже внесена. Уберите её или укажите другой день."
            ]
        if errors:
            raise InputError(errors)
        row = PersonPay(
            org_unit_id=actor.unit_id,
            org_path=actor.unit_path,
            person_id=person.id,
            base=base.value,
            kopecks=kopecks,
            first_on=first_on,
            last_on=last_on,
            recorded_by=actor.name,
        )
        db.session.add(row)
        db.session.flush()
    return row


@requires(Permission.ALLOWANCE_WRITE)
def enter_many(*, actor: Actor, sums: Mapping[tuple[uuid.UUID, Base], int], first_on: date) -> int:
    """Sums of several people from one day, all or none; returns how many.

    Raises:
        InputError: a person's messages under «<key of the person>», others by field.
    """
    with transaction():
        for (public_id, base), kopecks in sums.items():
            try:
                enter_pay(
                    actor=actor,
                    public_id=public_id,
                    base=base,
                    kopecks=kopecks,
                    first_on=first_on,
                )
            except InputError as error:
                told = [text for texts in error.errors.values() for text in texts]
                raise InputError({f"{public_id}": told}) from error
    return len(sums)


@requires(Permission.ALLOWANCE_WRITE)
def remove_pay(*, actor: Actor, public_id: uuid.UUID) -> None:
    """Take a sum back, as one entered by mistake; approved sheets stay as they are."""
    del actor
    with transaction():
        row = payroll.pay_by_public_id(public_id)
        if row is None:
            raise NotFoundError("Этой суммы уже нет: возможно, её убрал другой человек.")
        db.session.delete(row)


@requires(Permission.ALLOWANCE_WRITE)
def enter_absence(
    *, actor: Actor, public_id: uuid.UUID, first_on: date, last_on: date, reason: str
) -> PersonAbsence:
    """Days off work, both included. Raises InputError by field."""
    with transaction():
        person = _person(public_id)
        errors = _span(first_on, last_on)
        told = " ".join(reason.split())
        if not told:
            errors["reason"] = ["Напишите причину: болезнь, отпуск, командировка."]
        if len(told) > _LETTERS:
            errors["reason"] = [f"Причина длиннее {_LETTERS} знаков. Сократите её."]
        if any(
            one.first_on == first_on and one.last_on == last_on
            for one in payroll.absences_of([person.id])
        ):
            errors["first_on"] = ["Эти дни уже внесены."]
        if errors:
            raise InputError(errors)
        row = PersonAbsence(
            org_unit_id=actor.unit_id,
            org_path=actor.unit_path,
            person_id=person.id,
            first_on=first_on,
            last_on=last_on,
            reason=told,
            recorded_by=actor.name,
        )
        db.session.add(row)
        db.session.flush()
    return row


@requires(Permission.ALLOWANCE_WRITE)
def remove_absence(*, actor: Actor, public_id: uuid.UUID) -> None:
    """Take an absence back; approved sheets stay as they are."""
    del actor
    with transaction():
        row = payroll.absence_by_public_id(public_id)
        if row is None:
            raise NotFoundError("Этой записи уже нет: возможно, её убрал другой человек.")
        db.session.delete(row)


@requires(Permission.ALLOWANCE_WRITE)
def enter_wage_sum(*, actor: Actor, kind: str, month: Month, kopecks: int) -> WageSum:
    """The wage fund of the month, or the minimum wage from it on; a second one replaces it.

    Raises:
        InputError: under `kopecks`.
    """
    with transaction():
        if not 0 < kopecks <= _LARGEST * 100:
            raise InputError({"kopecks": ["Введите сумму за месяц в рублях: больше нуля."]})
        kept = [one for one in payroll.sums_until(month.code) if one.month == month.code]
        row = next((one for one in kept if one.kind == kind), None) or WageSum(
            org_unit_id=actor.unit_id, org_path=actor.unit_path, kind=kind, month=month.code
        )
        row.kopecks, row.recorded_by = kopecks, actor.name
        db.session.add(row)
        db.session.flush()
    return row


def _person(public_id: uuid.UUID) -> Person:
    person = people.by_public_id(public_id)
    if person is None:
        raise NotFoundError
    return person


def _span(first_on: date, last_on: date | None) -> dict[str, list[str]]:
    if last_on and last_on < first_on:
        return {"last_on": [f"Последний день раньше первого ({first_on:%d.%m.%Y})."]}
    return {}
