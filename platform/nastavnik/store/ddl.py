"""What the models can't say and migrations must: row policies, append-only and frozen rows.

Migrations call these functions with literal names. An old migration must go on making what it
made, so a function here is never changed, only followed by a new one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

MOVED: Final = frozenset({"org_path"})
"""A unit that moves in the tree takes even its frozen rows along."""

_BORDERS: Final = {
    "scoped": (
        "org_path >= (select current_setting('app.lo', true))"
        " and org_path < (select current_setting('app.hi', true))"
    ),
    "personal": (
        "org_path between (select current_setting('app.own_first', true))"
        " and (select current_setting('app.own_last', true))"
    ),
}
_EVERYWHERE: Final = "(select current_setting('app.own_last', true)) = '~'"


def row_policy(table: str, wall: str) -> Iterator[str]:
    """PostgreSQL: rows outside the scope told to the transaction are neither seen nor written.

    `wall` is scoped, personal or catalogue. Nothing told means no rows.
    """
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"
    if wall == "catalogue":
        yield f"create policy {table}_read on {table} for select using (true)"
        yield f"create policy {table}_insert on {table} for insert with check ({_EVERYWHERE})"
        yield f"create policy {table}_update on {table} for update using ({_EVERYWHERE})"
        yield f"create policy {table}_delete on {table} for delete using ({_EVERYWHERE})"
    else:
        yield f"create policy {table}_scope on {table} using ({_BORDERS[wall]})"


def public_policy(table: str) -> Iterator[str]:
    """PostgreSQL: rows are read in the whole region of the scope, written by the own unit."""
    region = "left((select current_setting('app.lo', true)), 3)"
    yield f"alter table {table} enable row level security"
    yield f"alter table {table} force row level security"
    yield (
        f"create policy {table}_read on {table} for select"
        f" using (left(org_path, 3) = {region} or {_EVERYWHERE})"
    )
    own = _BORDERS["personal"]
    yield f"create policy {table}_insert on {table} for insert with check ({own})"
    yield f"create policy {table}_update on {table} for update using ({own})"
    yield f"create policy {table}_delete on {table} for delete using ({own})"


def forbid_change_function() -> str:
    """PostgreSQL: the function behind `freeze`; its arguments are the columns that may change."""
    return """
create function forbid_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
    return new;
  end if;
  raise exception '% is frozen', tg_table_name using errcode = '23001';
end $$"""


def freeze(
    dialect: str, table: str, columns: Collection[str], changeable: Collection[str] = MOVED
) -> Iterator[str]:
    """Rows stay as they were inserted, but for the changeable columns; none is deleted."""
    if dialect == "postgresql":
        may = ", ".join(f"'{name}'" for name in sorted(changeable))
        yield (
            f"create trigger {table}_frozen before update or delete on {table}"
            f" for each row execute function forbid_change({may})"
        )
        return
    changed = " or ".join(
        f'old."{name}" is not new."{name}"' for name in columns if name not in changeable
    )
    refuse = f"begin select raise(abort, '{table} is frozen'); end"
    yield f"create trigger {table}_frozen before update on {table} when {changed} {refuse}"
    yield f"create trigger {table}_kept before delete on {table} {refuse}"


def freeze_after(
    dialect: str, table: str, moment: str, columns: Collection[str], changeable: Collection[str]
) -> Iterator[str]:
    """As `freeze`, but a row freezes when its column `moment` is filled; before, it is a draft."""
    if dialect == "postgresql":
        may = ", ".join(f"'{name}'" for name in sorted(changeable))
        yield (
            f"create trigger {table}_frozen before update or delete on {table}"
            f" for each row when (old.{moment} is not null)"
            f" execute function forbid_change({may})"
        )
        return
    frozen = f"old.{moment} is not null"
    changed = " or ".join(
        f'old."{name}" is not new."{name}"' for name in columns if name not in changeable
    )
    refuse = f"begin select raise(abort, '{table} is frozen'); end"
    yield (
        f"create trigger {table}_frozen before update on {table}"
        f" when {frozen} and ({changed}) {refuse}"
    )
    yield f"create trigger {table}_kept before delete on {table} when {frozen} {refuse}"
