"""Copies of the whole database: the journal of every region says who made one, and where to."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Final

from nastavnik.domain.audit import Action
from nastavnik.store import audit, backup, migrate, org_unit
from nastavnik.store.audit import Place
from nastavnik.store.author import Author
from nastavnik.store.backup import Manifest
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.usecases.access import open_to_all

_ORIGIN: Final = "терминал"


@open_to_all
def note(*, action: Action, path: Path, done: Manifest) -> None:
    """Write down a copy (BACKUP) or its return (RESTORE): who, when, the file and its sum.

    It is told at the top of every region, for the copy holds the data of all. A database of an
    older version is copied too; its journal is of that version and stays as it is.
    """
    if action is Action.BACKUP and done.revision != migrate.latest():
        return
    details = {
        "file": str(path.resolve()),
        "sha256": backup.checksum(path),
        "rows": sum(done.rows.values()),
        "made_at": done.made_at,
    }
    where = Author(name=f"владелец сервера ({getpass.getuser()})", origin=_ORIGIN)
    with acting(EVERYTHING):
        places = [Place(one.id, one.path) for one in org_unit.named("")]
    for place in places:
        audit.add(action, place=place, author=where, details=details)
    db.engine.dispose()  # the command ends here, its connections with it
