"""What people earn and when they are away: entered, read, corrected, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.allowance import Base
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.money import rubles
from nastavnik.domain.month import Month
from nastavnik.store import pay as payroll
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.entered import by_public_id
from nastavnik.store.pay import PersonAbsence, PersonPay, WageSum
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.pay_input import AbsenceInput, Input, PayInput, by_field, wage_faults

SUM: Final = "Сумма за месяц, ₽"
Kind = type[PayInput] | type[AbsenceInput]
Row = PersonPay | PersonAbsence


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
        pay=payroll.entries_of(PersonPay, [person.id])[::-1],
        absences=payroll.entries_of(PersonAbsence, [person.id])[::-1],
    )


@requires(Permission.ALLOWANCE_READ)
def entry(*, actor: Actor, kind: Kind, public_id: uuid.UUID) -> Row:
    """A sum or an absence. NotFoundError where it is gone."""
    del actor
    return _entry(kind, public_id)


@requires(Permission.ALLOWANCE_WRITE)
def enter(*, actor: Actor, public_id: uuid.UUID, values: Input) -> Row:
    """Write a sum or an absence of the person down.

    Raises:
        InputError: by field; of a second sum of the same base from the same day too.
    """
    with transaction():
        person = _person(public_id)
        _check(values, person.id)
        row: Row = values.model(
            org_unit_id=actor.unit_id,
            org_path=actor.unit_path,
            person_id=person.id,
            recorded_by=actor.name,
            **values.columns(),
        )
        db.session.add(row)
        db.session.flush()
    return row


@requires(Permission.ALLOWANCE_WRITE)
def change(*, actor: Actor, public_id: uuid.UUID, version: int, values: Input) -> Row:
    """Correct what was seen in `version`; approved sheets stay as they are.

    Raises:
        InputError: by field.
        ConflictError: somebody has corrected it meanwhile; carries both versions.
    """
    with transaction():
        row = _seen(type(values), public_id, version, mine=values.told())
        _check(values, row.person_id, row.id)
        for name, value in values.columns().items():
            setattr(row, name, value)
        row.recorded_by = actor.name
    return row


@requires(Permission.ALLOWANCE_WRITE)
def remove(*, actor: Actor, kind: Kind, public_id: uuid.UUID, version: int) -> None:
    """Take it back, as entered by mistake; approved sheets stay. Raises as `change`."""
    del actor
    with transaction():
        db.session.delete(_seen(kind, public_id, version))


@requires(Permission.ALLOWANCE_WRITE)
def enter_many(*, actor: Actor, sums: Mapping[tuple[uuid.UUID, Base], int], first_on: date) -> int:
    """Sums of several people from one day, all or none; returns how many.

    Raises:
        InputError: a person's messages under «<key of the person>», others by field.
    """
    with transaction():
        for (public_id, base), kopecks in sums.items():
            values = PayInput(base=base, kopecks=kopecks, first_on=first_on)
            try:
                enter(actor=actor, public_id=public_id, values=values)
            except InputError as error:
                told = [text for texts in error.errors.values() for text in texts]
                raise InputError({f"{public_id}": told}) from error
    return len(sums)


@requires(Permission.ALLOWANCE_READ)
def wage_sums(*, actor: Actor, month: Month) -> Mapping[str, WageSum]:
    """The wage fund of the month and the minimum wage that holds in it, as far as entered."""
    del actor
    return {one.kind: one for one in payroll.sums_until(month.code)}


@requires(Permission.ALLOWANCE_WRITE)
def enter_wage_sum(
    *, actor: Actor, kind: str, month: Month, kopecks: int, version: int
) -> WageSum:
    """The wage fund of the month, or the minimum wage from it on; a second one replaces it.

    `version`: of the sum of the very month that was seen, 0 for none.

    Raises:
        InputError: under `kopecks`.
        ConflictError: somebody has entered or corrected it meanwhile.
    """
    with transaction():
        if faults := wage_faults(kopecks):
            raise InputError(faults)
        row = wage_sums(actor=actor, month=month).get(kind)
        if row is None or row.month != month.code:
            row = WageSum(
                org_unit_id=actor.unit_id, org_path=actor.unit_path, kind=kind, month=month.code
            )
        elif row.version != version:
            raise ConflictError(
                f"Пока вы работали, эту сумму внёс другой человек: {row.recorded_by}. "
                "Ваш вариант не записан.",
                mine={SUM: rubles(kopecks)},
                theirs={SUM: rubles(row.kopecks)},
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


def _entry(kind: Kind, public_id: uuid.UUID) -> Row:
    row: Row | None = by_public_id(kind.model, public_id)
    if row is None:
        raise NotFoundError(kind.gone)
    return row


def _seen(
    kind: Kind, public_id: uuid.UUID, version: int, mine: Mapping[str, str] | None = None
) -> Row:
    people.lock_person(_entry(kind, public_id).person_id)
    row = _entry(kind, public_id)
    if row.version != version:
        raise ConflictError(
            f"Пока вы работали, эту запись исправил другой человек: {row.recorded_by}. "
            "Ваш вариант не записан.",
            mine=mine,
            theirs=kind.of(row).told(),
        )
    return row


def _check(values: Input, person_id: int, own: int | None = None) -> None:
    """Raises InputError by field. The person is locked: two equal entries can't both pass."""
    people.lock_person(person_id)
    kept = [one for one in payroll.entries_of(values.model, [person_id]) if one.id != own]
    if faults := by_field(values.faults(kept)):
        raise InputError(faults)
