"""Copying an SQLite database while it works: SQLite's own online copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from flask import Flask
from sqlalchemy import make_url

from nastavnik.domain.errors import NastavnikError
from nastavnik.store import sqlite_wal
from nastavnik.store.base import Base

KIND: Final = "sqlite"


def rows(app: Flask) -> Mapping[str, int]:
    """Rows of every table now."""
    with closing(_opened(_file(app))) as connection:
        return _counted(connection)


def copy(app: Flask, file: Path) -> Mapping[str, int]:
    """One moment of the database into the file; whole, or the copy fails.

    Raises NastavnikError: the copy is damaged, as the database then is.
    """
    with closing(_opened(_file(app))) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target)
        # one file without companions, whatever becomes of it
        target.execute("pragma journal_mode = delete")
        _refuse_damaged(target)
        return _counted(target)


def bring_back(app: Flask, file: Path) -> None:
    """Page by page in one transaction of the target: half of it is never seen."""
    with closing(sqlite3.connect(file)) as source, closing(_opened(_file(app))) as target:
        _refuse_damaged(source)
        source.backup(target)
        sqlite_wal.switch_on(target)


def _file(app: Flask) -> str:
    return make_url(app.config["NASTAVNIK_DATABASE_URL"]).database or ""


def _opened(file: str) -> sqlite3.Connection:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(f"pragma busy_timeout = {sqlite_wal.BUSY_MILLISECONDS}")
    return connection


def _refuse_damaged(connection: sqlite3.Connection) -> None:
    (found,) = connection.execute("pragma integrity_check").fetchone()
    if found != "ok":
        raise NastavnikError(f"База данных повреждена: {found}.")


def _counted(connection: sqlite3.Connection) -> dict[str, int]:
    there = {name for (name,) in connection.execute("select name from sqlite_schema")}
    return {
        table: connection.execute(f'select count(*) from "{table}"').fetchone()[0]  # noqa: S608 - our own names
        for table in Base.metadata.tables
        if table in there
    }
