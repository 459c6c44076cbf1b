"""What happened in one institution of the demo country: its people and pairs, day by day.

Every step goes through the same use-cases as a person's, on the day it happened, so histories,
findings and orders are real: data that break the rules of their region can't be loaded.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from nastavnik.domain.access import Actor
from nastavnik.domain.consent import NOBODY, Representative
from nastavnik.domain.mentorship import BEFORE_ORDER, State
from nastavnik.domain.period import Period
from nastavnik.domain.provision import Anchor
from nastavnik.domain.term import add_months
from nastavnik.store import event
from nastavnik.store.db import db
from nastavnik.store.local_act import same_acts
from nastavnik.store.mentorship import Mentorship, by_public_id
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.usecases import (
    lifecycle,
    mentorships,
    orders,
    papers,
    people,
    replacements,
    reports,
)
from nastavnik.usecases.draft import DraftInput
from nastavnik.usecases.person_input import PersonInput
from nastavnik.usecases.rulebooks import book_of, calendar_of

if TYPE_CHECKING:
    from nastavnik.regions.demo_file import DemoMentorship, DemoPerson, DemoUnit

_DAY: Final = timedelta(days=1)
_ORDER_BEFORE: Final = timedelta(days=7)
_DRAFT_BEFORE: Final = timedelta(days=4)
_CONSENTS_BEFORE: Final = timedelta(days=1)
_PLAN_AFTER: Final = timedelta(days=3)
_REPORT_AFTER: Final = timedelta(days=4)
_NOTED_AT_THE_END: Final = frozenset({State.ENDED_EARLY, State.CANCELLED, State.REPLACED})
_MORNING: Final = time(10)
_FIRST_ORDER: Final = 17
_PAPERS: Final = {
    "mentor": "consent.mentor",
    "mentee": "consent.mentee",
    "guardian": "consent.guardian",
    "personal_data": "consent.personal_data",
    "agreement": "agreement.supplementary",
}


@dataclass(slots=True, kw_only=True)
class _Pairs:
    """One pair or one group on its way; `ids` are known when the draft is written.

    `missing`: papers that the rules asked for then, by parameter.
    """

    rows: Sequence[DemoMentorship]
    start: date
    end: date
    planned: date | None
    missing: Sequence[str] = ()
    ids: list[uuid.UUID] = field(default_factory=list)

    @property
    def state(self) -> State:
        """Where the story leaves it."""
        return self.rows[0].state

    @property
    def name(self) -> str:
        """How the file calls it."""
        return f"{self.rows[0].mentor} — {', '.join(row.mentee for row in self.rows)}"


_Scene = tuple[date, Callable[[date], None]]
"""A step and its day; steps of one day follow in the order they were told."""


class Story:
    """The life of one institution up to `today`, told by its curator."""

    def __init__(
        self,
        *,
        unit: DemoUnit,
        row: OrgUnit,
        actor: Actor,
        zone: str,
        today: date,
        reports: Mapping[Period, date],
    ) -> None:
        self.unit, self.row, self.actor = unit, row, actor
        self.calendar = calendar_of(row)
        self.zone, self.today, self.reports = ZoneInfo(zone), today, reports
        self.people: dict[str, Person] = {}
        self.cards: dict[str, uuid.UUID] = {}
        self.orders: dict[int, int] = {}
        self.at = ""
        """What is being told: named when the rules refuse it."""

    def tell(self) -> Mapping[str, Person]:
        """Write everything; returns the people by their refs. Only within a transaction."""
        with same_acts():
            self._tell()
        return self.people

    def _tell(self) -> None:
        for person in self.unit.people:
            self.people[person.ref] = self._person(person)
        db.session.flush()  # gives them their addresses
        # kept apart: every order makes the session read the people anew
        self.cards = {ref: one.public_id for ref, one in self.people.items()}
        groups = list(self._groups())
        begun = [one for one in groups if one.state is State.ACTIVE]
        newest = max(begun, key=lambda one: one.start, default=None)
        scenes = [(on, one.name, play) for one in groups for on, play in self._scenes(one, newest)]
        scenes += [
            (on, "отчёт", partial(self._report, period)) for period, on in self.reports.items()
        ]
        advanced: set[date] = set()
        for on, name, play in sorted(scenes, key=lambda scene: scene[0]):
            self.at = f"{name}, {on:%d.%m.%Y}"
            if play != self._advance:
                play(on)
            elif on not in advanced:
                advanced.add(on)
                play(on)
        self._advance(self.today)

    def _now(self, on: date) -> datetime:
        return datetime.combine(on, _MORNING, self.zone)

    def _person(self, one: DemoPerson) -> Person:
        days = one.admitted_days_ago
        values = PersonInput(
            last_name=one.last_name,
            first_name=one.first_name,
            patronymic=one.patronymic,
            gender=one.gender.value,
            birth_date=one.birth_date,
            position=one.position,
            admitted_on=None if days is None else self.today - timedelta(days=days),
            is_mentor=one.is_mentor,
            is_mentee=one.is_mentee,
            facts=one.facts,
            is_namesake=True,  # the file names nobody twice; asking would be a statement a card
        )
        return people.add(
            actor=self.actor, values=values, today=self.today, now=self._now(self.today)
        )

    def _groups(self) -> Iterator[_Pairs]:
        """Pairs of one label are one group, a pair without a label is alone."""
        labelled = [(one.group or f"{at}", one) for at, one in enumerate(self.unit.mentorships)]
        for _, rows in groupby(labelled, key=lambda pair: pair[0]):
            group = [one for _, one in rows]
            first = group[0]
            yield _Pairs(
                rows=group,
                start=add_months(self.today, first.start),
                end=add_months(self.today, first.end) - _DAY,
                planned=self._planned(first),
            )

    def _planned(self, one: DemoMentorship) -> date | None:
        """The intended day of the order: of an order that was issued, its own."""
        if one.order_in_days is not None:
            return self._working(self.today + timedelta(days=one.order_in_days))
        if one.state in BEFORE_ORDER | {State.DISCARDED}:
            return None
        return self._order_day(add_months(self.today, one.start))

    def _working(self, on: date) -> date:
        return on if self.calendar.works(on) else self.calendar.shift(on, 1)

    def _order_day(self, start: date) -> date:
        """A working day about a week before the start, in the past."""
        wished = min(start - _ORDER_BEFORE, self.today - _DAY)
        after = self._working(wished)
        return after if after <= min(start, self.today) else self.calendar.shift(wished, -1)

    def _scenes(self, one: _Pairs, newest: _Pairs | None) -> Iterator[_Scene]:
        ordered_on = self._order_day(one.start)
        drafted_on = ordered_on - _DRAFT_BEFORE
        yield drafted_on, partial(self._draft, one)
        if one.state is State.DISCARDED:
            yield drafted_on + _DAY, partial(self._discard, one)
        if one.state is State.CONSENTS:
            yield self.today - _DAY, partial(self._some_papers, one)
        if one.state in BEFORE_ORDER | {State.DISCARDED}:
            return
        papers_on = ordered_on - _CONSENTS_BEFORE
        yield papers_on, partial(self._needed_papers, one)
        yield ordered_on, partial(self._order, one)
        yield from self._life(one, newest)

    def _life(self, one: _Pairs, newest: _Pairs | None) -> Iterator[_Scene]:
        """After the order. The newest pair's plan stays undone: somebody must have work today."""
        if one.state is State.CANCELLED:
            yield self.today, partial(self._end_early, one)
        if one.start > self.today:
            return
        yield one.start, self._advance
        planned_on = one.start + _PLAN_AFTER
        if one is not newest and planned_on <= self.today:
            yield planned_on, partial(self._done, one, Anchor.START)
        if one.state is State.ENDED_EARLY:
            ended_on = add_months(self.today, one.rows[0].ended or 0)
            yield ended_on, partial(self._end_early, one)
        if one.state is State.REPLACED:
            yield from self._succession(one)
        if one.state in {State.CLOSING, State.COMPLETED}:
            yield one.end + _DAY, self._advance
        if one.state is State.COMPLETED:
            reported_on = min(one.end + _REPORT_AFTER, self.today)
            yield reported_on, partial(self._done, one, Anchor.END)
            yield reported_on, partial(self._complete, one)

    def _succession(self, one: _Pairs) -> Iterator[_Scene]:
        """Another mentor goes on with the rest of the term."""
        begun = add_months(self.today, one.rows[0].ended or 0)
        ordered_on = self._order_day(begun)
        new = _Pairs(rows=one.rows, start=begun, end=one.end, planned=None)
        yield ordered_on - _DRAFT_BEFORE, partial(self._replace, one, new)
        yield ordered_on - _CONSENTS_BEFORE, partial(self._needed_papers, new)
        yield ordered_on, partial(self._order, new)
        yield begun, self._advance

    def _replace(self, one: _Pairs, new: _Pairs, on: date) -> None:
        (public_id,), (row,) = one.ids, one.rows
        made = replacements.replace_mentor(
            actor=self.actor,
            public_id=public_id,
            version=self._version(public_id),
            change=replacements.Change(
                mentor_id=self.cards[row.instead],
                start=new.start,
                regime=row.regime,
                ground=row.ground or row.note,
            ),
            today=on,
            now=self._now(on),
        )
        new.ids = [made.public_id]
        new.missing = _missing(made)

    def _draft(self, one: _Pairs, on: date) -> None:
        first = one.rows[0]
        values = DraftInput(
            mentor_id=self.cards[first.mentor],
            mentee_ids=tuple(self.cards[row.mentee] for row in one.rows),
            kind=first.kind,
            form=first.form,
            regime=first.regime,
            start=one.start,
            end=one.end,
            planned_order_on=one.planned,
            note="" if first.state in _NOTED_AT_THE_END else first.note,
        )
        rows = mentorships.create_draft(
            actor=self.actor, values=values, today=on, now=self._now(on)
        )
        one.ids = [row.public_id for row in rows]
        one.missing = _missing(rows[0])

    def _some_papers(self, one: _Pairs, on: date) -> None:
        for public_id, row in zip(one.ids, one.rows, strict=True):
            for word in row.consents:
                self._paper(public_id, _PAPERS[word], on)

    def _needed_papers(self, one: _Pairs, on: date) -> None:
        """What the rules of the order's day found missing when the draft was written."""
        for public_id in one.ids:
            for key in one.missing:
                self._paper(public_id, key, on)

    def _paper(self, public_id: uuid.UUID, key: str, on: date) -> None:
        for side, purpose in papers.PAPERS[key]:
            signer = self._guardian(public_id) if side == papers.GUARDIAN else NOBODY
            papers.record_consent(
                actor=self.actor,
                public_id=public_id,
                side=side,
                purpose=purpose,
                given_on=on,
                representative=signer,
                today=on,
                now=self._now(on),
            )

    @staticmethod
    def _guardian(public_id: uuid.UUID) -> Representative:
        """An invented parent, of the child's last name."""
        pair = by_public_id(public_id)
        child = pair.mentee if pair else None
        parents = {"m": "Сергей Павлович", "f": "Елена Павловна"}
        name = f"{child.last_name} {parents[child.gender]}" if child else ""
        return Representative(name=name, powers="свидетельство о рождении I-ОБ № 518204")

    def _order(self, one: _Pairs, on: date) -> None:
        number = self.orders[on.year] = self.orders.get(on.year, _FIRST_ORDER) + 1
        orders.issue_order(
            actor=self.actor,
            public_ids=one.ids,
            number=f"{number}-к",
            issued_on=on,
            key=f"demo-{one.ids[0]}",
            today=on,
            now=self._now(on),
        )

    def _advance(self, on: date) -> None:
        lifecycle.advance(actor=self.actor, today=on, now=self._now(on))

    def _done(self, one: _Pairs, anchor: Anchor, on: date) -> None:
        book = book_of(self.row, self._order_day(one.start))
        rules = book.deadlines(one.rows[0].kind, one.rows[0].form)
        for public_id in one.ids:
            for rule in rules:
                if rule.anchor is anchor:
                    lifecycle.mark_done(
                        actor=self.actor,
                        public_id=public_id,
                        code=rule.code,
                        on=on,
                        today=on,
                        now=self._now(on),
                    )

    def _discard(self, one: _Pairs, on: date) -> None:
        for public_id in one.ids:
            lifecycle.discard(
                actor=self.actor,
                public_id=public_id,
                version=self._version(public_id),
                today=on,
                now=self._now(on),
            )

    def _end_early(self, one: _Pairs, on: date) -> None:
        for public_id, row in zip(one.ids, one.rows, strict=True):
            lifecycle.end_early(
                actor=self.actor,
                public_id=public_id,
                version=self._version(public_id),
                on=on,
                ground=row.ground or row.note,
                today=on,
                now=self._now(on),
            )

    def _complete(self, one: _Pairs, on: date) -> None:
        for public_id in one.ids:
            lifecycle.complete(
                actor=self.actor,
                public_id=public_id,
                version=self._version(public_id),
                on=one.end,
                today=on,
                now=self._now(on),
            )

    def _report(self, period: Period, on: date) -> None:
        reports.submit_report(
            actor=self.actor,
            period=period,
            note="",
            today=on,
            now=self._now(on),
            key=f"demo-{period.code}",
        )

    def _version(self, public_id: uuid.UUID) -> int:
        one = by_public_id(public_id)
        return one.version if one else 0


def _missing(row: Mentorship) -> Sequence[str]:
    """Papers that the rules found missing when the draft was written, by parameter."""
    (written,) = event.of_mentorship(row.id)
    return [one["code"] for one in written.findings if one["code"] in papers.PAPERS]
