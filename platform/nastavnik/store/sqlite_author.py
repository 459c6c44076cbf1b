"""Telling the author to the triggers on SQLite: one row of `audit_author` while a write runs.

Triggers kept in the file see its tables only, no function or temporary table of a connection; so
the first write of a transaction puts the author's row, and its commit takes the row away. A write
past the program finds no row and is written down as nobody's.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from nastavnik.store import author as authors
from nastavnik.store.walls import ScopeViolationError

_TOLD: Final = "told_author"
_WRITES: Final = re.compile(r"\s*(?:insert|replace|update|delete|with)\b", re.IGNORECASE)
_SEAL: Final = re.compile("audit_author", re.IGNORECASE)
_TELL: Final = "insert or replace into main.audit_author values (1, ?, ?, ?, ?, ?, ?)"
_FORGET: Final = "delete from main.audit_author"


def install(engine: Engine) -> None:
    """Tell the author before the first write of every transaction."""

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.info[_TOLD] = None

    # What was told inside a savepoint is undone with it.
    @event.listens_for(engine, "rollback_savepoint")
    def _undone(connection: Connection, *_: Any) -> None:  # noqa: ANN401 - the signature is SQLAlchemy's
        connection.info[_TOLD] = None

    @event.listens_for(engine, "before_cursor_execute")
    def _before(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:  # noqa: ANN401 - as above
        if _SEAL.search(statement):
            raise ScopeViolationError("Запрос пытается подписаться за другого.")
        author = authors.current()
        if author == connection.info.get(_TOLD) or not _WRITES.match(statement):
            return
        _run(connection, author)

    @event.listens_for(engine, "commit")
    def _commit(connection: Connection) -> None:
        if connection.info.get(_TOLD):
            _run(connection, None)


def _run(connection: Connection, author: authors.Author | None) -> None:
    """Straight to the driver: through the engine the statement would be refused."""
    cursor = connection.connection.cursor()
    if author is None:
        cursor.execute(_FORGET)
    else:
        told = (author.account_id, author.name, author.role)
        cursor.execute(_TELL, (*told, author.origin, author.agent, author.request_id))
    cursor.close()
    connection.info[_TOLD] = author
