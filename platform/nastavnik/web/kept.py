"""A form whose sending was refused: what was typed goes on the page again, ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import render_template, request, session
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from nastavnik.web.entering import role_of_token
from nastavnik.web.session import SessionExpiredError, visitor

_MARK: Final = "csrf_token"
_SECRET: Final = "password"  # noqa: S105 - part of the names of fields
_FOREIGN: Final = "Форма отправлена не со страницы этого сайта. Ничего не записано."


@dataclass(frozen=True, slots=True)
class Kept:
    """What a refused form held. Passwords are asked anew and files chosen anew, never repeated."""

    values: list[tuple[str, str]]
    passwords: list[str]
    files: list[str]

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What a person typed, without the form's own short marks."""
        return [(name, value) for name, value in self.values if value.strip()]


def kept() -> Kept:
    """The form of this request."""
    pairs = [
        (name, value) for name, value in request.form.items(multi=True) if not name.endswith(_MARK)
    ]
    return Kept(
        values=[pair for pair in pairs if _SECRET not in pair[0]],
        passwords=sorted({name for name, _ in pairs if _SECRET in name}),
        files=sorted(request.files),
    )


def from_here() -> bool:
    """Was the form sent by a page of ours; a foreign one must not be offered for sending again."""
    fetch = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", request.host_url.rstrip("/"))
    return fetch in {"same-origin", "none"} and origin == request.host_url.rstrip("/")


def expired(error: CSRFError | SessionExpiredError) -> Response:
    """«Форма устарела — отправить ещё раз»: 400, or 401 when one has to log in first."""
    if not from_here():
        page = render_template("errors/400.html", message=_FOREIGN)
        return Response(page, 400, mimetype="text/html")
    former = role_of_token(request.form.get(_MARK, ""))
    if former is not None and visitor() and former != session["membership"]:
        return _former_role(former)
    # a view that was marked public, as the login itself, needs nobody
    stranger = visitor() is None and isinstance(error, SessionExpiredError)
    page = render_template(
        "errors/expired.html", kept=kept(), form=None, message="", stranger=stranger
    )
    return Response(page, 401 if stranger else 400, mimetype="text/html")


def _former_role(membership_id: int) -> Response:
    """The form was opened in another role: sent in this one it would write into another unit."""
    former = next((one for one in session.get("others", ()) if one[0] == membership_id), None)
    page = render_template(
        "errors/former_role.html",
        kept=kept(),
        form=None,
        message="",
        former=former,
        token=request.form[_MARK],
    )
    return Response(page, 409, mimetype="text/html")
