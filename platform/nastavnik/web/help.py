"""The page «Справка»: the users' guide, the reader's own part first, and what each role may do."""

from __future__ import annotations

from flask import Blueprint, render_template

from nastavnik.domain.access import GRANTS, Permission, Role
from nastavnik.domain.errors import NotFoundError
from nastavnik.web.guides import START, guides, name_for
from nastavnik.web.session import public, visitor

bp = Blueprint("help", __name__, url_prefix="/help")


@bp.get("")
@public
def index() -> str:
    """Roles come from the same table that opens the pages, so the help can't lie."""
    order = list(Permission)
    entrance = visitor()
    own = name_for(entrance.actor.role) if entrance else START
    return render_template(
        "help/index.html",
        guide=guides()[START],
        own=guides()[own] if own != START else None,
        roles=[(role, sorted(GRANTS[role], key=order.index)) for role in Role],
    )


@bp.get("/<name>")
@public
def guide(name: str) -> str:
    """One part of the guide."""
    found = guides().get(name)
    if found is None or name == START:
        raise NotFoundError("Такой страницы в справке нет. Откройте оглавление справки.")
    return render_template("help/guide.html", guide=found)
