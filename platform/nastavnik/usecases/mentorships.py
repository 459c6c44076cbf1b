"""Drafts of mentorships: look at the findings, create, change, discard; and reading them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.facts import asked_of_pair
from nastavnik.domain.mentorship import BEFORE_ORDER, State, Step, after
from nastavnik.store import consent as consents
from nastavnik.store import event as events
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.mentorship import Line, Mentorship, Wanted
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases import draft as drafts
from nastavnik.usecases.access import requires
from nastavnik.usecases.approvals import (
    Stage,
    stages_of,
    withdraw_approvals,
)
from nastavnik.usecases.checking import check_group, merged
from nastavnik.usecases.draft import Draft, DraftInput
from nastavnik.usecases.duties import Duty, done_of, duties_of
from nastavnik.usecases.events import record
from nastavnik.usecases.judging import answers_of
from nastavnik.usecases.pair_facts import kept_answers
from nastavnik.usecases.papers import Paper, papers_of, withdraw_all
from nastavnik.usecases.proposal import proposal
from nastavnik.usecases.rulebooks import book_of, calendar_of
from nastavnik.usecases.succession import Succession, begun_on, keeps_to, succession_of

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.event import MentorshipEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A mentorship with everything that its page shows."""

    mentorship: Mentorship
    unit: OrgUnit
    book: RuleBook
    findings: tuple[Finding, ...]
    papers: Sequence[Paper]
    history: Sequence[MentorshipEvent]
    group: Sequence[Mentorship]
    duties: Sequence[Duty]
    stages: Sequence[Stage]
    succession: Succession

    @property
    def blocked(self) -> bool:
        """Do the findings stop the order."""
        return any(finding.blocks for finding in self.findings)


def unit_of(actor: Actor) -> OrgUnit:
    """The actor's own unit."""
    unit = db.session.get(OrgUnit, actor.unit_id)
    if unit is None:
        raise NotFoundError
    return unit


@requires(Permission.MENTORSHIP_WRITE)
def check_draft(
    *,
    actor: Actor,
    values: DraftInput,
    today: date,
    public_id: uuid.UUID | None = None,
) -> tuple[Finding, ...]:
    """What the rules say of a draft as far as it is typed; nothing is written.

    Findings that depend on what is not typed yet are left out. `public_id` names the stored
    draft that is being changed.
    """
    if not values.kind:
        return ()
    stored = with_group(_own(public_id)) if public_id else []
    members = {row.mentee.public_id for row in stored[1:]}
    own = tuple(one for one in values.mentee_ids if one not in members)
    typed = _of_group(replace(values, mentee_ids=own), stored[1:])
    looked = proposal(typed, stored, today=today)
    book = book_of(unit_of(actor), values.planned_order_on or today)
    begun: dict[int | None, date | None] = dict(
        zip((row.mentee_id for row in stored), begun_on(stored), strict=True)
    )
    answers = check_group(looked.cases, book, [begun.get(one) for one in looked.mentees])
    kept = [tuple(one for one in answer if one.field in looked.fields) for answer in answers]
    return merged(kept, looked.names)


@requires(Permission.MENTORSHIP_WRITE)
def create_draft(
    *, actor: Actor, values: DraftInput, today: date, now: datetime
) -> Sequence[Mentorship]:
    """Save a draft: one row a mentee, several make a group.

    Raises:
        InputError: what is missing or contradicts itself, by field.
    """
    with transaction():
        unit = unit_of(actor)
        book = book_of(unit, values.planned_order_on or today)
        draft = drafts.complete(values, book)
        people.lock_person(draft.mentor.id)
        drafts.refuse_twice(draft)
        group = uuid.uuid4() if len(draft.mentees) > 1 else None
        rows = [
            row_of(actor, draft, mentee, group=group, today=today, now=now)
            for mentee in draft.mentees
        ]
        db.session.add_all(rows)
        db.session.flush()
        findings = check_draft(actor=actor, values=values, today=today)
        for row in rows:
            record(actor, row, Step.CREATED, on=today, now=now, findings=findings)
    return rows


def row_of(
    actor: Actor,
    draft: Draft,
    mentee: Person,
    *,
    group: uuid.UUID | None,
    today: date,
    now: datetime,
) -> Mentorship:
    """A new draft of one pair, not added yet."""
    return Mentorship(
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        mentor_id=draft.mentor.id,
        mentee_id=mentee.id,
        kind=draft.kind,
        form=draft.form,
        regime=draft.regime,
        start=draft.start,
        end=draft.end,
        state=State.DRAFT,
        group_id=group,
        planned_order_on=draft.planned_order_on,
        law_on=draft.planned_order_on or today,
        note=draft.note or None,
        facts=kept_answers(draft.facts),
        created_at=now,
    )


@requires(Permission.MENTORSHIP_WRITE)
def update_draft(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    version: int,
    values: DraftInput,
    today: date,
    now: datetime,
) -> Mentorship:
    """Change a draft that was seen in `version`; what a group has in common changes in all of it.

    Mentees after the first one join the group. Consents are given to people: those of a pair
    whose people change are withdrawn.

    Raises:
        ConflictError: another person changed it since; carries both versions.
        InputError: what is missing or contradicts itself, by field.
    """
    with transaction():
        one = _own(public_id)
        book = book_of(unit_of(actor), values.planned_order_on or today)
        same_version(one, version, book, mine=drafts.described(values, book))
        rows = with_group(one)
        typed = _without_members(values, rows[1:])
        draft = drafts.complete(_of_group(typed, rows[1:]), book)
        keeps_to(draft, rows, joining=typed.mentee_ids[1:])
        people.lock_person(draft.mentor.id)
        drafts.refuse_twice(draft, own=[row.id for row in rows])
        joining = len(typed.mentee_ids)
        for row, mentee in zip(rows, (draft.mentees[0], *draft.mentees[joining:]), strict=True):
            _take(actor, row, draft, mentee, book, today=today, now=now)
        one.note = draft.note or None
        joined = [
            row_of(actor, draft, mentee, group=_group(one), today=today, now=now)
            for mentee in draft.mentees[1:joining]
        ]
        db.session.add_all(joined)
        db.session.flush()
        for row in rows:
            db.session.refresh(row)  # its people may be others now
        findings = check_draft(actor=actor, values=typed, today=today, public_id=public_id)
        for row in rows:
            record(actor, row, Step.CHANGED, on=today, now=now, findings=findings)
        for row in joined:
            record(actor, row, Step.CREATED, on=today, now=now, findings=findings)
    return one


def _without_members(values: DraftInput, others: Sequence[Mentorship]) -> DraftInput:
    """The input without those who are in the group already. InputError if its own mentee is."""
    members = {row.mentee.public_id for row in others}
    if members.intersection(values.mentee_ids[:1]):
        raise InputError({"mentee_ids": ["Этот человек уже есть в группе. Выберите другого."]})
    return replace(
        values, mentee_ids=tuple(one for one in values.mentee_ids if one not in members)
    )


def _group(one: Mentorship) -> uuid.UUID:
    """The pair's group, begun if it had none."""
    one.group_id = one.group_id or uuid.uuid4()
    return one.group_id


def _take(
    actor: Actor,
    one: Mentorship,
    draft: Draft,
    mentee: Person,
    book: RuleBook,
    *,
    today: date,
    now: datetime,
) -> None:
    one.state = after(one.state, Step.CHANGED)
    if (one.mentor_id, one.mentee_id) != (draft.mentor.id, mentee.id):
        withdraw_all(actor, one, today=today, now=now)
        withdraw_approvals(actor, one, today=today, now=now)
    one.mentor_id, one.mentee_id = draft.mentor.id, mentee.id
    one.kind, one.form, one.regime = draft.kind, draft.form, draft.regime
    one.start, one.end = draft.start, draft.end
    one.planned_order_on = draft.planned_order_on
    one.law_on = draft.planned_order_on or today
    unasked = one.facts.keys() - asked_of_pair(book.facts).keys()
    one.facts = {key: one.facts[key] for key in unasked} | kept_answers(draft.facts)


def with_group(one: Mentorship) -> list[Mentorship]:
    """The draft and then the other drafts of its group: they go under one order."""
    group = mentorships.of_group(one.group_id) if one.group_id else []
    return [one, *(row for row in group if row is not one and row.state in BEFORE_ORDER)]


def _of_group(values: DraftInput, others: Sequence[Mentorship]) -> DraftInput:
    """The input with the mentees of the group's other pairs after its own."""
    return replace(
        values, mentee_ids=(*values.mentee_ids, *(row.mentee.public_id for row in others))
    )


@requires(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN)
def card(*, actor: Actor, public_id: uuid.UUID, today: date) -> Card:
    """A mentorship's page. A mentor and a mentee see only their own; others get NotFoundError."""
    one = _own(public_id)
    whole = actor.can(Permission.MENTORSHIP_READ)
    if not whole and actor.person_id not in {one.mentor_id, one.mentee_id}:
        raise NotFoundError
    group = [
        row
        for row in (mentorships.of_group(one.group_id) if one.group_id else [one])
        if whole or actor.person_id in {row.mentor_id, row.mentee_id}
    ]
    unit = unit_of(actor)
    book = book_of(unit, _law(one, today))
    history = events.of_mentorship(one.id)
    findings = _own_findings(one, book, today) if one.state in BEFORE_ORDER else ()
    return Card(
        mentorship=one,
        unit=unit,
        book=book,
        findings=findings,
        papers=papers_of(consents.of_mentorships([one.id]), findings, today),
        history=history,
        group=group,
        stages=stages_of(one, book, history, findings),
        succession=succession_of(one),
        duties=duties_of(one, book, calendar_of(unit), done=done_of(history)),
    )


def _own_findings(one: Mentorship, book: RuleBook, today: date) -> tuple[Finding, ...]:
    """What stands in the way of this pair, its group's drafts loading the mentor with it."""
    rows = with_group(one)
    return answers_of(rows, book, order_on=one.planned_order_on, today=today)[0]


@requires(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN)
def listed(
    *, actor: Actor, wanted: Wanted, sort: str = "", limit: int = 50
) -> Sequence[Mentorship]:
    """The institution's mentorships (own ones for a pair), with people and orders."""
    return mentorships.page(_for_reader(actor, wanted), sort=sort, limit=limit)


@requires(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN)
def lines(
    *, actor: Actor, wanted: Wanted, sort: str = "", offset: int = 0, limit: int = 50
) -> tuple[Sequence[Line], int]:
    """As `listed`, as far as a list on a page shows."""
    own = _for_reader(actor, wanted)
    found = mentorships.lines(own, sort=sort, offset=offset, limit=limit)
    if len(found) < limit and (found or not offset):
        return found, offset + len(found)
    return found, mentorships.count(own)


def _for_reader(actor: Actor, wanted: Wanted) -> Wanted:
    if actor.can(Permission.MENTORSHIP_READ):
        return wanted
    return replace(wanted, person_id=actor.person_id or 0)


def same_version(
    one: Mentorship, version: int, book: RuleBook, *, mine: dict[str, str] | None = None
) -> None:
    """Raises ConflictError with both versions if the row is not what the person saw."""
    if one.version != version:
        raise ConflictError(
            "Пока вы работали, эту запись изменил другой человек. Ваш вариант не записан.",
            mine=mine,
            theirs=drafts.described(drafts.as_input(one), book) | _gone(one),
        )


def _gone(one: Mentorship) -> dict[str, str]:
    """The state, where it is no longer a draft's."""
    return {} if one.state in BEFORE_ORDER else {"Состояние": one.state.label}


def _own(public_id: uuid.UUID) -> Mentorship:
    """The mentorship behind the walls, or NotFoundError: a stranger learns nothing."""
    one = mentorships.by_public_id(public_id)
    if one is None:
        raise NotFoundError
    return one


def _law(one: Mentorship, today: date) -> date:
    return (one.planned_order_on or today) if one.state in BEFORE_ORDER else one.law_on
