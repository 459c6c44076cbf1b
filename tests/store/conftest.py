"""A small country with a row of every tenant's table in every unit, seen by an honest witness."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from nastavnik.store.audit import AuditEvent
from nastavnik.store.db import db, models
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.walls import (
    EVERYTHING,
    NOTHING,
    Personal,
    Public,
    Scope,
    Tenant,
    acting,
    enter,
)
from nastavnik.store.writing import begin_write
from nastavnik.testing import databases, factories
from nastavnik.testing.commits import Commits
from nastavnik.testing.databases import Database

SCOPED_SEES = {
    "school": {"school"},
    "municipality": {"municipality", "school", "sibling"},
    "ministry": {"ministry", "municipality", "school", "sibling"},
    "nobody": set(),
}
PERSONAL_SEES = {
    "school": {"school"},
    "municipality": {"municipality"},
    "ministry": {"ministry"},
    "nobody": set(),
}
REGION = {"ministry", "municipality", "school", "sibling"}
PUBLIC_SEES = dict.fromkeys(("school", "municipality", "ministry"), REGION) | {"nobody": set()}


def tenant_models() -> list[Any]:
    return [model for model in models() if issubclass(model, Tenant)]


@dataclass
class Country:
    """Units by name, and what a superuser sees in the tables."""

    app: Flask
    witness: Engine
    commits: Commits
    paths: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    settled: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    read: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    """(table, id) -> columns by attribute, kept by whoever needs them often."""
    _allowed: dict[tuple[str, str], set[int]] = field(default_factory=dict)

    def scope(self, reader: str) -> Scope:
        return NOTHING if reader == "nobody" else Scope.of(self.paths[reader])

    def rows(self, model: Any, *units: str) -> list[dict[str, Any]]:
        """Rows of the units as the country was settled."""
        wanted = {self.paths[unit] for unit in units}
        return [row for row in self.settled[model.__tablename__] if row["org_path"] in wanted]

    def few(self, model: Any) -> set[int]:
        """Ids of one row of every unit, for attacks that take rows one by one."""
        return {self.rows(model, unit)[0]["id"] for unit in self.paths}

    def untouched(self) -> bool:
        """Are all rows as they were settled; they are read only if anything was committed."""
        return not self.commits.came() or self.dump() == self.settled

    def allowed(self, model: Any, reader: str) -> set[int]:
        """Ids of the rows that the reader may see."""
        key = (model.__tablename__, reader)
        if key not in self._allowed:
            self._allowed[key] = self._seen_by(model, reader)
        return self._allowed[key]

    def _seen_by(self, model: Any, reader: str) -> set[int]:
        sees = SCOPED_SEES
        if issubclass(model, Personal | Public):
            sees = PERSONAL_SEES if issubclass(model, Personal) else PUBLIC_SEES
        return {row["id"] for row in self.rows(model, *sees[reader])}

    def frozen(self, model: Any) -> bool:
        """May the application only add rows and read them; PostgreSQL has rights for that."""
        return model in {AuditEvent, MentorshipEvent} and db.engine.dialect.name == "postgresql"

    def lockable(self, model: Any, reader: str) -> set[int]:
        """Ids of the rows that a lock takes: PostgreSQL locks what one may change."""
        if issubclass(model, Public) and db.engine.dialect.name == "postgresql":
            return {row["id"] for row in self.rows(model, reader)} if reader in self.ids else set()
        return self.allowed(model, reader)

    def dump(self) -> dict[str, list[dict[str, Any]]]:
        """Every tenant's row as it is now, past the walls."""
        with self.witness.connect() as connection:
            return {
                table: [
                    dict(row)
                    for row in connection.execute(
                        text(f"select * from {table} order by id")
                    ).mappings()
                ]
                for table in (model.__tablename__ for model in tenant_models())
            }


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def country(request, tmp_path_factory) -> Iterator[Country]:
    """One for a file of attacks: an attack that fails leaves it as it was."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            base = databases.sqlite_copy(template, tmp_path_factory.mktemp("country"))
        else:
            cluster = request.getfixturevalue("postgres_cluster")
            base = stack.enter_context(databases.postgres_database(cluster))
        app = databases.bare_app(base)
        stack.callback(databases.close, app)
        witness = databases.witness(base)
        stack.callback(witness.dispose)
        built = Country(app, witness, Commits(witness))
        stack.callback(built.commits.close)
        with app.app_context(), acting(EVERYTHING, write=True):
            _settle(built)
            db.session.commit()
        built.settled = built.dump()
        assert built.commits.came()
        yield built


def _settle(country: Country) -> None:
    ministry = factories.unit()
    municipality = factories.unit(ministry)
    units = {
        "ministry": ministry,
        "municipality": municipality,
        "school": factories.unit(municipality),
        "sibling": factories.unit(municipality),
        "stranger": factories.institution(),
    }
    for name, unit in units.items():
        country.paths[name], country.ids[name] = unit.path, unit.id
        for model in tenant_models():
            factories.MAKERS[model](unit)


@pytest.fixture
def witness(database: Database) -> Iterator[Engine]:
    """Sees every row of `database`."""
    engine = databases.witness(database)
    yield engine
    engine.dispose()


@pytest.fixture
def school(store_app: Flask) -> Iterator[str]:
    """Path of an institution with a person; the context writes in its scope, unsigned."""
    with store_app.app_context():
        with acting(EVERYTHING, write=True):
            unit = factories.institution()
            factories.person(unit, last_name="Старов")
            db.session.commit()
            path = unit.path
        enter(Scope.of(path))
        begin_write()
        yield path
