"""A draft as far as it is typed -> the cases that the rule book checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from nastavnik.domain.case import Case
from nastavnik.store import consent as consents
from nastavnik.store import person as people
from nastavnik.usecases.approvals import approvals_of
from nastavnik.usecases.checking import loads_of
from nastavnik.usecases.draft import DraftInput, asked_for
from nastavnik.usecases.evidence import Held, dates_of, evidence_of, lapsed_of, of_pair
from nastavnik.usecases.facts import facts_of
from nastavnik.usecases.holders import statuses_of
from nastavnik.usecases.pair_facts import typed_facts

if TYPE_CHECKING:
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Cases, one a mentee (one in all while no mentee is chosen), and what is known of them.

    `mentees` are their ids. `fields` are the form's fields of which something can be said already.
    """

    cases: tuple[Case, ...]
    names: tuple[str, ...]
    mentees: tuple[int | None, ...]
    fields: frozenset[str]


def proposal(values: DraftInput, stored: Sequence[Mentorship], *, today: date) -> Proposal:
    """Cases of what is typed; `stored` are the drafts that it replaces, the whole group's."""
    known = people.by_public_ids(asked_for(values))
    mentor = known.get(values.mentor_id) if values.mentor_id else None
    mentees = tuple(known[one] for one in dict.fromkeys(values.mentee_ids) if one in known)
    start, end = values.start, values.end
    whole = start is not None and end is not None and start <= end
    on = values.planned_order_on or today
    order_on = values.planned_order_on or (max(start, today) if start else today)
    others = loads_of(mentor, [one.id for one in stored]) if mentor else ()
    held = statuses_of([*([mentor] if mentor else []), *mentees])
    same = [_same(mentor, mentee, stored) for mentee in (mentees or (None,))]
    papers = _papers(mentor, mentees, same)
    marks = [tuple(chain(*approvals_of(ids).values())) if ids else () for ids in same]
    cases = tuple(
        Case(
            on=on,
            kind=values.kind,
            form=values.form,
            start=start if whole and start else on,
            end=end if whole and end else on,
            order_on=order_on,
            admitted_on=mentee.admitted_on if mentee else None,
            mentor=facts_of(mentor, order_on, held[mentor.id]) if mentor else {},
            mentee=facts_of(mentee, order_on, held[mentee.id]) if mentee else {},
            pair=typed_facts(values.regime, values.facts),
            evidence=evidence_of(papers[place], order_on),
            dates=dates_of(papers[place], order_on),
            lapsed=lapsed_of(papers[place], order_on),
            approvals=marks[place],
            others=others,
            group=max(len(mentees), 1),
            statuses=held[mentor.id] if mentor else (),
        )
        for place, mentee in enumerate(mentees or (None,))
    )
    return Proposal(
        cases=cases,
        names=tuple(one.short_name for one in mentees) or ("",),
        mentees=tuple(one.id for one in mentees) or (None,),
        fields=_known(whole=whole, mentor=mentor is not None, mentee=bool(mentees)),
    )


def _same(mentor: Person | None, mentee: Person | None, stored: Sequence[Mentorship]) -> list[int]:
    """Drafts of these very two people: consents and approvals are given to people."""
    if mentor is None or mentee is None:
        return []
    return [one.id for one in stored if (one.mentor_id, one.mentee_id) == (mentor.id, mentee.id)]


def _papers(
    mentor: Person | None, mentees: Sequence[Person], drafts: Sequence[list[int]]
) -> list[list[Held]]:
    """Papers of each mentee's drafts, and what the people have signed for themselves."""
    people_ids = {one.id for one in (mentor, *mentees) if one}
    found = consents.of_pairs(list(chain(*drafts)), people_ids) if people_ids else ()
    leader = mentor.id if mentor else None
    return [
        of_pair(found, leader, mentee.id if mentee else None, own)
        for mentee, own in zip(mentees or (None,), drafts, strict=True)
    ]


def _known(*, whole: bool, mentor: bool, mentee: bool) -> frozenset[str]:
    known = {"kind", "form"}
    if whole:
        known.add("end")
    if mentor:
        known.add("mentor_id")
    if mentee:
        known |= {"mentee_id", "order_on", "evidence"}
    return frozenset(known)
