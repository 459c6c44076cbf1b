"""The roles of a server are made by the command, twice without harm, and hold the walls up."""

from __future__ import annotations

import psycopg
import pytest
from click.testing import CliRunner

from nastavnik.cli.main import cli
from nastavnik.store import migrate, postgres_roles
from nastavnik.store.db import db, self_check
from nastavnik.store.walls import ScopeViolationError
from nastavnik.testing import databases
from nastavnik.testing.databases import Database

NAMES = {"owner": "walls_owner", "app": "walls_app", "backup": "walls_backup"}
OPTIONS = [word for kind, name in NAMES.items() for word in (f"--{kind}", name)]
PASSWORDS = {
    "NASTAVNIK_OWNER_PASSWORD": "o'wner",
    "NASTAVNIK_APP_PASSWORD": "app",
    "NASTAVNIK_BACKUP_PASSWORD": "backup",
}


def run(*words, **environment):
    return CliRunner().invoke(cli, ["db", "roles", *OPTIONS, *words], env=environment)


@pytest.fixture
def server(postgres_cluster, tmp_path):
    """Surroundings of the command: a database that is not there yet."""
    yield {
        "NASTAVNIK_DATABASE_URL": postgres_cluster.url("with_roles", NAMES["app"]),
        "NASTAVNIK_ADMIN_DATABASE_URL": postgres_cluster.url("postgres", "postgres"),
        "NASTAVNIK_INSTANCE": str(tmp_path),
        **PASSWORDS,
    }
    with psycopg.connect(
        host=str(postgres_cluster.folder), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute("drop database if exists with_roles with (force)")
        for name in NAMES.values():
            connection.execute(f"drop role if exists {name}")


def made(postgres_cluster):
    app, owner = (postgres_cluster.url("with_roles", NAMES[kind]) for kind in ("app", "owner"))
    return databases.bare_app(Database(app, owner, ""))


@pytest.mark.postgres
def test_the_roles_are_made_and_the_site_stands_on_them(server, postgres_cluster, monkeypatch):
    first = run("--create", **server)
    assert first.exit_code == 0, first.output
    assert first.output.count("создана") == 3
    monkeypatch.setenv(migrate.APP_ROLE, NAMES["app"])
    app = made(postgres_cluster)
    migrate.upgrade(app)
    again = run("--create", **server)
    assert again.exit_code == 0, again.output
    assert "создана" not in again.output
    with app.app_context():
        self_check()
        with db.engine.connect() as connection:
            assert postgres_roles.loose_rights(connection) == []
    databases.close(app)


@pytest.mark.postgres
def test_the_owner_is_refused_as_the_sites_role(server, postgres_cluster):
    assert run("--create", **server).exit_code == 0
    owner = postgres_cluster.url("with_roles", NAMES["owner"])
    app = databases.bare_app(Database(owner, owner, ""))
    migrate.upgrade(app)
    with app.app_context(), pytest.raises(ScopeViolationError, match="владеет таблицами"):
        self_check()
    databases.close(app)


@pytest.mark.postgres
def test_a_password_that_is_not_set_is_asked_for(server):
    server["NASTAVNIK_APP_PASSWORD"] = ""
    refused = run("--create", **server)
    assert "Пароль роли walls_app" in refused.output


@pytest.mark.postgres
def test_rights_that_are_not_needed_are_found(postgres_database):
    """The cluster of the tests narrows nothing: its roles are as a server gives them."""
    app = databases.bare_app(postgres_database)
    with app.app_context(), db.engine.connect() as connection:
        assert "временные таблицы" in " ".join(postgres_roles.loose_rights(connection))
    databases.close(app)


def test_without_create_the_commands_are_shown(tmp_path):
    shown = run(
        NASTAVNIK_DATABASE_URL="postgresql://nobody@nowhere/school",
        NASTAVNIK_INSTANCE=str(tmp_path),
    )
    assert shown.exit_code == 0, shown.output
    assert 'revoke all on database "school" from public;' in shown.output
    assert r"\password walls_backup" in shown.output


def test_a_file_has_no_roles(tmp_path):
    shown = run(
        NASTAVNIK_DATABASE_URL=f"sqlite:///{tmp_path / 'x.sqlite3'}",
        NASTAVNIK_INSTANCE=str(tmp_path),
    )
    assert shown.exit_code == 0
    assert "SQLite" in shown.output


def test_creating_needs_the_administrators_address(tmp_path):
    refused = run(
        "--create",
        NASTAVNIK_DATABASE_URL="postgresql://nobody@nowhere/school",
        NASTAVNIK_ADMIN_DATABASE_URL="",
        NASTAVNIK_INSTANCE=str(tmp_path),
    )
    assert refused.exit_code == 1
    assert "NASTAVNIK_ADMIN_DATABASE_URL" in refused.output
