"""Logging in and out, and the choice of a role."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.usecases import accounts
from nastavnik.web import clock, nav
from nastavnik.web.addresses import local
from nastavnik.web.forms import Form, Required
from nastavnik.web.session import actor, let_in, let_out, public, signed_in, visitor

bp = Blueprint("auth", __name__)


class LoginForm(Form):
    """Login and password; `next` is the page that asked."""

    login = StringField(
        "Логин",
        [Required("Введите логин.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Пароль",
        [Required("Введите пароль.")],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> Response | str | tuple[str, int]:
    """Let in the one who knows the password."""
    if request.method == "GET" and visitor() is not None:
        return redirect(nav.home())
    form = LoginForm()
    if not form.is_submitted():
        form.next.data = local(request.args.get("next", ""), "")
        return render_template("auth/login.html", form=form)
    if not form.validate():
        return render_template("auth/login.html", form=form), 422
    try:
        entrances = accounts.authenticate(
            login=form.login.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return render_template("auth/login.html", form=form), 422
    wanted = local(form.next.data or "", nav.home())
    let_in(entrances[0], many_roles=len(entrances) > 1)
    return redirect(url_for("auth.roles", next=wanted) if len(entrances) > 1 else wanted)


@bp.post("/logout")
@public
def logout() -> Response:
    """End the session."""
    let_out()
    flash("Вы вышли.", "success")
    return redirect(url_for("auth.login"))


@bp.route("/role", methods=["GET", "POST"])
@signed_in
def roles() -> Response | str:
    """Choose the role to work in."""
    entrances = accounts.roles(actor=actor())
    wanted = local(request.values.get("next", ""), nav.home())
    if request.method == "GET":
        current = session["membership"]
        return render_template(
            "auth/roles.html", entrances=entrances, current=current, next=wanted
        )
    chosen = request.form.get("membership", type=int)
    entrance = next((one for one in entrances if one.membership_id == chosen), None)
    if entrance is None:
        raise NotFoundError("У вас нет такой роли. Выберите одну из списка.")
    let_in(entrance, many_roles=len(entrances) > 1)
    return redirect(wanted)
