"""What an order and the consents are printed from: plain data in the nominative."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from nastavnik.domain.access import Role
from nastavnik.domain.consent import Representative
from nastavnik.domain.term import whole_months
from nastavnik.domain.wording import counted
from nastavnik.store import account as accounts
from nastavnik.store import consent as consents
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.usecases.checking import MENTORING
from nastavnik.usecases.pair_facts import pair_facts
from nastavnik.usecases.succession import last_day_of

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.replacement import Replacement

_BASIS = (
    "order.required",
    "consent.mentor",
    "consent.mentee",
    "term.max_months",
    "agreement.supplementary",
)
"""Parameters whose acts the preamble of an order names."""


def order_context(
    unit: OrgUnit, rows: Sequence[Mentorship], book: RuleBook, *, number: str, issued_on: date
) -> dict[str, Any]:
    """Context of the form `order_appointment` for one pair or one group."""
    first = rows[0]
    return {
        "organisation": organisation(unit),
        "order": {"number": number, "date": issued_on},
        "pairs": [pair(one, book) for one in rows],
        "basis": basis(first, book),
        "curator": _curator(unit),
        "plan": _deadline(book, first, "plan"),
        "report": _deadline(book, first, "report"),
    }


def consent_context(unit: OrgUnit, one: Mentorship, book: RuleBook) -> dict[str, Any]:
    """Context of the forms `consent_mentor`, `consent_mentee` and `consent_guardian`."""
    notice = book.value("refusal.notice_days", one.kind, one.form, pair_facts(one))
    return {
        "organisation": organisation(unit),
        "pair": pair(one, book),
        "basis": basis(one, book),
        "refusal_days": notice.number,
        "representative": representative(one),
    }


def representative(one: Mentorship) -> dict[str, str] | None:
    """Who has signed for a mentee under age; None before that."""
    signed = (
        Representative(name=paper.representative or "", powers=paper.powers or "")
        for paper in consents.of_mentorships([one.id])
        if paper.side == "guardian" and paper.withdrawn_on is None
    )
    return next((by.as_data() for by in signed), None)


def organisation(unit: OrgUnit) -> dict[str, Any]:
    """The letterhead and the head of the institution."""
    return {
        "full_name": unit.title,
        "founder": unit.founder or "",
        "place": unit.place or "",
        "head": {
            "position": unit.head_position or "руководитель",
            "last_name": unit.head_last_name or "",
            "first_name": unit.head_first_name or "",
            "patronymic": unit.head_patronymic or "",
            "gender": unit.head_gender or "f",
            "overrides": {},
        },
    }


def person(one: Person) -> dict[str, Any]:
    """A participant of a document."""
    return {
        "last_name": one.last_name,
        "first_name": one.first_name,
        "patronymic": one.patronymic or "",
        "gender": one.gender,
        "position": one.position,
        "overrides": dict(one.overrides),
    }


def pair(one: Mentorship, book: RuleBook) -> dict[str, Any]:
    """A pair with the names of the kind's participants and the dates of their consents."""
    kind, form = book.kinds.get(one.kind), book.forms.get(one.form)
    given = {
        paper.side: paper.given_on
        for paper in consents.of_mentorships([one.id])
        if paper.purpose == MENTORING and paper.withdrawn_on is None
    }
    return {
        "mentor": person(one.mentor),
        "mentee": person(one.mentee),
        "names": {
            "mentor": kind.mentor if kind else "наставник",
            "mentee": kind.mentee if kind else "наставляемый",
        },
        "kind_title": kind.title if kind else one.kind,
        "form_title": form.title if form else one.form,
        "start": one.start,
        "end": one.end,
        "term_text": counted(whole_months(one.start, one.end), "month"),
        "mentor_consent": given.get("mentor"),
        "mentee_consent": given.get("mentee"),
        "guardian_consent": given.get("guardian"),
    }


def replacing(
    context: dict[str, Any], links: Sequence[Replacement | None], book: RuleBook
) -> None:
    """Make it the context of `order_replacement`; `links` are of its pairs, in their order."""
    for told, link in zip(context["pairs"], links, strict=True):
        told["former"] = _former(link)
    titles = {act.code: act.title for act in book.acts}
    for link in links:
        if link is not None and link.act in titles and link.clause:
            entry = {"title": titles[link.act], "clause": link.clause}
            if entry not in context["basis"]:
                context["basis"].append(entry)


def _former(link: Replacement | None) -> dict[str, Any] | None:
    """The pair in whose place a new one comes: its mentor, last day, order, and the ground."""
    if link is None:
        return None
    one = link.former
    order = one.order
    return {
        "mentor": person(one.mentor),
        "last_day": last_day_of(link),
        "order": {"number": order.number, "date": order.issued_on} if order else None,
        "ground": link.words,
    }


def basis(one: Mentorship, book: RuleBook) -> list[dict[str, str]]:
    """Clauses of the preamble that bear on the order, those of inner acts first."""
    found: dict[tuple[str, str], None] = {}
    for key in _BASIS:
        resolved = book.value(key, one.kind, one.form, pair_facts(one))
        if resolved.cite and resolved.value is not False:
            found[resolved.cite.act, resolved.cite.clause] = None
    inner_first = sorted(book.acts, key=lambda act: -act.layer)
    return [
        {"title": act.title, "clause": clause}
        for act in inner_first
        for code, clause in sorted(found, key=lambda pair: _in_order(pair[1]))
        if code == act.code
    ]


def _in_order(clause: str) -> list[tuple[int, str]]:
    """2.10 stands after 2.9."""
    return [(int(part) if part.isdigit() else 0, part) for part in clause.split(".")]


def _deadline(book: RuleBook, one: Mentorship, code: str) -> dict[str, Any] | None:
    for rule in book.deadlines(one.kind, one.form):
        if rule.code == code:
            return {
                "title": rule.title,
                "days": rule.days,
                "unit": rule.unit.value,
                "anchor": rule.anchor.label,
                "before": rule.before,
            }
    return None


def _curator(unit: OrgUnit) -> dict[str, Any] | None:
    """The curator's own card, if the institution has one."""
    for membership in accounts.members(unit.id, Role.CURATOR):
        if membership.person_id is not None:
            found = db.session.get(people.Person, membership.person_id)
            return person(found) if found else None
    return None
