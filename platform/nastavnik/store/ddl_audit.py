"""The triggers of the audit trail, for migrations. As in `ddl`, a function here never changes.

Every change of an audited table adds a row to `audit_event`: the columns that changed, as they
were and as they are. A column without a value is left out, so `{}` means an empty row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from nastavnik.store.author import UNKNOWN
from nastavnik.store.ddl import MOVED

VEIL: Final = "•••"
"""Stands for a value that must not be copied: that it changed is written, the value is not."""

OWN_UNIT: Final = "u.id = {row}.org_unit_id"
ITSELF: Final = "u.id = {row}.id"
EVERY_UNIT_OF_THE_ACCOUNT: Final = (
    "u.id in (select org_unit_id from membership where account_id = {row}.id)"
)
_OPEN: Final = "ended_at is null and asked_at is null"
_INTO: Final = (
    "insert into audit_event (at, org_unit_id, org_path, action, table_name, row_id,"
    " row_public_id, actor_id, actor_name, actor_role, origin, agent, request_id,"
    ' "before", "after")'
)
VERBS: Final = ("insert", "update", "delete")
_PAIRS_OF_A_CALL: Final = 50  # a function of PostgreSQL takes a hundred arguments
_BLANKED: Final = ("before", "after", "redacted_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """How a table is watched. `documents` are its columns of JSON.

    Of `veiled` columns only the fact of a change is kept: secrets, and what is too big to be
    copied. `unit` tells whose row it is: a condition on `u`, a row of org_unit. `key` is the
    column by which a card finds the event. Of `verbs` those not named leave no trace.
    """

    documents: Collection[str] = ()
    veiled: Collection[str] = ()
    unit: str = OWN_UNIT
    key: str = "id"
    verbs: Collection[str] = VERBS


AS_USUAL: Final = Watch()


def open_units(account: str) -> str:
    """Units in which the account has an open role; of one without any, those of the past.

    `account` is the column of the row that names it. Where somebody has worked once, the later
    life of the account is nobody's business; and yet nothing is done to it unseen.
    """
    roles = f"from membership where account_id = {{row}}.{account}"
    return (
        f"u.id in (select org_unit_id {roles} and ({_OPEN}"
        f" or not exists (select 1 {roles} and {_OPEN})))"
    )


def audit(
    dialect: str, table: str, columns: Collection[str], how: Watch = AS_USUAL
) -> Iterator[str]:
    """Write down every change of the table's `columns`, in place of triggers of before.

    A unit that moves in the tree is one event, not one of every
    row that moves along.
    """
    yield from unaudit(dialect, table)
    told = [name for name in columns if name not in MOVED]
    if dialect == "postgresql":
        yield _postgres_function(table, told, how)
        yield (
            f"create trigger {table}_audit after {' or '.join(how.verbs)} on {table}"
            f" for each row execute function {table}_audit()"
        )
        return
    public_id = "{row}.public_id" if "public_id" in told else "null"
    for verb in how.verbs:
        row = "old" if verb == "delete" else "new"
        twin = verb == "update"
        was = "null" if verb == "insert" else _json("old", "new" if twin else "", told, how)
        made = "null" if verb == "delete" else _json("new", "old" if twin else "", told, how)
        changed = " or ".join(f'old."{name}" is not new."{name}"' for name in told)
        when = f" when {changed}" if twin else ""
        yield (
            f"create trigger {table}_audit_{verb} after {verb} on {table}{when} begin {_INTO}"  # noqa: S608 - our own names
            f" select strftime('%Y-%m-%d %H:%M:%f000', 'now'), u.id, u.path, '{verb}', '{table}',"
            f" {row}.{how.key}, {public_id.format(row=row)}, a.account_id,"
            f" coalesce(a.name, '{UNKNOWN}'), a.role, coalesce(a.origin, ''),"
            " coalesce(a.agent, ''), coalesce(a.request_id, ''),"
            f" {was}, {made} from org_unit u left join audit_author a on 1"
            f" where {how.unit.format(row=row)}; end"
        )


def unaudit(dialect: str, table: str) -> Iterator[str]:
    """Stop writing down the changes of the table."""
    if dialect == "postgresql":
        yield f"drop trigger if exists {table}_audit on {table}"
        yield f"drop function if exists {table}_audit()"
        return
    for verb in VERBS:
        yield f"drop trigger if exists {table}_audit_{verb}"


def _json(row: str, other: str, columns: Collection[str], how: Watch) -> str:
    """SQLite: the row's values that the other row has not, as the text of a JSON object."""
    parts = []
    for name in columns:
        value = f'{row}."{name}"'
        shown = f"json_quote({value})"
        if name in how.documents:
            shown = f"iif(json_valid({value}), {value}, json_quote({value}))"
        if name in how.veiled:
            shown = f"'\"{VEIL}\"'"
        same = f' or {value} is {other}."{name}"' if other else ""
        parts.append(f"iif({value} is null{same}, '', '\"{name}\":' || {shown} || ',')")
    return f"'{{' || rtrim({' || '.join(parts)}, ',') || '}}'"


def _postgres_function(table: str, columns: Collection[str], how: Watch) -> str:
    """The writer runs as its owner: its reader may have no right to see the row's unit."""

    def sides(row: str) -> str:
        pairs = []
        for name in columns:
            differs = f'new."{name}" is distinct from old."{name}"'
            value = f'to_jsonb({row}."{name}")'
            if name in how.veiled:
                value = f"to_jsonb('{VEIL}'::text)"
                differs += f' and {row}."{name}" is not null'
            pairs.append(f"'{name}', case when {differs} then {value} end")
        built = (f"jsonb_build_object({', '.join(part)})" for part in _batches(pairs))
        return f"jsonb_strip_nulls({' || '.join(built)})"

    public_id = "one.public_id" if "public_id" in columns else "null"
    return f"""
create function {table}_audit() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
declare
  one {table}%rowtype;
  was constant jsonb := {sides("old")};
  made constant jsonb := {sides("new")};
  told constant jsonb := coalesce(nullif(current_setting('app.author', true), ''), '{{}}')::jsonb;
begin
  if was = '{{}}' and made = '{{}}' then
    return null;
  end if;
  if tg_op = 'DELETE' then one := old; else one := new; end if;
  {_INTO}
  select clock_timestamp(), u.id, u.path, lower(tg_op), '{table}', one.{how.key}, {public_id},
    (told ->> 'account_id')::integer, coalesce(told ->> 'name', '{UNKNOWN}'), told ->> 'role',
    coalesce(told ->> 'origin', ''), coalesce(told ->> 'agent', ''),
    coalesce(told ->> 'request_id', ''),
    case when tg_op <> 'INSERT' then was end, case when tg_op <> 'DELETE' then made end
  from org_unit u where {how.unit.format(row="one")};
  return null;
end $$"""  # noqa: S608 - our own names


def _batches(pairs: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(pairs), _PAIRS_OF_A_CALL):
        yield pairs[start : start + _PAIRS_OF_A_CALL]


def journal_policy() -> Iterator[str]:
    """PostgreSQL: whose rows of `audit_event` are seen and added, and what their owner may do.

    Anybody reads and adds rows of the own unit. The owner's triggers add rows of any unit, and
    the owner's `audit_redact` blanks rows of the unit that is told to the transaction.
    """
    own = (
        "org_path between (select current_setting('app.own_first', true))"
        " and (select current_setting('app.own_last', true))"
    )
    yield "alter table audit_event enable row level security"
    yield "alter table audit_event force row level security"
    yield f"create policy audit_event_read on audit_event for select using ({own})"
    yield f"create policy audit_event_insert on audit_event for insert with check ({own})"
    yield (
        "create policy audit_event_trigger on audit_event for insert to current_user"
        " with check (pg_trigger_depth() > 0)"
    )
    yield (
        f"create policy audit_event_redact on audit_event for update to current_user using ({own})"
    )
    yield """
create function audit_redact(wanted_table text, wanted_rows bigint[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  blanked bigint;
begin
  update audit_event set "before" = null, "after" = null, redacted_at = clock_timestamp()
  where table_name = wanted_table and row_id = any(wanted_rows) and redacted_at is null
    and ("before" is not null or "after" is not null);
  get diagnostics blanked = row_count;
  return blanked;
end $$"""
    yield "revoke all on function audit_redact(text, bigint[]) from public"


def freeze_journal(dialect: str, columns: Collection[str]) -> Iterator[str]:
    """Rows of `audit_event` stay; only `before` and `after` may once be blanked, with a date."""
    fixed = [name for name in columns if name not in MOVED]
    if dialect == "postgresql":
        path, blanked = (", ".join(f"'{name}'" for name in names) for names in (MOVED, _BLANKED))
        yield f"""
create function keep_audit_event() returns trigger language plpgsql as $$
declare
  was constant jsonb := to_jsonb(old) - array[{path}];
  made constant jsonb := to_jsonb(new) - array[{path}];
begin
  if was = made or (
    old.redacted_at is null and new.redacted_at is not null
    and new."before" is null and new."after" is null
    and was - array[{blanked}] = made - array[{blanked}]
  ) then
    return new;
  end if;
  raise exception 'audit_event is frozen' using errcode = '23001';
end $$"""
        yield (
            "create trigger audit_event_frozen before update on audit_event"
            " for each row execute function keep_audit_event()"
        )
        yield """
create function keep_audit_event_whole() returns trigger language plpgsql as $$
begin
  raise exception 'audit_event is frozen' using errcode = '23001';
end $$"""
        yield (
            "create trigger audit_event_kept before delete on audit_event"
            " for each row execute function keep_audit_event_whole()"
        )
        return
    same = " and ".join(f'old."{name}" is new."{name}"' for name in fixed if name not in _BLANKED)
    untouched = " and ".join(f'old."{name}" is new."{name}"' for name in _BLANKED)
    blank = (
        "old.redacted_at is null and new.redacted_at is not null"
        ' and new."before" is null and new."after" is null'
    )
    refuse = "begin select raise(abort, 'audit_event is frozen'); end"
    yield (
        "create trigger audit_event_frozen before update on audit_event"
        f" when not ({same} and ({untouched} or {blank})) {refuse}"
    )
    yield f"create trigger audit_event_kept before delete on audit_event {refuse}"
