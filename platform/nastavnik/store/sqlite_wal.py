"""SQLite's write-ahead log, switched on however many open a new file at once.

The switch takes the whole file for itself. Where another process has begun to write, SQLite does
not wait as `busy_timeout` tells it, but answers "database is locked" at once.
"""

from __future__ import annotations

import sqlite3
import time
from typing import Final

BUSY_MILLISECONDS: Final = 10_000
_PAUSE_SECONDS: Final = 0.02


def switch_on(dbapi: sqlite3.Connection, *, patience: float = BUSY_MILLISECONDS / 1000) -> None:
    """Wait for a locked file up to `patience` seconds, for the switch and for later statements.

    Raises sqlite3.OperationalError: the file stayed locked.
    """
    dbapi.execute(f"pragma busy_timeout = {BUSY_MILLISECONDS}")
    late = time.monotonic() + patience
    while True:
        try:
            dbapi.execute("pragma journal_mode = wal")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
            if not busy or time.monotonic() > late:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return
