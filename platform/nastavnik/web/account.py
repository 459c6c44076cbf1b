"""The own account: password, address, sessions, roles that are offered."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField, StringField
from wtforms.validators import Length

from nastavnik.domain.errors import InputError
from nastavnik.usecases import accounts, profile, second_factor, sessions
from nastavnik.web import clock, mail
from nastavnik.web.auth import Answer
from nastavnik.web.enter import PasswordForm
from nastavnik.web.entering import take_role
from nastavnik.web.forms import Form, Required, refuse
from nastavnik.web.secret_keys import keys
from nastavnik.web.session import actor, limits, own_session, signed_in

bp = Blueprint("account", __name__, url_prefix="/account")

_REFUSED: Final = 422
_CURRENT: Final = {"autocomplete": "current-password"}


class OldPasswordForm(Form):
    """The password once more, before a change of how one enters."""

    password = PasswordField("Ваш пароль", [Required("Введите пароль.")], render_kw=_CURRENT)


class ChangePasswordForm(PasswordForm):
    """The old password and the new one."""

    password = PasswordField(
        "Нынешний пароль", [Required("Введите нынешний пароль.")], render_kw=_CURRENT
    )


class EmailForm(OldPasswordForm):
    """A new address."""

    email = StringField(
        "Почта",
        [Required("Введите адрес почты."), Length(max=200)],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )

    def validate_email(self, field: StringField) -> None:
        """One sign of the post between two parts; the letter itself proves the rest."""
        name, _, host = (field.data or "").strip().rpartition("@")
        refuse(
            not name or "." not in host or " " in f"{name}{host}",
            "Проверьте адрес почты: нужен вид имя@место.рф.",
        )


@bp.get("")
@signed_in
def show() -> str:
    """Everything about how the person enters."""
    return render_template(
        "account/show.html",
        own=profile.own(actor=actor()),
        factor=second_factor.standing(actor=actor()),
        sessions=sessions.listed(actor=actor(), limits=limits(), now=clock.real()),
        this=own_session().session_id,
        current=session["membership"],
        limits=limits(),
    )


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def password() -> Answer:
    """A new password; the sessions of other browsers end."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        page = render_template("account/password.html", form=form)
        return (page, _REFUSED) if form.is_submitted() else page
    try:
        entrance = profile.change_password(
            actor=actor(),
            password=form.password.data or "",
            new_password=form.new_password.data or "",
            session_id=own_session().session_id,
            address=request.remote_addr or "",
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        return render_template("account/password.html", form=form), _REFUSED
    session["seal"] = entrance.seal
    flash("Пароль изменён. Сеансы на других устройствах завершены.", "success")
    return redirect(url_for("account.show"))


@bp.route("/email", methods=["GET", "POST"])
@signed_in
def email() -> Answer:
    """A new address: it counts when its owner has answered."""
    form = EmailForm()
    if not form.validate_on_submit():
        page = render_template("account/email.html", form=form)
        return (page, _REFUSED) if form.is_submitted() else page
    address = (form.email.data or "").strip()
    try:
        ticket = profile.propose_email(
            actor=actor(),
            email=address,
            password=form.password.data or "",
            address=request.remote_addr or "",
            keys=keys(),
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        return render_template("account/email.html", form=form), _REFUSED
    link = mail.site() + url_for("enter.email", ticket=ticket)
    who = actor()
    mail.send(
        address,
        "Подтвердите почту",
        "email",
        account_id=who.account_id,
        name=who.name,
        link=link,
    )
    flash(f"Письмо на {address} отправляется. Откройте в нём ссылку.", "success")
    return redirect(url_for("account.show"))


@bp.post("/email/drop")
@signed_in
def drop_email() -> Response:
    """No address any more."""
    profile.drop_email(actor=actor())
    flash("Почта убрана. Пароль теперь восстанавливают только листком.", "success")
    return redirect(url_for("account.show"))


@bp.post("/sessions/end")
@signed_in
def end_session() -> Response:
    """End one session of another browser."""
    sessions.end_one(
        actor=actor(), session_id=request.form.get("session", 0, type=int), now=clock.real()
    )
    flash("Сеанс завершён.", "success")
    return redirect(url_for("account.show", _anchor="sessions"))


@bp.post("/sessions/end-others")
@signed_in
def end_others() -> Response:
    """End every session but this one."""
    sessions.end_others(actor=actor(), session_id=own_session().session_id, now=clock.real())
    flash("Все другие сеансы завершены.", "success")
    return redirect(url_for("account.show", _anchor="sessions"))


@bp.post("/offers/accept")
@signed_in
def accept() -> Response:
    """Take an offered role and begin to work in it."""
    chosen = request.form.get("membership", 0, type=int)
    entrance = profile.accept(actor=actor(), membership_id=chosen)
    take_role(entrance, accounts.roles(actor=actor()))
    flash(f"Роль принята: {entrance.actor.role.label}, {entrance.unit_title}.", "success")
    return redirect(url_for("home"))


@bp.post("/offers/decline")
@signed_in
def decline() -> Response:
    """Refuse an offered role."""
    chosen = request.form.get("membership", 0, type=int)
    profile.decline(actor=actor(), membership_id=chosen, now=clock.real())
    flash("Приглашение отклонено.", "success")
    return redirect(url_for("account.show"))
