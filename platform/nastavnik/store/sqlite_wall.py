"""The second wall on SQLite: temporary views hide foreign rows, temporary triggers guard writes.

A temporary view takes the name of its table, so any statement reads through it; nothing of the
wall is kept in the file. Writes are turned to the table itself, where triggers stand. What
reaches for a table in any other way is refused when SQLite compiles the statement.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from nastavnik.store import sqlite_author, sqlite_wal
from nastavnik.store.walls import ScopeViolationError, Wall, current
from nastavnik.store.writing import writing

_TARGET: Final = "written_table"
_WRITES: Final = frozenset({sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
_DISMANTLES: Final = frozenset(
    {
        sqlite3.SQLITE_ATTACH,
        sqlite3.SQLITE_CREATE_TEMP_TABLE,
        sqlite3.SQLITE_CREATE_TEMP_TRIGGER,
        sqlite3.SQLITE_CREATE_TEMP_VIEW,
        sqlite3.SQLITE_DETACH,
        sqlite3.SQLITE_DROP_TEMP_TRIGGER,
        sqlite3.SQLITE_DROP_TEMP_VIEW,
    }
)
# A unit that moves takes its rows along: what its key does to them is not the reader's statement.
_OUTSIDE: Final = {
    Wall.SCOPED: "app_moves() = 0 and ({row}.org_path < app_lo() or {row}.org_path >= app_hi())",
    Wall.PERSONAL: (
        "app_moves() = 0 and {row}.org_path not between app_own_first() and app_own_last()"
    ),
    # What a trigger adds is not the reader's statement: its unit is that of the changed row.
    Wall.JOURNAL: (
        "app_target() = '{table}'"
        " and {row}.org_path not between app_own_first() and app_own_last()"
    ),
    Wall.PUBLIC: (
        "app_moves() = 0 and {row}.org_path not between app_own_first() and app_own_last()"
    ),
    Wall.TREE: "{row}.path < app_lo() or {row}.path >= app_hi()",
    Wall.CATALOGUE: "app_own_last() <> '~'",
}
# `likely` keeps the planner from taking the border for the most selective condition of a join.
_SEEN: Final = {
    Wall.SCOPED: "likely(org_path >= (select app_lo())) and likely(org_path < (select app_hi()))",
    Wall.PERSONAL: (
        "likely(org_path between (select app_own_first()) and (select app_own_last()))"
    ),
    Wall.JOURNAL: (
        "likely(org_path between (select app_own_first()) and (select app_own_last()))"
    ),
    Wall.PUBLIC: (
        "likely(org_path >= (select app_region_lo()))"
        " and likely(org_path < (select app_region_hi()))"
    ),
}
_WRITE: Final = re.compile(
    r"\s*(?:insert(?:\s+or\s+\w+)?\s+into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from)"
    r'\s+(?P<name>"?(?P<table>\w+)"?)(?=[\s(;]|$)',
    re.IGNORECASE,
)
# A write may look where its foreign keys look; it has no business to name that place itself.
_BEHIND: Final = re.compile(r"\bmain\W", re.IGNORECASE)
_MOVED: Final = frozenset({"org_unit_id", "org_path"})
Column = tuple[str, str]
"""A table and its column."""

_ROWS: Final = {"insert": ("new",), "update": ("old", "new"), "delete": ("old",)}


def install(engine: Engine, walls: Mapping[str, Wall]) -> None:
    """Build the wall in every connection. `walls`: table -> how it stands behind it."""
    _install_transactions(engine)
    sqlite_author.install(engine)

    @event.listens_for(engine, "connect")
    def _build(dbapi: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        dbapi.create_function("app_target", 0, lambda: _target(record.info))
        dbapi.create_function(
            "app_moves", 0, lambda: int(walls.get(_target(record.info)) is Wall.TREE)
        )
        _build_wall(dbapi, walls)
        dbapi.set_authorizer(_guard(walls, _referring(dbapi), record.info))

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _turn_write(
        connection: Connection,
        _cursor: Any,  # noqa: ANN401 - the signature is SQLAlchemy's
        statement: str,
        parameters: Any,  # noqa: ANN401 - as above
        _context: Any,  # noqa: ANN401 - as above
        _many: bool,  # noqa: FBT001 - as above
    ) -> tuple[str, Any]:
        write = _WRITE.match(statement)
        table = write["table"].lower() if write else ""
        connection.info[_TARGET] = table
        if write and _BEHIND.search(statement):
            raise ScopeViolationError("Запрос записи обращается к таблице в обход стены.")
        if write and walls.get(table) in _SEEN:
            start = write.start("name")
            statement = f"{statement[:start]}main.{statement[start:]}"
        return statement, parameters

    @event.listens_for(engine, "after_cursor_execute")
    def _forget_write(connection: Connection, *_: Any) -> None:  # noqa: ANN401 - as above
        connection.info[_TARGET] = ""


def _target(info: Mapping[Any, Any]) -> str:
    """The table that the statement under way writes; empty for one that reads."""
    table: str = info.get(_TARGET) or ""
    return table


def _install_transactions(engine: Engine) -> None:
    """SQLite's driver begins transactions late; here they begin when SQLAlchemy says so."""

    @event.listens_for(engine, "connect")
    def _settings(dbapi: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        dbapi.isolation_level = None
        sqlite_wal.switch_on(dbapi)
        for setting in ("foreign_keys = on", "recursive_triggers = on"):
            dbapi.execute(f"pragma {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing() else "BEGIN")


def _build_wall(dbapi: sqlite3.Connection, walls: Mapping[str, Wall]) -> None:
    present = {name for (name,) in dbapi.execute("select name from main.sqlite_schema")}
    if missing := sorted(walls.keys() - present):
        raise ScopeViolationError(
            f"В базе данных нет таблиц: {', '.join(missing)}. Выполните: nastavnik db upgrade"
        )
    dbapi.create_function("app_lo", 0, lambda: current().lo)
    dbapi.create_function("app_hi", 0, lambda: current().hi)
    dbapi.create_function("app_own_first", 0, lambda: current().own_range[0])
    dbapi.create_function("app_own_last", 0, lambda: current().own_range[1])
    dbapi.create_function("app_region_lo", 0, lambda: current().region_range[0])
    dbapi.create_function("app_region_hi", 0, lambda: current().region_range[1])
    for table, wall in walls.items():
        if wall in _SEEN:
            dbapi.execute(
                f"create temp view {table} as select * from main.{table} where {_SEEN[wall]}"  # noqa: S608 - our own names
            )
        for verb, rows in _ROWS.items():
            outside = " or ".join(_OUTSIDE[wall].format(row=row, table=table) for row in rows)
            dbapi.execute(
                f"create temp trigger {table}_{verb}_scope before {verb} on main.{table}"
                f" when {outside} begin select raise(abort, 'scope violation'); end"
            )


def _referring(dbapi: sqlite3.Connection) -> dict[str, set[Column]]:
    """Table -> key columns on the other end of its foreign keys, where SQLite itself looks.

    Named with `main.`, for by its bare name a walled table is a view, which has no keys.
    """
    columns: dict[str, set[Column]] = {}
    tables = dbapi.execute("select name from main.sqlite_schema where type = 'table'").fetchall()
    for (table,) in tables:
        for _, _, parent, own, other, *_ in dbapi.execute(
            f"pragma main.foreign_key_list({table})"
        ):
            columns.setdefault(parent, set()).add((table, own))
            columns.setdefault(table, set()).add((parent, other))
    return columns


def _guard(
    walls: Mapping[str, Wall], referring: Mapping[str, set[Column]], info: Mapping[Any, Any]
) -> Callable[..., int]:
    """Asked by SQLite for every object of a statement that it compiles."""
    keys = frozenset[Column]().union(*referring.values())

    def allow(
        action: int, name: str | None, detail: str | None, base: str | None, inside: str | None
    ) -> int:
        if action in _DISMANTLES:
            return sqlite3.SQLITE_DENY
        hidden = base == "main" and inside is None and walls.get(name or "") in _SEEN
        if not hidden or (action != sqlite3.SQLITE_READ and action not in _WRITES):
            return sqlite3.SQLITE_OK
        target = _target(info)
        refers = action == sqlite3.SQLITE_READ and (name, detail) in referring.get(target, ())
        # A unit that moves takes its rows along: the columns of their border are written, and
        # keys on the way are looked at.
        moves = walls.get(target) is Wall.TREE and (
            detail in _MOVED
            if action == sqlite3.SQLITE_UPDATE
            else action == sqlite3.SQLITE_READ and (name, detail) in keys
        )
        return sqlite3.SQLITE_OK if target == name or moves or refers else sqlite3.SQLITE_DENY

    return allow


def gaps(connection: Connection, walls: Mapping[str, Wall]) -> list[str]:
    """What is missing in the wall, in Russian; empty when it stands."""
    standing = set(connection.exec_driver_sql("select name from sqlite_temp_schema").scalars())
    needed = {
        table: {f"{table}_{verb}_scope" for verb in _ROWS} | ({table} if wall in _SEEN else set())
        for table, wall in walls.items()
    }
    found = [f"таблица {table} без стены" for table in sorted(needed) if needed[table] - standing]
    if not connection.exec_driver_sql("pragma foreign_keys").scalar():
        found.append("внешние ключи не проверяются")
    return found
