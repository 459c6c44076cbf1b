"""Names of authors in the journals: kept as a proof for a term, then put out (ADR 0021).

As in `ddl`, a function here never changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from nastavnik.store.ddl import MOVED

NOBODY: Final = "Данные уничтожены"
"""Stands for the name of an author who is forgotten."""
_EMPTIED: Final = {"actor_name": NOBODY, "origin": "", "agent": ""}
_CONTENTS: Final = ("before", "after", "redacted_at")
_JOURNAL: Final = "audit_event"
_EVENTS: Final = "mentorship_event"
_WORDS: Final = {"findings": "[]", "data": "{}"}


def let_forget(dialect: str, journal: Collection[str], events: Collection[str]) -> Iterator[str]:
    """In place of what 0006 and 0010 froze: the author's name may become `NOBODY`.

    `journal` and `events` are the columns of `audit_event` and of `mentorship_event`. On
    PostgreSQL the application has no right to update them: it calls `audit_forget_places`,
    `audit_forget` and `mentorship_event_forget`, which run as the owner behind the same policies.
    """
    if dialect == "postgresql":
        yield _postgres_journal()
        yield _postgres_events()
        yield from _postgres_calls()
        return
    yield f"drop trigger {_JOURNAL}_frozen"
    yield _sqlite_trigger(_JOURNAL, _sqlite_journal(journal))
    yield f"drop trigger {_EVENTS}_frozen"
    yield _sqlite_trigger(_EVENTS, _sqlite_events(events))


def forbid_forget(dialect: str) -> Iterator[str]:
    """Take the triggers and functions away: whoever calls it freezes both tables anew."""
    if dialect == "postgresql":
        yield f"drop function {_JOURNAL[:5]}_forget_places(bigint[])"
        yield f"drop function {_JOURNAL[:5]}_forget(bigint[])"
        yield f"drop function {_EVENTS}_forget(bigint[])"
        yield f"drop trigger {_JOURNAL}_frozen on {_JOURNAL}"
        yield f"drop trigger {_JOURNAL}_kept on {_JOURNAL}"
        yield f"drop function keep_{_JOURNAL}()"
        yield f"drop function keep_{_JOURNAL}_whole()"
        yield f"drop trigger {_EVENTS}_frozen on {_EVENTS}"
        yield f"drop function {_EVENTS}_keep()"
        yield f"drop function {_EVENTS}_blank(bigint[])"
        return
    yield f"drop trigger {_JOURNAL}_frozen"
    yield f"drop trigger {_JOURNAL}_kept"
    yield f"drop trigger {_EVENTS}_frozen"
    yield f"drop trigger {_EVENTS}_kept"


def _sqlite_trigger(table: str, allowed: str) -> str:
    return (
        f"create trigger {table}_frozen before update on {table} when not ({allowed})"
        f" begin select raise(abort, '{table} is frozen'); end"
    )


def _sqlite_journal(columns: Collection[str]) -> str:
    fixed = [name for name in columns if name not in {*MOVED, *_CONTENTS, *_EMPTIED}]
    untouched = " and ".join(_same(name) for name in _CONTENTS)
    blanked = (
        "old.redacted_at is null and new.redacted_at is not null"
        ' and new."before" is null and new."after" is null'
    )
    authors = [_same_or(name, empty) for name, empty in _EMPTIED.items()]
    return " and ".join(
        [*(_same(name) for name in fixed), f"({untouched} or {blanked})", *authors]
    )


def _sqlite_events(columns: Collection[str]) -> str:
    emptied = {**_WORDS, "actor_name": NOBODY}
    fixed = [name for name in columns if name not in {*MOVED, *emptied}]
    words = [_same_or(name, empty) for name, empty in emptied.items()]
    return " and ".join([*(_same(name) for name in fixed), *words])


def _same(name: str) -> str:
    return f'old."{name}" is new."{name}"'


def _same_or(name: str, empty: str) -> str:
    return f"""({_same(name)} or new."{name}" is '{empty}')"""


def _postgres_journal() -> str:
    apart = ", ".join(f"'{name}'" for name in (*sorted(MOVED), *_CONTENTS, *_EMPTIED))
    authors = " and ".join(
        f"(new.{name} = old.{name} or new.{name} = '{empty}')" for name, empty in _EMPTIED.items()
    )
    return f"""
create or replace function keep_{_JOURNAL}() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - array[{apart}] = to_jsonb(old) - array[{apart}] and {authors} and (
    (new."before" is not distinct from old."before"
      and new."after" is not distinct from old."after"
      and new.redacted_at is not distinct from old.redacted_at)
    or (old.redacted_at is null and new.redacted_at is not null
      and new."before" is null and new."after" is null)
  ) then
    return new;
  end if;
  raise exception '{_JOURNAL} is frozen' using errcode = '23001';
end $$"""


def _postgres_events() -> str:
    apart = ", ".join(f"'{name}'" for name in (*sorted(MOVED), *_WORDS, "actor_name"))
    words = " and ".join(
        f"(new.{name} = old.{name} or new.{name} = '{empty}'::jsonb)"
        for name, empty in _WORDS.items()
    )
    return f"""
create or replace function {_EVENTS}_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(new) - array[{apart}] = to_jsonb(old) - array[{apart}] and {words}
      and (new.actor_name = old.actor_name or new.actor_name = '{NOBODY}') then
      return new;
    end if;
  end if;
  raise exception '{_EVENTS} is frozen' using errcode = '23001';
end $$"""


def _postgres_calls() -> Iterator[str]:
    places = "origin = '', agent = ''"
    name_of = f"actor_name = '{NOBODY}'"
    contents = (
        '"before" = null, "after" = null, redacted_at = coalesce(redacted_at, clock_timestamp())'
    )
    calls = {
        "audit_forget_places": (_JOURNAL, places),
        "audit_forget": (_JOURNAL, f"{name_of}, {places}, {contents}"),
        "mentorship_event_forget": (_EVENTS, name_of),
    }
    for name, (table, values) in calls.items():
        yield f"""
create function {name}(accounts bigint[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  update {table} set {values} where actor_id = any(accounts)
$$"""  # noqa: S608 - our own names
        yield f"revoke all on function {name}(bigint[]) from public"
