"""What is kept of a person: the person's own page, the same for the curator, and the file."""

from __future__ import annotations

import json
import uuid
from typing import Final

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer
from wtforms import SelectField, TextAreaField

from nastavnik.domain.access import Permission
from nastavnik.domain.consent import PROCESSING, Purpose, Standing
from nastavnik.domain.errors import InputError
from nastavnik.domain.personal_data import RequestKind
from nastavnik.usecases import consents, data_requests, destructions, subject_data
from nastavnik.web import clock
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of

bp = Blueprint("personal_data", __name__, url_prefix="/personal-data")

_REFUSED: Final = 422
OWN: Final = (Permission.DATA_READ_OWN, Permission.DATA_WRITE)
_KINDS: Final = [(kind.value, kind.label) for kind in RequestKind]


class RequestForm(Form):
    """What a person asks about their data."""

    kind = SelectField("О чём просьба", [Required()], choices=choices(_KINDS))
    words = TextAreaField(
        "Что именно",
        [Required("Напишите, в чём дело: без этого ответ не дать.")],
        description="Что исправить и на что, или чего вы хотите",
        render_kw={"rows": 3},
    )


class PaperRequestForm(RequestForm):
    """The same, brought on paper."""

    asked_on = DateField("Когда получено", [Required("Укажите день получения.")])


@bp.get("/me")
@page(Permission.DATA_READ_OWN)
def own() -> str:
    """«Мои данные»."""
    return _shown(None, RequestForm())


@bp.get("/me.json")
@page(Permission.DATA_READ_OWN)
def own_file() -> Response:
    """The same for a program."""
    return _file(None)


@bp.post("/me/requests")
@page(Permission.DATA_READ_OWN)
def ask() -> Answer | tuple[str, int]:
    """A request of one's own."""
    form = RequestForm()
    if not form.validate():
        return _shown(None, form), _REFUSED
    row = data_requests.ask(
        actor=actor(),
        kind=RequestKind(form.kind.data),
        words=form.words.data or "",
        today=clock.today(),
    )
    flash(f"Просьба записана. Ответ дадут до {row.due_on:%d.%m.%Y}.", "success")
    return redirect(url_for("personal_data.own", _anchor="requests"))


@bp.get("/people/<uuid:public_id>")
@page(Permission.DATA_WRITE)
def show(public_id: uuid.UUID) -> str:
    """The same for whoever answers for the institution's data."""
    form = PaperRequestForm()
    form.asked_on.data = clock.today()
    return _shown(public_id, form)


@bp.get("/people/<uuid:public_id>.json")
@page(Permission.DATA_WRITE)
def file(public_id: uuid.UUID) -> Response:
    """The file of a person's data."""
    return _file(public_id)


@bp.post("/people/<uuid:public_id>/requests")
@page(Permission.DATA_WRITE)
def record_request(public_id: uuid.UUID) -> Answer | tuple[str, int]:
    """A request that came on paper."""
    form = PaperRequestForm()
    if not form.validate():
        return _shown(public_id, form), _REFUSED
    try:
        row = data_requests.record(
            actor=actor(),
            public_id=public_id,
            kind=RequestKind(form.kind.data),
            words=form.words.data or "",
            asked_on=day_of(form.asked_on),
            today=clock.today(),
        )
    except InputError as error:
        form.take(error)
        return _shown(public_id, form), _REFUSED
    flash(f"Обращение записано. Ответить до {row.due_on:%d.%m.%Y}.", "success")
    return redirect(url_for("personal_data.show", public_id=public_id, _anchor="requests"))


def _shown(public_id: uuid.UUID | None, form: RequestForm) -> str:
    found = subject_data.everything(actor=actor(), public_id=public_id, now=clock.now())
    today = clock.today()
    held = consents.listed(actor=actor(), public_id=public_id)
    living = {one.purpose for one in held if one.standing(today) is Standing.HOLDS}
    keeps = actor().can(Permission.DATA_WRITE)
    return render_template(
        "personal_data/show.html",
        found=found,
        person=found.person,
        own=public_id is None,
        consents=held,
        missing=[one for one in PROCESSING if one not in living],
        today=today,
        requests=data_requests.of_person(found.person),
        kinds={kind.value: kind.label for kind in RequestKind},
        destructions=destructions.of_person(found.person) if keeps else (),
        form=form,
        keeps=keeps,
    )


def _file(public_id: uuid.UUID | None) -> Response:
    found = subject_data.everything(actor=actor(), public_id=public_id, now=clock.now())
    text = json.dumps(found.plain, ensure_ascii=False, indent=1)
    answer = Response(text, mimetype="application/json")
    answer.headers.set(
        "Content-Disposition",
        "attachment",
        filename=f"personal-data-{clock.today():%Y-%m-%d}.json",
    )
    answer.cache_control.no_store = True
    return answer


@bp.app_template_filter("purpose")
def purpose_title(code: str) -> str:
    """«Согласие на обработку персональных данных»."""
    label = Purpose(code).label
    return label[:1].upper() + label[1:] if code == Purpose.AGREEMENT else f"Согласие {label}"
