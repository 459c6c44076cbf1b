"""The three roles of a PostgreSQL database: who owns the schema, who works, who copies it.

The owner migrates and is not the application: whoever owns a table may take its wall down. The
copying role reads past the walls and writes nothing; without it a copy would have no rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import psycopg
from psycopg import sql
from sqlalchemy import URL, Connection, make_url

from nastavnik.domain.errors import NastavnikError

ADMIN_URL: Final = "NASTAVNIK_ADMIN_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of the roles, and of the database that they are made for."""

    database: str
    owner: str = "nastavnik_owner"
    app: str = "nastavnik_app"
    backup: str = "nastavnik_backup"

    @property
    def attributes(self) -> Mapping[str, str]:
        """Role -> what it may beyond its grants."""
        plain = "login nosuperuser nocreatedb nocreaterole nobypassrls"
        return {
            self.owner: plain,
            self.app: plain,
            self.backup: plain.replace("nobypassrls", "bypassrls"),
        }


def driver(address: str | URL) -> URL:
    """The address with the driver of ours."""
    url = make_url(address)
    plain = url.drivername in {"postgres", "postgresql"}
    return url.set(drivername="postgresql+psycopg") if plain else url


def database_of(address: str) -> str | None:
    """Name of the PostgreSQL database of the address; None for another kind of database."""
    url = make_url(address)
    return (url.database or "nastavnik") if url.get_backend_name() == "postgresql" else None


def script(roles: Roles) -> Iterator[sql.Composed]:
    """Statements that make the roles and narrow their rights; to be run again without harm."""
    database, public = sql.Identifier(roles.database), sql.SQL("schema public")
    owner, app, backup = map(sql.Identifier, (roles.owner, roles.app, roles.backup))
    for role, may in roles.attributes.items():
        name = sql.Identifier(role)
        yield sql.SQL(
            "do $$ begin if not exists (select from pg_roles where rolname = {}) then"
            " create role {}; end if; end $$"
        ).format(sql.Literal(role), name)
        yield sql.SQL("alter role {} {}").format(name, sql.SQL(may))
    yield sql.SQL("alter database {} owner to {}").format(database, owner)
    yield sql.SQL("revoke all on database {} from public").format(database)
    yield sql.SQL("grant connect on database {} to {}, {}, {}").format(
        database, owner, app, backup
    )
    yield sql.SQL("revoke create on {} from public, {}, {}").format(public, app, backup)
    yield sql.SQL("grant usage, create on {} to {}").format(public, owner)
    yield sql.SQL("grant usage on {} to {}, {}").format(public, app, backup)
    yield sql.SQL("grant pg_read_all_data to {}").format(backup)


def as_text(roles: Roles) -> str:
    """The script for `psql`, which asks for the passwords itself."""
    lines = [f"{one.as_string(None)};" for one in script(roles)]
    lines += [f"\\password {role}" for role in roles.attributes]
    return "\n".join(lines)


def missing(admin: str, roles: Roles) -> list[str]:
    """Roles that the server does not have yet."""
    with _connected(admin, "postgres") as connection:
        found = connection.execute("select rolname from pg_roles").fetchall()
    return [role for role in roles.attributes if (role,) not in found]


def create(admin: str, roles: Roles, passwords: Mapping[str, str]) -> None:
    """Make the database and the roles that lack; a role keeps its password unless one is given.

    `admin` is the address of a superuser: only one may make the role that copies.
    """
    with _connected(admin, "postgres") as connection:
        known = connection.execute(
            "select 1 from pg_database where datname = %s", (roles.database,)
        )
        if known.fetchone() is None:
            connection.execute(
                sql.SQL("create database {}").format(sql.Identifier(roles.database))
            )
    with _connected(admin, roles.database) as connection, connection.transaction():
        for statement in script(roles):
            connection.execute(statement)
        for role, password in passwords.items():
            connection.execute(
                sql.SQL("alter role {} password {}").format(
                    sql.Identifier(role), sql.Literal(password)
                )
            )


def loose_rights(connection: Connection) -> list[str]:
    """What the role of the connection may and needs not, in Russian."""
    row = connection.exec_driver_sql(
        "select has_database_privilege(current_database(), 'temporary'),"
        " has_schema_privilege('public', 'create'),"
        " has_table_privilege('audit_event', 'update')"
        "  or has_table_privilege('audit_event', 'delete')"
        "  or has_table_privilege('audit_event', 'truncate')"
    ).one()
    told = (
        "роль приложения вправе создавать временные таблицы",
        "роль приложения вправе создавать таблицы в схеме public",
        "роль приложения вправе менять или удалять записи журнала действий",
    )
    return [words for words, may in zip(told, row, strict=True) if may]


def _connected(admin: str, database: str) -> psycopg.Connection:
    url = driver(admin)
    given = url.query.get("host") or url.host
    try:
        return psycopg.connect(
            host=given if isinstance(given, str) else None,
            port=url.port,
            user=url.username,
            password=url.password,
            dbname=database,
            autocommit=True,
        )
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise NastavnikError(
            f"Сервер PostgreSQL не отвечает: {reason}. Проверьте адрес в {ADMIN_URL}: "
            "нужна учётная запись администратора сервера."
        ) from error
