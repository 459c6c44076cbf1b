"""Acts of destruction whose three years are over: the act goes, and with it the last of a name.

Source: item 8 of the requirements of Roskomnadzor's order 179 of 28.10.2022 (three years); art. 5,
part 7 and art. 21, part 4 of the Federal Law 152-FZ (then destroyed within thirty days).
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ConflictError, NotFoundError
from nastavnik.store import audit, audit_forget, author, erase
from nastavnik.store import destruction as store
from nastavnik.store.db import db
from nastavnik.store.destruction import Destruction
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import open_to_all, requires


@requires(Permission.DATA_WRITE)
def discard(*, actor: Actor, destruction_id: uuid.UUID, today: date) -> None:
    """Delete the act with its extract. ConflictError before its three years are over."""
    del actor
    with transaction():
        row = store.by_public_id(destruction_id)
        if row is None:
            raise NotFoundError
        if row.kept_until is None or row.kept_until >= today:
            until = f"по {row.kept_until:%d.%m.%Y}" if row.kept_until else "три года"
            raise ConflictError(f"Акт хранят {until}: раньше его не удаляют.")
        _discard(row)


@open_to_all
def tidy(*, today: date) -> Mapping[str, int]:
    """Delete every act whose time is over, each behind its own unit's walls.

    Title of a unit -> how many; nothing where nothing is due.
    """
    with acting(EVERYTHING):
        places = store.overdue_places(today)
    gone = {}
    for path, title in places:
        with author.by_itself(), acting(Scope.of(path), write=True), transaction():
            rows = store.overdue(today)
            for row in rows:
                _discard(row)
            gone[title] = len(rows)
    return gone


def _discard(row: Destruction) -> None:
    """The order matters: the trail tells of the deletion what it must not keep."""
    accounts = audit_forget.forgettable((row.done or {}).get("authors", ()), row.org_unit_id)
    told = {"destruction": [row.id]}
    audit_forget.forget_authors(accounts)
    erase.drop(row)
    db.session.flush()
    audit.redact(told)
