"""Append-only rows whose words may be blanked: for the destruction of a person's data.

As in `ddl`, a function here never changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from nastavnik.store.ddl import MOVED


def let_blank(
    dialect: str, table: str, columns: Collection[str], blanks: Mapping[str, str]
) -> Iterator[str]:
    """In place of `ddl.freeze`: `blanks` (a column of JSON -> its empty value) may be emptied.

    PostgreSQL: the application may not update the table; it calls `<table>_blank(ids)`, which
    runs as the owner behind the same policies.
    """
    if dialect == "postgresql":
        yield f"drop trigger {table}_frozen on {table}"
        same = " and ".join(
            f"(new.{name} = old.{name} or new.{name} = '{empty}'::jsonb)"
            for name, empty in blanks.items()
        )
        apart = ", ".join(f"'{name}'" for name in sorted({*blanks, *MOVED}))
        yield f"""
create function {table}_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - array[{apart}] = to_jsonb(old) - array[{apart}] and {same} then
      return new;
    end if;
  end if;
  raise exception '{table} is frozen' using errcode = '23001';
end $$"""
        yield (
            f"create trigger {table}_frozen before update or delete on {table}"
            f" for each row execute function {table}_keep()"
        )
        emptied = ", ".join(f"{name} = '{empty}'::jsonb" for name, empty in blanks.items())
        yield f"""
create function {table}_blank(wanted bigint[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  update {table} set {emptied} where id = any(wanted)
$$"""  # noqa: S608 - our own names
        yield f"revoke all on function {table}_blank(bigint[]) from public"
        return
    yield f"drop trigger {table}_frozen"
    changed = [
        f'old."{name}" is not new."{name}"'
        for name in columns
        if name not in MOVED and name not in blanks
    ]
    changed += [
        f"""(old."{name}" is not new."{name}" and new."{name}" is not '{empty}')"""
        for name, empty in blanks.items()
    ]
    yield (
        f"create trigger {table}_frozen before update on {table} when {' or '.join(changed)}"
        f" begin select raise(abort, '{table} is frozen'); end"
    )


def forbid_blank(dialect: str, table: str) -> Iterator[str]:
    """Take `let_blank` back: whoever calls it freezes the table anew."""
    if dialect == "postgresql":
        yield f"drop trigger {table}_frozen on {table}"
        yield f"drop function {table}_keep()"
        yield f"drop function {table}_blank(bigint[])"
        return
    yield f"drop trigger {table}_frozen"
    yield f"drop trigger {table}_kept"
