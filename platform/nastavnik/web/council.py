"""The page of the council of mentors: may it be created, who is of it, the order."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError
from nastavnik.usecases import councils
from nastavnik.usecases.councils import Standing
from nastavnik.web import clock
from nastavnik.web.filters import short_date
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of, identifier

bp = Blueprint("council", __name__, url_prefix="/council")

_REFUSED: Final = 422


class CouncilForm(Form):
    """Requisites of the order and who leads the council. `key` makes a second click harmless."""

    key = HiddenField()
    number = StringField(
        "Номер приказа",
        [
            Required("Укажите номер приказа, например 118."),
            Length(max=64, message="Номер длиннее 64 знаков. Укажите только номер, без даты."),
        ],
        render_kw={"autocomplete": "off"},
    )
    issued_on = DateField("Дата приказа", [Required("Укажите дату приказа.")])
    head_id = SelectField("Руководитель совета", [Required("Выберите руководителя совета.")])


@bp.route("", methods=["GET", "POST"])
@page(Permission.ORDER_ISSUE)
def show() -> Response | str | tuple[str, int]:
    """What the acts say of the council, and the order on it."""
    stands = councils.standing(actor=actor(), today=clock.today())
    form = CouncilForm()
    form.head_id.choices = choices(
        ((str(one.public_id), f"{one.full_name}, {one.position}") for one in stands.mentors),
        "— выберите —",
    )
    if not form.is_submitted():
        form.key.data, form.issued_on.data = str(uuid.uuid4()), clock.today()
        return _page(form, stands)
    if not form.validate():
        return _page(form, stands), _REFUSED
    try:
        order = councils.issue(
            actor=actor(),
            number=form.number.data or "",
            issued_on=day_of(form.issued_on),
            head_id=identifier(form.head_id.data),
            key=form.key.data or str(uuid.uuid4()),
            today=clock.today(),
        )
    except InputError as error:
        form.take(error)
        return _page(form, stands), _REFUSED
    flash(f"Приказ № {order.number} от {short_date(order.issued_on)} издан.", "success")
    return redirect(url_for("orders.show", public_id=order.public_id))


def _page(form: CouncilForm, stands: Standing) -> str:
    return render_template("orders/council.html", form=form, stands=stands)
