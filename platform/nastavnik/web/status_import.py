"""Statuses out of a file: the template, what would come of every row, and the writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError
from nastavnik.domain.wording import counted
from nastavnik.reporting.table_file import Line
from nastavnik.usecases import status_import, statuses
from nastavnik.usecases.status_import import COLUMNS, NEEDED
from nastavnik.usecases.status_input import StatusInput
from nastavnik.usecases.table_rows import Fate, Looked
from nastavnik.web import clock
from nastavnik.web.csv_file import csv_file
from nastavnik.web.session import actor, page
from nastavnik.web.table_upload import FileForm, KeptForm, workbook

bp = Blueprint("status_import", __name__, url_prefix="/statuses/import")

Page = Response | str | tuple[str, int]
_REFUSED: Final = 422
_WHAT: Final = "statuses"
_EXAMPLE: Final = {
    "last_name": "Примерова",
    "first_name": "Анна",
    "patronymic": "Петровна",
    "birth_date": "17.04.1981",
    "order_number": "1894",
    "order_on": "12.03.2025",
    "certificate": "Т-102",
    "given_on": "12.03.2025",
}
_HINTS: Final = {
    "birth_date": "Можно не указывать. Отличает однофамильцев.",
    "certificate": "Если выдано. По нему узнаётся повтор.",
    "given_on": "Если не в день приказа.",
    "valid_until": "Последний день. Пусто — срок по акту, а без него бессрочно.",
    "unit": "Название с листа «Организации», полное или краткое.",
    "municipality": "Нужен, только если названия повторяются.",
}


@bp.get("/")
@page(Permission.STATUS_WRITE)
def start() -> str:
    """Choose a file."""
    return _file_page(FileForm(formdata=None))


@bp.get("/template.xlsx")
@page(Permission.STATUS_WRITE)
def template_xlsx() -> Response:
    """The workbook to fill in, with explanations and the names of the institutions."""
    place = statuses.territory(actor=actor())
    titles = place.titles()
    example = _EXAMPLE | {"code": next(iter(titles.values()), "")}
    notes = [("Графа", "Обязательна", "Пояснение", "Пример")] + [
        (title, "да" if name in NEEDED else "нет", _note(name, titles), example.get(name, ""))
        for name, title in COLUMNS.items()
    ]
    units = [("Организация", "Кратко", "Муниципалитет")] + [
        (one.title, one.short_title, place.above(one).title) for one in place.institutions()
    ]
    sheets: list[tuple[str, Sequence[tuple[str, ...]]]] = [
        ("Статусы", [tuple(COLUMNS.values())]),
        ("Пояснения", notes),
        ("Организации", units),
    ]
    return workbook("statuses-template.xlsx", sheets)


@bp.get("/template.csv")
@page(Permission.STATUS_WRITE)
def template_csv() -> Response:
    """The head of the table for those who have no Excel."""
    return csv_file("statuses-template.csv", [tuple(COLUMNS.values())])


@bp.post("/look")
@page(Permission.STATUS_WRITE, reads=True)
def look() -> Page:
    """What would come of every row; nothing is written."""
    form = FileForm()
    table = form.rows() if form.validate() else None
    if table is None:
        return _file_page(form), _REFUSED
    try:
        looked = status_import.look(actor=actor(), table=table, today=clock.today())
    except InputError as error:
        form.refuse(error)
        return _file_page(form), _REFUSED
    return _looked_page(looked, table)


@bp.post("/write")
@page(Permission.STATUS_WRITE)
def write() -> Page:
    """Write the new rows of the table that was looked at; the button leaves out the faulty."""
    form = KeptForm()
    lines = form.rows(_WHAT)
    if lines is None:
        flash("Проверка файла устарела. Выберите файл ещё раз.", "warning")
        return redirect(url_for("status_import.start"))
    if not form.validate():
        return redirect(url_for("status_import.start"))
    try:
        looked = status_import.bring_in(
            actor=actor(),
            table=lines,
            only_good="only_good" in request.form,
            today=clock.today(),
            now=clock.now(),
        )
    except InputError:
        # the rules or the register have changed since the file was looked at
        found = status_import.look(actor=actor(), table=lines, today=clock.today())
        return _looked_page(found, lines), _REFUSED
    new, left = len(looked.of(Fate.NEW)), len(looked.of(Fate.FAULTY))
    told = f"Внесено в реестр: {counted(new, 'row')}."
    if left:
        told += f" С ошибками и не внесено: {counted(left, 'row')}."
    flash(told, "success" if new else "warning")
    return redirect(url_for("statuses.index"))


def _file_page(form: FileForm) -> str:
    titles = statuses.territory(actor=actor()).titles()
    columns = [(title, name in NEEDED, _note(name, titles)) for name, title in COLUMNS.items()]
    return render_template("statuses/import.html", form=form, columns=columns)


def _looked_page(looked: Looked[StatusInput], table: Sequence[Line]) -> str:
    form = KeptForm(formdata=None)
    form.keep(table, _WHAT)
    return render_template(
        "statuses/looked.html",
        looked=looked,
        form=form,
        fates=Fate,
        columns=COLUMNS,
        titles=statuses.territory(actor=actor()).titles(),
        counts={fate: len(looked.of(fate)) for fate in Fate},
    )


def _note(name: str, titles: Mapping[str, str]) -> str:
    if name == "code":
        return f"Один из: {', '.join(titles.values())}."
    return _HINTS.get(name, "")
