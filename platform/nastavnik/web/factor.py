"""Pages of the second factor: turning it on by a QR code, recovery codes, turning it off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from nastavnik.domain.access import FACTOR_REQUIRED
from nastavnik.domain.errors import InputError
from nastavnik.usecases import second_factor, sessions
from nastavnik.web import clock, mail
from nastavnik.web.account import OldPasswordForm
from nastavnik.web.auth import Answer, FactorForm
from nastavnik.web.entering import let_out
from nastavnik.web.qr import qr
from nastavnik.web.secret_keys import keys
from nastavnik.web.session import actor, own_session, signed_in, unproven

bp = Blueprint("factor", __name__, url_prefix="/account/factor")

_REFUSED: Final = 422


@bp.get("")
@unproven
@signed_in
def show() -> Response | str:
    """What the factor is; its QR code once it has been begun."""
    if second_factor.standing(actor=actor()).on and not own_session().factor:
        let_out()
        flash("Второй фактор уже включён. Войдите заново с кодом из приложения.", "warning")
        return redirect(url_for("auth.login"))
    return _page(FactorForm())


@bp.post("/begin")
@unproven
@signed_in
def begin() -> Response:
    """Make the secret."""
    second_factor.begin(actor=actor(), keys=keys(), now=clock.real())
    return redirect(url_for("factor.show"))


@bp.post("")
@unproven
@signed_in
def confirm() -> Answer:
    """The first code turns the factor on; the recovery codes are shown once."""
    form = FactorForm()
    if not form.validate():
        return _page(form), _REFUSED
    try:
        codes = second_factor.confirm(
            actor=actor(),
            code=form.code.data or "",
            address=request.remote_addr or "",
            keys=keys(),
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        return _page(form), _REFUSED
    sessions.prove(actor=actor(), session_id=own_session().session_id)
    return _codes(codes)


@bp.route("/codes", methods=["GET", "POST"])
@signed_in
def codes() -> Answer:
    """New recovery codes instead of the old ones."""
    form = OldPasswordForm()
    if not form.validate_on_submit():
        page = _asking(form, "codes")
        return (page, _REFUSED) if form.is_submitted() else page
    try:
        made = second_factor.renew_codes(
            actor=actor(),
            password=form.password.data or "",
            address=request.remote_addr or "",
            keys=keys(),
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        return _asking(form, "codes"), _REFUSED
    return _codes(made)


@bp.route("/off", methods=["GET", "POST"])
@signed_in
def off() -> Answer:
    """Turn the factor off."""
    form = OldPasswordForm()
    if not form.validate_on_submit():
        page = _asking(form, "off")
        return (page, _REFUSED) if form.is_submitted() else page
    try:
        second_factor.turn_off(
            actor=actor(),
            password=form.password.data or "",
            address=request.remote_addr or "",
            now=clock.real(),
        )
    except InputError as error:
        form.take(error)
        return _asking(form, "off"), _REFUSED
    flash("Второй фактор отключён.", "success")
    return redirect(url_for("account.show"))


def _demanded() -> bool:
    return current_app.config["NASTAVNIK_REQUIRE_TOTP"] and actor().role in FACTOR_REQUIRED


def _page(form: FactorForm) -> str:
    found = second_factor.enrolment(actor=actor(), keys=keys())
    return render_template(
        "account/factor.html",
        form=form,
        on=second_factor.standing(actor=actor()).on,
        demanded=_demanded(),
        picture=qr(found.address, "QR-код для приложения с кодами") if found else None,
        secret=" ".join(_fours(found.secret)) if found else "",
    )


def _codes(codes: Sequence[str]) -> str:
    return render_template(
        "account/codes.html", codes=codes, login=actor().login, site=mail.site()
    )


def _asking(form: OldPasswordForm, what: str) -> str:
    return render_template(
        "account/factor_password.html", form=form, what=what, demanded=_demanded()
    )


def _fours(text: str) -> Sequence[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]
