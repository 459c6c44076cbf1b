"""Pages of a month's allowances: the sheet, what it lacks, the approval, the print, the file."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from nastavnik.documents.render import render_pdf
from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError, RuleViolationError
from nastavnik.domain.month import Month
from nastavnik.regions import registry
from nastavnik.store.allowance import AllowanceSheet
from nastavnik.store.pay import MINIMUM_WAGE, WAGE_FUND, WageSum
from nastavnik.usecases import allowances, pay
from nastavnik.usecases.allowance_document import away, print_context, recipients
from nastavnik.usecases.allowances import MonthSheet
from nastavnik.web import clock
from nastavnik.web.allowance_form import ApproveForm, SumsForm, WageForm, sums_form
from nastavnik.web.csv_file import csv_file
from nastavnik.web.filters import moment
from nastavnik.web.pdf_file import pdf_file
from nastavnik.web.session import actor, page
from nastavnik.web.versions import overtaken, seen_version

bp = Blueprint("allowances", __name__, url_prefix="/allowances")

Page = Response | str | tuple[str, int]
_REFUSED: Final = 422
_CONFLICT: Final = 409
_FORM: Final = "allowance_sheet"
_HEADER: Final = (
    "Получатель",
    "Должность",
    "Выплата",
    "Размер",
    "С кем",
    "Оплачено с",
    "Оплачено по",
    "Дней",
    "Дней в месяце",
    "От суммы, ₽",
    "К выплате, ₽",
    "Расчёт",
    "Не оплачено",
    "Решение",
    "Акт",
    "Пункт",
)


@bp.get("/")
@page(Permission.ALLOWANCE_READ, Permission.ALLOWANCE_READ_OWN)
def index() -> Response:
    """This month; a participant's own sums for those who see no others."""
    whole = actor().can(Permission.ALLOWANCE_READ)
    month = Month.of(clock.today()).code
    return redirect(url_for("allowances.show" if whole else "allowances.mine", month=month))


@bp.get("/<month>/")
@page(Permission.ALLOWANCE_READ)
def show(month: str) -> str:
    """The sheet of the month as it is counted today."""
    return _month_page(_month(month))


@bp.post("/<month>/sums")
@page(Permission.ALLOWANCE_WRITE)
def sums(month: str) -> Page:
    """Sums of people that the sheet lacks."""
    looked = _month(month)
    form = sums_form(looked.needs.pay, looked.month.first)
    if form.validate() and form.first_on.data:
        typed = form.sums()
        if not typed:
            form.form_errors = ["Введите хотя бы одну сумму."]
            return _month_page(looked, form=form), _REFUSED
        try:
            kept = pay.enter_many(actor=actor(), sums=typed, first_on=form.first_on.data)
        except InputError as error:
            form.take(_named(error, form))
        else:
            flash(f"Внесено сумм: {kept}. Расчёт обновлён.", "success")
            return redirect(url_for("allowances.show", month=month))
    return _month_page(looked, form=form), _REFUSED


@bp.post(f"/<month>/<any({WAGE_FUND}, {MINIMUM_WAGE}):kind>")
@page(Permission.ALLOWANCE_WRITE)
def wage(month: str, kind: str) -> Page:
    """The wage fund of the month, or the minimum wage from it on."""
    looked = _month(month)
    form = WageForm(prefix=f"{kind}-")
    if form.validate():
        try:
            pay.enter_wage_sum(
                actor=actor(),
                kind=kind,
                month=looked.month,
                kopecks=form.kopecks.data or 0,
                version=seen_version(form.version.data),
            )
        except InputError as error:
            form.take(error)
        except ConflictError as error:
            overtaken(form, error, pay.wage_sums(actor=actor(), month=looked.month)[kind].version)
            return _month_page(looked, wages={kind: form}), _CONFLICT
        else:
            flash("Сумма внесена. Расчёт обновлён.", "success")
            return redirect(url_for("allowances.show", month=month))
    return _month_page(looked, wages={kind: form}), _REFUSED


@bp.get("/<month>/approve")
@page(Permission.ALLOWANCE_APPROVE)
def confirm(month: str) -> str:
    """The summary before the approval."""
    looked = _month(month)
    form = ApproveForm()
    form.digest.data = looked.digest
    return _approve_page(looked, form)


@bp.post("/<month>/approve")
@page(Permission.ALLOWANCE_APPROVE)
def approve(month: str) -> Page:
    """Freeze the sheet that was shown."""
    form = ApproveForm()
    if not form.validate():
        return _approve_page(_month(month), form), _REFUSED
    try:
        row = allowances.approve(
            actor=actor(),
            month=Month.parse(month),
            seen=form.digest.data or "",
            reason=form.reason.data or "",
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _approve_page(_month(month), form), _REFUSED
    except RuleViolationError as error:
        form.form_errors = [error.message]
        return _approve_page(_month(month), form), _REFUSED
    except ConflictError as error:
        looked = _month(month)
        form.form_errors, form.digest.data = [error.message], looked.digest
        return _approve_page(looked, form), _CONFLICT
    flash(f"Расчёт № {row.number} за {_month_title(row)} утверждён.", "success")
    return redirect(url_for("allowances.sheet", public_id=row.public_id))


@bp.get("/<month>/sheet.csv")
@page(Permission.ALLOWANCE_READ)
def export(month: str) -> Response:
    """The lines of today's calculation as a file."""
    return csv_file(f"allowances-{month}.csv", _table(_month(month).document))


@bp.get("/<month>/sheet.pdf")
@page(Permission.ALLOWANCE_READ)
def draft_pdf(month: str) -> Response:
    """Today's calculation on paper, marked as a draft."""
    document = _month(month).document
    name = f"Проект расчёта выплат, {document['month_title']}.pdf"
    return pdf_file(name, _printed(print_context(document)))


@bp.get("/sheets/<uuid:public_id>")
@page(Permission.ALLOWANCE_READ)
def sheet(public_id: uuid.UUID) -> str:
    """A sheet as it was approved."""
    row = allowances.approved_sheet(actor=actor(), public_id=public_id)
    return render_template(
        "allowances/sheet.html", row=row, month=Month.parse(row.month), **_shown(row.document)
    )


@bp.get("/sheets/<uuid:public_id>.csv")
@page(Permission.ALLOWANCE_READ)
def sheet_csv(public_id: uuid.UUID) -> Response:
    """The same as a file."""
    row = allowances.approved_sheet(actor=actor(), public_id=public_id)
    return csv_file(f"allowances-{row.month}-{row.number}.csv", _table(row.document))


@bp.get("/sheets/<uuid:public_id>.pdf")
@page(Permission.ALLOWANCE_READ)
def sheet_pdf(public_id: uuid.UUID) -> Response:
    """The same on paper, for the order and the accountant."""
    row = allowances.approved_sheet(actor=actor(), public_id=public_id)
    context = print_context(
        row.document,
        number=str(row.number),
        reason=row.reason or "",
        approved=f"{moment(row.approved_at)}, {row.approved_by}",
        sha256=row.sha256,
    )
    return pdf_file(f"Расчёт выплат № {row.number}, {_month_title(row)}.pdf", _printed(context))


@bp.get("/mine/<month>")
@page(Permission.ALLOWANCE_READ_OWN)
def mine(month: str) -> str:
    """What the participant is paid by the approved sheet."""
    asked = Month.parse(month)
    found = allowances.own_sheet(actor=actor(), month=asked)
    return render_template(
        "allowances/mine.html", month=asked, **_shown(found or {"lines": [], "total": 0})
    )


def _month(code: str) -> MonthSheet:
    return allowances.month_sheet(actor=actor(), month=Month.parse(code), today=clock.today())


def _month_title(row: AllowanceSheet) -> str:
    return Month.parse(row.month).title


def _shown(document: Mapping[str, Any]) -> dict[str, Any]:
    return {"document": document, "recipients": recipients(document), "away": away}


def _month_page(
    looked: MonthSheet,
    form: SumsForm | None = None,
    wages: Mapping[str, WageForm] = MappingProxyType({}),
) -> str:
    who = actor()
    kinds = (WAGE_FUND, MINIMUM_WAGE)
    entered = pay.wage_sums(actor=who, month=looked.month)
    return render_template(
        "allowances/month.html",
        looked=looked,
        month=looked.month,
        form=form or sums_form(looked.needs.pay, looked.month.first),
        wages=[wages.get(kind) or _wage_form(kind, entered.get(kind), looked) for kind in kinds],
        wage_kinds=kinds,
        entered=entered,
        can_write=who.can(Permission.ALLOWANCE_WRITE),
        can_approve=who.can(Permission.ALLOWANCE_APPROVE),
        can_edit=who.can(Permission.PERSON_WRITE),
        **_shown(looked.document),
    )


def _wage_form(kind: str, row: WageSum | None, looked: MonthSheet) -> WageForm:
    form = WageForm(None, prefix=f"{kind}-")
    if row and row.month == looked.month.code:
        form.show(row)
    return form


def _approve_page(looked: MonthSheet, form: ApproveForm) -> str:
    return render_template(
        "allowances/approve.html",
        looked=looked,
        month=looked.month,
        form=form,
        **_shown(looked.document),
    )


def _named(error: InputError, form: SumsForm) -> InputError:
    """Messages about a person go to the field of the person's sum."""
    fields = {str(public_id): name for name, (public_id, _) in form.fields.items()}
    return InputError({fields.get(key, key): texts for key, texts in error.errors.items()})


def _printed(context: Mapping[str, Any]) -> bytes:
    return render_pdf(registry.region(actor().region).form(_FORM), context)


def _table(document: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    yield _HEADER
    for one in recipients(document):
        for line in one.lines:
            yield (
                one.name,
                one.position,
                line["title"],
                line["basis"],
                ", ".join(line["with"]),
                _day(line["first"]),
                _day(line["last"]),
                "" if line["one_off"] else line["days"],
                line["days_in_month"],
                _rubles(line["basis_kopecks"]),
                _rubles(line["kopecks"]),
                line["text"],
                away(line),
                line["order"],
                line["act_title"],
                line["clause"],
            )


def _day(text: str | None) -> str:
    return ".".join(reversed(text.split("-"))) if text else ""


def _rubles(kopecks: int | None) -> str:
    """As a spreadsheet in Russian reads a number."""
    return "" if kopecks is None else f"{kopecks // 100},{kopecks % 100:02d}"
