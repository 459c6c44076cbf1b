"""Logging in and out, and the choice of a role."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.regions import registry
from nastavnik.store import walls
from nastavnik.usecases import accounts, lifecycle
from nastavnik.web import clock, nav
from nastavnik.web.addresses import local
from nastavnik.web.forms import Form, Required
from nastavnik.web.session import actor, let_in, let_out, page, public, visitor

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
    _begin(entrances[0], many_roles=len(entrances) > 1)
    return redirect(url_for("auth.roles", next=wanted) if len(entrances) > 1 else wanted)


@bp.post("/logout")
@public
def logout() -> Response:
    """End the session."""
    let_out()
    flash("Вы вышли.", "success")
    return redirect(url_for("auth.login"))


@bp.route("/role", methods=["GET", "POST"])
@page(Permission.HOME, reads=True)
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
    _begin(entrance, many_roles=len(entrances) > 1)
    return redirect(wanted)


def _begin(entrance: accounts.Entrance, *, many_roles: bool) -> None:
    """Begin the session; who leads pairs finds them brought to the day."""
    let_in(entrance, many_roles=many_roles)
    who = entrance.actor
    if not who.can(Permission.MENTORSHIP_WRITE):
        return
    # a busy database must not shut the door: the next login brings the pairs to the day
    with suppress(ConflictError), walls.acting(walls.Scope.of(who.unit_path), write=True):
        if region := registry.installed().get(who.region):
            g.zone = region.profile.timezone
        lifecycle.advance(actor=who, today=clock.today(), now=clock.now())
