"""pytest plugin: a migrated database on SQLite and on PostgreSQL, and an app that stands on it.

`database`, `store_app`      every test runs twice, on SQLite and on PostgreSQL
`sqlite_database`, `sqlite_app`   once, where the kind of database does not matter
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from nastavnik.testing import databases
from nastavnik.testing.databases import Database
from nastavnik.testing.postgres import HOW_TO_RUN, Cluster, cluster


def pytest_configure(config: pytest.Config) -> None:
    """Name the marks that the fixtures give."""
    config.addinivalue_line("markers", "postgres: needs the binaries of PostgreSQL")


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A running PostgreSQL of this session."""
    with cluster() as running:
        if running is None:
            pytest.skip(HOW_TO_RUN)
        yield running


@pytest.fixture(scope="session")
def postgres_database(postgres_cluster: Cluster) -> Iterator[Database]:
    """The migrated PostgreSQL database of this session; `database` empties it after a test."""
    with databases.postgres_database(postgres_cluster) as made:
        yield made


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The migrated file that is copied for every test."""
    return databases.sqlite_template(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def _sqlite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("databases")


@pytest.fixture
def sqlite_database(sqlite_template: Path, _sqlite_folder: Path) -> Database:
    """An empty migrated SQLite database, at the same address for every test of the session."""
    return databases.sqlite_copy(sqlite_template, _sqlite_folder)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty migrated database; the test runs on both kinds."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    made: Database = request.getfixturevalue("postgres_database")
    yield made
    databases.empty(made)


@pytest.fixture(scope="session")
def _bare_apps() -> Callable[[Database], Flask]:
    return cache(databases.bare_app)


@pytest.fixture
def store_app(database: Database, _bare_apps: Callable[[Database], Flask]) -> Iterator[Flask]:
    """A bare app on `database`."""
    with databases.lent(_bare_apps(database)) as app:
        yield app


@pytest.fixture
def sqlite_app(
    sqlite_database: Database, _bare_apps: Callable[[Database], Flask]
) -> Iterator[Flask]:
    """A bare app on `sqlite_database`."""
    with databases.lent(_bare_apps(sqlite_database)) as app:
        yield app
