"""Pages of a person's pay and absences."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import Permission
from nastavnik.domain.allowance import Base
from nastavnik.domain.errors import InputError
from nastavnik.domain.month import Month
from nastavnik.usecases import pay
from nastavnik.web import clock
from nastavnik.web.allowance_form import AbsenceForm, PayForm
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of

bp = Blueprint("pay", __name__, url_prefix="/allowances/people/<uuid:public_id>")

Page = Response | str | tuple[str, int]
_REFUSED: Final = 422
_AWAY: Final = "away-"
"""Two forms with the same fields stand on one page."""


@bp.get("/")
@page(Permission.ALLOWANCE_READ)
def show(public_id: uuid.UUID) -> str:
    """What the person earns and when they are away."""
    return _page(public_id)


@bp.post("/pay")
@page(Permission.ALLOWANCE_WRITE)
def add_pay(public_id: uuid.UUID) -> Page:
    """A sum from a day on."""
    form = PayForm()
    if form.validate():
        try:
            pay.enter_pay(
                actor=actor(),
                public_id=public_id,
                base=Base(form.base.data),
                kopecks=form.kopecks.data or 0,
                first_on=day_of(form.first_on),
                last_on=form.last_on.data,
            )
        except InputError as error:
            form.take(error)
        else:
            flash("Сумма внесена.", "success")
            return redirect(url_for("pay.show", public_id=public_id))
    return _page(public_id, pay_form=form), _REFUSED


@bp.post("/absence")
@page(Permission.ALLOWANCE_WRITE)
def add_absence(public_id: uuid.UUID) -> Page:
    """Days off work."""
    form = AbsenceForm(prefix=_AWAY)
    if form.validate():
        try:
            pay.enter_absence(
                actor=actor(),
                public_id=public_id,
                first_on=day_of(form.first_on),
                last_on=day_of(form.last_on),
                reason=form.reason.data or "",
            )
        except InputError as error:
            form.take(error)
        else:
            flash("Отсутствие внесено.", "success")
            return redirect(url_for("pay.show", public_id=public_id))
    return _page(public_id, absence_form=form), _REFUSED


@bp.post("/pay/<uuid:row_id>/remove")
@page(Permission.ALLOWANCE_WRITE)
def remove_pay(public_id: uuid.UUID, row_id: uuid.UUID) -> Response:
    """Take a sum back."""
    pay.remove_pay(actor=actor(), public_id=row_id)
    flash("Сумма убрана. Утверждённые расчёты не изменились.", "success")
    return redirect(url_for("pay.show", public_id=public_id))


@bp.post("/absence/<uuid:row_id>/remove")
@page(Permission.ALLOWANCE_WRITE)
def remove_absence(public_id: uuid.UUID, row_id: uuid.UUID) -> Response:
    """Take an absence back."""
    pay.remove_absence(actor=actor(), public_id=row_id)
    flash("Отсутствие убрано. Утверждённые расчёты не изменились.", "success")
    return redirect(url_for("pay.show", public_id=public_id))


def _page(
    public_id: uuid.UUID,
    pay_form: PayForm | None = None,
    absence_form: AbsenceForm | None = None,
) -> str:
    return render_template(
        "allowances/person.html",
        found=pay.pay_card(actor=actor(), public_id=public_id),
        pay_form=pay_form or PayForm(None),
        absence_form=absence_form or AbsenceForm(None, prefix=_AWAY),
        titles={one.value: one.label for one in Base},
        month=_back(),
        can_write=actor().can(Permission.ALLOWANCE_WRITE),
        today=clock.today(),
    )


def _back() -> Month:
    """The month from which the reader came, or this one."""
    asked = request.args.get("month", "")
    return Month.parse(asked) if asked else Month.of(clock.today())
