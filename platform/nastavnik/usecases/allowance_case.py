"""Stored mentorships, pay and absences -> what the engine of allowances counts from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from nastavnik.domain.accrual import allowances
from nastavnik.domain.allowance import Base
from nastavnik.domain.mentorship import ENDED, LIVE, State
from nastavnik.domain.month import Month
from nastavnik.domain.sheet import Absence, Books, Decision, Pair, Participant, Pay, Sheet
from nastavnik.store import allowance as store
from nastavnik.store import mentorship as mentorships
from nastavnik.store import pay as payroll
from nastavnik.store.pay import PersonAbsence, PersonPay
from nastavnik.usecases.facts import facts_by_day
from nastavnik.usecases.judging import people_statuses
from nastavnik.usecases.pair_facts import pair_facts
from nastavnik.usecases.rulebooks import daily_laws

if TYPE_CHECKING:
    from nastavnik.domain.status import Held
    from nastavnik.store.allowance import AllowanceDecision
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.pay import WageSum
    from nastavnik.store.person import Person
    from nastavnik.store.territory import Pair as Plain
    from nastavnik.store.territory import Party

_PAID: Final = LIVE | ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Earnings:
    """What is known of people's money: by the id of a card, and for everyone (`wages`)."""

    pay: Mapping[int, tuple[Pay, ...]] = field(default_factory=dict)
    absences: Mapping[int, tuple[Absence, ...]] = field(default_factory=dict)
    wages: tuple[Pay, ...] = ()
    fund: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The month of an institution: its pairs, and what comes of them."""

    rows: Sequence[Mentorship]
    sheet: Sheet
    books: Books

    @property
    def people(self) -> dict[str, Person]:
        """Key of a participant -> the card."""
        return {str(one.public_id): one for row in self.rows for one in (row.mentor, row.mentee)}


def counted(unit: OrgUnit, month: Month) -> Counted:
    """The sheet of the unit's month by what is known today. A dozen statements in all."""
    rows = [one for one in mentorships.overlapping(month.first, month.last) if one.state in _PAID]
    ids = {side for one in rows for side in (one.mentor_id, one.mentee_id)}
    earned = earnings(
        payroll.entries_of(PersonPay, ids),
        payroll.entries_of(PersonAbsence, ids),
        payroll.sums_until(month.code),
        month,
    )
    keys = {one.id: str(one.public_id) for row in rows for one in (row.mentor, row.mentee)}
    decided = decisions_of(store.decisions(), keys)
    held = people_statuses(rows)
    books = daily_laws(unit)
    pairs = pairs_of(rows, keys, earned, held, month)
    sheet = allowances(books, month, pairs, decided, earned.fund)
    return Counted(rows=rows, sheet=sheet, books=books)


def earnings(
    pay: Iterable[PersonPay],
    absences: Iterable[PersonAbsence],
    sums: Iterable[WageSum],
    month: Month,
) -> Earnings:
    """Rows of the store as the engine takes them; `sums` are of one unit, earliest first."""
    paid: defaultdict[int, list[Pay]] = defaultdict(list)
    for one in pay:
        paid[one.person_id].append(
            Pay(kopecks=one.kopecks, base=Base(one.base), first=one.first_on, last=one.last_on)
        )
    away: defaultdict[int, list[Absence]] = defaultdict(list)
    for gone in absences:
        away[gone.person_id].append(Absence(gone.first_on, gone.last_on, gone.reason))
    wages, fund = [], None
    for total in sums:
        if total.kind == payroll.WAGE_FUND:
            fund = total.kopecks if total.month == month.code else fund
        else:
            first = Month.parse(total.month).first
            wages.append(Pay(kopecks=total.kopecks, base=Base.MINIMUM_WAGE, first=first))
    return Earnings(
        pay={key: tuple(rows) for key, rows in paid.items()},
        absences={key: tuple(rows) for key, rows in away.items()},
        wages=tuple(wages),
        fund=fund,
    )


def decisions_of(rows: Iterable[AllowanceDecision], keys: Mapping[int, str]) -> list[Decision]:
    """Decisions of one unit; those about people who have no pair in the month are left out.

    `keys`: id of each card -> the participant's key.
    """
    return [
        Decision(
            code=one.code,
            amount=one.amount,
            order=one.order,
            recipient=keys[one.person_id] if one.person_id else "",
            first=one.first_on,
            last=one.last_on,
        )
        for one in rows
        if one.person_id is None or one.person_id in keys
    ]


def pairs_of(
    rows: Sequence[Mentorship | Plain],
    keys: Mapping[int, str],
    earned: Earnings,
    held: Mapping[int, tuple[Held, ...]],
    month: Month,
) -> list[Pair]:
    """Mentorships as they are paid, with the facts of their people by the days of the month.

    `keys`: id of each card -> the participant's key.
    """
    sides = {
        one.id: _participant(one, keys[one.id], earned, held.get(one.id), month)
        for row in rows
        for one in (row.mentor, row.mentee)
    }
    return [
        Pair(
            key=str(one.public_id),
            mentor=sides[one.mentor_id],
            mentee=sides[one.mentee_id],
            kind=one.kind,
            form=one.form,
            start=one.start,
            end=_last(one),
            law_on=one.law_on,
            pair=pair_facts(one),
            completed_on=one.ended_on if one.state is State.COMPLETED else None,
        )
        for one in rows
    ]


def _participant(
    person: Person | Party,
    key: str,
    earned: Earnings,
    held: tuple[Held, ...] | None,
    month: Month,
) -> Participant:
    facts, later = facts_by_day(person, month, held)
    return Participant(
        key=key,
        pay=earned.pay.get(person.id, ()) + earned.wages,
        absences=earned.absences.get(person.id, ()),
        facts=facts,
        later=later,
    )


def _last(one: Mentorship | Plain) -> date:
    """The actual last day: a programme completed before the term ends it."""
    return min(one.end, one.ended_on) if one.ended_on else one.end
