"""A draft or a stored mentorship -> the case that the rule book checks -> findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from nastavnik.domain.case import Case, Load
from nastavnik.domain.check import check
from nastavnik.domain.mentorship import LIVE
from nastavnik.domain.succession import continued
from nastavnik.store import mentorship as mentorships
from nastavnik.usecases.evidence import dates_of, lapsed_of
from nastavnik.usecases.facts import facts_of
from nastavnik.usecases.pair_facts import pair_facts

if TYPE_CHECKING:
    from nastavnik.domain.approval import Approved
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.domain.status import Held as Status
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.person import Person
    from nastavnik.store.territory import Pair, Paper
    from nastavnik.usecases.evidence import Held

MENTORING: Final = "mentoring"
PERSONAL_DATA: Final = "personal_data"
AGREEMENT: Final = "agreement"


def loads_of(mentor: Person, own: Sequence[int] = ()) -> tuple[Load, ...]:
    """The mentor's live mentorships, those with the ids `own` left out."""
    return tuple(
        Load(one.kind, one.form, one.start, one.end)
        for one in mentorships.of_mentor(mentor.id, LIVE)
        if one.id not in own
    )


def case_of(
    one: Mentorship | Pair,
    *,
    on: date,
    order_on: date | None,
    consents: Iterable[Held | Paper],
    others: tuple[Load, ...],
    held: Mapping[int, tuple[Status, ...]],
    group: int = 1,
    approvals: tuple[Approved, ...] | None = None,
) -> Case:
    """The case of a stored mentorship under the law of the day `on`.

    `held`: id of each person -> what the register of statuses says of them.
    """
    papers = tuple(consents)
    dates = dates_of(papers, order_on or on)
    return Case(
        on=on,
        kind=one.kind,
        form=one.form,
        start=one.start,
        end=one.end,
        order_on=order_on,
        admitted_on=one.mentee.admitted_on,
        mentor=facts_of(one.mentor, order_on or on, held.get(one.mentor_id)),
        mentee=facts_of(one.mentee, order_on or on, held.get(one.mentee_id)),
        pair=pair_facts(one),
        evidence=frozenset(dates),
        dates=dates,
        lapsed=lapsed_of(papers, order_on or on),
        approvals=approvals,
        others=others,
        group=group,
        statuses=held.get(one.mentor_id, ()),
    )


def check_group(
    cases: Sequence[Case], book: RuleBook, begun: Sequence[date | None] = ()
) -> tuple[tuple[Finding, ...], ...]:
    """Findings of each pair; the pairs of one group load the mentor together.

    `begun`: when the mentoring of each began under a former mentor. Its whole term is held
    against the bounds then, and the term of the first appointment is past.
    """
    answers = []
    for index, case in enumerate(cases):
        siblings = tuple(
            Load(other.kind, other.form, other.start, other.end)
            for place, other in enumerate(cases)
            if place != index
        )
        loaded = replace(case, others=case.others + siblings)
        since = begun[index] if begun else None
        answers.append(
            check(loaded, book)
            if since is None
            else continued(lambda one: check(one, book), loaded, since)
        )
    return tuple(answers)


def merged(answers: Sequence[tuple[Finding, ...]], names: Sequence[str]) -> tuple[Finding, ...]:
    """One list for the page: what is said of several mentees alike is said once.

    `names` are the mentees' names, one an answer.
    """
    said: dict[tuple[str, str], list[str]] = {}
    first: dict[tuple[str, str], Finding] = {}
    for findings, name in zip(answers, names, strict=True):
        for finding in findings:
            slot = (finding.code, finding.text)
            said.setdefault(slot, []).append(name)
            first.setdefault(slot, finding)
    everyone = len(names)
    return tuple(
        finding
        if len(said[slot]) == everyone
        else replace(finding, text=f"{', '.join(said[slot])}: {finding.text}")
        for slot, finding in first.items()
    )
