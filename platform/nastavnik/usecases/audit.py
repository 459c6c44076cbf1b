"""Deeds that change nothing and yet are written down: a card read, a file taken, a login."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nastavnik.domain.access import Actor
from nastavnik.domain.audit import Action
from nastavnik.store import account as accounts
from nastavnik.store import audit as store
from nastavnik.store import author
from nastavnik.store.audit import Place, Row
from nastavnik.store.author import Author
from nastavnik.store.walls import NOTHING, acting
from nastavnik.usecases.access import open_to_all


@open_to_all
def record(
    *,
    actor: Actor,
    action: Action,
    row: Row | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write the deed down at the actor's unit. In a reading context: in its own transaction."""
    where = author.current() or Author(name=actor.name)
    signature = replace(where, name=actor.name, account_id=actor.account_id, role=actor.role.value)
    place = Place(actor.unit_id, actor.unit_path)
    store.add(action, place=place, author=signature, row=row, details=details)


@open_to_all
def record_read(*, actor: Actor, row: Row) -> None:
    """As `record`; the same reader who comes back within ten minutes adds no row."""
    if not store.read_lately(row, actor.account_id):
        record(actor=actor, action=Action.READ, row=row)


@open_to_all
def record_failed_login(*, login: str) -> None:
    """Tell every unit of the account that somebody tried; an unknown login is nobody's."""
    with acting(NOTHING):  # a session of its own: the one of the page may hold the write lock
        found = accounts.by_login(login)
        rows = found.memberships if found else []
        places = {Place(one.org_unit.id, one.org_unit.path): one.account_id for one in rows}
    where = author.current() or Author(name=author.STRANGER)
    for place, account_id in places.items():
        store.add(Action.LOGIN_FAILED, place=place, author=where, row=Row("account", account_id))
