"""Who is asking: the signed-in account, its chosen role, and the gate before every page.

Every view is marked `@page(...)`, `@signed_in` or `@public`; one that is not marked is refused.
The gate enters the store's walls once per request, with the scope of the chosen unit.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final, NoReturn, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from nastavnik.domain.access import FACTOR_REQUIRED, Actor, Permission
from nastavnik.domain.errors import ConflictError, ForbiddenError, NotFoundError
from nastavnik.regions import registry
from nastavnik.store import walls
from nastavnik.store.writing import begin_write
from nastavnik.usecases import accounts, sessions
from nastavnik.web import clock
from nastavnik.web.records import concealed

View = TypeVar("View", bound=Callable[..., Any])

GATE: Final = "__gate__"
"""Attribute of a marked view: PUBLIC, SIGNED_IN or the permissions of which one is needed."""
PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"
UNPROVEN: Final = "__unproven__"
"""Attribute of a view that opens without the second factor that the role needs."""
READS: Final = "__reads__"
"""Attribute of a view that reads even when it is asked by POST."""

ENROL: Final = "factor.show"
"""The page to which a role that needs a second factor is sent until it has one."""
_TOUCH_AFTER: Final = timedelta(minutes=2)
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
login_manager: Final = LoginManager()


class SessionExpiredError(Exception):
    """A form was sent by nobody: the session has ended. The page keeps what was typed."""


class Visitor(UserMixin):
    """What Flask-Login calls a user: an account in one of its roles, in a live session."""

    def __init__(self, resumed: sessions.Resumed) -> None:
        self.id = str(resumed.entrance.actor.account_id)
        self.entrance = resumed.entrance
        self.resumed = resumed


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


def unproven(view: View) -> View:
    """Besides `signed_in`: the page opens even before the second factor is set up."""
    setattr(view, UNPROVEN, True)
    return view


def public(view: View) -> View:
    """The page opens to a stranger; it enters no scope, so it sees no tenant's rows."""
    setattr(view, GATE, PUBLIC)
    return view


def visitor() -> accounts.Entrance | None:
    """The entrance of the signed-in person, or None for a stranger."""
    found = resumed()
    return found.entrance if found else None


def resumed() -> sessions.Resumed | None:
    """The live session of this request, or None for a stranger."""
    user: object = current_user._get_current_object()  # noqa: SLF001 - a proxy has no type
    return user.resumed if isinstance(user, Visitor) else None


def own_session() -> sessions.Resumed:
    """As `resumed`, behind `page` or `signed_in`."""
    found = resumed()
    if found is None:
        raise SessionExpiredError
    return found


def actor() -> Actor:
    """Who acts in this request. Only for views behind `page` or `signed_in`."""
    return own_session().entrance.actor


def limits() -> sessions.Limits:
    """How long a session lives here."""
    config = current_app.config
    return sessions.Limits(config["NASTAVNIK_IDLE"], config["NASTAVNIK_SESSION"])


@login_manager.user_loader
def _load(account_id: str) -> Visitor | None:
    membership_id, key = session.get("membership"), session.get("key")
    if not isinstance(membership_id, int) or not isinstance(key, str):
        return None
    found = sessions.resume(
        key=key, membership_id=membership_id, limits=limits(), now=clock.real()
    )
    if (
        found is None
        or str(found.entrance.actor.account_id) != account_id
        or found.entrance.seal != session.get("seal")
    ):
        return None
    return Visitor(found)


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
    found = resumed()
    if found is None:
        return _ask_to_log_in()
    entrance = found.entrance
    if region := registry.installed().get(entrance.actor.region):
        g.zone = region.profile.timezone
    walls.enter(walls.Scope.of(entrance.actor.unit_path))
    if needed is not SIGNED_IN and not any(entrance.actor.can(one) for one in needed):
        if concealed(request.blueprint, request.view_args):
            raise NotFoundError
        _refuse(entrance.actor, needed)
    _keep_alive(found)
    if _lacks_factor(found) and not getattr(view, UNPROVEN, False):
        return redirect(url_for(ENROL))
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


def _lacks_factor(found: sessions.Resumed) -> bool:
    """Must the role be entered with a second factor, and was it not."""
    demanded: bool = current_app.config["NASTAVNIK_REQUIRE_TOTP"]
    return demanded and found.entrance.actor.role in FACTOR_REQUIRED and not found.factor


def _keep_alive(found: sessions.Resumed) -> None:
    """An idle session ends; a used one says so, now and then, in a write of its own."""
    now = clock.real()
    if now - found.seen_at < _TOUCH_AFTER:
        return
    # a busy database must not shut the page: the next request says it
    with suppress(ConflictError), walls.acting(walls.NOTHING, write=True):
        sessions.touch(key=session["key"], now=now)
