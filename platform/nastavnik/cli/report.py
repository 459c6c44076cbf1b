"""`nastavnik report`: the institution's figures, and what the centre does with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import click

from nastavnik.cli.acting import Moment, common, show, under
from nastavnik.domain.access import Level
from nastavnik.domain.figures import Figures, figure_at
from nastavnik.domain.indicator import INDICATORS, Group
from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.domain.small_cells import WHY_HIDDEN
from nastavnik.store.submission import Submission
from nastavnik.usecases import report_review, reports
from nastavnik.usecases.report_overview import Overview, Part, overview


@click.group()
def report() -> None:
    """Отчёты: показать, сдать, принять, вернуть.

    Период пишется так: 2026-Q3. Без --period берётся последний закончившийся квартал.
    """


def period_option(command: Any) -> Any:  # noqa: ANN401 - a decorator of click
    """The period, the last one that is over by default."""
    return click.option("--period", metavar="ПЕРИОД", help="Например, 2026-Q3.")(command)


@report.command("show")
@common
@period_option
def show_(*, login: str, role: str | None, as_json: bool, period: str | None) -> None:
    """Показать цифры своей организации или сводку своей территории."""
    with under(login, role) as moment:
        wanted = _period(period, moment)
        if moment.actor.unit_level is Level.INSTITUTION:
            _show_own(moment, wanted, as_json=as_json)
        else:
            found = overview(actor=moment.actor, period=wanted, today=moment.today)
            if as_json:
                show(_overview_data(found))
            else:
                for line in _overview_lines(found):
                    click.echo(line)


@report.command()
@common
@period_option
@click.option("--note", default="", help="Пояснение к отчёту.")
def submit(*, login: str, role: str | None, as_json: bool, period: str | None, note: str) -> None:
    """Сдать отчёт организации: цифры замораживаются."""
    with under(login, role, write=True) as moment:
        row = reports.submit_report(
            actor=moment.actor,
            period=_period(period, moment),
            note=note,
            today=moment.today,
            now=moment.now,
            key=uuid.uuid4().hex,
        )
        _tell(row, as_json=as_json)


@report.command()
@common
@click.argument("number", type=click.UUID, metavar="НОМЕР")
def accept(*, login: str, role: str | None, as_json: bool, number: uuid.UUID) -> None:
    """Принять отчёт. Номер показывает «nastavnik report show» от имени центра."""
    with under(login, role, write=True) as moment:
        row = report_review.accept_report(actor=moment.actor, public_id=number, now=moment.now)
        _tell(row, as_json=as_json)


@report.command("return")
@common
@click.argument("number", type=click.UUID, metavar="НОМЕР")
@click.option("--reason", required=True, metavar="ТЕКСТ", help="Что нужно исправить.")
def return_(
    *, login: str, role: str | None, as_json: bool, number: uuid.UUID, reason: str
) -> None:
    """Вернуть отчёт на доработку."""
    with under(login, role, write=True) as moment:
        row = report_review.return_report(
            actor=moment.actor, public_id=number, reason=reason, now=moment.now
        )
        _tell(row, as_json=as_json)


def _period(code: str | None, moment: Moment) -> Period:
    return Period.parse(code) if code else Period.of(moment.today).previous


def _show_own(moment: Moment, period: Period, *, as_json: bool) -> None:
    draft = reports.report_draft(actor=moment.actor, period=period, today=moment.today)
    state = ReportState(draft.latest.state) if draft.latest else None
    if as_json:
        show(
            {
                "period": period.code,
                "state": state.value if state else None,
                "figures": _figures_data(draft.figures),
            }
        )
        return
    click.echo(f"{period.title}. {state.label if state else 'Не сдан'}.")
    for line in _figure_lines(draft.figures):
        click.echo(line)


def _groups(figures: Figures) -> list[Group]:
    return [group for group in Group if any(cell.group is group for cell in figures)]


def _figures_data(figures: Figures) -> dict[str, dict[str, dict[str, int | bool | None]]]:
    return {
        group.value: {
            one.code: (
                {"hidden": True}
                if figure.hidden
                else {"number": figure.number, "whole": figure.whole}
            )
            for one in INDICATORS
            for figure in [figure_at(figures, one, group)]
        }
        for group in _groups(figures)
    }


def _figure_lines(figures: Figures) -> Iterator[str]:
    groups = _groups(figures)
    if not groups:
        yield "  Пар в этом периоде нет."
    for group in groups:
        yield group.label
        for one in INDICATORS:
            yield f"  {figure_at(figures, one, group).shown:>8}  {one.title}"


def _overview_data(found: Overview) -> dict[str, Any]:
    return {
        "period": found.period.code,
        "unit": found.whole.unit.short_title,
        "expected": found.whole.expected,
        "sent": found.whole.sent,
        "accepted": found.whole.accepted,
        "figures": _figures_data(found.whole.of_sent),
        "parts": [_part_data(part) for part in found.parts],
    }


def _part_data(part: Part) -> dict[str, Any]:
    return {
        "unit": part.unit.short_title,
        "expected": part.expected,
        "sent": part.sent,
        "accepted": part.accepted,
        "report": part.submission.public_id if part.submission else None,
        "state": part.state.value if part.state else None,
    }


def _overview_lines(found: Overview) -> Iterator[str]:
    whole = found.whole
    yield f"{whole.unit.short_title}. {found.period.title}."
    yield f"Сдали {whole.sent} из {whole.expected}, принято {whole.accepted}."
    for part in found.parts:
        if part.unit.level is Level.INSTITUTION:
            state = part.state.label if part.state else "Не сдан"
            number = part.submission.public_id if part.submission else ""
            yield f"  {part.unit.short_title}: {state}  {number}".rstrip()
        else:
            yield f"  {part.unit.short_title}: сдали {part.sent} из {part.expected}"
    yield from _figure_lines(whole.of_sent)
    if found.keeps_back:
        yield WHY_HIDDEN


def _tell(row: Submission, *, as_json: bool) -> None:
    state = ReportState(row.state)
    if as_json:
        show(
            {
                "report": row.public_id,
                "period": row.period,
                "version": row.version,
                "state": state.value,
                "sha256": row.sha256,
            }
        )
    else:
        click.echo(f"{row.period}, версия {row.version}: {state.label}. Номер: {row.public_id}")
