"""Reading a sent report: frozen figures and, for the institution itself, the pairs behind."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.figures import HIDDEN, Cell, Figure, counted_in
from nastavnik.domain.indicator import Pair
from nastavnik.domain.report import Frozen, ReportState, checksum, thaw, thaw_pairs
from nastavnik.store import mentorship as mentorships
from nastavnik.store import report, submission
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.submission import Submission
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.report_overview import cover_of
from nastavnik.usecases.report_pairs import pairs_of

_GONE: Final = "больше не входит в период"
_CAME: Final = "появилась после сдачи отчёта"
_SHOWN: Final = {
    "state": "состояние",
    "kind": "вид",
    "form": "форма",
    "group": "кто наставляемый",
    "start": "начало",
    "end": "окончание",
    "ended_on": "завершение в действительности",
    "mentor": "наставник",
    "mentee": "наставляемый",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A pair behind a report, as it was counted. `mentorship` is None if it is no longer there.

    `changes` says what differs now; `moves_figures`: counted today, the report would differ.
    """

    pair: Pair
    mentorship: Mentorship | None
    changes: tuple[str, ...] = ()
    moves_figures: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedReport:
    """A sent report. `sources` is None for a reader from outside the institution.

    Such a reader's figures have their small cells kept back; `told` is False if there are none
    at all: outside, only the last version is read, and only while it is not returned.
    `added` are the pairs that have come since and would be counted now.
    """

    submission: Submission
    frozen: Frozen
    versions: Sequence[Submission]
    intact: bool
    can_review: bool
    told: bool = True
    sources: tuple[Source, ...] | None = None
    added: tuple[Source, ...] = ()

    @property
    def state(self) -> ReportState:
        """Where this version is on its way."""
        return ReportState(self.submission.state)

    @property
    def is_latest(self) -> bool:
        """Is there no newer version."""
        return self.versions[0].id == self.submission.id

    @property
    def keeps_back(self) -> bool:
        """Is a figure hidden from the reader."""
        return any(figure.hidden for figure in self.frozen.figures.values())


@requires(Permission.REPORT_READ)
def open_submission(*, actor: Actor, public_id: uuid.UUID) -> OpenedReport:
    """The report of an address on the actor's territory.

    Raises:
        NotFoundError: there is none there.
    """
    row = report.with_sources(public_id)
    if row is None or not row.org_path.startswith(actor.unit_path):
        raise NotFoundError
    frozen = thaw(row.values)
    versions = submission.versions(row.org_unit_id, row.period)
    own = row.org_unit_id == actor.unit_id and actor.can(Permission.MENTORSHIP_READ)
    sources, added = _sources(actor, row, frozen) if own else (None, ())
    told = own or (row.id == versions[0].id and row.state != ReportState.RETURNED)
    return OpenedReport(
        submission=row,
        frozen=frozen if own else replace(frozen, figures=_outside(actor, row, frozen, told)),
        told=told,
        versions=versions,
        intact=checksum(row.values, row.sources) == row.sha256,
        can_review=actor.can(Permission.REPORT_REVIEW),
        sources=sources,
        added=added,
    )


def _outside(actor: Actor, row: Submission, frozen: Frozen, told: bool) -> dict[Cell, Figure]:  # noqa: FBT001 - one flag of a private function
    """The figures as readers outside the institution are shown them."""
    if not told:
        return dict.fromkeys(frozen.figures, HIDDEN)
    shown = cover_of(actor, row.period).sent(row.org_path)
    apart = frozen.figures.keys() - frozen.comparable.keys()
    return {**shown, **dict.fromkeys(apart, HIDDEN)}


def _sources(
    actor: Actor, row: Submission, frozen: Frozen
) -> tuple[tuple[Source, ...], tuple[Source, ...]]:
    span = frozen.origin.span
    now = pairs_of(unit_of(actor), span)
    by_id = {pair.id: (pair, one) for pair, one in now.items()}
    then = thaw_pairs(row.sources)
    sources = tuple(_source(pair, counted, by_id, frozen) for pair, counted in then.items())
    known = {pair.id for pair in then}
    added = tuple(
        Source(pair=pair, mentorship=one, changes=(_CAME,), moves_figures=True)
        for pair, one in now.items()
        if pair.id not in known and counted_in(pair, span)
    )
    return sources, added


def _source(
    pair: Pair,
    counted: tuple[str, ...],
    now: Mapping[str, tuple[Pair, Mentorship]],
    frozen: Frozen,
) -> Source:
    if pair.id not in now:
        gone = mentorships.by_public_id(uuid.UUID(pair.id))
        return Source(pair=pair, mentorship=gone, changes=(_GONE,), moves_figures=True)
    today, one = now[pair.id]
    moves = counted_in(today, frozen.origin.span) != counted or any(
        getattr(pair, name) != getattr(today, name)
        for name in ("kind", "group", "mentor", "mentee")
    )
    return Source(
        pair=pair,
        mentorship=one,
        changes=tuple(_changes(pair, today, frozen.origin.kinds)),
        moves_figures=moves,
    )


def _changes(then: Pair, now: Pair, kinds: Mapping[str, str]) -> Iterator[str]:
    for name, title in _SHOWN.items():
        old, new = getattr(then, name), getattr(now, name)
        if old == new:
            continue
        if name in {"mentor", "mentee"}:
            yield f"{title}: другой человек"
        else:
            yield f"{title}: {_word(old, kinds)} → {_word(new, kinds)}"


def _word(value: object, kinds: Mapping[str, str]) -> str:
    if value is None:
        return "нет"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(getattr(value, "label", None) or kinds.get(str(value), value))
