"""Beginning a session, taking a role, leaving: what the cookie of the browser holds."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

from flask import current_app, g, request, session
from flask_login import logout_user
from itsdangerous import BadData, URLSafeTimedSerializer

from nastavnik.usecases import accounts, sessions
from nastavnik.web import clock
from nastavnik.web.device import device

TOKEN: Final = "csrf_token"  # noqa: S105 - the name of a field
_SALT: Final = "wtf-csrf-token"
_MARK: Final = "-"


def let_in(entrances: Sequence[accounts.Entrance], *, factor: bool = False) -> None:
    """Begin a session in the first of the roles; nothing of an earlier one stays.

    `factor`: has a second factor been shown.
    """
    leave()
    session["key"] = sessions.begin(
        account_id=entrances[0].actor.account_id,
        device=device(request.user_agent.string),
        address=request.remote_addr or "",
        factor=factor,
        now=clock.real(),
    )
    take_role(entrances[0], entrances)


def take_role(entrance: accounts.Entrance, among: Sequence[accounts.Entrance]) -> None:
    """Work in the role from the next request on; `among` are all that one may switch to.

    Forms of the former role die: their token names it.
    """
    g.entered = entrance
    session["membership"] = entrance.membership_id
    session["_user_id"] = str(entrance.actor.account_id)  # as Flask-Login keeps it
    # the seal ends the session when the password changes
    session["seal"] = entrance.seal
    session["others"] = [
        (one.membership_id, one.actor.role.label, one.unit_title)
        for one in among
        if one.membership_id != entrance.membership_id
    ]
    g.pop(TOKEN, None)
    session[TOKEN] = f"{entrance.membership_id}{_MARK}{secrets.token_hex(20)}"


def let_out() -> None:
    """End the session, here and in the database."""
    leave()
    logout_user()


def leave() -> None:
    """Forget the session of this browser."""
    if key := session.get("key"):
        sessions.leave(key=key, now=clock.real())
    session.clear()


def role_of_token(token: str) -> int | None:
    """Membership in which the form was opened; None if the token does not say or is not ours."""
    signer = URLSafeTimedSerializer(current_app.secret_key or "", salt=_SALT)
    try:
        text = signer.loads(token)
    except BadData:
        return None
    head, mark, _ = str(text).partition(_MARK)
    return int(head) if mark and head.isdigit() else None
