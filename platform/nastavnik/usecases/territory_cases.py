"""Every mentorship of a territory as the case that the what-if of an act compares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.case import Case, Load
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE, State
from nastavnik.domain.rules import Look
from nastavnik.domain.succession import begun
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


def in_full(path: str, pairs: Sequence[Pair], *, people: bool) -> list[Pair]:
    """The same with their orders and answers, and with their `people`. Only under EVERYTHING."""
    return territory.in_full(path, STATES, pairs, people=people)


def slot_of(one: Pair, chains: Mapping[int, Units], today: date) -> Slot:
    """Under which rules the pair is: those with one slot are under the same."""
    return chains[one.org_unit_id], _law(one, today), one.kind, one.form


def _law(one: Pair, today: date) -> date:
    return (one.planned_order_on or today) if one.state in BEFORE_ORDER else one.law_on


def subjects_of(
    path: str, pairs: Sequence[Pair], slots: Mapping[int, Slot], looks: Look
) -> Iterator[Subject]:
    """Those of the subtree's pairs that have slots, as cases, as far as the rules look at them.

    As many statements as there are tables, however many pairs; where the rules look at anything
    beside dates and load the pairs must be in full, and to look at people with them. Only under
    EVERYTHING.
    """
    beside = _Beside(pairs)
    since = begun(territory.successions(path, STATES, LIVE | {State.REPLACED}))
    asked = [one for one in pairs if one.id in slots]
    if looks is Look.NOTHING:
        for one in asked:
            case = _plain(one, slots[one.id], beside)
            yield Subject(one.id, slots[one.id][0], case, since.get(one.id))
        return
    papers: defaultdict[int, list[Paper]] = defaultdict(list)
    for paper in territory.papers(path, STATES) if Look.PAPERS in looks else ():
        papers[paper.mentorship_id].append(paper)
    marked = _marked(path) if Look.STEPS in looks else {}
    held: Mapping[int, tuple[Held, ...]] = {}
    if Look.PEOPLE in looks:
        held = statuses_of(person for one in asked for person in (one.mentor, one.mentee))
    for one in asked:
        units, law, *_ = slots[one.id]
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
        yield Subject(one.id, units, case, since.get(one.id))


def _plain(one: Pair, slot: Slot, beside: _Beside) -> Case:
    """The case for rules that look at dates and load alone."""
    return Case(
        on=slot[1],
        kind=one.kind,
        form=one.form,
        start=one.start,
        end=one.end,
        mentor=_UNKNOWN,
        mentee=_UNKNOWN,
        pair=_UNKNOWN,
        dates=_UNKNOWN,
        lapsed=_UNKNOWN,
        others=beside.loads(one),
        group=beside.group(one),
    )


_UNKNOWN: Final[Mapping[str, Any]] = MappingProxyType({})


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
