"""What the rules say of stored pairs, with everything that they look up beside the pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik.domain.case import Load
from nastavnik.domain.completeness import Stated, incomplete
from nastavnik.domain.mentorship import LIVE
from nastavnik.store import mentorship as mentorships
from nastavnik.usecases import evidence
from nastavnik.usecases.approvals import approvals_of
from nastavnik.usecases.checking import case_of, check_group, merged
from nastavnik.usecases.completeness import agreement_fields, agreements, stated_of
from nastavnik.usecases.holders import statuses_of
from nastavnik.usecases.succession import begun_on

if TYPE_CHECKING:
    from nastavnik.domain.approval import Approved
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.domain.status import Held
    from nastavnik.store.mentorship import Mentorship


class Backdrop:
    """Papers, approvals, statuses, loads ... of all the pairs of a page, each in one statement.

    It reads what is asked for, when it is first asked for.
    """

    def __init__(self, rows: Sequence[Mentorship]) -> None:
        self._rows = rows
        self._ids = [one.id for one in rows]

    @cached_property
    def papers(self) -> Mapping[int, Sequence[evidence.Held]]:
        """Id of a pair -> its papers."""
        return evidence.of_rows(self._rows)

    @cached_property
    def approvals(self) -> Mapping[int, tuple[Approved, ...]]:
        """Id of a pair -> its marked steps."""
        return approvals_of(self._ids)

    @cached_property
    def statuses(self) -> Mapping[int, tuple[Held, ...]]:
        """Id of a person -> what the register of statuses says of them."""
        return people_statuses(self._rows)

    @cached_property
    def agreed(self) -> Mapping[int, Stated]:
        """Id of a pair whose agreement is on file -> what it states."""
        return agreements(self._ids)

    @cached_property
    def begun(self) -> Mapping[int, date | None]:
        """Id of a pair -> when its mentoring began under former mentors."""
        return dict(zip(self._ids, begun_on(self._rows), strict=True))

    @cached_property
    def _led(self) -> Mapping[int, Sequence[Mentorship]]:
        found: dict[int, list[Mentorship]] = {one.mentor_id: [] for one in self._rows}
        for one in mentorships.of_mentors(found, LIVE):
            found[one.mentor_id].append(one)
        return found

    def loads(self, mentor_id: int, own: Sequence[int]) -> tuple[Load, ...]:
        """The mentor's live pairs, those with the ids `own` left out."""
        return tuple(
            Load(one.kind, one.form, one.start, one.end)
            for one in self._led[mentor_id]
            if one.id not in own
        )


def findings_of(
    rows: Sequence[Mentorship],
    book: RuleBook,
    *,
    order_on: date | None,
    today: date,
    beside: Backdrop | None = None,
    order: Stated | None = None,
) -> tuple[Finding, ...]:
    """Findings of stored drafts that get one order, with the consents on file.

    `beside`: of these and other drafts, if a page judges several. `order`: what the order
    states, where it is known.
    """
    answers = answers_of(rows, book, order_on=order_on, today=today, beside=beside, order=order)
    return merged(answers, [one.mentee.short_name for one in rows])


def answers_of(
    rows: Sequence[Mentorship],
    book: RuleBook,
    *,
    order_on: date | None,
    today: date,
    beside: Backdrop | None = None,
    order: Stated | None = None,
) -> tuple[tuple[Finding, ...], ...]:
    """Findings of each of the stored drafts that get one order; the rest as in `findings_of`."""
    known = beside or Backdrop(rows)
    marked = any(book.approvals(one.kind, one.form) for one in rows)
    agreed = known.agreed if any(agreement_fields(one, book) for one in rows) else {}
    own = [one.id for one in rows]
    cases = [
        case_of(
            one,
            on=order_on or today,
            order_on=order_on or max(one.start, today),
            consents=known.papers[one.id],
            others=known.loads(one.mentor_id, own),
            held=known.statuses,
            group=len(rows),
            approvals=known.approvals[one.id] if marked else (),
        )
        for one in rows
    ]
    answers = check_group(cases, book, [known.begun[one.id] for one in rows])
    return tuple(
        (*answer, *incomplete(book, case, stated_of(one, agreed, order)))
        for answer, case, one in zip(answers, cases, rows, strict=True)
    )


def people_statuses(rows: Sequence[Mentorship]) -> Mapping[int, tuple[Held, ...]]:
    """Id of everyone in the mentorships -> what the register of statuses says of them."""
    return statuses_of(person for one in rows for person in (one.mentor, one.mentee))
