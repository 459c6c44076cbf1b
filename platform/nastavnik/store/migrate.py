"""The schema: brought up to date by migrations that run without the walls, as its owner."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url

from nastavnik.store import sqlite_wal
from nastavnik.store.base import Base

OWNER_URL: Final = "NASTAVNIK_OWNER_DATABASE_URL"
APP_ROLE: Final = "NASTAVNIK_APP_ROLE"
_ONE_AT_A_TIME: Final = 20260909  # any number: the key of the advisory lock

_APPEND_ONLY: Final = frozenset({"audit_event", "mentorship_event"})
_NEVER_DELETED: Final = frozenset({"submission"})
_BLANKINGS: Final = (
    "audit_redact(text, bigint[])",
    "audit_forget_places(bigint[])",
    "audit_forget(bigint[])",
    "mentorship_event_blank(bigint[])",
    "mentorship_event_forget(bigint[])",
)
"""Functions of the owner that put words out of append-only rows."""


def directory() -> Path:
    """The folder of migrations: inside the package when installed, at the top of a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "migrations"
    return installed if installed.is_dir() else package.parents[1] / "migrations"


def upgrade(app: Flask) -> None:
    """Bring the database of the app up to the latest schema; from empty as well.

    Two processes may do it at once: the second waits and finds nothing to do.
    """
    with owner(app) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if connection.dialect.name == "postgresql":
            _grant(connection, _setting(app, APP_ROLE) or "nastavnik_app")
    _forget_connections(app)


def downgrade(app: Flask) -> None:
    """Take every table down. For tests of the migrations."""
    with owner(app) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    _forget_connections(app)


def current(app: Flask) -> str | None:
    """Revision of the app's database, None for an empty one."""
    with owner(app) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def latest() -> str | None:
    """Revision that the program expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def known(revision: str) -> bool:
    """Is it the program's own revision, or one before it."""
    return revision in {
        one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()
    }


def address(app: Flask) -> str:
    """Where the owner reaches the database; on SQLite there is no owner but the file's."""
    usual: str = app.config["NASTAVNIK_DATABASE_URL"]
    if make_url(usual).get_backend_name() == "postgresql":
        return _setting(app, OWNER_URL) or usual
    return usual


@contextmanager
def owner(app: Flask) -> Iterator[Connection]:
    """One transaction of the owner, without walls."""
    engine = owner_engine(address(app))
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"select pg_advisory_xact_lock({_ONE_AT_A_TIME})")
            yield connection
    finally:
        engine.dispose()


def owner_engine(address: str) -> Engine:
    """A plain engine whose SQLite transactions hold schema changes too."""
    url = make_url(address)
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _settings(dbapi: sqlite3.Connection, _record: object) -> None:
            dbapi.isolation_level = None
            sqlite_wal.switch_on(dbapi)

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _forget_connections(app: Flask) -> None:
    """Connections of before don't know the new tables, nor the walls around them."""
    with app.app_context():
        app.extensions["sqlalchemy"].engine.dispose()


def _grant(connection: Connection, role: str) -> None:
    """The application's role, if there is one, works with rows and nothing else."""
    exists = connection.exec_driver_sql(
        "select 1 from pg_roles where rolname = %s and rolname <> current_user", (role,)
    )
    if not exists.first():
        return
    name = connection.dialect.identifier_preparer.quote(role)
    connection.exec_driver_sql(f"grant usage on schema public to {name}")
    connection.exec_driver_sql(f"grant usage on all sequences in schema public to {name}")
    connection.exec_driver_sql(f"grant select on alembic_version to {name}")
    for table in Base.metadata.tables:
        rights = ["select", "insert"]
        rights += [] if table in _APPEND_ONLY else ["update"]
        rights += [] if table in _APPEND_ONLY | _NEVER_DELETED else ["delete"]
        connection.exec_driver_sql(f"grant {', '.join(rights)} on {table} to {name}")
    for blanking in _BLANKINGS:
        connection.exec_driver_sql(f"grant execute on function {blanking} to {name}")


def _setting(app: Flask, name: str) -> str | None:
    value: str | None = app.config.get(name) or os.environ.get(name)
    return value


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(directory()).replace("%", "%%"))
    return config
