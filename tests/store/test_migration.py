"""The schema comes from the migrations and is the models' own; a wall that is missing is found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

from nastavnik.store import migrate
from nastavnik.store.base import Base
from nastavnik.store.db import URL, db, init_store, models, self_check
from nastavnik.store.walls import ScopeViolationError, Tenant
from nastavnik.testing import databases
from nastavnik.testing.databases import Database


@pytest.fixture
def blank(tmp_path):
    """An app over a database that does not exist yet."""
    address = f"sqlite:///{tmp_path / 'blank.sqlite3'}"
    app = databases.bare_app(Database(address, address, address))
    yield app
    databases.close(app)


def test_the_migrated_schema_is_that_of_the_models(store_app):
    with migrate.owner(store_app) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_author_of_migrations_is_told_that_none_is_due(store_app):
    result = store_app.test_cli_runner().invoke(args=["db", "check"])
    assert result.exit_code == 0, result.output


def test_an_empty_database_becomes_the_latest(blank):
    assert migrate.current(blank) is None
    migrate.upgrade(blank)
    migrate.upgrade(blank)
    assert migrate.current(blank) == migrate.latest()
    with blank.app_context():
        self_check()


def test_two_processes_may_migrate_at_once(blank):
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(migrate.upgrade, [blank] * 3))
    assert migrate.current(blank) == migrate.latest()


def test_the_schema_can_be_taken_down(store_app):
    migrate.downgrade(store_app)
    with migrate.owner(store_app) as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    migrate.upgrade(store_app)


def test_a_database_without_tables_says_what_to_do(blank):
    with blank.app_context(), pytest.raises(ScopeViolationError, match="nastavnik db upgrade"):
        self_check()


def test_the_walls_stand(store_app):
    with store_app.app_context():
        self_check()


@pytest.mark.postgres
def test_a_role_that_passes_the_wall_is_refused(postgres_database):
    root = postgres_database.witness_url
    app = databases.bare_app(Database(root, root, root))
    with app.app_context(), pytest.raises(ScopeViolationError, match="обходит защиту"):
        self_check()
    databases.close(app)


@pytest.mark.postgres
def test_a_table_without_its_policy_is_found(postgres_database):
    app = databases.bare_app(postgres_database)
    with migrate.owner(app) as connection:
        connection.execute(text("alter table person no force row level security"))
    try:
        with app.app_context(), pytest.raises(ScopeViolationError, match="person"):
            self_check()
    finally:
        with migrate.owner(app) as connection:
            connection.execute(text("alter table person force row level security"))
        databases.close(app)


def test_every_table_that_knows_a_unit_stands_behind_a_wall():
    """`membership` is read before there is a scope: it is what the scope is made of."""
    exempt = {"membership"}
    for model in models():
        if model.__tablename__ not in exempt and "org_unit_id" in model.__table__.columns:
            assert issubclass(model, Tenant), model


def test_without_an_address_the_database_is_a_file_of_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.delenv(URL, raising=False)
    app = Flask("nastavnik.testing")
    init_store(app, home=tmp_path / "мой дом")
    migrate.upgrade(app)
    assert (tmp_path / "мой дом" / "nastavnik.sqlite3").exists()
    with app.app_context():
        db.engine.dispose()
