"""Pages of the operator: the table of permissions, and letters where no server sends them."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from nastavnik.domain.access import FACTOR_REQUIRED, GRANTS, INVITES, Permission, Role
from nastavnik.domain.errors import NotFoundError
from nastavnik.web import mail
from nastavnik.web.session import page
from nastavnik.web.settings import PRODUCTION

bp = Blueprint("platform", __name__, url_prefix="/platform")


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


@bp.get("/mail")
@page(Permission.PLATFORM_ADMIN)
def letters() -> str:
    """Letters of the folder. Never in production: a letter holds a way in."""
    if current_app.config["NASTAVNIK_ENV"] == PRODUCTION:
        raise NotFoundError("Такой страницы на рабочем сайте нет: письма уходят через SMTP.")
    return render_template(
        "platform/mail.html",
        letters=list(mail.kept()),
        server=bool(current_app.config["NASTAVNIK_SMTP_URL"]),
        folder=mail.folder(),
    )
