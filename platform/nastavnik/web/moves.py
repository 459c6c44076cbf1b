"""Pages of a move: the institution that is left gives a code, the new one takes the card by it."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import Length

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import InputError
from nastavnik.domain.fact_text import shown
from nastavnik.domain.facts import CATALOGUE
from nastavnik.domain.move import LeaveReason
from nastavnik.usecases import arrivals, moves
from nastavnik.usecases.arrivals import Claim, Incoming
from nastavnik.usecases.facts import kept_facts
from nastavnik.usecases.people import facts_here
from nastavnik.web import clock
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.secret_keys import keys
from nastavnik.web.session import actor, page
from nastavnik.web.typed import day_of

bp = Blueprint("moves", __name__, url_prefix="/people")

Page = Response | str | tuple[str, int]
_REFUSED: Final = 422
_REOPENED: Final = "reopened"
_CODE: Final = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "maxlength": 24,
    "placeholder": "XXXX-XXXX-XXXX",
}


class LeaveForm(Form):
    """The last day here, and why."""

    on = DateField("Последний день в вашей организации", [Required("Укажите последний день.")])
    reason = RadioField(
        "Причина",
        [Required("Выберите причину.")],
        choices=choices((one.value, one.label) for one in LeaveReason),
    )
    consent = HiddenField()


class ClaimForm(Form):
    """What the person has brought."""

    code = StringField(
        "Код с листка",
        [Required("Введите код с листка."), Length(max=24)],
        description="Двенадцать букв и цифр; с чертой или без — неважно",
        render_kw=_CODE,
    )
    last_name = StringField(
        "Фамилия",
        [Required("Введите фамилию."), Length(max=200)],
        description="Как в прежней организации",
        render_kw={"autocomplete": "off"},
    )
    birth_date = DateField("Дата рождения", [Required("Укажите дату рождения.")])


class JoinForm(ClaimForm):
    """The same, and the place in the new institution."""

    position = StringField("Должность у вас", [Required("Введите должность."), Length(max=200)])
    admitted_on = DateField("Допущен(а) к работе у вас", [Required("Укажите день.")])
    card = RadioField(
        "Карточка",
        choices=choices(
            (
                (_REOPENED, "Открыть прежнюю карточку из архива: её пары и документы на месте"),
                ("new", "Завести новую: это другой человек с тем же именем и днём рождения"),
            )
        ),
        default=_REOPENED,
        validate_choice=False,
    )


@bp.route("/<uuid:public_id>/leave", methods=["GET", "POST"])
@page(Permission.PERSON_WRITE)
def leave(public_id: uuid.UUID) -> Page:
    """What stands in the way, the consent, and the form; then the code, shown once."""
    form = LeaveForm()
    if not form.is_submitted():
        form.on.data = clock.today()
        return _leave_page(public_id, form)
    if not form.validate():
        return _leave_page(public_id, form), _REFUSED
    try:
        code = moves.leave(
            actor=actor(),
            public_id=public_id,
            on=day_of(form.on),
            reason=LeaveReason(form.reason.data),
            keys=keys(),
            today=clock.today(),
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _leave_page(public_id, form), _REFUSED
    return render_template("moves/code.html", code=code, found=_departure(public_id))


@bp.post("/<uuid:public_id>/leave/cancel/<uuid:move_id>")
@page(Permission.PERSON_WRITE)
def cancel(public_id: uuid.UUID, move_id: uuid.UUID) -> Response:
    """The code opens nothing any more; the card stays in the archive."""
    moves.cancel(actor=actor(), move_id=move_id, now=clock.now())
    flash("Передача отменена, код больше не действует. Карточка в архиве.", "success")
    return redirect(url_for("people.show", public_id=public_id))


@bp.route("/join", methods=["GET", "POST"])
@page(Permission.PERSON_WRITE)
def join() -> Page:
    """The code and whose it is; then what comes with the card, to be agreed to."""
    form = ClaimForm()
    if not form.is_submitted():
        return render_template("moves/claim.html", form=form)
    if not form.validate():
        return render_template("moves/claim.html", form=form), _REFUSED
    try:
        incoming = _look(form)
    except InputError as error:
        form.take(error)
        return render_template("moves/claim.html", form=form), _REFUSED
    return _join_page(JoinForm(), incoming, fresh=True)


@bp.post("/join/take")
@page(Permission.PERSON_WRITE)
def take() -> Page:
    """Take the card."""
    claim = ClaimForm()
    if not claim.validate():
        return render_template("moves/claim.html", form=claim), _REFUSED
    form = JoinForm()
    try:
        if not form.validate():
            return _join_page(form, _look(claim)), _REFUSED
        public_id = _taken(form)
    except InputError as error:
        if "code" not in error.errors:
            form.take(error)
            return _join_page(form, _look(claim)), _REFUSED
        claim.take(error)
        return render_template("moves/claim.html", form=claim), _REFUSED
    flash("Карточка принята. Проверьте сведения и добавьте то, чего не хватает.", "success")
    return redirect(url_for("people.show", public_id=public_id))


def _taken(form: JoinForm) -> uuid.UUID:
    return arrivals.receive(
        actor=actor(),
        claim=_claim(form),
        position=form.position.data or "",
        admitted_on=day_of(form.admitted_on),
        reopen=form.card.data in {None, _REOPENED},
        address=request.remote_addr or "",
        keys=keys(),
        today=clock.today(),
        now=clock.real(),
    )


def _claim(form: ClaimForm) -> Claim:
    return Claim(
        code=form.code.data or "",
        last_name=form.last_name.data or "",
        birth_date=day_of(form.birth_date),
    )


def _look(form: ClaimForm) -> Incoming:
    return arrivals.look(
        actor=actor(),
        claim=_claim(form),
        address=request.remote_addr or "",
        keys=keys(),
        today=clock.today(),
        now=clock.real(),
    )


def _departure(public_id: uuid.UUID) -> moves.Departure:
    return moves.departure(actor=actor(), public_id=public_id, today=clock.today())


def _leave_page(public_id: uuid.UUID, form: LeaveForm) -> str:
    return render_template("moves/leave.html", form=form, found=_departure(public_id))


def _join_page(form: JoinForm, incoming: Incoming, *, fresh: bool = False) -> str:
    if fresh:
        form.position.data = incoming.position
        form.admitted_on.data = clock.today()
        form.card.data = _REOPENED
    facts = {**CATALOGUE, **facts_here(actor=actor(), on=clock.today())}
    known = kept_facts(incoming.facts, incoming.facts_on, clock.today())
    return render_template(
        "moves/join.html",
        form=form,
        incoming=incoming,
        facts=[
            (facts[key].question, shown(facts[key], known[key])) for key in known if key in facts
        ],
    )
