"""Which tables the audit trail watches: asked of the database before anyone works with it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import Connection

DOORS: Final = ("account", "entry_key", "membership", "totp")
"""Tables of no single tenant whose rows let somebody in: watched like those of tenants."""
_POSTGRES: Final = (
    "select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid"
    " where t.tgname = c.relname || '_audit' and t.tgenabled <> 'D'"
    " and c.relnamespace = to_regnamespace(current_schema())"
)
_SQLITE: Final = (
    "select tbl_name from main.sqlite_schema where type = 'trigger' and name in ("
    " tbl_name || '_audit_insert', tbl_name || '_audit_update', tbl_name || '_audit_delete')"
    " group by tbl_name having count(*) = 3"
)


def gaps(connection: Connection, tables: Collection[str]) -> list[str]:
    """What is missing, in Russian; empty when every change is written down."""
    query = _POSTGRES if connection.dialect.name == "postgresql" else _SQLITE
    found = set(connection.exec_driver_sql(query).scalars())
    return [f"изменения таблицы {name} не записываются" for name in sorted(set(tables) - found)]
