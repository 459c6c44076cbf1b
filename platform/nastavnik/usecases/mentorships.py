"""Drafts of mentorships: look at the findings, create, change, discard; and reading them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.case import Case
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.facts import REGIMES
from nastavnik.domain.mentorship import BEFORE_ORDER, State, Step, after
from nastavnik.store import consent as consents
from nastavnik.store import event as events
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship, Wanted
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases import draft as drafts
from nastavnik.usecases.access import requires
from nastavnik.usecases.checking import case_of, check_group, evidence_of, loads_of, merged
from nastavnik.usecases.draft import Draft, DraftInput
from nastavnik.usecases.events import record
from nastavnik.usecases.facts import facts_of
from nastavnik.usecases.rulebooks import book_of

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.consent import Consent
    from nastavnik.store.event import MentorshipEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A mentorship with everything that its page shows."""

    mentorship: Mentorship
    book: RuleBook
    findings: tuple[Finding, ...]
    consents: Sequence[Consent]
    history: Sequence[MentorshipEvent]
    group: Sequence[Mentorship]

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
    own = [_own(public_id)] if public_id else []
    mentor = people.by_public_id(values.mentor_id) if values.mentor_id else None
    mentees = tuple(
        one for one in map(people.by_public_id, dict.fromkeys(values.mentee_ids)) if one
    )
    whole = values.start is not None and values.end is not None and values.start <= values.end
    evidence = (
        evidence_of(consents.of_mentorships([one.id for one in own])) if own else frozenset()
    )
    on = values.planned_order_on or today
    cases = [
        Case(
            on=on,
            kind=values.kind,
            form=values.form,
            start=values.start if whole and values.start else on,
            end=values.end if whole and values.end else on,
            order_on=values.planned_order_on or values.start or today,
            admitted_on=mentee.admitted_on if mentee else None,
            mentor=facts_of(mentor, on) if mentor else {},
            mentee=facts_of(mentee, on) if mentee else {},
            pair={"regime": values.regime} if values.regime in REGIMES else {},
            evidence=evidence,
            others=loads_of(mentor, [one.id for one in own]) if mentor else (),
            group=max(len(mentees), 1),
        )
        for mentee in (mentees or (None,))
    ]
    if not values.kind:
        return ()
    answers = check_group(cases, book_of(unit_of(actor), on))
    known = _known_fields(whole=whole, mentor=mentor is not None, mentee=bool(mentees))
    kept = [tuple(one for one in answer if one.field in known) for answer in answers]
    return merged(kept, [one.short_name for one in mentees] or [""])


def _known_fields(*, whole: bool, mentor: bool, mentee: bool) -> frozenset[str]:
    """Fields of the form about which something can be said already."""
    known = {"kind", "form"}
    if whole:
        known.add("end")
    if mentor:
        known.add("mentor_id")
    if mentee:
        known |= {"mentee_id", "order_on", "evidence"}
    return frozenset(known)


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
        group = uuid.uuid4() if len(draft.mentees) > 1 else None
        rows = [
            _row(actor, draft, mentee, group=group, today=today, now=now)
            for mentee in draft.mentees
        ]
        db.session.add_all(rows)
        db.session.flush()
        findings = check_draft(actor=actor, values=values, today=today)
        for row in rows:
            record(actor, row, Step.CREATED, on=today, now=now, findings=findings)
    return rows


def _row(
    actor: Actor,
    draft: Draft,
    mentee: Person,
    *,
    group: uuid.UUID | None,
    today: date,
    now: datetime,
) -> Mentorship:
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
    """Change a draft that was seen in `version`. One row has one mentee.

    Raises:
        ConflictError: another person changed it since; carries both versions.
        InputError: what is missing or contradicts itself, by field.
    """
    with transaction():
        one = _own(public_id)
        same_version(one, version, mine=_described(values))
        state = after(one.state, Step.CHANGED)
        draft = drafts.complete(values, book_of(unit_of(actor), today), own=[one.id])
        if len(draft.mentees) > 1:
            raise InputError(
                {"mentee_ids": ["В этой записи один наставляемый. Для группы создайте черновик."]}
            )
        one.mentor_id, one.mentee_id = draft.mentor.id, draft.mentees[0].id
        one.kind, one.form, one.regime = draft.kind, draft.form, draft.regime
        one.start, one.end, one.state = draft.start, draft.end, state
        one.planned_order_on, one.note = draft.planned_order_on, draft.note or None
        one.law_on = draft.planned_order_on or today
        db.session.flush()
        findings = check_draft(actor=actor, values=values, today=today, public_id=public_id)
        record(actor, one, Step.CHANGED, on=today, now=now, findings=findings)
    return one


@requires(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN)
def card(*, actor: Actor, public_id: uuid.UUID, today: date) -> Card:
    """A mentorship's page. A mentor and a mentee see only their own; others get NotFoundError."""
    one = _own(public_id)
    if not actor.can(Permission.MENTORSHIP_READ) and actor.person_id not in {
        one.mentor_id,
        one.mentee_id,
    }:
        raise NotFoundError
    group = mentorships.of_group(one.group_id) if one.group_id else [one]
    book = book_of(unit_of(actor), _law(one, today))
    return Card(
        mentorship=one,
        book=book,
        findings=findings_of([one], group, book, order_on=one.planned_order_on, today=today)
        if one.state in BEFORE_ORDER
        else (),
        consents=consents.of_mentorships([one.id]),
        history=events.of_mentorship(one.id),
        group=group,
    )


def findings_of(
    rows: Sequence[Mentorship],
    group: Sequence[Mentorship],
    book: RuleBook,
    *,
    order_on: date | None,
    today: date,
) -> tuple[Finding, ...]:
    """Findings of stored drafts that get one order, with the consents on file."""
    held = consents.of_mentorships([one.id for one in rows])
    own = {one.id for one in (*rows, *group)}
    cases = [
        case_of(
            one,
            on=order_on or today,
            order_on=order_on or max(one.start, today),
            consents=[paper for paper in held if paper.mentorship_id == one.id],
            others=loads_of(one.mentor, sorted(own)),
            group=max(len(group), 1),
        )
        for one in rows
    ]
    return merged(check_group(cases, book), [one.mentee.short_name for one in rows])


@requires(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN)
def listed(
    *, actor: Actor, wanted: Wanted, offset: int = 0, limit: int = 50
) -> tuple[Sequence[Mentorship], int]:
    """One page of the institution's mentorships (own ones for a pair) and how many there are."""
    if not actor.can(Permission.MENTORSHIP_READ):
        wanted = Wanted(person_id=actor.person_id or 0)
    return mentorships.page(wanted, offset=offset, limit=limit), mentorships.count(wanted)


def same_version(one: Mentorship, version: int, *, mine: dict[str, str] | None = None) -> None:
    """Raises ConflictError with both versions if the row is not what the person saw."""
    if one.version != version:
        raise ConflictError(
            "Пока вы работали, эту запись изменил другой человек. Ваши данные не потеряны: "
            "сравните две версии и внесите нужное ещё раз.",
            mine=mine,
            theirs=describe(one),
        )


def describe(one: Mentorship) -> dict[str, str]:
    """A mentorship in words, for the comparison of two versions."""
    return {
        "Наставник": one.mentor.full_name,
        "Наставляемый": one.mentee.full_name,
        "Вид": one.kind,
        "Форма": one.form,
        "Начало": f"{one.start:%d.%m.%Y}",
        "Окончание": f"{one.end:%d.%m.%Y}",
        "Состояние": one.state.label,
        "Примечание": one.note or "",
    }


def _described(values: DraftInput) -> dict[str, str]:
    mentor = people.by_public_id(values.mentor_id) if values.mentor_id else None
    mentees = [one for one in map(people.by_public_id, values.mentee_ids) if one]
    return {
        "Наставник": mentor.full_name if mentor else "",
        "Наставляемый": ", ".join(one.full_name for one in mentees),
        "Вид": values.kind,
        "Форма": values.form,
        "Начало": f"{values.start:%d.%m.%Y}" if values.start else "",
        "Окончание": f"{values.end:%d.%m.%Y}" if values.end else "",
        "Примечание": values.note,
    }


def _own(public_id: uuid.UUID) -> Mentorship:
    """The mentorship behind the walls, or NotFoundError: a stranger learns nothing."""
    one = mentorships.by_public_id(public_id)
    if one is None:
        raise NotFoundError
    return one


def _law(one: Mentorship, today: date) -> date:
    return today if one.state in BEFORE_ORDER else one.law_on
