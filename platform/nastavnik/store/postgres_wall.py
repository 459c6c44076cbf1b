"""The second wall on PostgreSQL: row-level security over settings of the transaction."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from nastavnik.store.author import Author
from nastavnik.store.walls import Scope, ScopeViolationError, Wall

_TELL: Final = (
    "select set_config('app.lo', %s, true), set_config('app.hi', %s, true),"
    " set_config('app.own_first', %s, true), set_config('app.own_last', %s, true),"
    " set_config('app.author', %s, true)"
)
_SETTINGS: Final = re.compile(r"set_config|\bapp\s*\.\s*(lo|hi|own_|author)", re.IGNORECASE)


def tell(connection: Connection, scope: Scope, author: Author | None) -> None:
    """Tell both to the current transaction; they are forgotten when the transaction ends."""
    if connection.dialect.name != "postgresql":
        return
    # Straight to the driver: through the engine the statement would be refused, see `install`.
    cursor = connection.connection.cursor()
    told = json.dumps(asdict(author)) if author else ""
    cursor.execute(_TELL, (scope.lo, scope.hi, *scope.own_range, told))
    cursor.close()


def install(engine: Engine) -> None:
    """Refuse statements that would change the scope from inside, e.g. injected ones."""

    @event.listens_for(engine, "before_cursor_execute")
    def _seal(
        _connection: Connection,
        _cursor: Any,  # noqa: ANN401 - the signature is SQLAlchemy's
        statement: str,
        _parameters: Any,  # noqa: ANN401 - as above
        _context: Any,  # noqa: ANN401 - as above
        _many: bool,  # noqa: FBT001 - as above
    ) -> None:
        if _SETTINGS.search(statement):
            raise ScopeViolationError("Запрос пытается сменить область видимости.")


def gaps(connection: Connection, walls: Mapping[str, Wall]) -> list[str]:
    """What is missing in the wall, in Russian; empty when it stands."""
    role = connection.exec_driver_sql(
        "select 1 from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)"
    )
    found = ["роль базы данных обходит защиту строк"] if role.first() else []
    owned = connection.exec_driver_sql(
        "select 1 from pg_class c where c.relkind = 'r' and pg_has_role(c.relowner, 'member')"
        " and c.relnamespace = to_regnamespace(current_schema()) limit 1"
    )
    if owned.first():
        found.append("роль базы данных владеет таблицами и может снять их защиту")
    guarded = connection.exec_driver_sql(
        "select distinct c.relname from pg_class c join pg_policy p on p.polrelid = c.oid"
        " where c.relrowsecurity and c.relforcerowsecurity"
        " and c.relnamespace = to_regnamespace(current_schema())"
    )
    open_tables = walls.keys() - set(guarded.scalars())
    return found + [f"таблица {table} без защиты строк" for table in sorted(open_tables)]
