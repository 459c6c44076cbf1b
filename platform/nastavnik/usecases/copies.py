"""Copies of the whole database: the journal of every region says who made one, and where to."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import Flask

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
def make(*, app: Flask, path: Path, now: datetime) -> Manifest:
    """Copy the database into a new file, and write it down: who, when, the file and its sum.

    A database of an older version is copied too; its journal is of that version and stays as it
    is. Raises as `store.backup.make`.
    """
    done = backup.make(app, path, now)
    if done.revision == migrate.latest():
        _tell(app, Action.BACKUP, path, done)
    return done


@open_to_all
def restore(*, app: Flask, path: Path, force: bool) -> Manifest:
    """Bring the copy back; the journal that came with it is told of that.

    Raises as `store.backup.restore`.
    """
    done = backup.restore(app, path, force=force)
    _tell(app, Action.RESTORE, path, done)
    return done


def _tell(app: Flask, action: Action, path: Path, done: Manifest) -> None:
    """At the top of every region: the copy holds the data of all."""
    details = {
        "file": str(path.resolve()),
        "sha256": backup.checksum(path),
        "rows": sum(done.rows.values()),
        "made_at": done.made_at,
    }
    where = Author(name=f"владелец сервера ({getpass.getuser()})", origin=_ORIGIN)
    with app.app_context():
        with acting(EVERYTHING):
            places = [Place(one.id, one.path) for one in org_unit.named("")]
        for place in places:
            audit.add(action, place=place, author=where, details=details)
        db.engine.dispose()  # the command ends here, its connections with it
