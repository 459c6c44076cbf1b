"""What keeps the tree of units a tree, and keys inside their own unit, whatever statement comes.

Migrations call these functions; as in `ddl`, a function here is never changed, only followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_PLACED: Final = """(
    new.parent_id is null and new.level = 'region' and length(new.path) = 3
  or exists (
    select 1 from org_unit p where p.id = new.parent_id and p.region = new.region
      and p.path = substr(new.path, 1, length(p.path)) and (
        p.level = 'region' and new.level = 'municipality' and length(new.path) = 8
        or p.level = 'municipality' and new.level = 'institution' and length(new.path) = 15
      )
  )
)"""
_KEPT: Final = "old.level = new.level and old.region = new.region"
_LEFT_BEHIND: Final = (
    "(old.path <> new.path and exists (select 1 from org_unit c where c.parent_id = old.id))"
)
_WITHIN: Final = (
    "path >= (select current_setting('app.lo', true))"
    " and path < (select current_setting('app.hi', true))"
)
ASKEW: Final = "org_unit stands askew"


def tree_policy() -> Iterator[str]:
    """PostgreSQL: every unit is read by all, written inside the scope's subtree only."""
    for verb in ("insert", "update", "delete"):
        yield f"drop policy org_unit_{verb} on org_unit"
    yield f"create policy org_unit_insert on org_unit for insert with check ({_WITHIN})"
    yield f"create policy org_unit_update on org_unit for update using ({_WITHIN})"
    yield f"create policy org_unit_delete on org_unit for delete using ({_WITHIN})"


def catalogue_again() -> Iterator[str]:
    """Undo `tree_policy`: only EVERYTHING writes."""
    everywhere = "(select current_setting('app.own_last', true)) = '~'"
    for verb in ("insert", "update", "delete"):
        yield f"drop policy org_unit_{verb} on org_unit"
        border = "with check" if verb == "insert" else "using"
        yield f"create policy org_unit_{verb} on org_unit for {verb} {border} ({everywhere})"


def stand_straight(dialect: str) -> Iterator[str]:
    """A unit's path continues its parent's, one level down and in the same region.

    Level and region never change. A unit with units below does not move: they would be left
    behind under a path that a newcomer takes.
    """
    if dialect == "postgresql":
        yield f"""
create function org_unit_stands() returns trigger language plpgsql as $$
begin
  if not {_PLACED} then
    raise exception '{ASKEW}' using errcode = '23514';
  end if;
  if tg_op = 'UPDATE' and (not ({_KEPT}) or {_LEFT_BEHIND}) then
    raise exception '{ASKEW}' using errcode = '23514';
  end if;
  return new;
end $$"""
        yield (
            "create trigger org_unit_stands before insert or update"
            " of parent_id, path, level, region on org_unit"
            " for each row execute function org_unit_stands()"
        )
        return
    refuse = f"begin select raise(abort, '{ASKEW}'); end"
    yield (
        "create trigger org_unit_stands_insert before insert on org_unit"
        f" when not {_PLACED} {refuse}"
    )
    yield (
        "create trigger org_unit_stands_update"
        " before update of parent_id, path, level, region on org_unit"
        f" when not {_PLACED} or not ({_KEPT}) or {_LEFT_BEHIND} {refuse}"
    )


def fall(dialect: str) -> Iterator[str]:
    """Undo `stand_straight`."""
    if dialect == "postgresql":
        yield "drop trigger org_unit_stands on org_unit"
        yield "drop function org_unit_stands()"
        return
    yield "drop trigger org_unit_stands_insert"
    yield "drop trigger org_unit_stands_update"


def own_key(dialect: str, table: str, column: str, target: str) -> Iterator[str]:
    """The column names a row of the same unit: a foreign key alone looks past the walls."""
    name = f"{table}_{column}_own"
    foreign = (
        f"new.{column} is not null and not exists (select 1 from {target} t"  # noqa: S608 - our own names
        f" where t.id = new.{column} and t.org_unit_id = new.org_unit_id)"
    )
    if dialect == "postgresql":
        yield f"""
create function {name}() returns trigger language plpgsql as $$
begin
  if {foreign} then
    raise exception '{table}.{column} names a foreign row' using errcode = '23503';
  end if;
  return new;
end $$"""
        yield (
            f"create trigger {name} before insert or update of {column} on {table}"
            f" for each row execute function {name}()"
        )
        return
    refuse = f"begin select raise(abort, '{table}.{column} names a foreign row'); end"
    for moment, verb in (("insert", "insert"), ("update", f"update of {column}")):
        yield f"create trigger {name}_{moment} before {verb} on {table} when {foreign} {refuse}"


def any_key(dialect: str, table: str, column: str) -> Iterator[str]:
    """Undo `own_key`."""
    name = f"{table}_{column}_own"
    if dialect == "postgresql":
        yield f"drop trigger {name} on {table}"
        yield f"drop function {name}()"
        return
    yield f"drop trigger {name}_insert"
    yield f"drop trigger {name}_update"
