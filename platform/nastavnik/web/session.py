"""Who is asking: the signed-in account, its chosen role, and the gate before every page.

Every view is marked `@page(...)`, `@signed_in` or `@public`; one that is not marked is refused.
The gate enters the store's walls once per request, with the scope of the chosen unit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NoReturn, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ForbiddenError, NotFoundError
from nastavnik.regions import registry
from nastavnik.store import walls
from nastavnik.store.writing import begin_write
from nastavnik.usecases import accounts
from nastavnik.web import clock
from nastavnik.web.records import concealed

View = TypeVar("View", bound=Callable[..., Any])

GATE: Final = "__gate__"
"""Attribute of a marked view: PUBLIC, SIGNED_IN or the permissions of which one is needed."""
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"
READS: Final = "__reads__"
"""Attribute of a view that reads even when it is asked by POST."""

_REFRESH_AFTER: Final = 600
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
login_manager: Final = LoginManager()


class SessionExpiredError(Exception):
    """A form was sent by nobody: the session has ended. The page keeps what was typed."""


class Visitor(UserMixin):
    """What Flask-Login calls a user: an account in one of its roles."""

    def __init__(self, entrance: accounts.Entrance) -> None:
        self.id = str(entrance.actor.account_id)
        self.entrance = entrance


def page(*permissions: Permission, reads: bool = False) -> Callable[[View], View]:
    """The page opens to a role that holds one of the permissions.

    `reads` says that even its POST writes nothing (live checks of a form).
    """
    if not permissions:
        raise TypeError("page() needs a permission; use @signed_in or @public")

    def mark(view: View) -> View:
        setattr(view, GATE, frozenset(permissions))
        setattr(view, READS, reads)
        return view

    return mark


def signed_in(view: View) -> View:
    """The page opens to anyone who has logged in."""
    setattr(view, GATE, SIGNED_IN)
    return view


def public(view: View) -> View:
    """The page opens to a stranger; it enters no scope, so it sees no tenant's rows."""
    setattr(view, GATE, PUBLIC)
    return view


def visitor() -> accounts.Entrance | None:
    """The entrance of the signed-in person, or None for a stranger."""
    user: object = current_user._get_current_object()  # noqa: SLF001 - a proxy has no type
    return user.entrance if isinstance(user, Visitor) else None


def actor() -> Actor:
    """Who acts in this request. Only for views behind `page` or `signed_in`."""
    entrance = visitor()
    if entrance is None:
        raise SessionExpiredError
    return entrance.actor


def let_in(entrance: accounts.Entrance, *, many_roles: bool) -> None:
    """Begin a session in the given role; nothing of an earlier one stays."""
    session.clear()
    session["many_roles"] = many_roles
    login_user(Visitor(entrance))
    # the seal ends the session when the password changes
    session["membership"] = entrance.membership_id
    session["seal"] = entrance.seal
    session["seen"] = int(clock.now().timestamp())


def let_out() -> None:
    """End the session."""
    logout_user()
    session.clear()


@login_manager.user_loader
def _load(account_id: str) -> Visitor | None:
    membership_id = session.get("membership")
    if not isinstance(membership_id, int):
        return None
    entrance = accounts.entrance(membership_id=membership_id)
    if (
        entrance is None
        or str(entrance.actor.account_id) != account_id
        or entrance.seal != session.get("seal")
    ):
        return None
    return Visitor(entrance)


def init_session(app: Flask) -> None:
    """Install the loader and the gate."""
    login_manager.init_app(app)
    login_manager.session_protection = ""  # addresses change on phones; the seal protects
    app.before_request(gate)


def gate() -> Response | None:
    """Let the request through to its view, or refuse it."""
    if request.endpoint is None:
        return None
    view = current_app.view_functions[request.endpoint]
    needed = getattr(view, GATE, None)
    if needed is None:
        current_app.logger.error("unmarked view: %s", request.endpoint)
        abort(403)
    if needed is PUBLIC:
        return None
    entrance = visitor()
    if entrance is None:
        return _ask_to_log_in()
    if region := registry.installed().get(entrance.actor.region):
        g.zone = region.profile.timezone
    walls.enter(walls.Scope.of(entrance.actor.unit_path))
    if needed is not SIGNED_IN and not any(entrance.actor.can(one) for one in needed):
        if concealed(request.blueprint, request.view_args):
            raise NotFoundError
        _refuse(entrance.actor, needed)
    _keep_alive()
    if request.method not in _SAFE and not getattr(view, READS, False):
        begin_write()
    return None


def _refuse(who: Actor, needed: frozenset[Permission]) -> NoReturn:
    names = " или ".join(f"«{one.label}»" for one in sorted(needed))
    raise ForbiddenError(
        f"Эта страница открыта тем, кто вправе {names}. Ваша роль — {who.role.label}."
    )


def _ask_to_log_in() -> Response:
    if request.headers.get("HX-Request"):
        abort(401)
    if request.method not in _SAFE:
        raise SessionExpiredError
    return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))


def _keep_alive() -> None:
    """An idle session ends after `PERMANENT_SESSION_LIFETIME`; a used one is signed anew."""
    now = int(clock.now().timestamp())
    if now - int(session.get("seen", 0)) > _REFRESH_AFTER:
        session["seen"] = now
