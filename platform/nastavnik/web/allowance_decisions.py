"""Pages of the institution's decisions about allowances «до N»."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError
from nastavnik.domain.month import Month
from nastavnik.usecases import allowance_decisions as decisions
from nastavnik.web import clock
from nastavnik.web.allowance_form import DecisionForm
from nastavnik.web.session import actor, page

bp = Blueprint("allowance_decisions", __name__, url_prefix="/allowances/decisions")

Page = Response | str | tuple[str, int]
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
    found = decisions.decided(actor=actor(), on=form.first_on.data or clock.today())
    form.fit(found.uppers, found.people)
    if form.validate():
        try:
            decisions.decide(actor=actor(), values=form.read())
        except InputError as error:
            form.take(_placed(error))
        else:
            flash("Решение внесено. Расчёты без утверждения пересчитаны.", "success")
            return redirect(url_for("allowance_decisions.index"))
    return _page(form), _REFUSED


@bp.post("/<uuid:public_id>/remove")
@page(Permission.ALLOWANCE_WRITE)
def remove(public_id: uuid.UUID) -> Response:
    """Take a decision entered by mistake back."""
    decisions.withdraw(actor=actor(), public_id=public_id)
    flash("Решение убрано. Утверждённые расчёты не изменились.", "success")
    return redirect(url_for("allowance_decisions.index"))


def _placed(error: InputError) -> InputError:
    """What is wrong with the amount stands at the percent."""
    return InputError(
        {"percent" if key == "amount" else key: texts for key, texts in error.errors.items()}
    )


def _page(form: DecisionForm) -> str:
    found = decisions.decided(actor=actor(), on=form.first_on.data or clock.today())
    form.fit(found.uppers, found.people)
    return render_template(
        "allowances/decisions.html",
        found=found,
        form=form,
        titles={one.rule.code: one.rule.named for one in found.uppers},
        month=Month.of(clock.today()),
        can_write=actor().can(Permission.ALLOWANCE_WRITE),
    )
