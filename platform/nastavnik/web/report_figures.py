"""A figure opened: to the parts of a territory, or to the pairs of the institution itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from flask import current_app, render_template, request, url_for

from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.figures import Cell, Figure, Figures, behind, figure_at
from nastavnik.domain.indicator import RULES, Additivity, Group, Indicator, indicator
from nastavnik.domain.period import Period
from nastavnik.usecases.report_overview import Overview
from nastavnik.usecases.report_reading import OpenedReport, Source
from nastavnik.usecases.reports import ReportDraft
from nastavnik.web.report_pages import Trail, charts_of, reports_trail, territory_trail

if TYPE_CHECKING:
    from nastavnik.store.mentorship import Mentorship

PAIR_PAGE: Final = "mentorships.show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The figure that an address asks for."""

    cell: Cell
    counted: Indicator

    def title(self, kinds: Mapping[str, str]) -> str:
        """«Начаты в периоде: Традиционное»."""
        kind = kinds.get(self.cell.kind, self.cell.kind)
        return f"{self.counted.title}: {kind}" if kind else self.counted.title

    def figure(self, figures: Figures) -> Figure:
        """The figure among the others."""
        return figure_at(figures, self.counted, self.cell.group, self.cell.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """A pair as the institution itself sees it; `notes` say what has changed since."""

    mentor: str
    mentee: str
    kind: str
    start: date
    finish: date
    state: str
    href: str
    person: str
    who: str
    """Key and name of the person who is counted, "" where pairs are."""
    notes: tuple[str, ...] = ()
    moves: bool = False
    """Would the report's figures be other ones today because of it."""


def asked() -> Asked:
    """The figure named by the address. Raises NotFoundError for nonsense."""
    try:
        group = Group(request.args.get("group", ""))
    except ValueError:
        raise NotFoundError("Нет такой графы отчёта.") from None
    counted = indicator(request.args.get("indicator", ""))
    kind = request.args.get("kind", "")
    return Asked(cell=Cell(counted.code, group, kind), counted=counted)


def parts_page(found: Overview, wanted: Asked) -> str:
    """What every part of the territory adds to the figure."""
    title = wanted.title(found.kinds)
    ratio = wanted.counted.additivity is Additivity.RATIO
    drawn = () if ratio else charts_of(found, wanted.counted, wanted.cell.kind)
    return render_template(
        "reports/parts.html",
        found=found,
        asked=wanted,
        title=title,
        distinct=wanted.counted.additivity is Additivity.DISTINCT,
        chart=next((one for one in drawn if one.group is wanted.cell.group), None),
        trail=territory_trail(found, title),
    )


def draft_pairs_page(found: ReportDraft, wanted: Asked) -> str:
    """The pairs behind a live figure."""
    chosen = behind(found.pairs, wanted.cell, found.span)
    sources = (Source(pair=pair, mentorship=found.pairs[pair]) for pair in chosen)
    lines = [_line(source, found.kinds, wanted) for source in sources]
    own = url_for("reports.period", code=found.period.code)
    title = wanted.title(found.kinds)
    note = f"{found.period.title} · сейчас: {wanted.figure(found.figures).shown}"
    return _pairs_page(wanted, title, note, lines, [(found.period.title, own)])


def sent_pairs_page(opened: OpenedReport, wanted: Asked) -> str:
    """The pairs behind a frozen figure, as they were counted. Only for the institution itself."""
    if opened.sources is None:
        raise NotFoundError
    frozen, kinds = opened.frozen, opened.frozen.origin.kinds
    sources = {one.pair: one for one in opened.sources}
    chosen = behind(sources, wanted.cell, frozen.origin.span)
    lines = [_line(sources[pair], kinds, wanted) for pair in chosen]
    own = url_for("reports.submission", public_id=opened.submission.public_id)
    period = Period.parse(frozen.origin.period)
    name = f"{period.title}, версия {opened.submission.version}"
    note = f"{name} · в отчёте: {wanted.figure(frozen.figures).shown}"
    return _pairs_page(wanted, wanted.title(kinds), note, lines, [(name, own)])


def source_lines(opened: OpenedReport) -> list[PairLine]:
    """Every pair behind the report that is not as it was counted."""
    kinds = opened.frozen.origin.kinds
    every = (*(opened.sources or ()), *opened.added)
    return [_line(one, kinds) for one in every if one.changes]


def _pairs_page(
    wanted: Asked, title: str, note: str, lines: Sequence[PairLine], place: Trail
) -> str:
    persons = wanted.counted.additivity is Additivity.DISTINCT
    return render_template(
        "reports/pairs.html",
        asked=wanted,
        title=title,
        note=note,
        persons=persons,
        sheaves=_sheaves(lines) if persons else [lines],
        trail=[*reports_trail(), *place, (title, "")],
    )


def _line(source: Source, kinds: Mapping[str, str], wanted: Asked | None = None) -> PairLine:
    pair, one = source.pair, source.mentorship
    counts = RULES[wanted.counted.code].person if wanted else None
    person = counts(pair) if counts else ""
    names = {pair.mentor: one.mentor.full_name, pair.mentee: one.mentee.full_name} if one else {}
    return PairLine(
        mentor=one.mentor.full_name if one else "",
        mentee=one.mentee.full_name if one else "",
        kind=kinds.get(pair.kind, pair.kind),
        start=pair.start,
        finish=pair.finish,
        state=pair.state.label,
        href=_address(one),
        person=person,
        who=names.get(person, ""),
        notes=source.changes,
        moves=source.moves_figures,
    )


def _address(one: Mentorship | None) -> str:
    if one is None or PAIR_PAGE not in current_app.view_functions:
        return ""
    return url_for(PAIR_PAGE, public_id=one.public_id)


def _sheaves(lines: Iterable[PairLine]) -> list[list[PairLine]]:
    """Pairs of one person together: as many sheaves as the figure has persons."""
    found: defaultdict[str, list[PairLine]] = defaultdict(list)
    for line in lines:
        found[line.person].append(line)
    return list(found.values())
