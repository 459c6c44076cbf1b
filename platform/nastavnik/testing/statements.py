"""Counting SQL statements: a list of fifty rows must not cost fifty statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from nastavnik.store.db import db


@contextmanager
def recorded() -> Iterator[list[str]]:
    """Statements that the app's database gets inside the block, without BEGIN of SQLite."""
    statements: list[str] = []

    def note(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:  # noqa: ANN401 - the signature is SQLAlchemy's
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
