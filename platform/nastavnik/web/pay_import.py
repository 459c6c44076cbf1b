"""Sums and absences out of a file: the template, what would come of every row, the writing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError
from nastavnik.domain.month import Month
from nastavnik.domain.wording import counted
from nastavnik.reporting.table_file import Line
from nastavnik.store.person import Wanted
from nastavnik.usecases import pay_import, people
from nastavnik.usecases.pay_import import SHEETS, Entry
from nastavnik.usecases.table_rows import Fate, Looked
from nastavnik.web import clock
from nastavnik.web.csv_file import csv_file
from nastavnik.web.session import actor, page
from nastavnik.web.table_upload import FileForm, KeptForm, workbook

bp = Blueprint(
    "pay_import", __name__, url_prefix=f"/allowances/import/<any({', '.join(SHEETS)}):kind>"
)

Page = Response | str | tuple[str, int]
_REFUSED: Final = 422
_EVERYBODY: Final = 10_000
_EXAMPLE: Final = {"name": "Примерова Анна Петровна", "birth_date": "17.04.1981"}
_HINTS: Final = {
    "name": "Фамилия, имя и отчество, как в карточке.",
    "birth_date": "Можно не указывать. Отличает однофамильцев.",
}


@bp.get("/")
@page(Permission.ALLOWANCE_WRITE)
def start(kind: str) -> str:
    """Choose a file."""
    return _file_page(kind, FileForm(formdata=None))


@bp.get("/template.xlsx")
@page(Permission.ALLOWANCE_WRITE)
def template_xlsx(kind: str) -> Response:
    """The workbook to fill in, with explanations and the names of the people."""
    sheet = SHEETS[kind]
    found, _ = people.listed(actor=actor(), wanted=Wanted(), limit=_EVERYBODY)
    named = [
        (one.full_name, f"{one.birth_date:%d.%m.%Y}" if one.birth_date else "") for one in found
    ]
    sheets: list[tuple[str, Sequence[tuple[str, ...]]]] = [
        (sheet.name, [tuple(sheet.columns.values())]),
        ("Пояснения", [("Графа", "Обязательна", "Пояснение", "Пример"), *_explained(kind)]),
        ("Сотрудники", [("Сотрудник", "Дата рождения"), *named]),
    ]
    return workbook(f"{kind}-template.xlsx", sheets)


@bp.get("/template.csv")
@page(Permission.ALLOWANCE_WRITE)
def template_csv(kind: str) -> Response:
    """The head of the table for those who have no Excel."""
    return csv_file(f"{kind}-template.csv", [tuple(SHEETS[kind].columns.values())])


@bp.post("/look")
@page(Permission.ALLOWANCE_WRITE, reads=True)
def look(kind: str) -> Page:
    """What would come of every row; nothing is written."""
    form = FileForm()
    table = form.rows() if form.validate() else None
    if table is None:
        return _file_page(kind, form), _REFUSED
    try:
        looked = pay_import.look(actor=actor(), kind=kind, table=table)
    except InputError as error:
        form.refuse(error)
        return _file_page(kind, form), _REFUSED
    return _looked_page(kind, looked, table)


@bp.post("/write")
@page(Permission.ALLOWANCE_WRITE)
def write(kind: str) -> Page:
    """Write the new rows of the table that was looked at; the button leaves out the faulty."""
    form = KeptForm()
    lines = form.rows(kind)
    if lines is None or not form.validate():
        flash("Проверка файла устарела. Выберите файл ещё раз.", "warning")
        return redirect(url_for("pay_import.start", kind=kind))
    only_good = "only_good" in request.form
    try:
        looked = pay_import.bring_in(actor=actor(), kind=kind, table=lines, only_good=only_good)
    except InputError:
        # somebody has entered something since the file was looked at
        found = pay_import.look(actor=actor(), kind=kind, table=lines)
        return _looked_page(kind, found, lines), _REFUSED
    new, left = len(looked.of(Fate.NEW)), len(looked.of(Fate.FAULTY))
    told = f"Внесено: {counted(new, 'row')}. Расчёты без утверждения пересчитаны."
    if left:
        told += f" С ошибками и не внесено: {counted(left, 'row')}."
    flash(told, "success" if new else "warning")
    return redirect(url_for("allowances.show", month=Month.of(clock.today()).code))


def _explained(kind: str) -> list[tuple[str, str, str, str]]:
    """Of each column: its title, is it obligatory, what stands in it, an example."""
    sheet = SHEETS[kind]
    hints, example = _HINTS | dict(sheet.hints), _EXAMPLE | dict(sheet.example)
    return [
        (
            title,
            "да" if name in sheet.needed else "нет",
            hints.get(name, ""),
            example.get(name, ""),
        )
        for name, title in sheet.columns.items()
    ]


def _file_page(kind: str, form: FileForm) -> str:
    return render_template(
        "allowances/import.html",
        kind=kind,
        sheets=SHEETS,
        form=form,
        columns=_explained(kind),
        month=Month.of(clock.today()),
    )


def _looked_page(kind: str, looked: Looked[Entry], table: Sequence[Line]) -> str:
    form = KeptForm(formdata=None)
    form.keep(table, kind)
    return render_template(
        "allowances/looked.html",
        kind=kind,
        sheet=SHEETS[kind],
        looked=looked,
        form=form,
        fates=Fate,
        counts={fate: len(looked.of(fate)) for fate in Fate},
        month=Month.of(clock.today()),
    )
