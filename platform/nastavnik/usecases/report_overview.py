"""Reports of a territory: who has sent, who has not, and the sums.

The same expected set, every institution of the territory now, stands above and below the line.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.figures import Figures, roll_up
from nastavnik.domain.indicator import Span
from nastavnik.domain.period import Period
from nastavnik.domain.report import Frozen, ReportState, thaw
from nastavnik.store import org_unit, report, submission
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.submission import Submission
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.report_pairs import is_institution, span_of


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
    institutions = org_unit.below(unit.path, Level.INSTITUTION)
    latest = submission.latest_by_unit(period.code)
    frozen = _frozen([one for one in latest.values() if one.org_path.startswith(unit.path)])
    leaves = [_leaf(one, latest.get(one.id), frozen) for one in institutions]
    parts = leaves if unit.level is Level.MUNICIPALITY else _by_municipality(unit, leaves)
    return Overview(
        period=period,
        span=span,
        whole=_sum(unit, leaves),
        parts=sorted(parts, key=lambda part: part.unit.title),
        kinds={code: title for one in frozen.values() for code, title in one.origin.kinds.items()},
        incomparable=[
            leaf.unit
            for leaf in leaves
            if leaf.submission
            and leaf.submission.id in frozen
            and frozen[leaf.submission.id].outdated
        ],
    )


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
    return [_sum(unit, inside[unit.id]) for unit in org_unit.children(region.id)]


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
