"""Signing every request, and writing down what changes nothing: cards, files, logins.

Files are found by what is sent, not by the page that sends it: a new export can't be forgotten.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Flask, Response, current_app, g, request, session

from nastavnik.domain.access import Actor
from nastavnik.domain.audit import Action
from nastavnik.domain.errors import ConflictError
from nastavnik.store import allowance, author, local_act, mentorship, order, person, submission
from nastavnik.store.audit import Row
from nastavnik.store.author import Author
from nastavnik.store.writing import give_up
from nastavnik.usecases import accounts, audit
from nastavnik.web.device import device
from nastavnik.web.session import visitor

_OK: Final = 200
_REFUSED: Final = 400
_FILES: Final = {
    "text/csv": Action.EXPORT,
    "application/json": Action.EXPORT,
    "application/pdf": Action.PRINT,
}
_CARDS: Final = frozenset({"people.show", "people.edit", "personal_data.show", "pay.show"})
"""Pages whose opening is a reading of personal data."""
_RECORDS: Final[Mapping[str, tuple[str, Callable[[uuid.UUID], Any]]]] = {
    "allowances": ("allowance_sheet", allowance.sheet_by_public_id),
    "acts": ("local_act", local_act.by_public_id),
    "mentorships": ("mentorship", mentorship.by_public_id),
    "orders": ("mentoring_order", order.by_public_id),
    "papers": ("mentorship", mentorship.by_public_id),
    "pay": ("person", person.by_public_id),
    "people": ("person", person.by_public_id),
    "personal_data": ("person", person.by_public_id),
    "reports": ("submission", submission.by_public_id),
}


def init_trail(app: Flask) -> None:
    """Sign after the gate, note when the answer is ready."""
    app.before_request(_sign)
    app.after_request(_note)


def _sign() -> None:
    entrance = visitor() if request.endpoint and request.blueprint != "assets" else None
    who = entrance.actor if entrance else None
    g.seat, g.former = _seat(), who
    author.sign(
        Author(
            name=who.name if who else author.STRANGER,
            account_id=who.account_id if who else None,
            role=who.role.value if who else None,
            origin=request.remote_addr or "",
            agent=device(request.user_agent.string),
            request_id=secrets.token_hex(8),
        )
    )


def _note(response: Response) -> Response:
    """What can't be written now (a busy database) is told to the log; the page is not held."""
    try:
        _write(response)
    except ConflictError:
        current_app.logger.exception("the trail was not written: %s", request.path)
    return response


def _write(response: Response) -> None:
    if "seat" not in g:  # the gate has refused
        return
    if _seat() != g.seat:
        if response.status_code < _REFUSED:  # else nobody has sat down after all
            _moved()
        return
    entrance = visitor() if request.method == "GET" and response.status_code == _OK else None
    if entrance is None:
        return
    action = _FILES.get(response.mimetype or "")
    if request.endpoint in _CARDS and (row := _row()):
        audit.record_read(actor=entrance.actor, row=row)
    elif action:
        name = response.headers.get("Content-Disposition", "").rpartition("=")[2].strip('"')
        details = {"file": name or request.path}
        audit.record(actor=entrance.actor, action=action, row=_row(), details=details)


def _seat() -> tuple[str | None, int | None]:
    """Account and membership of the browser."""
    return session.get("_user_id"), session.get("membership")


def _moved() -> None:
    """The browser was let in or out, or has changed the role."""
    account, membership = _seat()
    former: Actor | None = g.get("former")
    entrance: accounts.Entrance | None = g.get("entered") if membership else None
    give_up()  # else the deed would wait for the page's own transaction
    if account and entrance:
        same = former is not None and former.account_id == entrance.actor.account_id
        audit.record(actor=entrance.actor, action=Action.ROLE if same else Action.LOGIN)
    elif former:
        audit.record(actor=former, action=Action.LOGOUT)


def _row() -> Row | None:
    """The record of the address."""
    public_id = (request.view_args or {}).get("public_id")
    table, find = _RECORDS.get(request.blueprint or "", ("", None))
    found = find(public_id) if find and isinstance(public_id, uuid.UUID) else None
    return Row(table, found.id, found.public_id) if found else None
