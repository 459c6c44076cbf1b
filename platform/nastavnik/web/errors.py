"""Errors as pages: what happened and what to do, in Russian; fragments get a short notice."""

from __future__ import annotations

import secrets
from typing import Any, Final

from flask import Flask, current_app, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from nastavnik.domain.errors import (
    BusyError,
    ConflictError,
    ForbiddenError,
    InputError,
    NastavnikError,
    NotFoundError,
    RuleViolationError,
)
from nastavnik.store.writing import give_up
from nastavnik.usecases.brake import ThrottledError
from nastavnik.web import kept
from nastavnik.web.session import SessionExpiredError
from nastavnik.web.shell import Shell

_STATUS: Final[dict[type[NastavnikError], int]] = {
    InputError: 422,
    NotFoundError: 404,
    ForbiddenError: 403,
    BusyError: 503,  # before its base
    ConflictError: 409,
    RuleViolationError: 422,
    ThrottledError: 429,
}
_PAGES: Final = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503})

_BUSY: Final = 503
_SHOW_TYPED: Final = frozenset({409, 422, 503})
"""Pages that repeat what was typed; the body of a 413 can't even be read."""


def init_errors(app: Flask) -> None:
    """Install the handlers."""
    app.register_error_handler(NastavnikError, _ours)
    app.register_error_handler(CSRFError, kept.expired)
    app.register_error_handler(SessionExpiredError, kept.expired)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _ours(error: NastavnikError) -> Response:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
    values: dict[str, Any] = {"message": error.message}
    if isinstance(error, InputError):
        values["problems"] = [text for texts in error.errors.values() for text in texts]
    if isinstance(error, ConflictError):
        values |= {"mine": error.mine, "theirs": error.theirs}
    if isinstance(error, RuleViolationError):
        values["violations"] = error.findings
    if isinstance(error, BusyError):
        give_up()
        g.shell = Shell(stranger=True)  # the database may not answer at all
    return _page(status, **values)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:  # noqa: PLR2004 - redirects are no errors
        return error.get_response()
    answer = _page(status if status in _PAGES else 400)
    if allowed := getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    answer.status_code = status
    return answer


def _unforeseen(error: Exception) -> Response:
    """A fault of ours: logged under a number that the person can name."""
    propagate = current_app.config["PROPAGATE_EXCEPTIONS"]
    if current_app.debug or current_app.testing if propagate is None else propagate:
        raise error
    number = secrets.token_hex(4)
    current_app.logger.error("fault %s at %s", number, request.path, exc_info=error)
    g.shell = Shell(stranger=True)  # the database may be what is broken
    return _page(500, number=number)


def _page(status: int, **given: Any) -> Response:  # noqa: ANN401 - values of a template
    values = {"message": "", "mine": {}, "theirs": {}, "problems": (), "violations": ()} | given
    if request.headers.get("HX-Request"):
        text = render_template("errors/_fragment.html", **values)
    else:
        if status in _SHOW_TYPED:
            values |= {"kept": kept.kept(), "form": g.get("form")}
        text = render_template(f"errors/{status}.html", **values)
    answer = Response(text, status, mimetype="text/html")
    if status == _BUSY:
        answer.headers["Retry-After"] = "5"
    return answer
