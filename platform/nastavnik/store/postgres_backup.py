"""Copying a PostgreSQL database by its own programs: pg_dump out, psql back in one transaction."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from flask import Flask
from sqlalchemy import Connection, inspect

from nastavnik.domain.errors import NastavnikError
from nastavnik.store import migrate, postgres_programs
from nastavnik.store.base import Base
from nastavnik.store.postgres_roles import driver

KIND: Final = "postgresql"
BACKUP_URL: Final = "NASTAVNIK_BACKUP_DATABASE_URL"
_EVERYTHING: Final = (
    "select set_config('app.lo', '0', true), set_config('app.hi', '~', true),"
    " set_config('app.own_first', '0', true), set_config('app.own_last', '~', true)"
)
_CLEAR: Final = """
do $$ declare one record; begin
  for one in select c.oid::regclass as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' loop
    execute format('drop table if exists %s cascade', one.name);
  end loop;
  for one in select p.oid::regprocedure as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e') loop
    execute format('drop function if exists %s cascade', one.name);
  end loop;
end $$;
"""


def rows(app: Flask) -> Mapping[str, int]:
    """Rows of every table now, as the owner sees them."""
    with migrate.owner(app) as connection:
        connection.exec_driver_sql(_EVERYTHING)
        return _counted(connection)


def copy(app: Flask, file: Path) -> Mapping[str, int]:
    """One moment of the database into the file, by the role that reads past the walls.

    Raises NastavnikError: the role does not, so that rows would be left out.
    """
    address = os.environ.get(BACKUP_URL) or app.config.get(BACKUP_URL) or migrate.address(app)
    with _snapshot(str(address)) as (connection, snapshot):
        counted = _counted(connection)
        postgres_programs.run(
            "pg_dump",
            ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={file}"],
            driver(str(address)),
        )
    return counted


def bring_back(app: Flask, file: Path) -> None:
    """By the owner, for whom the walls do not stand until the rows are in; all or nothing."""
    script = file.with_suffix(".sql")
    clear = file.with_suffix(".clear.sql")
    clear.write_text(_CLEAR, "ascii")
    url = driver(migrate.address(app))
    postgres_programs.run("pg_restore", ["--no-owner", f"--file={script}", file], url)
    postgres_programs.run(
        "psql",
        ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
         f"--file={clear}", f"--file={script}"],
        url,
    )  # fmt: skip


@contextmanager
def _snapshot(address: str) -> Iterator[tuple[Connection, str]]:
    """One moment that pg_dump can share."""
    engine = migrate.owner_engine(address)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            _refuse_walled(connection)
            yield (
                connection,
                str(connection.exec_driver_sql("select pg_export_snapshot()").scalar()),
            )
    finally:
        engine.dispose()


def _refuse_walled(connection: Connection) -> None:
    role = connection.exec_driver_sql(
        "select current_user, rolsuper or rolbypassrls from pg_roles where rolname = current_user"
    ).one()
    if not role[1]:
        raise NastavnikError(
            f"Роль {role[0]} видит не все строки: копия вышла бы неполной. Заведите роль копий "
            f"командой nastavnik db roles и укажите её адрес в {BACKUP_URL}."
        )


def _counted(connection: Connection) -> dict[str, int]:
    there = set(inspect(connection).get_table_names())
    return {
        table: connection.exec_driver_sql(f'select count(*) from "{table}"').scalar() or 0  # noqa: S608 - our own names
        for table in Base.metadata.tables
        if table in there
    }
