"""Salaries and absences of the demo's people, and the sheet of the last month, approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from nastavnik.domain.allowance import Base
from nastavnik.domain.month import Month
from nastavnik.usecases import allowances, pay
from nastavnik.usecases.pay_input import AbsenceInput, PayInput

if TYPE_CHECKING:
    from nastavnik.domain.access import Actor
    from nastavnik.regions.demo_file import DemoUnit
    from nastavnik.store.person import Person

_KOPECKS: Final = 100
_SINCE: Final = timedelta(days=400)


def enter(*, actor: Actor, unit: DemoUnit, people: Mapping[str, Person], today: date) -> None:
    """What the institution's file says of money; `actor` keeps the data. In a transaction."""
    for one in unit.people:
        card = people[one.ref].public_id
        if one.salary:
            salary = PayInput(
                base=Base.SALARY,
                kopecks=one.salary * _KOPECKS,
                first_on=Month.of(today - _SINCE).first,
            )
            pay.enter(actor=actor, public_id=card, values=salary)
        for away in one.absences:
            absence = AbsenceInput(
                first_on=today - timedelta(days=away.first_days_ago),
                last_on=today - timedelta(days=away.last_days_ago),
                reason=away.reason,
            )
            pay.enter(actor=actor, public_id=card, values=absence)


def approve(*, actor: Actor, today: date, now: datetime) -> None:
    """The director approves the last month, as its sheet stands. In a transaction."""
    month = Month.of(today).previous
    seen = allowances.month_sheet(actor=actor, month=month, today=today).digest
    allowances.approve(actor=actor, month=month, seen=seen, reason="", today=today, now=now)
