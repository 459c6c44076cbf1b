"""Every mentorship of a territory as the case that the what-if of an act compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.case import Load
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE
from nastavnik.domain.rules import Look
from nastavnik.domain.whatif import Slot, Subject, Units
from nastavnik.store import territory
from nastavnik.usecases.approvals import KINDS, approved_of
from nastavnik.usecases.checking import case_of
from nastavnik.usecases.holders import statuses_of

if TYPE_CHECKING:
    from nastavnik.domain.approval import Approved
    from nastavnik.domain.status import Held
    from nastavnik.store.territory import Mark, Pair, Paper

STATES: Final = BEFORE_ORDER | LIVE
"""Mentorships that an act may still change."""


def pairs_of(path: str) -> list[Pair]:
    """The mentorships of the subtree, without their people. Only under EVERYTHING."""
    return territory.pairs(path, STATES)


def with_people(path: str, pairs: Sequence[Pair]) -> list[Pair]:
    """The same with their people. Only under EVERYTHING."""
    return territory.with_people(path, STATES, pairs)


def slot_of(one: Pair, chains: Mapping[int, Units], today: date) -> Slot:
    """Under which rules the pair is: those with one slot are under the same."""
    return chains[one.org_unit_id], _law(one, today), one.kind, one.form


def _law(one: Pair, today: date) -> date:
    return (one.planned_order_on or today) if one.state in BEFORE_ORDER else one.law_on


def subjects_of(
    path: str, pairs: Sequence[Pair], chains: Mapping[int, Units], today: date, looks: Look
) -> list[Subject]:
    """The pairs of the subtree as cases, as far as the rules look at them.

    `chains` are the slugs down to each unit, by its id. As many statements as there are tables,
    however many pairs; to look at people the pairs must come with them. Only under EVERYTHING.
    """
    papers: defaultdict[int, list[Paper]] = defaultdict(list)
    for paper in territory.papers(path, STATES) if Look.PAPERS in looks else ():
        papers[paper.mentorship_id].append(paper)
    marked = _marked(path) if Look.STEPS in looks else {}
    held: Mapping[int, tuple[Held, ...]] = {}
    if Look.PEOPLE in looks:
        held = statuses_of(person for one in pairs for person in (one.mentor, one.mentee))
    beside = _Beside(pairs)
    subjects = []
    for one in pairs:
        law = _law(one, today)
        case = case_of(
            one,
            on=law,
            order_on=one.issued_on or max(one.start, law),
            consents=papers.get(one.id, ()),
            others=beside.loads(one),
            held=held,
            group=beside.group(one),
            approvals=marked.get(one.id, ()),
        )
        subjects.append(Subject(one.id, chains[one.org_unit_id], case))
    return subjects


def _marked(path: str) -> dict[int, tuple[Approved, ...]]:
    """Id of each mentorship that has marked steps -> those that stand."""
    history: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in territory.marks(path, STATES, KINDS):
        history[mark.mentorship_id].append(mark)
    return {pair: approved_of(found) for pair, found in history.items()}


class _Beside:
    """What loads a mentor beside each pair: live ones, and the drafts of the same programme."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._live = _by(pairs, lambda one: one.mentor_id if one.state in LIVE else None)
        self._groups = _by(pairs, lambda one: one.group_id)
        self._drafts = _by(pairs, lambda one: one.group_id if one.state in BEFORE_ORDER else None)
        self._load = {one.id: Load(one.kind, one.form, one.start, one.end) for one in pairs}

    def group(self, one: Pair) -> int:
        """How many mentees the programme has."""
        return len(self._groups[one.group_id]) if one.group_id else 1

    def loads(self, one: Pair) -> tuple[Load, ...]:
        """The mentor's other mentees."""
        ids = self._live.get(one.mentor_id, [])
        if one.state in BEFORE_ORDER:
            ids = [*ids, *self._drafts.get(one.group_id, ())]
        return tuple([self._load[key] for key in ids if key != one.id])


def _by(pairs: Sequence[Pair], key: Callable[[Pair], Any]) -> dict[Any, list[int]]:
    found: defaultdict[Any, list[int]] = defaultdict(list)
    for one in pairs:
        if (slot := key(one)) is not None:
            found[slot].append(one.id)
    return dict(found)
