"""A draft or a stored mentorship -> the case that the rule book checks -> findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from nastavnik.domain.case import Case, Load
from nastavnik.domain.check import check
from nastavnik.domain.mentorship import LIVE
from nastavnik.store import mentorship as mentorships
from nastavnik.usecases.facts import facts_of

if TYPE_CHECKING:
    from nastavnik.domain.approval import Approved
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.domain.status import Held
    from nastavnik.store.consent import Consent
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.person import Person

MENTORING: Final = "mentoring"
PERSONAL_DATA: Final = "personal_data"
AGREEMENT: Final = "agreement"
BOTH_SIDES: Final = frozenset({"mentor", "mentee"})


def evidence_of(consents: Iterable[Consent]) -> frozenset[str]:
    """Which papers are on file, as parameters of the catalogue; withdrawn ones do not count."""
    held = {(one.purpose, one.side) for one in consents if one.withdrawn_on is None}
    found = {f"consent.{side}" for purpose, side in held if purpose == MENTORING}
    if {side for purpose, side in held if purpose == PERSONAL_DATA} >= BOTH_SIDES:
        found.add("consent.personal_data")
    if any(purpose == AGREEMENT for purpose, _ in held):
        found.add("agreement.supplementary")
    return frozenset(found)


def dates_of(consents: Iterable[Consent]) -> dict[str, date]:
    """Parameter of each paper on file -> its day; of several, the latest."""
    kept = sorted((one for one in consents if not one.withdrawn_on), key=lambda one: one.given_on)
    found = {}
    for one in kept:
        key = f"consent.{one.side}" if one.purpose == MENTORING else _DATED.get(one.purpose)
        if key:
            found[key] = one.given_on
    return found


_DATED: Final = {PERSONAL_DATA: "consent.personal_data", AGREEMENT: "agreement.supplementary"}


def loads_of(mentor: Person, own: Sequence[int] = ()) -> tuple[Load, ...]:
    """The mentor's live mentorships, those with the ids `own` left out."""
    return tuple(
        Load(one.kind, one.form, one.start, one.end)
        for one in mentorships.of_mentor(mentor.id, LIVE)
        if one.id not in own
    )


def case_of(
    one: Mentorship,
    *,
    on: date,
    order_on: date | None,
    consents: Iterable[Consent],
    others: tuple[Load, ...],
    held: Mapping[int, tuple[Held, ...]],
    group: int = 1,
    approvals: tuple[Approved, ...] | None = None,
) -> Case:
    """The case of a stored mentorship under the law of the day `on`.

    `held`: id of each person -> what the register of statuses says of them.
    """
    papers = tuple(consents)
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
        pair={"regime": one.regime},
        evidence=evidence_of(papers),
        dates=dates_of(papers),
        approvals=approvals,
        others=others,
        group=group,
        statuses=held.get(one.mentor_id, ()),
    )


def check_group(cases: Sequence[Case], book: RuleBook) -> tuple[tuple[Finding, ...], ...]:
    """Findings of each pair; the pairs of one group load the mentor together."""
    answers = []
    for index, case in enumerate(cases):
        siblings = tuple(
            Load(other.kind, other.form, other.start, other.end)
            for place, other in enumerate(cases)
            if place != index
        )
        answers.append(check(replace(case, others=case.others + siblings), book))
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
