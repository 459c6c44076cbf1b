"""Pages of the operator: permissions, the journal of the platform, letters."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from nastavnik.domain.access import FACTOR_REQUIRED, GRANTS, INVITES, Permission, Role
from nastavnik.domain.audit import Action
from nastavnik.regions import registry
from nastavnik.store.audit_survey import Sought
from nastavnik.usecases import survey
from nastavnik.usecases.history import KINDS, Kind
from nastavnik.usecases.history_columns import TABLES
from nastavnik.web import clock, mail
from nastavnik.web.filters import here_with
from nastavnik.web.session import actor, page
from nastavnik.web.settings import PRODUCTION

bp = Blueprint("platform", __name__, url_prefix="/platform")

PER_PAGE: Final = 50
_DAYS: Final = (1, 7, 30, 90)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the operator looks for, as the form shows it again."""

    sought: Sought
    days: int
    action: str
    place: uuid.UUID | None


@bp.get("/permissions")
@page(Permission.PLATFORM_ADMIN)
def permissions() -> str:
    """Roles and what each may do, out of the very table that opens the pages."""
    return render_template(
        "platform/permissions.html",
        roles=list(Role),
        permissions=list(Permission),
        grants=GRANTS,
        invites=INVITES,
        factor=FACTOR_REQUIRED,
    )


@bp.get("/audit")
@page(Permission.PLATFORM_ADMIN)
def audit() -> Response | str:
    """Counts and a search over the trail of every unit; no person is named."""
    asked = _asked()
    number = max(request.args.get("page", 1, type=int), 1)
    found = survey.search(
        actor=actor(),
        sought=asked.sought,
        place=asked.place,
        offset=(number - 1) * PER_PAGE,
        limit=PER_PAGE,
    )
    if not found.events and found.total:
        return redirect(here_with(page=(found.total - 1) // PER_PAGE + 1))
    return render_template(
        "platform/audit.html",
        found=found,
        asked=asked,
        number=number,
        per_page=PER_PAGE,
        tallies=survey.tallies(actor=actor(), since=asked.sought.since),
        places=survey.places(actor=actor()),
        kinds=list(KINDS),
        actions=list(Action),
        roles=list(Role),
        days=_DAYS,
        tables=TABLES,
        regions={key: one.profile.title for key, one in registry.installed().items()},
        labels={one.value: one.label for one in (*Action, *Role)},
    )


def _asked() -> Asked:
    """What the form of the search says; what it can't say is left out."""
    given = request.args
    days = given.get("days", _DAYS[0], type=int)
    days = days if days in _DAYS else _DAYS[0]
    action = given.get("action", "")
    role = given.get("role", "")
    actions: frozenset[Action] = frozenset({Action(action)} if action in set(Action) else ())
    if action in set(Kind):
        actions = KINDS[Kind(action)][1]
    sought = Sought(
        since=clock.real() - timedelta(days=days),
        actions=actions,
        role=Role(role) if role in set(Role) else None,
        account_id=given.get("account", type=int),
        origin=given.get("origin", "").strip(),
    )
    return Asked(sought, days, action, given.get("place", type=uuid.UUID))


@bp.get("/mail")
@page(Permission.PLATFORM_ADMIN)
def letters() -> str:
    """How the mail goes, and letters of the folder: these never in production, for a letter
    holds a way in.
    """
    shown = current_app.config["NASTAVNIK_ENV"] != PRODUCTION
    return render_template(
        "platform/mail.html",
        letters=list(mail.kept()) if shown else [],
        shown=shown,
        server=bool(current_app.config["NASTAVNIK_SMTP_URL"]),
        waiting=mail.waiting(),
        folder=mail.folder(),
    )
