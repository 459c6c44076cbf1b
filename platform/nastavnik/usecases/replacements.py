"""Replacing a mentor: who could come, and the draft of the pair that goes on with the rest."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.case import Case, Load
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError, RuleViolationError
from nastavnik.domain.mentorship import LIVE, Step, after
from nastavnik.domain.notice import too_soon
from nastavnik.domain.provision import Ground, GroundEvent
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.replacement import Replacement
from nastavnik.store.writing import transaction
from nastavnik.usecases import draft as drafts
from nastavnik.usecases.access import requires
from nastavnik.usecases.checking import check_group, merged
from nastavnik.usecases.draft import DraftInput
from nastavnik.usecases.events import record
from nastavnik.usecases.facts import facts_of
from nastavnik.usecases.holders import statuses_of
from nastavnik.usecases.mentorships import check_draft, row_of, same_version, unit_of
from nastavnik.usecases.pair_facts import answers_of_pair, typed_facts
from nastavnik.usecases.rulebooks import book_of
from nastavnik.usecases.succession import begun_on, grounded, notice_of, out_of_term, succession_of

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.status import Held
    from nastavnik.store.person import Person
    from nastavnik.usecases.draft import Draft

OTHER: Final = "other"
"""Code of a ground that no act names."""
_EVERYBODY: Final = 10_000
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody of the base of mentors: live pairs now, and what the rules say of the new pair.

    Papers are left out: they come later.
    """

    person: Person
    pairs: int
    findings: tuple[Finding, ...]

    @property
    def fit(self) -> bool:
        """Could the order be issued as far as it depends on people and days."""
        return not any(finding.blocks for finding in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A replacement as typed. `ground` is a code of the acts, or words of one's own.

    `noticed_on`: when the former mentor was warned; None if no warning is due.
    """

    mentor_id: uuid.UUID | None
    start: date | None
    regime: str
    ground: str
    noticed_on: date | None = None


def first_day(one: Mentorship, today: date) -> date:
    """The day from which the change is offered: tomorrow, within the term."""
    return max(one.start, min(today + _DAY, one.end))


@requires(Permission.MENTORSHIP_WRITE)
def candidates(
    *, actor: Actor, public_id: uuid.UUID, start: date, regime: str, today: date
) -> Sequence[Candidate]:
    """Everybody who could go on with the mentees of the pair, the fittest first."""
    rows = _together(_found(public_id))
    mentees = {row.mentee_id for row in rows}
    found = [
        one
        for one in people.page(people.Wanted(mentors=True), limit=_EVERYBODY)
        if one.id not in mentees and one.id != rows[0].mentor_id
    ]
    ids = [one.id for one in found]
    led: dict[int, list[Load]] = {one: [] for one in ids}
    for other in mentorships.led_by(ids, LIVE):
        led[other.mentor_id].append(Load(other.kind, other.form, other.start, other.end))
    held = statuses_of([*found, *(row.mentee for row in rows)])
    book = book_of(unit_of(actor), today)
    names = [row.mentee.short_name for row in rows]
    begun = [earlier or row.start for earlier, row in zip(begun_on(rows), rows, strict=True)]
    answers = []
    for one in found:
        loads, many = led[one.id], len(rows)
        cases = [_case(row, one, start, regime, loads, held, many, today) for row in rows]
        kept = [
            tuple(finding for finding in answer if finding.field != "evidence")
            for answer in check_group(cases, book, begun)
        ]
        found_all = merged(kept, names)
        answers.append(Candidate(person=one, pairs=len(loads), findings=found_all))
    return sorted(answers, key=lambda one: (not one.fit, one.pairs, one.person.full_name))


def _case(  # noqa: PLR0917 - a case is that wide
    row: Mentorship,
    mentor: Person,
    start: date,
    regime: str,
    others: Iterable[Load],
    held: Mapping[int, tuple[Held, ...]],
    group: int,
    today: date,
) -> Case:
    return Case(
        on=today,
        kind=row.kind,
        form=row.form,
        start=start,
        end=max(row.end, start),
        order_on=today,
        admitted_on=row.mentee.admitted_on,
        mentor=facts_of(mentor, today, held[mentor.id]),
        mentee=facts_of(row.mentee, today, held[row.mentee_id]),
        pair=typed_facts(regime, answers_of_pair(row.facts)),
        others=tuple(others),
        group=group,
        statuses=held[mentor.id],
    )


@requires(Permission.MENTORSHIP_WRITE)
def replace_mentor(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    version: int,
    change: Change,
    today: date,
    now: datetime,
) -> Mentorship:
    """Draft the pair that goes on with the mentee and the rest of the term; a group goes whole.

    The former pair lives until the order of replacement is issued.

    Raises:
        InputError: what is missing or impossible, by field.
        RuleViolationError: the former mentor was warned too late.
        ConflictError: a replacement is under way, or the pair is over.
    """
    with transaction():
        one = _found(public_id)
        unit = unit_of(actor)
        same_version(one, version, book_of(unit, one.law_on), mine=_said(change))
        _lock(one, change)
        rows = _together(one)
        for row in rows:
            after(row.state, Step.REPLACEMENT_DRAFTED)
            _refuse_twice(row)
        _warned(rows, change, _checked(rows, change), actor)
        values = _values(rows, change)
        draft = drafts.complete(values, book_of(unit, today))
        drafts.refuse_twice(draft)
        made = _drafted(actor, rows, draft, today=today, now=now)
        named = _named(actor, one, change.ground)
        links = [_link(actor, *pair, change, named) for pair in zip(rows, made, strict=True)]
        db.session.add_all(links)
        db.session.flush()
        first = made[0].public_id
        findings = check_draft(actor=actor, values=values, today=today, public_id=first)
        for link in links:
            _told(actor, link, findings, today=today, now=now)
    return made[rows.index(one)]


def _drafted(
    actor: Actor, rows: Sequence[Mentorship], draft: Draft, *, today: date, now: datetime
) -> list[Mentorship]:
    """A new draft in the place of each pair, with the rest of its own term."""
    group = uuid.uuid4() if len(rows) > 1 else None
    made = [
        row_of(actor, replace(draft, end=row.end), row.mentee, group=group, today=today, now=now)
        for row in rows
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


def _told(
    actor: Actor,
    link: Replacement,
    findings: Sequence[Finding],
    *,
    today: date,
    now: datetime,
) -> None:
    """The step of the former pair and the first one of the new, in their histories."""
    former, new, told = link.former, link.successor, grounded(link)
    former.state = after(former.state, Step.REPLACEMENT_DRAFTED)
    data = {"mentor": new.mentor.short_name, **told}
    record(actor, former, Step.REPLACEMENT_DRAFTED, on=today, now=now, data=data)
    data = {"instead": former.mentor.short_name, **told}
    record(actor, new, Step.CREATED, on=today, now=now, findings=findings, data=data)


def _said(change: Change) -> dict[str, str]:
    """What the pair was to become, by the labels of a pair."""
    new = people.by_public_id(change.mentor_id) if change.mentor_id else None
    return {
        "Наставник": new.full_name if new else "",
        "Начало": f"{change.start:%d.%m.%Y}" if change.start else "",
    }


def _lock(one: Mentorship, change: Change) -> None:
    """Both mentors, in one order to avoid deadlocks: two drafts can't replace one mentor."""
    new = people.by_public_id(change.mentor_id) if change.mentor_id else None
    for mentor_id in sorted({one.mentor_id, *([new.id] if new else ())}):
        people.lock_person(mentor_id)


def _together(one: Mentorship) -> list[Mentorship]:
    """The pair and, in a group, the live pairs of the same mentor: a programme has one mentor."""
    if one.group_id is None:
        return [one]
    return [
        row
        for row in mentorships.of_group(one.group_id)
        if row is one or (row.state in LIVE and row.mentor_id == one.mentor_id)
    ]


def _refuse_twice(row: Mentorship) -> None:
    """Raises ConflictError if somebody is to replace the mentor already."""
    other = succession_of(row).after
    if other is not None:
        raise ConflictError(
            f"Замену уже готовят: {other.successor.mentor.short_name} вместо "
            f"{row.mentor.short_name}. Откройте тот черновик или отмените его."
        )


def _checked(rows: Sequence[Mentorship], change: Change) -> date:
    """The first day of the new mentor. Raises InputError with everything that is wrong."""
    errors: dict[str, list[str]] = {}
    if not change.ground.strip():
        errors["ground"] = ["Выберите основание или опишите его словами."]
    former = next((row.mentor for row in rows), None)
    if former is not None and change.mentor_id == former.public_id:
        errors["mentor_id"] = ["Это нынешний наставник. Выберите другого человека."]
    if change.start is None:
        errors["start"] = ["Укажите первый день нового наставника."]
    elif fault := out_of_term(rows, change.start):
        errors["start"] = [fault]
    if errors or change.start is None:
        raise InputError(errors)
    return change.start


def _warned(rows: Sequence[Mentorship], change: Change, start: date, actor: Actor) -> None:
    """Raises RuleViolationError if the former mentor was warned too late."""
    one = rows[0]
    book = book_of(unit_of(actor), one.law_on)
    rule = notice_of(one, book)
    if rule is None or change.noticed_on is None:
        return
    found = too_soon(rule, change.noticed_on, start - _DAY, book)
    if found:
        raise RuleViolationError("Замена не начата: наставник предупреждён поздно.", [found])


def _values(rows: Sequence[Mentorship], change: Change) -> DraftInput:
    one = rows[0]
    return DraftInput(
        mentor_id=change.mentor_id,
        mentee_ids=tuple(row.mentee.public_id for row in rows),
        kind=one.kind,
        form=one.form,
        regime=change.regime,
        start=change.start,
        end=max(row.end for row in rows),
        facts=answers_of_pair(one.facts),
    )


def _named(actor: Actor, one: Mentorship, code: str) -> Ground | None:
    grounds = book_of(unit_of(actor), one.law_on).grounds(GroundEvent.REPLACEMENT)
    return next((ground for ground in grounds if ground.code == code), None)


def _link(
    actor: Actor, former: Mentorship, new: Mentorship, change: Change, named: Ground | None
) -> Replacement:
    return Replacement(
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        former_id=former.id,
        successor_id=new.id,
        ground=named.code if named else OTHER,
        words=named.title if named else change.ground.strip(),
        act=named.cite.act if named else None,
        clause=named.cite.clause if named else None,
        noticed_on=change.noticed_on,
        recorded_by=actor.name,
    )


def _found(public_id: uuid.UUID) -> Mentorship:
    one = mentorships.by_public_id(public_id)
    if one is None:
        raise NotFoundError
    return one
