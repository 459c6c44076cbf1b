"""Consents and agreements: recorded by the curator from paper, or given in the system."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.consent import NOBODY, Purpose, Representative, Standing
from nastavnik.domain.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from nastavnik.domain.mentorship import BEFORE_ORDER, Step, after
from nastavnik.store import consent as consents
from nastavnik.store import mentorship as mentorships
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.writing import transaction
from nastavnik.usecases import consent_texts
from nastavnik.usecases.access import requires
from nastavnik.usecases.checking import AGREEMENT, MENTORING, PERSONAL_DATA
from nastavnik.usecases.consent_texts import form_code, frozen
from nastavnik.usecases.events import record
from nastavnik.usecases.order_context import consent_context
from nastavnik.usecases.rulebooks import book_of

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.paper import Field

PAPERS: Final = {
    "consent.mentor": (("mentor", MENTORING),),
    "consent.mentee": (("mentee", MENTORING),),
    "consent.personal_data": (("mentor", PERSONAL_DATA), ("mentee", PERSONAL_DATA)),
    "consent.guardian": (("guardian", MENTORING),),
    "agreement.supplementary": (("mentor", AGREEMENT),),
}
"""Parameter that asks for a paper -> the rows (side, purpose) that answer it."""

_ALWAYS: Final = frozenset({"consent.mentor", "consent.mentee"})

GUARDIAN: Final = "guardian"
PAPER: Final = "paper"
SYSTEM: Final = "system"
_SIDES: Final = {"mentor": "наставника", "mentee": "наставляемого", "guardian": "представителя"}
_PURPOSES: Final = {
    MENTORING: "согласие",
    PERSONAL_DATA: "согласие на обработку персональных данных",
    AGREEMENT: "дополнительное соглашение",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A consent or an agreement of one mentorship: on file, missing, or not asked for.

    `finding` says by which clause it is missing.
    """

    side: str
    purpose: str
    consent: Consent | None = None
    finding: Finding | None = None

    @property
    def title(self) -> str:
        """«согласие наставника»."""
        return paper_title(self.side, self.purpose)


def paper_title(side: str, purpose: str) -> str:
    """«согласие наставника», «дополнительное соглашение наставника»."""
    return f"{_PURPOSES[purpose]} {_SIDES[side]}"


def papers_of(held: Sequence[Consent], findings: Sequence[Finding], on: date) -> tuple[Paper, ...]:
    """Papers for a page: both consents always, the others where they are on file or missing."""
    valid = [one for one in held if one.standing(on) is Standing.HOLDS]
    return tuple(_papers(valid, {one.code: one for one in findings}))


def _papers(held: Sequence[Consent], missing: dict[str, Finding]) -> Iterator[Paper]:
    kept = {(one.side, one.purpose): one for one in held}
    for key, rows in PAPERS.items():
        for side, purpose in rows:
            consent, finding = kept.get((side, purpose)), missing.get(key)
            if consent or finding or key in _ALWAYS:
                yield Paper(
                    side=side,
                    purpose=purpose,
                    consent=consent,
                    finding=None if consent else finding,
                )


@requires(Permission.CONSENT_WRITE)
def record_consent(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    side: str,
    purpose: str = MENTORING,
    given_on: date,
    method: str = PAPER,
    states: Iterable[Field] | None = None,
    representative: Representative = NOBODY,
    today: date,
    now: datetime,
) -> Consent:
    """Note that a signed paper is on file. A second note of the same paper changes nothing.

    `states`: what an agreement says; None: everything that the acts ask of it. A guardian's
    paper names the `representative`.

    Raises:
        InputError: the day is in the future, there is no such paper, or nobody signed for a minor.
        ConflictError: the mentorship is past the stage of consents.
    """
    with transaction():
        one = _found(public_id)
        errors = representative.refusals(needed=side == GUARDIAN)
        if errors:
            raise InputError(errors)
        return _record(
            actor, one, side, purpose, given_on, method, today, now, states, representative
        )


@requires(Permission.CONSENT_GIVE_OWN)
def give_own_consent(*, actor: Actor, public_id: uuid.UUID, today: date, now: datetime) -> Consent:
    """The mentor or the mentee agrees in the system, each for oneself."""
    with transaction():
        one = _found(public_id)
        sides = {one.mentor_id: "mentor", one.mentee_id: "mentee"}
        side = sides.get(actor.person_id or 0)
        if side is None:
            raise NotFoundError
        return _record(actor, one, side, MENTORING, today, SYSTEM, today, now)


@requires(Permission.CONSENT_WRITE, Permission.CONSENT_GIVE_OWN)
def withdraw_consent(
    *, actor: Actor, public_id: uuid.UUID, consent_id: uuid.UUID, today: date, now: datetime
) -> None:
    """Take a consent back: the row stays, with the day of its withdrawal."""
    with transaction():
        one = _found(public_id)
        paper = consents.by_public_id(consent_id)
        if paper is None or paper.mentorship_id != one.id:
            raise NotFoundError
        if not actor.can(Permission.CONSENT_WRITE):
            _own_paper(actor, one, paper)
        if paper.withdrawn_on is not None:
            return
        if one.state not in BEFORE_ORDER:
            raise ConflictError(
                "Приказ уже издан. Чтобы отказаться от наставничества, прекратите его досрочно."
            )
        _withdraw(actor, one, paper, today=today, now=now)


def withdraw_all(actor: Actor, one: Mentorship, *, today: date, now: datetime) -> None:
    """Take back what was given for other people. Only within a transaction."""
    for paper in consents.of_mentorships([one.id]):
        if paper.withdrawn_on is None:
            _withdraw(actor, one, paper, today=today, now=now, why="изменились участники")


def _withdraw(
    actor: Actor, one: Mentorship, paper: Consent, *, today: date, now: datetime, why: str = ""
) -> None:
    paper.withdrawn_on = today
    paper.withdrawn_by = actor.name
    one.state = after(one.state, Step.CONSENT_WITHDRAWN)
    data = {"paper": paper_title(paper.side, paper.purpose)} | ({"why": why} if why else {})
    record(actor, one, Step.CONSENT_WITHDRAWN, on=today, now=now, data=data)


def _own_paper(actor: Actor, one: Mentorship, paper: Consent) -> None:
    """Raises NotFoundError for a stranger to the pair, ForbiddenError for the other side."""
    side = {one.mentor_id: "mentor", one.mentee_id: "mentee"}.get(actor.person_id or 0)
    if side is None:
        raise NotFoundError
    if side != paper.side:
        raise ForbiddenError("Отозвать можно только своё согласие.")


def _record(  # noqa: PLR0917 - one row of a paper is that wide
    actor: Actor,
    one: Mentorship,
    side: str,
    purpose: str,
    given_on: date,
    method: str,
    today: date,
    now: datetime,
    states: Iterable[Field] | None = None,
    representative: Representative = NOBODY,
) -> Consent:
    if (side, purpose) not in {row for rows in PAPERS.values() for row in rows}:
        raise InputError({"side": ["Такого документа нет. Обновите страницу."]})
    if given_on > today:
        raise InputError(
            {"given_on": [f"Дата {given_on:%d.%m.%Y} ещё не наступила. Укажите день подписания."]}
        )
    for paper in consents.of_mentorships([one.id]):
        same = (paper.side, paper.purpose) == (side, purpose)
        if same and paper.withdrawn_on is None:
            return paper
    one.state = after(one.state, Step.CONSENT_RECORDED)
    paper = Consent(
        org_unit_id=one.org_unit_id,
        org_path=one.org_path,
        mentorship_id=one.id,
        person_id=one.mentor_id if side == "mentor" else one.mentee_id,
        side=side,
        purpose=purpose,
        given_on=given_on,
        method=method,
        representative=representative.name or None,
        powers=representative.powers or None,
        recorded_by=actor.name,
    )
    words = _words_of(actor, one, paper, today=today, now=now)
    paper.text_id, paper.context = words or (None, None)
    db.session.add(paper)
    data: dict[str, Any] = {
        "paper": paper_title(side, purpose),
        "purpose": purpose,
        "given_on": given_on.isoformat(),
    }
    if states is not None:
        fields = list(states)
        data["states"] = [field.value for field in fields]
        data["stated"] = ", ".join(field.label for field in fields)
    record(actor, one, Step.CONSENT_RECORDED, on=today, now=now, data=data)
    return paper


def _words_of(
    actor: Actor, one: Mentorship, paper: Consent, *, today: date, now: datetime
) -> tuple[int, dict[str, Any]] | None:
    """The version of the signed text and what it is filled in with; None without a text."""
    code = form_code(Purpose(paper.purpose), paper.side)
    if not code:
        return None
    unit = db.session.get_one(OrgUnit, one.org_unit_id)
    context = consent_context(unit, one, book_of(unit, one.planned_order_on or today))
    context["pair"] |= {f"{paper.side}_consent": paper.given_on}
    by = Representative(name=paper.representative or "", powers=paper.powers or "")
    context["representative"] = by.as_data()
    text = consent_texts.keep(actor, consent_texts.current(actor=actor, code=code), now)
    return text.id, frozen(context)


def _found(public_id: uuid.UUID) -> Mentorship:
    one = mentorships.by_public_id(public_id)
    if one is None:
        raise NotFoundError
    return one
