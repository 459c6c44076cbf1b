"""Entering without a password: by the code of a slip, by a link, by a letter."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo

from nastavnik.domain.errors import InputError
from nastavnik.domain.password import LEAST
from nastavnik.usecases import entry
from nastavnik.web import clock, mail
from nastavnik.web.auth import Answer, admit
from nastavnik.web.entering import leave
from nastavnik.web.forms import Form, Required
from nastavnik.web.secret_keys import keys
from nastavnik.web.session import public

bp = Blueprint("enter", __name__, url_prefix="/enter")

_REFUSED: Final = 422
HINT: Final = (
    f"Не меньше {LEAST} знаков. Лучше всего — три не связанных слова, например с пробелами."
)
_NEW: Final = {"autocomplete": "new-password"}
_LOGIN: Final = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
_CODE: Final = {
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
    "maxlength": 20,
    "placeholder": "XXXX-XXXX",
}


class PasswordForm(Form):
    """A new password, twice."""

    new_password = PasswordField(
        "Новый пароль",
        [Required("Придумайте пароль.")],
        description=HINT,
        render_kw=_NEW,
    )
    again_password = PasswordField(
        "Новый пароль ещё раз",
        [
            Required("Введите новый пароль ещё раз."),
            EqualTo("new_password", "Пароли не совпали. Введите один и тот же дважды."),
        ],
        render_kw=_NEW,
    )


class SlipForm(PasswordForm):
    """What stands on the slip, and the password that replaces it."""

    login = StringField("Логин", [Required("Введите логин с листка.")], render_kw=_LOGIN)
    code = StringField(
        "Код с листка",
        [Required("Введите код с листка.")],
        description="Восемь букв и цифр. Большие или маленькие, с чертой или без — неважно.",
        render_kw=_CODE,
    )


class ForgotForm(Form):
    """Whom to send a letter to."""

    who = StringField("Логин или почта", [Required("Введите логин или почту.")], render_kw=_LOGIN)


@bp.route("", methods=["GET", "POST"])
@public
def by_code() -> Answer:
    """The first log-in by a slip."""
    form = SlipForm()
    if not form.is_submitted():
        form.login.data = request.args.get("login", "")
        return render_template("enter/code.html", form=form)
    if not form.validate():
        return render_template("enter/code.html", form=form), _REFUSED
    try:
        entrances = entry.enter_by_code(
            login=form.login.data or "",
            code=form.code.data or "",
            password=form.new_password.data or "",
            address=request.remote_addr or "",
            keys=keys(),
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        return render_template("enter/code.html", form=form), _REFUSED
    flash("Пароль задан. Теперь вы входите с логином и этим паролем.", "success")
    return admit(entrances)


@bp.route("/<ticket>", methods=["GET", "POST"])
@public
def by_link(ticket: str) -> Answer:
    """The first log-in, or a new password, by a link. Looking at it does not use it up."""
    known = entry.welcome(ticket=ticket, keys=keys(), now=clock.real())
    form = PasswordForm()
    if not form.is_submitted():
        return render_template("enter/link.html", form=form, known=known, ticket=ticket)
    if not form.validate():
        page = render_template("enter/link.html", form=form, known=known, ticket=ticket)
        return page, _REFUSED
    try:
        entrances = entry.enter_by_link(
            ticket=ticket,
            password=form.new_password.data or "",
            keys=keys(),
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        page = render_template("enter/link.html", form=form, known=known, ticket=ticket)
        return page, _REFUSED
    leave()
    flash("Пароль задан. Теперь вы входите с логином и этим паролем.", "success")
    return admit(entrances)


@bp.route("/forgot", methods=["GET", "POST"])
@public
def forgot() -> Answer:
    """A letter with a link. The answer is one for those who are known here and who are not."""
    form = ForgotForm()
    if not form.validate_on_submit():
        page = render_template("enter/forgot.html", form=form)
        return (page, _REFUSED) if form.is_submitted() else page
    letters = entry.ask_reset(
        who=form.who.data or "",
        address=request.remote_addr or "",
        keys=keys(),
        now=clock.real(),
    )
    for letter in letters:
        link = mail.site() + url_for("enter.by_link", ticket=letter.ticket)
        mail.send(
            letter.email,
            "Новый пароль",
            "reset",
            account_id=letter.account_id,
            letter=letter,
            link=link,
        )
    return redirect(url_for("enter.sent"))


@bp.get("/sent")
@public
def sent() -> str:
    """What to do after asking for a letter."""
    return render_template("enter/sent.html")


@bp.get("/email/<ticket>")
@public
def email(ticket: str) -> str:
    """A page whose button proves the address: scanners of mail open links but press nothing."""
    return render_template("enter/email.html", ticket=ticket)


@bp.post("/email/<ticket>")
@public
def confirm_email(ticket: str) -> Response:
    """Keep the address."""
    address = entry.confirm_email(ticket=ticket, keys=keys(), now=clock.real())
    flash(f"Почта {address} подтверждена.", "success")
    return redirect(url_for("account.show"))
