"""«Персональные данные» of an institution: requests with their days, destructions, incidents."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError
from nastavnik.domain.personal_data import RequestKind
from nastavnik.usecases import data_requests, destructions, incidents
from nastavnik.web import clock
from nastavnik.web.forms import Form, Required, choices
from nastavnik.web.session import actor, page

bp = Blueprint("data_requests", __name__, url_prefix="/personal-data")

_REFUSED: Final = 422
_GRANTED: Final = "yes"


class AnswerForm(Form):
    """The answer to a request."""

    granted = RadioField(
        "Решение",
        [Required("Выберите решение.")],
        choices=choices([(_GRANTED, "Сделано, о чём просили"), ("no", "Отказано")]),
    )
    answer = TextAreaField(
        "Ответ",
        [Required("Напишите, что сделано или почему отказано.")],
        description="Его увидит тот, кто просил",
        render_kw={"rows": 4},
    )


@bp.get("/")
@page(Permission.DATA_WRITE, Permission.DATA_REGISTER)
def index() -> str:
    """What waits and what was done; without data of people, the register and incidents."""
    keeps = actor().can(Permission.DATA_WRITE)
    return render_template(
        "personal_data/index.html",
        keeps=keeps,
        waiting=data_requests.waiting(actor=actor()) if keeps else (),
        answered=data_requests.answered(actor=actor()) if keeps else (),
        kinds={kind.value: kind.label for kind in RequestKind},
        destructions=destructions.waiting(actor=actor()) if keeps else (),
        finished=destructions.finished(actor=actor()) if keeps else (),
        incidents=incidents.waiting(actor=actor()),
        today=clock.today(),
        now=clock.now(),
    )


@bp.route("/requests/<uuid:request_id>", methods=["GET", "POST"])
@page(Permission.DATA_WRITE)
def show(request_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """A request and the form of its answer."""
    form = AnswerForm()
    if not form.is_submitted():
        return _shown(form, request_id)
    if not form.validate():
        return _shown(form, request_id), _REFUSED
    try:
        data_requests.answer(
            actor=actor(),
            public_id=request_id,
            granted=form.granted.data == _GRANTED,
            words=form.answer.data or "",
            today=clock.today(),
        )
    except InputError as error:
        form.take(error)
        return _shown(form, request_id), _REFUSED
    flash("Ответ записан.", "success")
    return redirect(url_for("data_requests.index"))


def _shown(form: AnswerForm, request_id: uuid.UUID) -> str:
    row = data_requests.one(actor=actor(), public_id=request_id)
    kind = RequestKind(row.kind)
    return render_template(
        "personal_data/request.html",
        form=form,
        row=row,
        kind=kind,
        clause=kind.term.clause,
        today=clock.today(),
    )
