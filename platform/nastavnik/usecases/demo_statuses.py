"""Statuses of the demo's people, given by the ministry of their region as a person would."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor
from nastavnik.domain.status import last_day
from nastavnik.store import status as register
from nastavnik.usecases import statuses
from nastavnik.usecases.status_input import StatusInput

if TYPE_CHECKING:
    from nastavnik.regions.demo_file import DemoPerson, DemoStatus, DemoUnit
    from nastavnik.store.org_unit import OrgUnit


def any_given(institutions: Iterable[DemoUnit]) -> bool:
    """Has anyone there a status."""
    return any(person.statuses for one in institutions for person in one.people)


def certify(
    *,
    actor: Actor,
    institutions: Iterable[tuple[DemoUnit, OrgUnit]],
    today: date,
    now: datetime,
) -> None:
    """Give every status of the file; nothing if they were given by an earlier call."""
    if register.count(register.Wanted(on=today)):
        return
    for one, unit in institutions:
        for person in one.people:
            for status in person.statuses:
                values = _values(person, status, unit, today)
                statuses.give(actor=actor, values=values, today=today, now=now)


def _values(person: DemoPerson, status: DemoStatus, unit: OrgUnit, today: date) -> StatusInput:
    given_on = today - timedelta(days=status.issued_days_ago)
    return StatusInput(
        last_name=person.last_name,
        first_name=person.first_name,
        patronymic=person.patronymic,
        birth_date=person.birth_date,
        code=status.code,
        certificate=status.certificate,
        order_number=status.order,
        order_on=given_on,
        valid_until=last_day(given_on, status.years) if status.years else None,
        unit=unit,
    )
