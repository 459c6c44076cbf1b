"""No table and no column is forgotten by the trail, no secret gets into it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlalchemy import text

from nastavnik.store import audit, watching
from nastavnik.store.db import models, self_check
from nastavnik.store.migrate import owner
from nastavnik.store.walls import (
    EVERYTHING,
    ScopeViolationError,
    Tenant,
    Tree,
    acting,
)
from nastavnik.testing import factories
from nastavnik.testing.trail import last

LAZY = {"synchronize_session": False}
CORE = {"core_ok": True}
SECRET = re.compile(r"password|secret|hash|token|seal")
LEFT_OUT = {"org_path"}
"""Follows `org_unit_id`; a unit that moves is its own event."""


def watched(app) -> dict[str, str]:
    """Table -> the text of its triggers, as the database keeps it."""
    with owner(app) as connection:
        if connection.dialect.name == "postgresql":
            rows = connection.execute(
                text(
                    "select c.relname, pg_get_functiondef(t.tgfoid) as body from pg_trigger t"
                    " join pg_class c on c.oid = t.tgrelid where t.tgname = c.relname || '_audit'"
                )
            )
            return {one.relname: one.body for one in rows}
        rows = connection.execute(
            text(
                "select tbl_name, group_concat(sql, '\n') from sqlite_schema"
                r" where type = 'trigger' and name like '%\_audit\_%' escape '\' group by 1"
            )
        )
        return {table: body for table, body in rows if body.lower().count("create trigger") == 3}


def to_watch() -> dict[str, list[str]]:
    """Table -> its columns, of everything that belongs to a unit and of accounts."""
    return {
        model.__tablename__: [column.name for column in model.__table__.columns]
        for model in models()
        if (
            issubclass(model, Tenant | Tree)
            or model.__tablename__ in watching.DOORS
            or "org_unit_id" in model.__table__.columns
        )
        and model.__tablename__ not in audit.UNAUDITED
    }


def test_every_table_and_column_is_watched(store_app):
    """A new table calls `ddl_audit.audit` in its migration; so does one that gets a column."""
    found = watched(store_app)
    assert not to_watch().keys() - found.keys()
    for table, columns in to_watch().items():
        blind = [
            name
            for name in columns
            if f'new."{name}"' not in found[table]
            and name not in LEFT_OUT | set(audit.LEFT_OUT.get(table, ()))
        ]
        assert not blind, f"{table}: {blind}"


def test_no_secret_is_copied(store_app):
    for table, body in watched(store_app).items():
        columns = next(
            [c.name for c in model.__table__.columns]
            for model in models()
            if model.__tablename__ == table
        )
        for name in filter(SECRET.search, columns):
            if name == "sha256" or f'new."{name}"' not in body:
                continue
            copied = (f'json_quote(new."{name}")', f'to_jsonb(new."{name}")')
            assert not any(way in body for way in copied), f"{table}.{name}"


def test_a_row_of_every_table_leaves_a_trace(store_app):
    """By what is written, not by the text of the triggers."""
    with store_app.app_context(), acting(EVERYTHING, write=True):
        unit = factories.institution()
        for model, make in factories.MAKERS.items():
            row: Any = make(unit)
            if model.__tablename__ in audit.UNAUDITED:
                continue
            event = last(table_name=model.__tablename__, action="insert")
            assert event.row_id == row.id, model
            assert event.org_path == unit.path
            json.dumps(event.after)


def test_a_table_that_is_not_watched_is_found(store_app):
    with owner(store_app) as connection:
        name = "person_audit" if connection.dialect.name == "postgresql" else "person_audit_update"
        place = " on person" if connection.dialect.name == "postgresql" else ""
        kept = watched_statement(connection, name)
        connection.execute(text(f"drop trigger {name}{place}"))
    with store_app.app_context(), pytest.raises(ScopeViolationError, match="person"):
        self_check()
    with owner(store_app) as connection:
        connection.exec_driver_sql(kept)


def watched_statement(connection, name) -> Any:
    """How to make the trigger again."""
    if connection.dialect.name == "postgresql":
        return connection.scalar(
            text("select pg_get_triggerdef(oid) from pg_trigger where tgname = :name"),
            {"name": name},
        )
    return connection.scalar(
        text("select sql from sqlite_schema where name = :name"), {"name": name}
    )
