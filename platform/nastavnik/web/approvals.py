"""Pages of approvals: mark a step that the acts ask for before the order."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.domain.mentorship import BEFORE_ORDER
from nastavnik.usecases import approvals, mentorships
from nastavnik.usecases.approvals import Stage
from nastavnik.usecases.mentorships import Card
from nastavnik.web import clock
from nastavnik.web.forms import DateField, Form, Required
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of

bp = Blueprint("approvals", __name__, url_prefix="/pairs/<uuid:public_id>/approvals/<code>")

_REFUSED: Final = 422


class ApprovalForm(Form):
    """The evidence of a step."""

    on = DateField("День документа", [Required("Укажите день документа.")])
    number = StringField("Номер документа", [Length(max=64, message="Номер длиннее 64 знаков.")])


@bp.route("", methods=["GET", "POST"])
@page(Permission.CONSENT_WRITE)
def mark(public_id: uuid.UUID, code: str) -> Response | str | tuple[str, int]:
    """Note that the step is done."""
    card = mentorships.card(actor=actor(), public_id=public_id, today=clock.today())
    stage = next((one for one in card.stages if one.rule.code == code), None)
    if stage is None:
        raise NotFoundError
    form = ApprovalForm()
    if not form.is_submitted():
        form.on.data = clock.today()
        return _page(form, card, stage)
    if not form.validate():
        return _page(form, card, stage), _REFUSED
    try:
        approvals.approve(
            actor=actor(),
            public_id=public_id,
            code=code,
            on=day_of(form.on),
            number=form.number.data or "",
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _page(form, card, stage), _REFUSED
    flash(f"Отмечено: {stage.rule.title}.", "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


@bp.post("/withdraw")
@page(Permission.CONSENT_WRITE)
def withdraw(public_id: uuid.UUID, code: str) -> Response:
    """Take the mark back."""
    approvals.withdraw_approval(
        actor=actor(), public_id=public_id, code=code, today=clock.today(), now=clock.now()
    )
    flash("Отметка снята. Это записано в истории.", "success")
    return redirect(url_for("mentorships.show", public_id=public_id))


def _page(form: ApprovalForm, card: Card, stage: Stage) -> str:
    return render_template(
        "mentorships/approval.html",
        form=form,
        card=card,
        pair=card.mentorship,
        stage=stage,
        open=card.mentorship.state in BEFORE_ORDER,
    )
