"""Which app contexts write. On SQLite their transactions take the write lock at the start.

A transaction that begins by reading and then writes fails on SQLite when another writer was
faster; so a context says beforehand that it writes, and one that has not said so can't write.
When its transaction has ended it only reads again: a page that is drawn holds no lock.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, cast

from flask import current_app, g, has_app_context
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from nastavnik.domain.errors import BusyError, ConflictError

if TYPE_CHECKING:
    from sqlalchemy.engine import ExceptionContext
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.orm import Session
    from sqlalchemy.pool import ConnectionPoolEntry

_UNIQUE: Final = {"23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"}
_BUSY: Final = {
    "40001",  # could not serialize
    "40P01",  # deadlock
    "55P03",  # the lock was not given in time
    "57014",  # the statement took too long
    "SQLITE_BUSY",
    "SQLITE_BUSY_RECOVERY",
    "SQLITE_BUSY_SNAPSHOT",
    "SQLITE_BUSY_TIMEOUT",
}
_GONE: Final = "База данных перезапускается. Ничего не сохранено, повторите через минуту."
# A browser waits so long without a word; whoever has forgotten to end a transaction loses it.
_POSTGRES_WAITS: Final = (
    "set lock_timeout = '10s'",
    "set idle_in_transaction_session_timeout = '60s'",
)

_MAY_WRITE: Final = "may_write"
_CHANGES: Final = re.compile(r"\s*(?:insert|replace|update|delete)\b", re.IGNORECASE)


class WriteContextError(Exception):
    """A write in a context that has not said that it writes. A bug, never a person's mistake."""


def install(engine: Engine) -> None:
    """Tell a busy database as BusyError, wherever a statement meets it; and wait for a time."""

    @event.listens_for(engine, "handle_error")
    def _tell_busy(context: ExceptionContext) -> None:
        if _code(context.original_exception) in _BUSY:
            raise BusyError from context.original_exception
        if context.is_disconnect:
            raise BusyError(_GONE) from context.original_exception

    if engine.dialect.name == "postgresql":
        _install_waits(engine)
    else:
        _install_guard(engine)


def _install_guard(engine: Engine) -> None:
    """SQLite: no write, not even a raw one, in a transaction that began as a reading one.

    Its queue for the lock is not a fair one, so that one waits longer than on PostgreSQL.
    """

    @event.listens_for(engine, "connect")
    def _be_patient(dbapi: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
        dbapi.execute("pragma busy_timeout = 30000")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.info[_MAY_WRITE] = writing()

    @event.listens_for(engine, "before_cursor_execute")
    def _refuse(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:  # noqa: ANN401 - the signature is SQLAlchemy's
        if _CHANGES.match(statement) and not connection.info.get(_MAY_WRITE):
            raise WriteContextError("Запись в транзакции, которая начата для чтения.")


def _install_waits(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _wait_for_a_time(dbapi: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = dbapi.cursor()
        for setting in _POSTGRES_WAITS:
            cursor.execute(setting)
        cursor.close()
        dbapi.commit()


def writing() -> bool:
    """Does this app context write."""
    return has_app_context() and bool(g.get("_writes", False))


def begin_write() -> None:
    """From here on this app context writes. The web layer says so for every request but GET.

    A reading transaction that is under way ends, and what it loaded is read anew.
    """
    if writing():
        return
    session = _session()
    if session is not None and session.in_transaction():
        session.commit()
        session.expire_all()
    g._writes = True  # noqa: SLF001 - `g` is this module's store


def require_write() -> None:
    """Raises WriteContextError in a context that only reads."""
    if not writing():
        raise WriteContextError("Запись вне пишущего контекста: начните с transaction().")


def refuse_open_transaction() -> None:
    """Raises WriteContextError if this context holds a write transaction open."""
    session = _session()
    if writing() and session is not None and session.in_transaction():
        raise WriteContextError("Сначала завершите открытую транзакцию записи.")


def give_up() -> None:
    """What the context has read or left uncommitted is over; the next statement begins anew."""
    session = _session()
    if session is not None and session.in_transaction():
        session.rollback()


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing: commits at the end of the block, rolls back on any error.

    Inside another `transaction()` it joins that one.

    Raises:
        ConflictError: somebody else changed the row or took the unique value first, or the
            database stayed busy. Nothing was written.
    """
    begin_write()
    if g.get("_in_transaction", False):
        yield
        return
    session = current_app.extensions["sqlalchemy"].session()
    g._in_transaction = True  # noqa: SLF001 - as above
    try:
        yield
        session.commit()
    except (StaleDataError, DBAPIError) as error:
        session.rollback()
        conflict = _conflict(error)
        if conflict is None:
            raise
        raise conflict from error
    except BaseException:
        session.rollback()
        raise
    finally:
        g._in_transaction = g._writes = False  # noqa: SLF001 - as above


def _session() -> Session | None:
    """The session of this app context if it has been used."""
    session = current_app.extensions["sqlalchemy"].session
    return cast("Session", session()) if session.registry.has() else None


def _conflict(error: StaleDataError | DBAPIError) -> ConflictError | None:
    if isinstance(error, StaleDataError):
        return ConflictError(
            "Запись уже изменил другой человек. Откройте её заново и повторите изменение."
        )
    if isinstance(error, IntegrityError) and _code(error.orig) in _UNIQUE:
        return ConflictError("Такая запись уже есть: её создал другой человек. Обновите страницу.")
    return None


def _code(origin: BaseException | None) -> str | None:
    """What the driver calls the fault: a name of SQLite, five characters of PostgreSQL."""
    found: str | None = getattr(origin, "sqlite_errorname", None) or getattr(
        origin, "sqlstate", None
    )
    return found
