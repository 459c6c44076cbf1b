"""Pages of the institution's decisions about allowances «до N»."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.month import Month
from nastavnik.usecases import allowance_decisions as decisions
from nastavnik.usecases.allowance_decisions import Decided
from nastavnik.web import clock
from nastavnik.web.allowance_form import DecisionForm
from nastavnik.web.session import actor, page
from nastavnik.web.versions import (
    Difference,
    choose,
    choosing,
    differences,
    overtaken,
    seen_version,
)

bp = Blueprint("allowance_decisions", __name__, url_prefix="/allowances/decisions")

Page = Response | str | tuple[str, int]
_CONFLICT: Final = 409
_REFUSED: Final = 422


@bp.get("/")
@page(Permission.ALLOWANCE_READ)
def index() -> str:
    """The decisions and the form; the address may name the allowance and the person."""
    form = DecisionForm(formdata=None)
    form.code.data = request.args.get("code", "")
    form.person.data = request.args.get("person", "")
    return _page(form)


@bp.post("/")
@page(Permission.ALLOWANCE_WRITE)
def decide() -> Page:
    """Write a decision down."""
    form = DecisionForm()
    _fit(form)
    if form.validate():
        try:
            decisions.decide(actor=actor(), values=form.read())
        except InputError as error:
            form.take(_placed(error))
        else:
            flash("Решение внесено. Расчёты без утверждения пересчитаны.", "success")
            return redirect(url_for("allowance_decisions.index"))
    return _page(form), _REFUSED


@bp.route("/<uuid:public_id>", methods=["GET", "POST"])
@page(Permission.ALLOWANCE_WRITE)
def edit(public_id: uuid.UUID) -> Page:
    """Correct a decision. A stale form shows both versions."""
    form = DecisionForm()
    if not form.is_submitted():
        return _edit_page(_saved(public_id))
    saved = _saved(public_id, form.first_on.data)
    if choosing():
        choose(form, saved)
    _fit(form)
    if not form.validate():
        return _edit_page(form), _REFUSED
    try:
        decisions.change(
            actor=actor(),
            public_id=public_id,
            version=seen_version(form.version.data),
            values=form.read(),
        )
    except InputError as error:
        form.take(_placed(error))
        return _edit_page(form), _REFUSED
    except ConflictError as error:
        overtaken(form, error, saved.version.data)
        return _edit_page(form, differences(form, saved)), _CONFLICT
    flash("Решение исправлено. Утверждённые расчёты не изменились.", "success")
    return redirect(url_for("allowance_decisions.index"))


@bp.post("/<uuid:public_id>/remove")
@page(Permission.ALLOWANCE_WRITE)
def remove(public_id: uuid.UUID) -> Response:
    """Take a decision entered by mistake back."""
    seen = seen_version(request.form.get("version"))
    decisions.withdraw(actor=actor(), public_id=public_id, version=seen)
    flash("Решение убрано. Утверждённые расчёты не изменились.", "success")
    return redirect(url_for("allowance_decisions.index"))


def _placed(error: InputError) -> InputError:
    """What is wrong with the amount stands at the percent."""
    return InputError(
        {"percent" if key == "amount" else key: texts for key, texts in error.errors.items()}
    )


def _fit(form: DecisionForm) -> Decided:
    """The form offers what may be decided on its first day, and whom."""
    found = decisions.decided(actor=actor(), on=form.first_on.data or clock.today())
    form.fit(found.uppers, found.people)
    return found


def _saved(public_id: uuid.UUID, on: date | None = None) -> DecisionForm:
    """The decision as it is kept, in a form of its own."""
    row = decisions.decision(actor=actor(), public_id=public_id)
    form = DecisionForm(formdata=None)
    form.first_on.data = on or row.first_on
    found = _fit(form)
    person = found.people.get(row.person_id or 0)
    form.show(row, person.public_id if person else None)
    return form


def _edit_page(form: DecisionForm, lines: Sequence[Difference] = ()) -> str:
    _fit(form)
    return render_template("allowances/decision.html", form=form, lines=lines)


def _page(form: DecisionForm) -> str:
    found = _fit(form)
    return render_template(
        "allowances/decisions.html",
        found=found,
        form=form,
        titles={one.rule.code: one.rule.named for one in found.uppers},
        month=Month.of(clock.today()),
        can_write=actor().can(Permission.ALLOWANCE_WRITE),
    )
