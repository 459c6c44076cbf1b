"""What the pages of reports show: tables, charts and links made of the use-cases' answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from flask import render_template, request, url_for
from markupsafe import Markup

from nastavnik.domain.access import Permission
from nastavnik.domain.figures import Figure, Figures, figure_at
from nastavnik.domain.indicator import INDICATORS, Group, Indicator, indicator
from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.reporting import charts
from nastavnik.reporting.figure_table import Column, Row, groups_of, rows
from nastavnik.usecases.report_overview import Overview, Part
from nastavnik.usecases.report_reading import OpenedReport
from nastavnik.usecases.reports import ReportDraft
from nastavnik.web import clock
from nastavnik.web.forms import Form
from nastavnik.web.session import actor

SENT: Final = "сдано"
ACCEPTED: Final = "принято"
NOT_SENT: Final = "not_sent"
STATES: Final = {NOT_SENT: "Не сдан", **{one.value: one.label for one in ReportState}}
CHARTED: Final = indicator("pairs.active")
_LONGEST_CHART: Final = 25

Trail = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures laid out; under each of `groups` stand as many columns as there are `bases`."""

    groups: tuple[Group, ...]
    bases: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def cells(self, row: Row) -> Iterable[tuple[Column, Figure]]:
        """The row's figures with their columns."""
        return zip(self.columns, row.figures, strict=True)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of one group and the same numbers as a table."""

    group: Group
    title: str
    picture: Markup
    rows: Sequence[tuple[str, int, int]]


def draft_page(found: ReportDraft, form: Form) -> str:
    """Live figures with the form that leads to sending."""
    return render_template(
        "reports/draft.html",
        draft=found,
        form=form,
        table=table_of(INDICATORS, {"": found.figures}, found.kinds),
        can_submit=actor().can(Permission.REPORT_SUBMIT),
        trail=[*reports_trail(), (found.period.title, "")],
        **neighbours(found.period),
    )


def check_page(found: ReportDraft, form: Form, problem: str = "") -> str:
    """What will be sent, once more."""
    own = url_for("reports.period", code=found.period.code)
    return render_template(
        "reports/check.html",
        draft=found,
        form=form,
        problem=problem,
        table=table_of(INDICATORS, {"": found.figures}, found.kinds),
        trail=[*reports_trail(), (found.period.title, own), ("Проверка", "")],
    )


def submission_page(
    opened: OpenedReport, form: Form, changed: Sequence[object], problem: str = ""
) -> str:
    """A frozen report with the reviewer's decision, if the reader may take one.

    `changed` are the lines of the pairs that are not as they were counted.
    """
    frozen = opened.frozen
    period = Period.parse(opened.submission.period)
    above = url_for("reports.period", code=period.code)
    own = opened.submission.org_unit_id == actor().unit_id
    last = f"Версия {opened.submission.version}" if own else opened.submission.org_unit.short_title
    return render_template(
        "reports/submission.html",
        opened=opened,
        form=form,
        problem=problem,
        period=period,
        table=table_of(frozen.indicators, {"": frozen.figures}, frozen.origin.kinds),
        changed=changed,
        versions=", ".join(f"{name} {number}" for name, number in frozen.origin.versions.items()),
        trail=[*reports_trail(), (period.title, above), (last, "")],
    )


def overview_page(found: Overview) -> str:
    """A territory: who has sent, the sums, the charts."""
    wanted, text = request.args.get("state", ""), request.args.get("q", "").strip()
    inside = _inside(found)
    return render_template(
        "reports/overview.html",
        found=found,
        can_review=actor().can(Permission.REPORT_REVIEW),
        parts=[part for part in found.parts if _matches(part, wanted, text)],
        groups=groups_of(found.whole.of_sent),
        active=active,
        table=table_of(
            INDICATORS,
            {SENT: found.whole.of_sent, ACCEPTED: found.whole.of_accepted},
            found.kinds,
        ),
        charts=list(charts_of(found, CHARTED, "")),
        states=STATES,
        wanted=wanted,
        text=text,
        here="reports.territory" if inside else "reports.period",
        figure_page="reports.territory_figure" if inside else "reports.figure",
        address=inside,
        export=url_for(
            "reports.territory_export" if inside else "reports.export",
            code=found.period.code,
            **inside,
        ),
        trail=territory_trail(found),
        **neighbours(found.period),
    )


def table_of(
    indicators: Sequence[Indicator], bases: Mapping[str, Figures], kinds: Mapping[str, str]
) -> Table:
    """Figures of one report (its only basis is "") or the sums of several."""
    groups = groups_of(*bases.values())
    columns = tuple(
        Column(group, figures, basis) for group in groups for basis, figures in bases.items()
    )
    return Table(groups, tuple(bases), columns, tuple(rows(indicators, columns, kinds)))


def active(part: Part, group: Group) -> str:
    """The figure that stands in the list of parts."""
    return figure_at(part.of_sent, CHARTED, group).shown if part.sent else "—"


def charts_of(found: Overview, counted: Indicator, kind: str) -> Iterator[Chart]:
    """A chart for every group that has something to show: accepted and waiting, never mixed.

    Parts with a figure that is kept back are not drawn: a bar has a length.
    """
    for group in groups_of(found.whole.of_sent):
        lines = [
            _bar(part, counted, group, kind)
            for part in found.parts
            if part.sent and not _kept_back(part, counted, group, kind)
        ]
        shown = sorted(lines, key=lambda line: -line[1] - line[2])[:_LONGEST_CHART]
        if any(accepted + waiting for _, accepted, waiting in shown):
            title = f"{counted.title}: {group.label.lower()}"
            scene = charts.stacked([(name, (one, two)) for name, one, two in shown], title)
            yield Chart(group, title, charts.svg(scene), shown)


def _kept_back(part: Part, counted: Indicator, group: Group, kind: str) -> bool:
    both = (part.of_sent, part.of_accepted)
    return any(figure_at(figures, counted, group, kind).hidden for figures in both)


def _bar(part: Part, counted: Indicator, group: Group, kind: str) -> tuple[str, int, int]:
    accepted = figure_at(part.of_accepted, counted, group, kind).number
    sent = figure_at(part.of_sent, counted, group, kind).number
    return part.unit.short_title, accepted, sent - accepted


def _matches(part: Part, wanted: str, text: str) -> bool:
    state = part.state.value if part.state else NOT_SENT
    named = text.casefold() in f"{part.unit.title} {part.unit.short_title}".casefold()
    return named and (not wanted or not part.is_institution or state == wanted)


def reports_trail() -> Trail:
    """The way to the list of periods."""
    return [("Отчёты", url_for("reports.index"))]


def territory_trail(found: Overview, *further: str) -> Trail:
    """The way to a territory's page, and on to a page inside it."""
    period = found.period
    trail = [*reports_trail(), (period.title, url_for("reports.period", code=period.code))]
    if inside := _inside(found):
        own = url_for("reports.territory", code=period.code, **inside)
        trail.append((found.whole.unit.title, own))
    return [*trail, *((title, "") for title in further)]


def _inside(found: Overview) -> dict[str, Any]:
    """What the address of a territory that is not the reader's own needs besides the period."""
    unit = found.whole.unit
    return {} if unit.id == actor().unit_id else {"unit_id": unit.public_id}


def neighbours(period: Period) -> dict[str, Any]:
    """The periods on both sides; the next one only if it has begun."""
    following = Period.of(period.last + timedelta(days=1))
    return {
        "previous": period.previous,
        "following": following if following.first <= clock.today() else None,
    }
