"""Pages of reports: the institution sends them, the territory looks at them and sums them up."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

from nastavnik.domain.access import Level, Permission
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.indicator import INDICATORS
from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.reporting.report_sheet import overview_table, report_table
from nastavnik.usecases import report_overview, report_reading, report_review, reports
from nastavnik.usecases.report_overview import Overview
from nastavnik.usecases.report_reading import OpenedReport
from nastavnik.usecases.report_review import LONGEST_REASON
from nastavnik.usecases.reports import LONGEST_NOTE, ReportDraft
from nastavnik.web import clock
from nastavnik.web import report_figures as opened_figures
from nastavnik.web import report_pages as pages
from nastavnik.web.csv_file import csv_file
from nastavnik.web.forms import Form, Required
from nastavnik.web.session import actor, page

bp = Blueprint("reports", __name__, url_prefix="/reports")

Page = str | tuple[str, int] | Redirect
_PERIOD: Final = "/<code>"
_SENT: Final = "/sent/<uuid:public_id>"


class SendForm(Form):
    """The note to a report; `seal` and `key` come from the page that was checked."""

    note = TextAreaField(
        "Пояснение к отчёту",
        [Length(max=LONGEST_NOTE, message=f"Сократите пояснение до {LONGEST_NOTE} знаков.")],
        description="Если цифры нужно пояснить. Без фамилий: отчёт читают вне организации.",
        render_kw={"rows": 4},
    )
    seal = HiddenField()
    key = HiddenField()


class ReturnForm(Form):
    """Why a report goes back; `seen` is the state that the reviewer looked at."""

    reason = TextAreaField(
        "Что исправить",
        [
            Required("Напишите, что нужно исправить: без причины отчёт не вернуть."),
            Length(max=LONGEST_REASON, message=f"Сократите причину до {LONGEST_REASON} знаков."),
        ],
        description="Организация увидит эту причину на странице отчёта.",
        render_kw={"rows": 3},
    )
    seen = HiddenField()


@bp.get("/")
@page(Permission.REPORT_READ)
def index() -> str:
    """The present and the past periods with their states."""
    lines = reports.periods(actor=actor(), today=clock.today())
    return render_template("reports/index.html", lines=lines, single=_sends())


@bp.get(_PERIOD)
@page(Permission.REPORT_READ)
def period(code: str) -> str:
    """The institution's figures of the period, or the territory's reports."""
    if _sends():
        return pages.draft_page(_draft(code), SendForm(formdata=None))
    return pages.overview_page(_overview(code))


@bp.get(f"{_PERIOD}.csv")
@page(Permission.REPORT_READ)
def export(code: str) -> Response:
    """The page of the period as a file."""
    if _sends():
        draft = _draft(code)
        table = report_table(INDICATORS, draft.figures, draft.kinds)
        return csv_file(f"report-{code}-{clock.today():%Y-%m-%d}.csv", table)
    return csv_file(f"reports-{code}.csv", overview_table(_overview(code)))


@bp.get(f"{_PERIOD}/figure")
@page(Permission.REPORT_READ)
def figure(code: str) -> str:
    """A figure opened: to the institution's pairs, or to the parts of the territory."""
    wanted = opened_figures.asked()
    if _sends():
        return opened_figures.draft_pairs_page(_draft(code), wanted)
    return opened_figures.parts_page(_overview(code), wanted)


@bp.get(f"{_PERIOD}/in/<uuid:unit_id>")
@page(Permission.REPORT_READ)
def territory(code: str, unit_id: uuid.UUID) -> str:
    """A municipality inside the territory."""
    return pages.overview_page(_overview(code, unit_id))


@bp.get(f"{_PERIOD}/in/<uuid:unit_id>.csv")
@page(Permission.REPORT_READ)
def territory_export(code: str, unit_id: uuid.UUID) -> Response:
    """A municipality's page as a file."""
    return csv_file(f"reports-{code}.csv", overview_table(_overview(code, unit_id)))


@bp.get(f"{_PERIOD}/in/<uuid:unit_id>/figure")
@page(Permission.REPORT_READ)
def territory_figure(code: str, unit_id: uuid.UUID) -> str:
    """A municipality's figure opened to its institutions."""
    return opened_figures.parts_page(_overview(code, unit_id), opened_figures.asked())


@bp.post(f"{_PERIOD}/check")
@page(Permission.REPORT_SUBMIT, reads=True)
def check(code: str) -> Page:
    """The answers once more before they are sent; «Изменить» leads back with what was typed."""
    form, draft = SendForm(), _draft(code)
    if "back" in request.form:
        return pages.draft_page(draft, form)
    if not form.validate():
        return pages.draft_page(draft, form), 422
    return _check_page(draft, form)


@bp.post(f"{_PERIOD}/submit")
@page(Permission.REPORT_SUBMIT)
def submit(code: str) -> Page:
    """Send the report."""
    form = SendForm()
    if not form.validate():
        return pages.draft_page(_draft(code), form), 422
    try:
        sent = reports.submit_report(
            actor=actor(),
            period=Period.parse(code),
            note=form.note.data or "",
            today=clock.today(),
            now=clock.now(),
            key=form.key.data or uuid.uuid4().hex,
            seal=form.seal.data or "",
        )
    except ConflictError as error:
        draft = _draft(code)
        if not draft.can_be_sent:
            raise
        return _check_page(draft, form, error.message), 409
    flash(f"Отчёт сдан: {Period.parse(code).title}, версия {sent.version}.", "success")
    return redirect(url_for("reports.submission", public_id=sent.public_id))


@bp.get(_SENT)
@page(Permission.REPORT_READ)
def submission(public_id: uuid.UUID) -> str:
    """A sent report as it was frozen."""
    return _submission_page(public_id, ReturnForm(formdata=None))


@bp.get(f"{_SENT}.csv")
@page(Permission.REPORT_READ)
def submission_export(public_id: uuid.UUID) -> Response:
    """A sent report as a file."""
    opened = _opened(public_id)
    frozen = opened.frozen
    table = report_table(frozen.indicators, frozen.figures, frozen.origin.kinds)
    name = f"report-{frozen.origin.period}-v{opened.submission.version}.csv"
    return csv_file(name, table)


@bp.get(f"{_SENT}/figure")
@page(Permission.REPORT_READ)
def submission_figure(public_id: uuid.UUID) -> str:
    """A frozen figure opened to its pairs, for the institution itself."""
    return opened_figures.sent_pairs_page(_opened(public_id), opened_figures.asked())


@bp.post(f"{_SENT}/accept")
@page(Permission.REPORT_REVIEW)
def accept(public_id: uuid.UUID) -> Page:
    """The municipal centre accepts the report."""
    try:
        row = report_review.accept_report(actor=actor(), public_id=public_id, now=clock.now())
    except ConflictError as error:
        return _submission_page(public_id, ReturnForm(formdata=None), error.message), 409
    flash(f"Отчёт принят: {row.org_unit.title}.", "success")
    return redirect(url_for("reports.period", code=row.period))


@bp.post(f"{_SENT}/return")
@page(Permission.REPORT_REVIEW)
def give_back(public_id: uuid.UUID) -> Page:
    """The municipal centre returns the report with a reason."""
    form = ReturnForm()
    if not form.validate():
        return _submission_page(public_id, form), 422
    try:
        row = report_review.return_report(
            actor=actor(),
            public_id=public_id,
            reason=form.reason.data or "",
            now=clock.now(),
            seen=_seen(form.seen.data),
        )
    except InputError as error:
        form.take(error)
        return _submission_page(public_id, form), 422
    except ConflictError as error:
        return _submission_page(public_id, form, error.message), 409
    flash(f"Отчёт возвращён на доработку: {row.org_unit.title}.", "success")
    return redirect(url_for("reports.period", code=row.period))


def _sends() -> bool:
    """Has the reader a report to send rather than reports to look at."""
    return actor().unit_level is Level.INSTITUTION


def _check_page(draft: ReportDraft, form: SendForm, problem: str = "") -> str:
    form.seal.data = draft.seal
    form.key.data = form.key.data or uuid.uuid4().hex
    return pages.check_page(draft, form, problem)


def _submission_page(public_id: uuid.UUID, form: ReturnForm, problem: str = "") -> str:
    opened = _opened(public_id)
    changed = opened_figures.source_lines(opened)
    return pages.submission_page(opened, form, changed, problem)


def _seen(typed: str | None) -> ReportState:
    return ReportState.ACCEPTED if typed == ReportState.ACCEPTED else ReportState.SUBMITTED


def _draft(code: str) -> ReportDraft:
    return reports.report_draft(actor=actor(), period=Period.parse(code), today=clock.today())


def _overview(code: str, unit_id: uuid.UUID | None = None) -> Overview:
    return report_overview.overview(
        actor=actor(), period=Period.parse(code), today=clock.today(), unit_id=unit_id
    )


def _opened(public_id: uuid.UUID) -> OpenedReport:
    return report_reading.open_submission(actor=actor(), public_id=public_id)
