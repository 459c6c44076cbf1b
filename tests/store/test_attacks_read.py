"""Nobody reads another tenant's rows, in whatever way the question is put."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import exists, func, literal_column, select, table, text, union_all
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.orm import aliased, make_transient_to_detached
from sqlalchemy.orm.exc import ObjectDeletedError
from werkzeug.exceptions import NotFound

from nastavnik.store.db import db, models
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, NOTHING, ScopeViolationError, Tenant, acting

TENANT_MODELS = [model for model in models() if issubclass(model, Tenant)]
READERS = ("school", "municipality", "ministry", "nobody")
CORE = {"core_ok": True}
ATTACKS: list[Callable[..., Any]] = []
# They take one row of every unit, not all rows.
FEW = {"one_by_one", "one_or_404", "left_over_from_a_wider_scope"}
FEW |= {"expired_attribute", "refreshed_stub"}
# How a database says that it does not let one pass, or that the words are the other one's.
REFUSALS = (
    "not authorized",
    "prohibited",
    "permission denied",
    "does not exist",
    "no such table",
    "syntax error",
)


def attack(function):
    ATTACKS.append(function)
    return function


def fetched(statement, **options) -> set[Any]:
    return set(db.session.scalars(statement, **options))


@attack
def ids(model, _country):
    return fetched(select(model.id))


@attack
def entities(model, _country):
    return {row.id for row in db.session.scalars(select(model))}


@attack
def legacy_query(model, _country):
    return {row.id for row in db.session.query(model).all()}


@attack
def legacy_columns(model, _country):
    return {row.id for row in db.session.query(model.id)}


@attack
def streamed(model, _country):
    return {row.id for row in db.session.scalars(select(model).execution_options(yield_per=2))}


@attack
def paginated(model, _country):
    return {row.id for row in db.paginate(select(model).order_by(model.id), per_page=100)}


@attack
def alias(model, _country):
    other = aliased(model)
    return fetched(select(other.id))


@attack
def self_join(model, _country):
    other = aliased(model)
    return fetched(select(other.id).select_from(model).join(other, other.id == other.id))


@attack
def in_derived_table(model, _country):
    inner = select(model.id).subquery()
    return fetched(select(inner.c.id))


@attack
def alias_of_derived_table(model, _country):
    inner = aliased(model, select(model).subquery())
    return fetched(select(inner.id))


@attack
def in_cte(model, _country):
    inner = select(model.id).cte()
    return fetched(select(inner.c.id))


@attack
def in_union(model, _country):
    return fetched(union_all(select(model.id), select(model.id)))


@attack
def in_subquery(model, _country):
    return fetched(select(model.id).where(model.id.in_(select(model.id))))


@attack
def joined_to_catalogue(model, _country):
    return fetched(
        select(model.id).select_from(OrgUnit).join(model, model.org_unit_id == OrgUnit.id)
    )


@attack
def outer_joined_to_catalogue(model, _country):
    query = select(model.id).select_from(OrgUnit)
    return fetched(query.outerjoin(model, model.org_unit_id == OrgUnit.id)) - {None}


@attack
def lateral_column(model, _country):
    newest = select(func.max(model.id)).where(model.org_unit_id == OrgUnit.id).scalar_subquery()
    return fetched(select(newest).select_from(OrgUnit)) - {None}


@attack
def from_statement(model, _country):
    query = select(model).from_statement(text(f"select * from {model.__tablename__}"))
    return {row.id for row in db.session.scalars(query, execution_options=CORE)}


@attack
def literal_inside_orm(model, _country):
    hidden: Any = literal_column(f"(select max(id) from {model.__tablename__})")
    return fetched(select(hidden).select_from(OrgUnit)) - {None}


@attack
def core_table(model, _country):
    return fetched(select(model.__table__.c.id), execution_options=CORE)


@attack
def core_table_in_orm(model, _country):
    inner = select(model.__table__.c.id).subquery()
    return fetched(select(inner.c.id).select_from(OrgUnit).join(inner, OrgUnit.id == OrgUnit.id))


@attack
def untyped_table(model, _country):
    query: Any = select(literal_column("id")).select_from(table(model.__tablename__))
    return fetched(query, execution_options=CORE)


@attack
def raw_text(model, _country):
    return fetched(text(f"select id from {model.__tablename__}"), execution_options=CORE)


@attack
def raw_quoted(model, _country):
    return fetched(text(f'select id from "{model.__tablename__}"'), execution_options=CORE)


@attack
def raw_upper_case(model, _country):
    return fetched(text(f"SELECT ID FROM {model.__tablename__.upper()}"), execution_options=CORE)


@attack
def raw_cte(model, _country):
    name = model.__tablename__
    query = text(f"with stolen as (select id from {name}) select id from stolen")
    return fetched(query, execution_options=CORE)


@attack
def driver_of_the_session(model, _country):
    connection = db.session.connection()
    return set(connection.exec_driver_sql(f"select id from {model.__tablename__}").scalars())


@attack
def after_commit(model, _country):
    ids(model, None)
    db.session.commit()
    return fetched(select(model.id))


@attack
def after_savepoint(model, _country):
    point = db.session.begin_nested()
    ids(model, None)
    point.rollback()
    return fetched(select(model.id))


@attack
def statement_cached_by_another(model, country):
    query = select(model.id).where(model.id.in_(select(model.id)))
    for scope in (country.scope("stranger"), EVERYTHING):
        with acting(scope):
            assert db.session.scalars(query).all()
    return fetched(query)


@attack
def union_cached_by_another(model, country):
    query = union_all(select(model.id), select(model.id))
    with acting(country.scope("stranger")):
        assert db.session.scalars(query).all()
    return fetched(query)


@attack
def one_by_one(model, country):
    known = country.few(model)
    return {row.id for key in known if (row := db.session.get(model, key))}


@attack
def one_or_404(model, country):
    found = set()
    for key in country.few(model):
        try:
            found.add(db.get_or_404(model, key).id)
        except NotFound:
            continue
    return found


@attack
def left_over_from_a_wider_scope(model, country):
    known = country.few(model)
    with acting(EVERYTHING):
        assert all(db.session.get(model, key) for key in known)
    return {row.id for key in known if (row := db.session.get(model, key))}


def detached(model, country):
    for key in country.few(model):
        stub = model(id=key)
        make_transient_to_detached(stub)
        db.session.add(stub)
        yield stub
        db.session.expunge(stub)


@attack
def expired_attribute(model, country):
    found = set()
    for stub in detached(model, country):
        try:
            found |= {stub.id} if stub.org_path else set()
        except ObjectDeletedError:
            continue
    return found


@attack
def refreshed_stub(model, country):
    found = set()
    for stub in detached(model, country):
        try:
            db.session.refresh(stub)
            found.add(stub.id)
        except InvalidRequestError:
            continue
    return found


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
@pytest.mark.parametrize("way", ATTACKS, ids=lambda way: way.__name__)
def test_everyone_reads_their_own_rows_only(way, model, country):
    aggregates = {"lateral_column", "literal_inside_orm"}
    for reader in READERS:
        allowed = country.allowed(model, reader)
        if way.__name__ in FEW:
            allowed = allowed & country.few(model)
        with country.app.app_context(), acting(country.scope(reader)):
            found = way(model, country)
        if way.__name__ in aggregates:
            assert found <= allowed, reader
        else:
            assert found == allowed, reader


BYPASSES = [
    "select id from main.{}",
    'select id from "main"."{}"',
    "select id from [main] . [{}]",
    "select id from main/**/.{}",
    "select (select max(id) from main.{})",
    "select id from public.{}",
    "with stolen as (select * from main.{}) select id from stolen",
]


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
@pytest.mark.parametrize("bypass", BYPASSES)
def test_the_table_behind_the_wall_is_not_reached_by_another_name(bypass, model, country):
    for reader in READERS:
        with country.app.app_context(), acting(country.scope(reader)):
            try:
                found = fetched(text(bypass.format(model.__tablename__)), execution_options=CORE)
            except DBAPIError as error:
                if not any(words in str(error) for words in REFUSALS):
                    raise
            else:
                assert found <= country.allowed(model, reader)


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
class TestAroundTheSession:
    def test_core_without_a_word_is_refused(self, model, country):
        with country.app.app_context(), acting(country.scope("school")):
            with pytest.raises(ScopeViolationError):
                db.session.execute(select(model.__table__.c.id))
            with pytest.raises(ScopeViolationError):
                db.session.execute(text(f"select 1 from {model.__tablename__}"))

    def test_a_lock_takes_the_own_rows_only(self, model, country):
        for reader in READERS:
            with country.app.app_context(), acting(country.scope(reader), write=True):
                query = select(model.id).with_for_update()
                if country.frozen(model):
                    # Rows that are never changed can't be locked for a change either.
                    with pytest.raises(DBAPIError, match="permission denied"):
                        fetched(query)
                else:
                    assert fetched(query) == country.lockable(model, reader)

    def test_counts_are_of_the_own_rows(self, model, country):
        for reader in READERS:
            allowed = country.allowed(model, reader)
            with country.app.app_context(), acting(country.scope(reader)):
                counted = select(func.count()).select_from(model)
                assert db.session.scalar(counted) == len(allowed)
                assert db.session.scalar(select(func.max(model.id))) == max(allowed, default=None)
                pages = db.paginate(select(model).order_by(model.id), per_page=1)
                assert pages.total == len(allowed)

    def test_existence_is_not_betrayed(self, model, country):
        there = exists().where(model.org_unit_id == OrgUnit.id)
        inside = OrgUnit.id.in_(select(model.org_unit_id))
        has_rows = {row["org_path"] for row in country.rows(model, *country.paths)}
        for reader in READERS:
            allowed = country.allowed(model, reader)
            own = {
                row["org_path"]
                for row in country.rows(model, *country.paths)
                if row["id"] in allowed
            }
            with country.app.app_context(), acting(country.scope(reader)):
                for question in (there, inside):
                    found = fetched(select(OrgUnit.path).where(question))
                    assert found & has_rows == own

    def test_a_connection_of_the_engine_knows_no_more(self, model, country):
        query = f"select id from {model.__tablename__}"
        with country.app.app_context(), acting(country.scope("school")):
            with db.engine.connect() as connection:
                found = set(connection.exec_driver_sql(query).scalars())
            assert found <= country.allowed(model, "school")

    def test_a_pooled_connection_forgets_its_last_reader(self, model, country):
        with country.app.app_context():
            with acting(country.scope("school")):
                assert fetched(select(model.id))
            with acting(NOTHING):
                assert not fetched(select(model.id))
                with db.engine.connect() as connection:
                    rows = connection.exec_driver_sql(f"select id from {model.__tablename__}")
                    assert not rows.all()

    def test_a_thread_inherits_nothing(self, model, country):
        found: list[int] = []

        def look():
            with country.app.app_context():
                found.extend(db.session.scalars(select(model.id)))

        with country.app.app_context(), acting(country.scope("school")):
            thread = threading.Thread(target=look)
            thread.start()
            thread.join()
        assert found == []
