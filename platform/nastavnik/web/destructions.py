"""Pages of destruction: prepare, look at what goes and what stays, permit, print the act."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from nastavnik.documents.render import render_pdf
from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError
from nastavnik.domain.personal_data import DESTROYED, Ground
from nastavnik.regions import registry
from nastavnik.usecases import destruction_log, destructions, keeping
from nastavnik.web import clock
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.pdf_file import pdf_file
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of

bp = Blueprint("destructions", __name__, url_prefix="/personal-data")

_REFUSED: Final = 422
_GROUNDS: Final = [
    (one.value, f"{one.label[:1].upper()}{one.label[1:]} — {one.term.clause}") for one in Ground
]


class PrepareForm(Form):
    """Why the data are destroyed, and since when the term runs."""

    ground = SelectField("Основание", [Required()], choices=choices(_GROUNDS))
    ground_on = DateField(
        "День основания",
        [Required("Укажите день основания.")],
        description="Когда получен отзыв, достигнута цель или выявлено нарушение",
    )
    note = StringField(
        "Документ",
        [Required("Назовите документ: заявление, приказ, акт проверки.")],
        description="Заявление от 20.11.2026; приказ об увольнении № 15 от 20.11.2026",
        render_kw={"autocomplete": "off"},
    )


class PermitForm(Form):
    """The permission is typed: a wrong click destroys nothing."""

    typed = StringField(
        "Введите фамилию того, чьи данные уничтожаются",
        [Required("Введите фамилию.")],
        render_kw={"autocomplete": "off"},
    )


@bp.route("/people/<uuid:public_id>/destruction", methods=["GET", "POST"])
@page(Permission.DATA_WRITE)
def prepare(public_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """The summary, and the ground to put before the director."""
    form = PrepareForm()
    if not form.is_submitted():
        form.ground_on.data = clock.today()
        return _prepare_page(form, public_id)
    if not form.validate():
        return _prepare_page(form, public_id), _REFUSED
    try:
        row = destructions.prepare(
            actor=actor(),
            public_id=public_id,
            ground=Ground(form.ground.data),
            ground_on=day_of(form.ground_on),
            note=form.note.data or "",
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _prepare_page(form, public_id), _REFUSED
    flash("Подготовлено. Уничтожение разрешает руководитель организации.", "success")
    return redirect(url_for("destructions.show", destruction_id=row.public_id))


@bp.get("/destructions/<uuid:destruction_id>")
@page(Permission.DATA_WRITE)
def show(destruction_id: uuid.UUID) -> str:
    """What waits for the permission, or what was done."""
    return _shown(destruction_id, PermitForm())


@bp.post("/destructions/<uuid:destruction_id>/permit")
@page(Permission.DATA_DESTROY)
def permit(destruction_id: uuid.UUID) -> Response | tuple[str, int]:
    """Permit and do it."""
    form = PermitForm()
    if not form.validate():
        return _shown(destruction_id, form), _REFUSED
    try:
        destructions.destroy(
            actor=actor(),
            destruction_id=destruction_id,
            typed=form.typed.data or "",
            processor=current_app.config["NASTAVNIK_PROCESSOR"],
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _shown(destruction_id, form), _REFUSED
    flash("Данные уничтожены. Напечатайте и подпишите акт и выгрузку из журнала.", "success")
    return redirect(url_for("destructions.show", destruction_id=destruction_id))


@bp.post("/destructions/<uuid:destruction_id>/cancel")
@page(Permission.DATA_WRITE)
def cancel(destruction_id: uuid.UUID) -> Response:
    """Give it up."""
    destructions.cancel(actor=actor(), destruction_id=destruction_id, today=clock.today())
    flash("Уничтожение отменено.", "success")
    return redirect(url_for("destructions.show", destruction_id=destruction_id))


@bp.post("/destructions/<uuid:destruction_id>/discard")
@page(Permission.DATA_WRITE)
def discard(destruction_id: uuid.UUID) -> Response:
    """Delete the act whose three years are over."""
    keeping.discard(actor=actor(), destruction_id=destruction_id, today=clock.today())
    flash("Акт и выгрузка удалены, имя убрано из журналов.", "success")
    return redirect(url_for("data_requests.index"))


@bp.get("/destructions/<uuid:destruction_id>/<any(act, log):paper>.pdf")
@page(Permission.DATA_WRITE)
def printed(destruction_id: uuid.UUID, paper: str) -> Response:
    """The act of destruction, the extract from the log."""
    context = destructions.to_print(
        actor=actor(), destruction_id=destruction_id, zone=clock.zone()
    )
    form = registry.region(actor().region).form(f"destruction_{paper}")
    return pdf_file(f"{form.title} {context['number']}.pdf", render_pdf(form, context))


def _prepare_page(form: PrepareForm, public_id: uuid.UUID) -> str:
    person, summary, obstacles = destructions.preview(actor=actor(), public_id=public_id)
    return render_template(
        "personal_data/prepare.html",
        form=form,
        person=person,
        summary=summary,
        obstacles=obstacles,
    )


def _shown(destruction_id: uuid.UUID, form: PermitForm) -> str:
    looked = destructions.looked(actor=actor(), destruction_id=destruction_id)
    return render_template(
        "personal_data/destruction.html",
        form=form,
        row=looked.row,
        person=looked.person,
        summary=looked.summary or looked.row.done,
        events=destruction_log.lines(looked.row.done or {}, clock.zone()),
        obstacles=looked.obstacles,
        ground=Ground(looked.row.ground),
        today=clock.today(),
        may=actor().can(Permission.DATA_DESTROY),
    )


@bp.app_context_processor
def _words() -> dict[str, str]:
    return {"destroyed": DESTROYED}
