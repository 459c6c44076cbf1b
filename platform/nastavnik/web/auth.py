"""Logging in and out, the second factor, and the choice of a role."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.regions import registry
from nastavnik.store import walls
from nastavnik.store.writing import transaction
from nastavnik.usecases import accounts, lifecycle, second_factor
from nastavnik.web import clock, nav
from nastavnik.web.addresses import local
from nastavnik.web.entering import let_in, let_out, take_role
from nastavnik.web.forms import Form, Required
from nastavnik.web.secret_keys import keys
from nastavnik.web.session import actor, page, public, unproven, visitor

bp = Blueprint("auth", __name__)

_HALF: Final = "half"
"""Who has shown the password and not yet the code: logins' order of roles is asked anew."""
_HALF_SECONDS: Final = 300
_REFUSED: Final = 422
Answer = Response | str | tuple[str, int]


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


class FactorForm(Form):
    """The code of the telephone, or one of the codes on paper."""

    code = StringField(
        "Код из приложения",
        [Required("Введите код.")],
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "maxlength": 20},
    )


@bp.route("/login", methods=["GET", "POST"])
@public
def login() -> Answer:
    """Let in the one who knows the password."""
    if request.method == "GET" and visitor() is not None:
        return redirect(nav.home())
    form = LoginForm()
    if not form.is_submitted():
        form.next.data = local(request.args.get("next", ""), "")
        return render_template("auth/login.html", form=form)
    if not form.validate():
        return render_template("auth/login.html", form=form), _REFUSED
    try:
        proof = accounts.prove(
            login=form.login.data or "",
            password=form.password.data or "",
            address=request.remote_addr or "",
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        return render_template("auth/login.html", form=form), _REFUSED
    with transaction():
        entrances = accounts.accept(proof=proof, now=clock.real())
        asked = _seat(entrances)
    return _onward(entrances, local(form.next.data or "", ""), asked=asked)


@bp.route("/login/code", methods=["GET", "POST"])
@public
def code() -> Answer:
    """The second step: the code of the telephone."""
    half = session.get(_HALF)
    now = clock.real()
    if not half or now.timestamp() - half["at"] > _HALF_SECONDS:
        flash("Войдите заново: после пароля на код даётся пять минут.", "warning")
        return redirect(url_for("auth.login"))
    form = FactorForm()
    if not form.is_submitted():
        return render_template("auth/code.html", form=form)
    if not form.validate():
        return render_template("auth/code.html", form=form), _REFUSED
    try:
        second_factor.check(
            account_id=half["account"],
            code=form.code.data or "",
            address=request.remote_addr or "",
            keys=keys(),
            now=now,
        )
    except InputError as error:
        form.take(error)
        return render_template("auth/code.html", form=form), _REFUSED
    found = [accounts.entrance(membership_id=one) for one in half["roles"]]
    entrances = [one for one in found if one is not None]
    if not entrances or entrances[0].seal != half["seal"]:
        raise NotFoundError("Пока вы вводили код, доступ изменился. Войдите заново.")
    let_in(entrances, factor=True)
    return _onward(entrances, half["next"], asked=False)


@bp.post("/logout")
@public
def logout() -> Response:
    """End the session."""
    let_out()
    flash("Вы вышли.", "success")
    return redirect(url_for("auth.login"))


@bp.route("/role", methods=["GET", "POST"])
@unproven
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
    take_role(entrance, entrances)
    _advance(entrance)
    return redirect(wanted)


def admit(entrances: Sequence[accounts.Entrance], wanted: str = "") -> Response:
    """Let in whoever has shown the password or a key; ask for the code where there is one."""
    with transaction():
        asked = _seat(entrances)
    return _onward(entrances, wanted, asked=asked)


def _seat(entrances: Sequence[accounts.Entrance]) -> bool:
    """Begin the session, or say that the code has to be asked for. Within a transaction."""
    asked = second_factor.wanted(account_id=entrances[0].actor.account_id)
    if not asked:
        let_in(entrances)
    return asked


def _onward(entrances: Sequence[accounts.Entrance], wanted: str, *, asked: bool) -> Response:
    """Where to go after the password; who has several roles chooses one first."""
    if asked:
        session.clear()
        session[_HALF] = {
            "account": entrances[0].actor.account_id,
            "roles": [one.membership_id for one in entrances],
            "seal": entrances[0].seal,
            "at": clock.real().timestamp(),
            "next": wanted,
        }
        return redirect(url_for("auth.code"))
    _advance(entrances[0])
    goal = wanted or nav.home()
    return redirect(url_for("auth.roles", next=goal) if len(entrances) > 1 else goal)


def _advance(entrance: accounts.Entrance) -> None:
    """Who leads pairs finds them brought to the day."""
    who = entrance.actor
    if not who.can(Permission.MENTORSHIP_WRITE):
        return
    # a busy database must not shut the door: the next login brings the pairs to the day
    with suppress(ConflictError), walls.acting(walls.Scope.of(who.unit_path)):
        if region := registry.installed().get(who.region):
            g.zone = region.profile.timezone
        lifecycle.advance(actor=who, today=clock.today(), now=clock.now())
