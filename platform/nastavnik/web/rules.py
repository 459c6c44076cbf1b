"""Pages of the rules: what is in force for a unit on a day, its file, the text of an act."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import SelectChoice, SelectField  # type: ignore[attr-defined] # older types

from nastavnik.domain.access import Level, Permission
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.store.org_unit import OrgUnit
from nastavnik.usecases import rules
from nastavnik.usecases.rules import InForce
from nastavnik.web import clock
from nastavnik.web.csv_file import csv_file
from nastavnik.web.forms import DateField, Form, choices
from nastavnik.web.rule_row import NO_DATE
from nastavnik.web.rule_rows import as_table, sections
from nastavnik.web.session import actor, page

bp = Blueprint("rules", __name__, url_prefix="/rules")

_REFUSED: Final = 422
_ASKED: Final = ("unit", "kind", "form", "on")
_LEVELS: Final = {Level.REGION: "регион", Level.MUNICIPALITY: "муниципалитет"}


class RulesForm(Form):
    """Whose rules, of which kind and form, on which day. Sent by GET: it changes nothing."""

    unit = SelectField("Чьи правила", validate_choice=False)
    kind = SelectField("Вид", validate_choice=False)
    form = SelectField("Форма", validate_choice=False)
    on = DateField("На дату")

    def offer(self, found: InForce) -> None:
        """Give the selects their options; a word that is not there stays chosen as it was."""
        self.unit.choices = list(_places(found.units))
        self.unit.data = str(found.unit.public_id)
        kinds = {one.code: one.title for one in found.kinds}
        forms = {one.code: one.title for one in found.forms}
        for field, words, empty in (
            (self.kind, kinds, "Все виды"),
            (self.form, forms, "Все формы"),
        ):
            typed = field.data or ""
            strange = {typed: f"{typed} — здесь нет"} if typed and typed not in words else {}
            field.choices = choices((words | strange).items(), empty)


@bp.get("/")
@page(Permission.RULES_READ)
def index() -> str | tuple[str, int]:
    """The rules; a word that the unit does not have is told above the rules of every word."""
    form = _form()
    found = _found(form)
    form.offer(found)
    text = render_template(
        "rules/index.html",
        form=form,
        found=found,
        sections=() if form.on.errors else sections(found),
        today=clock.today(),
        query=_query(),
        no_date=NO_DATE,
    )
    return (text, _REFUSED) if form.problems() else text


@bp.get("/export.csv")
@page(Permission.RULES_READ)
def export() -> Response:
    """The tables of the page as one file. InputError for an address that can't be read."""
    form = _form()
    found = _found(form)
    if form.problems():
        raise InputError({name: list(map(str, texts)) for name, texts in form.errors.items()})
    return csv_file(f"rules-{found.unit.slug}-{found.on:%Y-%m-%d}.csv", as_table(sections(found)))


@bp.get("/acts/<code>")
@page(Permission.RULES_READ)
def act(code: str) -> str | WerkzeugResponse:
    """An act with the text of its document; one published on the platform has its own page."""
    published = rules.published_act(actor=actor(), code=code)
    if published is not None:
        return redirect(url_for("acts.show", public_id=published))
    return render_template(
        "rules/act.html",
        shown=rules.act_text(actor=actor(), code=code),
        back=url_for("rules.index", **_query()),
        no_date=NO_DATE,
    )


def _form() -> RulesForm:
    """What the address asks for; an empty day is today."""
    typed = {name: request.args.get(name, "").strip() for name in _ASKED}
    typed["on"] = typed["on"] or f"{clock.today():%d.%m.%Y}"
    form = RulesForm(MultiDict(typed), meta={"csrf": False})
    form.validate()
    return form


def _found(form: RulesForm) -> InForce:
    """The rules asked for; those of every kind where there is no such, of today without a day."""
    on = form.on.data or clock.today()
    unit_id = _unit_id(form.unit.data)
    try:
        return _rules(unit_id, form.kind.data or "", form.form.data or "", on)
    except InputError as error:
        form.take(error)
        return _rules(unit_id, "", "", on)


def _rules(unit_id: uuid.UUID | None, kind: str, form: str, on: date) -> InForce:
    return rules.rules_of(
        actor=actor(), unit_id=unit_id, kind=kind, form=form, on=on, today=clock.today()
    )


def _unit_id(typed: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed) if typed else None
    except ValueError:
        raise NotFoundError("Такой территории или организации нет. Проверьте адрес.") from None


def _query() -> dict[str, Any]:
    """What leads back to the rules that the reader has chosen."""
    return {name: value for name in _ASKED if (value := request.args.get(name))}


def _places(units: Sequence[OrgUnit]) -> Iterator[SelectChoice]:
    """The units for a select: a municipality and then its institutions, by title."""
    titles = {unit.id: unit.title for unit in units}

    def group(unit: OrgUnit) -> str:
        above = "" if unit.level is Level.REGION else titles.get(unit.parent_id or 0, "")
        return unit.title if unit.level is Level.MUNICIPALITY else above

    def order(unit: OrgUnit) -> tuple[str, bool, str]:
        return group(unit), unit.level is Level.INSTITUTION, unit.title

    for unit in sorted(units, key=order):
        level = _LEVELS.get(unit.level)
        label = f"{unit.short_title} — {level}" if level else unit.short_title
        yield SelectChoice(str(unit.public_id), label, optgroup=group(unit) or None)
