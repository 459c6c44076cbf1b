"""Reports of a territory: who has sent, who has not, and the sums.

The same expected set, every institution of the territory now, stands above and below the line.
Figures leave this module as readers outside the institutions are shown them: small cells are kept
back over the whole territory of the reader at once, whatever page asks (ADR 0017).
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Final

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.figures import Figures, roll_up
from nastavnik.domain.indicator import Span
from nastavnik.domain.period import Period
from nastavnik.domain.report import Frozen, ReportState, thaw
from nastavnik.domain.small_cells import Branch, Cover, cover
from nastavnik.store import org_unit, report, submission
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.submission import Submission
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.report_pairs import is_institution, span_of

_KEPT: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line of the overview: an institution with its report, or a territory with its sums."""

    unit: OrgUnit
    expected: int
    sent: int = 0
    accepted: int = 0
    returned: int = 0
    waiting: int = 0
    submission: Submission | None = None
    of_sent: Figures = field(default_factory=dict)
    of_accepted: Figures = field(default_factory=dict)
    below: tuple[Part, ...] = ()

    @property
    def is_institution(self) -> bool:
        """Is it one institution rather than a territory."""
        return self.unit.level is Level.INSTITUTION

    @property
    def state(self) -> ReportState | None:
        """State of an institution's report, None if nothing has been sent."""
        return ReportState(self.submission.state) if self.submission else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A territory's reports of one period; `whole` is the sum of `parts`.

    `kinds` are the titles under which the institutions counted. `incomparable` names those whose
    figures were counted by other versions of the indicators and are not in the sums.
    """

    period: Period
    span: Span
    whole: Part
    parts: Sequence[Part]
    kinds: Mapping[str, str]
    incomparable: Sequence[OrgUnit]

    @property
    def of_institutions(self) -> bool:
        """Are the lines institutions rather than municipalities."""
        return self.whole.unit.level is Level.MUNICIPALITY

    @property
    def keeps_back(self) -> bool:
        """Is a figure hidden from the reader."""
        every = (self.whole, *self.parts)
        return any(figure.hidden for part in every for figure in part.of_sent.values())


@requires(Permission.REPORT_READ)
def overview(
    *, actor: Actor, period: Period, today: date, unit_id: uuid.UUID | None = None
) -> Overview:
    """The actor's territory, or the municipality `unit_id` inside it.

    Raises:
        NotFoundError: the unit is not a territory of the actor's, or the period has not begun.
    """
    unit = _territory(actor, unit_id)
    span = span_of(period, today)
    latest = submission.latest_by_unit(period.code)
    frozen = _frozen(list(latest.values()))
    own, covered = _covered(actor, latest, frozen)
    whole = own if unit.id == own.unit.id else next(p for p in own.below if p.unit.id == unit.id)
    return Overview(
        period=period,
        span=span,
        whole=_shown(whole, covered),
        parts=sorted(
            (_shown(part, covered) for part in whole.below), key=lambda part: part.unit.title
        ),
        kinds={
            code: title
            for row in latest.values()
            if row.id in frozen and row.org_path.startswith(unit.path)
            for code, title in frozen[row.id].origin.kinds.items()
        },
        incomparable=[
            leaf.unit
            for leaf in _leaves(whole)
            if leaf.submission
            and leaf.submission.id in frozen
            and frozen[leaf.submission.id].outdated
        ],
    )


def cover_of(actor: Actor, period: str) -> Cover:
    """What of the reports of the actor's territory is shown outside the institutions.

    People need no keys here: a card belongs to one institution, so their numbers add up.
    """
    latest = submission.latest_by_unit(period)
    numbers = {
        row.id: thaw(row.values) for row in latest.values() if row.state != ReportState.RETURNED
    }
    return _covered(actor, latest, numbers)[1]


def _covered(
    actor: Actor, latest: Mapping[int, Submission], frozen: Mapping[int, Frozen]
) -> tuple[Part, Cover]:
    """The actor's whole territory with its figures as they are, and what of them is shown."""
    unit = unit_of(actor)
    institutions = org_unit.below(unit.path, Level.INSTITUTION)
    leaves = [_leaf(one, latest.get(one.id), frozen) for one in institutions]
    parts = leaves if unit.level is Level.MUNICIPALITY else _by_municipality(unit, leaves)
    whole = replace(_sum(unit, leaves), below=tuple(parts))
    state = tuple(sorted((row.org_path, row.sha256, row.state) for row in latest.values()))
    units = tuple(part.unit.path for part in (*parts, *leaves))
    return whole, _decided(_Territory(_branch(whole), (unit.path, units, state)))


@dataclass(frozen=True, slots=True)
class _Territory:
    """The figures of a territory, told from others by `state`: what is sent never changes."""

    branch: Branch = field(compare=False)
    state: tuple[object, ...]


@lru_cache(maxsize=_KEPT)
def _decided(territory: _Territory) -> Cover:
    """The same page is asked for by many, and a report comes a few times a day."""
    return cover(territory.branch)


def _branch(part: Part) -> Branch:
    return Branch(
        key=part.unit.path,
        sent=part.of_sent,
        accepted=part.of_accepted,
        waiting=part.waiting,
        taken=part.accepted,
        parts=tuple(_branch(one) for one in part.below),
    )


def _shown(part: Part, covered: Cover) -> Part:
    path = part.unit.path
    return replace(part, of_sent=covered.sent(path), of_accepted=covered.accepted(path), below=())


def _leaves(part: Part) -> list[Part]:
    if part.is_institution:
        return [part]
    return [leaf for one in part.below for leaf in _leaves(one)]


def _territory(actor: Actor, unit_id: uuid.UUID | None) -> OrgUnit:
    if is_institution(actor):
        raise NotFoundError("Сводная страница есть у муниципального центра и министерства.")
    if unit_id is None:
        return unit_of(actor)
    unit = org_unit.by_public_id(unit_id)
    if unit is None or not unit.path.startswith(actor.unit_path):
        raise NotFoundError
    if unit.level is Level.INSTITUTION:
        raise NotFoundError
    return unit


def _frozen(rows: Sequence[Submission]) -> dict[int, Frozen]:
    """Id of a sent report -> its figures with the persons, to be counted anew in the sums."""
    sent = [row for row in rows if row.state != ReportState.RETURNED]
    sources = report.sources_of([row.id for row in sent])
    return {row.id: thaw(row.values, sources[row.id]) for row in sent}


def _leaf(unit: OrgUnit, row: Submission | None, frozen: Mapping[int, Frozen]) -> Part:
    if row is None:
        return Part(unit=unit, expected=1)
    figures = frozen[row.id].comparable if row.id in frozen else {}
    accepted = row.state == ReportState.ACCEPTED
    return Part(
        unit=unit,
        expected=1,
        sent=int(row.state != ReportState.RETURNED),
        accepted=int(accepted),
        returned=int(row.state == ReportState.RETURNED),
        waiting=int(row.state == ReportState.SUBMITTED),
        submission=row,
        of_sent=figures,
        of_accepted=figures if accepted else {},
    )


def _by_municipality(region: OrgUnit, leaves: Sequence[Part]) -> list[Part]:
    inside: defaultdict[int | None, list[Part]] = defaultdict(list)
    for leaf in leaves:
        inside[leaf.unit.parent_id].append(leaf)
    return [
        replace(_sum(unit, inside[unit.id]), below=tuple(inside[unit.id]))
        for unit in org_unit.children(region.id)
    ]


def _sum(unit: OrgUnit, leaves: Sequence[Part]) -> Part:
    return Part(
        unit=unit,
        expected=sum(leaf.expected for leaf in leaves),
        sent=sum(leaf.sent for leaf in leaves),
        accepted=sum(leaf.accepted for leaf in leaves),
        returned=sum(leaf.returned for leaf in leaves),
        waiting=sum(leaf.waiting for leaf in leaves),
        of_sent=roll_up(leaf.of_sent for leaf in leaves),
        of_accepted=roll_up(leaf.of_accepted for leaf in leaves),
    )
