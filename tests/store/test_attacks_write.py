"""Nobody changes, takes away or slips in another tenant's rows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, inspect, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, SAWarning
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from nastavnik.store.db import db, models
from nastavnik.store.walls import (
    EVERYTHING,
    NOTHING,
    Personal,
    Public,
    ScopeViolationError,
    Tenant,
    acting,
)

TENANT_MODELS = [model for model in models() if issubclass(model, Tenant)]
CORE = {"core_ok": True}
LAZY = {"synchronize_session": False}
ATTACKS: list[Callable[..., Any]] = []
REFUSALS = (
    "scope violation",
    "row-level security",
    "permission denied",
    "not authorized",
    "prohibited",
    "because it is a view",
    "is frozen",
)


def attack(function):
    ATTACKS.append(function)
    return function


class Target:
    """A foreign row, one of the attacker's own, and a row to slip into the foreign unit."""

    def __init__(self, country, model, attacker, victim):
        self.model, self.name, self.table = model, model.__tablename__, model.__table__
        self.foreign_id = country.rows(model, victim)[0]["id"]
        self.unit_id, self.path = country.ids[victim], country.paths[victim]
        self.own_unit_id, self.own_path = country.ids[attacker], country.paths[attacker]
        self.own_id = country.rows(model, attacker)[0]["id"]
        columns = copied(country, model, self.own_id)
        columns |= {"id": 100_000, "org_unit_id": self.unit_id, "org_path": self.path}
        fresh = {"public_id": uuid.uuid4(), "number": "999", "idempotency_key": "x"}
        fresh |= {"version": 99, "code": "another"}
        self.new = columns | {key: value for key, value in fresh.items() if key in columns}
        self.new |= self._free_parents(country, attacker)
        self.versioned = {"version": 1} if "version" in columns else {}

    def _free_parents(self, country, attacker):
        """An only child's copy goes to a parent without one: uniqueness must not fire first."""
        only = [one for one in self.table.columns if one.unique and one.foreign_keys]
        free = {}
        for column in only:
            (parent,) = {key.column for key in column.foreign_keys}
            taken = {row[column.name] for row in country.rows(self.model, attacker)}
            owners = {model.__table__: model for model in TENANT_MODELS}
            rows = country.rows(owners[parent.table], attacker)
            free[column.key] = next(row["id"] for row in rows if row["id"] not in taken)
        return free

    def stub(self, **known):
        row = self.model(id=self.foreign_id, **known, **self.versioned)
        make_transient_to_detached(row)
        db.session.add(row)
        return row


def copied(country, model, row_id):
    """Columns of the row as the session reads them, read once for all attacks."""
    key = (model.__tablename__, row_id)
    if key not in country.read:
        with acting(EVERYTHING):
            own = db.session.get(model, row_id)
            country.read[key] = {
                name: getattr(own, name) for name, _ in inspect(model).columns.items()
            }
    return dict(country.read[key])


@attack
def bulk_update(target):
    statement = update(target.model).where(target.model.id == target.foreign_id)
    return db.session.execute(
        statement.values(org_path=target.model.org_path), execution_options=LAZY
    )


@attack
def bulk_update_with_fetch(target):
    statement = update(target.model).where(target.model.id == target.foreign_id)
    return db.session.execute(
        statement.values(org_path=target.model.org_path),
        execution_options={"synchronize_session": "fetch"},
    )


@attack
def bulk_update_of_all(target):
    statement = update(target.model).where(target.model.org_path == target.path)
    return db.session.execute(
        statement.values(org_path=target.model.org_path), execution_options=LAZY
    )


@attack
def bulk_update_by_key(target):
    db.session.execute(
        update(target.model), [{"id": target.foreign_id, "org_path": target.own_path}]
    )


@attack
def legacy_bulk_update(target):
    row = {"id": target.foreign_id, "org_path": target.path} | target.versioned
    db.session.bulk_update_mappings(target.model, [row])


@attack
def legacy_query_update(target):
    query = db.session.query(target.model).filter_by(id=target.foreign_id)
    return query.update({"org_path": target.path}, synchronize_session=False)


@attack
def core_update(target):
    statement = update(target.table).where(target.table.c.id == target.foreign_id)
    return db.session.execute(
        statement.values(org_path=target.table.c.org_path), execution_options=CORE
    )


@attack
def core_update_with_returning(target):
    statement = update(target.table).where(target.table.c.id == target.foreign_id)
    statement = statement.values(org_path=target.table.c.org_path).returning(target.table.c.id)
    return len(db.session.execute(statement, execution_options=CORE).all())


@attack
def raw_update(target):
    return db.session.execute(
        text(f"update {target.name} set org_path = org_path where id = {target.foreign_id}"),
        execution_options=CORE,
    )


@attack
def raw_update_after_cte(target):
    return db.session.execute(
        text(
            f"with x as (select 1) update {target.name} set org_path = org_path"
            f" where id = {target.foreign_id}"
        ),
        execution_options=CORE,
    )


@attack
def raw_update_after_comment(target):
    return db.session.execute(
        text(
            f"/* x */ update {target.name} set org_path = org_path where id = {target.foreign_id}"
        ),
        execution_options=CORE,
    )


@attack
def driver_update(target):
    return db.session.connection().exec_driver_sql(
        f'update "{target.name}" set org_path = org_path where id = {target.foreign_id}'
    )


@attack
def steal(target):
    """Draw a foreign row into the attacker's unit."""
    return db.session.execute(
        text(
            f"update {target.name} set org_unit_id = {target.own_unit_id},"
            f" org_path = '{target.own_path}' where id = {target.foreign_id}"
        ),
        execution_options=CORE,
    )


@attack
def bulk_delete(target):
    return db.session.execute(
        delete(target.model).where(target.model.id == target.foreign_id),
        execution_options=LAZY,
    )


@attack
def core_delete(target):
    return db.session.execute(
        delete(target.table).where(target.table.c.id == target.foreign_id),
        execution_options=CORE,
    )


@attack
def raw_delete(target):
    return db.session.execute(
        text(f"delete from {target.name} where id = {target.foreign_id}"),
        execution_options=CORE,
    )


@attack
def flush_of_a_stub(target):
    target.stub(org_path=target.own_path).org_unit_id = target.own_unit_id
    db.session.flush()


@attack
def flush_of_a_bare_stub(target):
    target.stub().org_unit_id = target.own_unit_id
    db.session.flush()


@attack
def delete_of_a_stub(target):
    db.session.delete(target.stub(org_path=target.own_path))
    db.session.flush()


@attack
def delete_of_a_bare_stub(target):
    db.session.delete(target.stub())
    db.session.flush()


@attack
def insert_by_flush(target):
    db.session.add(target.model(**target.new))
    db.session.flush()


@attack
def insert_by_merge(target):
    db.session.merge(target.model(**target.new))
    db.session.flush()


@attack
def overwrite_by_merge(target):
    db.session.merge(target.model(**target.new | {"id": target.foreign_id}))
    db.session.flush()


@attack
def insert_by_statement(target):
    db.session.execute(insert(target.model), [target.new])


@attack
def insert_one_by_statement(target):
    db.session.execute(insert(target.model), target.new)


@attack
def insert_by_values(target):
    db.session.execute(insert(target.model).values(**target.new))


@attack
def insert_in_bulk(target):
    db.session.bulk_insert_mappings(target.model, [target.new])


@attack
def insert_objects_in_bulk(target):
    db.session.bulk_save_objects([target.model(**target.new)])


@attack
def insert_by_core(target):
    columns = {target.model.__mapper__.columns[key].name: key for key in target.new}
    row = {name: target.new[key] for name, key in columns.items()}
    db.session.execute(insert(target.table).values(**row), execution_options=CORE)


@attack
def insert_by_select(target):
    names = [column.name for column in target.table.columns if column.name != "id"]
    told = {"org_unit_id": str(target.unit_id), "org_path": f"'{target.path}'"}
    source = ", ".join(told.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    db.session.execute(
        text(f"insert into {target.name} ({columns}) select {source} from {target.name}"),
        execution_options=CORE,
    )


@attack
def move_out(target):
    row = db.session.get(target.model, target.own_id)
    assert row is not None
    row.org_unit_id, row.org_path = target.unit_id, target.path
    db.session.flush()


@attack
def move_out_in_bulk(target):
    statement = update(target.model).where(target.model.id == target.own_id)
    db.session.execute(
        statement.values(org_unit_id=target.unit_id, org_path=target.path), execution_options=LAZY
    )


@attack
def move_out_raw(target):
    db.session.execute(
        text(
            f"update {target.name} set org_unit_id = {target.unit_id}, org_path = '{target.path}'"
            f" where id = {target.own_id}"
        ),
        execution_options=CORE,
    )


def refused(error):
    if isinstance(error, DBAPIError):
        return any(words in str(error) for words in REFUSALS)
    if isinstance(error, SAWarning):
        return "0 were matched" in str(error)
    return isinstance(error, ScopeViolationError | StaleDataError | ObjectDeletedError)


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
@pytest.mark.parametrize("way", ATTACKS, ids=lambda way: way.__name__)
def test_foreign_rows_stay_as_they_are(way, model, country):
    pairs = [("school", "sibling"), ("school", "stranger"), ("ministry", "stranger")]
    if issubclass(model, Personal | Public):
        pairs += [("municipality", "school"), ("ministry", "school")]
    for attacker, victim in pairs:
        with country.app.app_context():
            target = Target(country, model, attacker, victim)
            with acting(country.scope(attacker), write=True):
                try:
                    result = way(target)
                    db.session.commit()
                except Exception as error:
                    if not refused(error):
                        raise
                else:
                    touched = getattr(result, "rowcount", result)
                    assert touched == 0, (attacker, victim)
    assert country.untouched()


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
class TestWhatHoldsTheWalls:
    def test_a_path_that_lies_is_refused(self, model, country):
        """The row says the attacker's path and the victim's unit."""
        with country.app.app_context():
            target = Target(country, model, "school", "sibling")
            with acting(country.scope("school"), write=True):
                db.session.add(model(**target.new | {"org_path": target.own_path}))
                with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
                    db.session.commit()
        assert country.untouched()

    def test_nothing_is_written_without_a_scope(self, model, country):
        with country.app.app_context():
            target = Target(country, model, "school", "sibling")
        with country.app.app_context(), acting(NOTHING, write=True):
            db.session.add(model(**target.new))
            with pytest.raises(ScopeViolationError):
                db.session.flush()
