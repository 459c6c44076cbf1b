"""Catalogues are read by everyone and written in no scope of a reader."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.exc import StaleDataError

from nastavnik.store.account import DemoCountry
from nastavnik.store.db import db, models
from nastavnik.store.incident import PlatformIncident
from nastavnik.store.walls import EVERYTHING, Catalogue, ScopeViolationError, acting
from nastavnik.testing.factories import NOW

CORE = {"core_ok": True}
LAZY = {"synchronize_session": False}
REFUSALS = ("scope violation", "row-level security", "permission denied")
ROWS: dict[type[Any], dict[str, Any]] = {
    DemoCountry: {"id": 1, "loaded_on": NOW, "version": "1"},
    PlatformIncident: {
        "id": 1,
        "public_id": uuid.UUID(int=1),
        "found_at": NOW,
        "recorded_at": NOW,
        "recorded_by": "Оператор",
        "what": "1",
        "cause": "",
        "harm": "",
        "categories": "",
        "people_count": 0,
        "measures": "",
        "version": 1,
    },
}
"""Every catalogue -> a row of it."""
TOUCHED: dict[type[Any], str] = {DemoCountry: "version", PlatformIncident: "what"}
"""Its column that the attacks write."""
ATTACKS: list[Callable[..., Any]] = []


def attack(function):
    ATTACKS.append(function)
    return function


def raw(sql: str) -> Any:
    return db.session.execute(text(sql), execution_options=CORE)


@attack
def add(model):
    db.session.add(model(**ROWS[model]))
    db.session.flush()


@attack
def add_in_bulk(model):
    db.session.execute(insert(model), [ROWS[model]])


@attack
def add_by_core(model):
    db.session.execute(insert(model.__table__).values(**ROWS[model]), execution_options=CORE)


@attack
def change(model):
    row = model(**ROWS[model])
    make_transient_to_detached(row)
    db.session.add(row)
    setattr(row, TOUCHED[model], "2")
    db.session.flush()


@attack
def change_in_bulk(model):
    return db.session.execute(update(model).values({TOUCHED[model]: "2"}), execution_options=LAZY)


@attack
def change_by_core(model):
    wanted = update(model.__table__).values({TOUCHED[model]: "2"})
    return db.session.execute(wanted, execution_options=CORE)


@attack
def change_raw(model):
    return raw(f"update {model.__tablename__} set {TOUCHED[model]} = '2'")


@attack
def remove_in_bulk(model):
    return db.session.execute(delete(model), execution_options=LAZY)


@attack
def remove_raw(model):
    return raw(f"delete from {model.__tablename__}")


def refused(error):
    if isinstance(error, DBAPIError):
        return any(words in str(error) for words in REFUSALS)
    return isinstance(error, ScopeViolationError | StaleDataError)


def test_every_catalogue_is_attacked():
    assert {one for one in models() if issubclass(one, Catalogue)} == set(ROWS)


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("model", ROWS)
@pytest.mark.parametrize("way", ATTACKS, ids=lambda way: way.__name__)
def test_no_scope_writes_a_catalogue(way, model, there, country):
    read = select(getattr(model, TOUCHED[model]))
    try:
        if there:
            with country.app.app_context(), acting(EVERYTHING, write=True):
                db.session.add(model(**ROWS[model]))
                db.session.commit()
        for reader in ("school", "municipality", "ministry", "nobody"):
            with country.app.app_context(), acting(country.scope(reader), write=True):
                before = db.session.scalars(read).all()
                assert before == ["1"] * there
                try:
                    result = way(model)
                    db.session.commit()
                except Exception as error:
                    if not refused(error):
                        raise
                    db.session.rollback()
                else:
                    assert getattr(result, "rowcount", 0) == 0, reader
                assert db.session.scalars(read).all() == before
    finally:
        with country.app.app_context(), acting(EVERYTHING, write=True):
            db.session.execute(delete(model), execution_options=LAZY)
            db.session.commit()
