"""Migrated databases for tests: made once, copied for every test."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Engine, create_engine

from nastavnik.store import migrate
from nastavnik.store.base import Base
from nastavnik.store.db import URL, db, init_store
from nastavnik.testing.postgres import APP, OWNER, SUPERUSER, Cluster

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Database:
    """Addresses of one database: for the application, its owner, and one who sees every row."""

    url: str
    owner_url: str
    witness_url: str

    @property
    def is_postgres(self) -> bool:
        """PostgreSQL rather than SQLite."""
        return self.url.startswith("postgresql")


def bare_app(database: Database) -> Flask:
    """A Flask app with the store and nothing else."""
    app = Flask("nastavnik.testing")
    app.config[URL] = database.url
    app.config[migrate.OWNER_URL] = database.owner_url
    init_store(app)
    return app


def close(app: Flask) -> None:
    """Give back every connection of the app."""
    with app.app_context():
        db.engine.dispose()


@contextmanager
def lent(app: Flask) -> Iterator[Flask]:
    """An app that outlives the test: its settings are as before, its connections given back.

    To build one costs more than most tests; templates and statements stay compiled in it.
    """
    config, extensions = dict(app.config), dict(app.extensions)
    try:
        yield app
    finally:
        close(app)
        app.config.clear()
        app.config.update(config)
        app.extensions.clear()
        app.extensions.update(extensions)


def witness(database: Database) -> Engine:
    """An engine that passes every wall, to see what is really there."""
    return create_engine(database.witness_url)


def sqlite_template(folder: Path) -> Path:
    """A migrated SQLite file."""
    file = folder / "template.sqlite3"
    _migrate(_sqlite(file))
    return file


def sqlite_copy(template: Path, folder: Path) -> Database:
    """A copy of the template for one test, in place of what an earlier one left in the folder."""
    file = folder / "nastavnik.sqlite3"
    for left in folder.glob(f"{file.name}*"):
        left.unlink()
    shutil.copyfile(template, file)
    return _sqlite(file)


@contextmanager
def postgres_database(cluster: Cluster) -> Iterator[Database]:
    """A migrated database of the cluster, dropped at the end."""
    name = f"test_{next(_numbers)}"
    cluster.create(name)
    made = Database(
        url=cluster.url(name, APP),
        owner_url=cluster.url(name, OWNER),
        witness_url=cluster.url(name, SUPERUSER),
    )
    _migrate(made)
    yield made
    cluster.drop(name)


def empty(database: Database) -> None:
    """Take every row out of a PostgreSQL database: much quicker than a new database."""
    tables = ", ".join(Base.metadata.tables)
    engine = witness(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("set local lock_timeout = '10s'")
        connection.exec_driver_sql(f"truncate {tables} restart identity cascade")
    engine.dispose()


def _sqlite(file: Path) -> Database:
    address = f"sqlite:///{file}"
    return Database(address, address, address)


def _migrate(database: Database) -> None:
    app = bare_app(database)
    migrate.upgrade(app)
    close(app)
