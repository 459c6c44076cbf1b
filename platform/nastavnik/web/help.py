"""The page «Справка»: what each role does, how the site behaves, how to work without a mouse."""

from __future__ import annotations

from flask import Blueprint, render_template

from nastavnik.domain.access import GRANTS, Permission, Role
from nastavnik.web.session import public

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("")
@public
def index() -> str:
    """Roles come from the same table that opens the pages, so the help can't lie."""
    order = list(Permission)
    roles = [(role, sorted(GRANTS[role], key=order.index)) for role in Role]
    return render_template("help/index.html", roles=roles)
