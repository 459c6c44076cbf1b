"""Only a context that said so writes; a lost race is told in clear words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import current_app
from sqlalchemy import delete, event, func, select
from sqlalchemy.exc import IntegrityError, StatementError

from nastavnik.domain.errors import BusyError, ConflictError
from nastavnik.store.account import LoginFailure
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person, lock_person
from nastavnik.store.walls import EVERYTHING, acting, enter
from nastavnik.store.writing import WriteContextError, begin_write, transaction, writing
from nastavnik.testing import factories


@pytest.fixture
def teacher(store_app):
    with store_app.app_context(), acting(EVERYTHING, write=True):
        person = factories.person(factories.institution())
        db.session.commit()
        return person.id


def units():
    return db.session.scalar(select(func.count(OrgUnit.id)))


def test_a_reading_context_can_not_write(store_app, teacher):
    with store_app.app_context(), acting(EVERYTHING):
        person = db.session.get(Person, teacher)
        assert person is not None
        person.position = "директор"
        with pytest.raises(WriteContextError):
            db.session.flush()
        db.session.rollback()
        with pytest.raises(WriteContextError):
            db.session.execute(delete(Person))
        with pytest.raises(WriteContextError):
            lock_person(teacher)


def test_to_begin_writing_ends_what_was_read_before(store_app, teacher):
    with store_app.app_context():
        enter(EVERYTHING)
        person = db.session.get(Person, teacher)
        assert person is not None
        with acting(EVERYTHING, write=True):
            other = db.session.get(Person, teacher)
            assert other is not None
            other.position = "завуч"
            db.session.commit()
        begin_write()
        assert writing()
        assert person.position == "завуч"


def test_a_transaction_is_all_or_nothing(store_app):
    with store_app.app_context():
        enter(EVERYTHING)
        with transaction():
            factories.unit()
            with transaction():
                factories.unit()
        db.session.rollback()
        assert units() == 2
        with pytest.raises(RuntimeError, match="half way"):
            fail_half_way()
        assert units() == 2


def fail_half_way():
    with transaction():
        factories.unit()
        with transaction():
            factories.unit()
        raise RuntimeError("half way")


def test_the_second_of_two_editors_is_told(store_app, teacher):
    with store_app.app_context():
        enter(EVERYTHING)
        mine = db.session.get(Person, teacher)
        assert mine is not None
        db.session.commit()
        with acting(EVERYTHING, write=True):
            theirs = db.session.get(Person, teacher)
            assert theirs is not None
            theirs.position = "завуч"
            db.session.commit()
        mine.position = "директор"
        # As in a request that has loaded the card, waited, and then writes what it holds.
        with pytest.raises(ConflictError, match="уже изменил"):
            _commit_without_looking(mine)
    with store_app.app_context(), acting(EVERYTHING):
        person = db.session.get(Person, teacher)
        assert person is not None
        assert person.position == "завуч"
        assert person.version == 2


def _commit_without_looking(person):
    db.session.expunge(person)
    begin_write()
    db.session.add(person)
    with transaction():
        pass


def test_a_taken_unique_value_is_a_conflict(store_app):
    with store_app.app_context():
        enter(EVERYTHING)
        with transaction():
            unit = factories.institution()
            factories.order(unit, number="1-н")
        with pytest.raises(ConflictError, match="уже есть"), transaction():
            factories.order(unit, number="1-н")


def test_any_other_broken_rule_of_the_database_stays_an_error(store_app):
    with store_app.app_context():
        enter(EVERYTHING)
        with pytest.raises(IntegrityError), transaction():
            factories.account(demo_id=1)


def test_moments_are_kept_in_utc(store_app):
    local = datetime(2026, 11, 21, 16, 0, tzinfo=timezone(timedelta(hours=7)))
    with store_app.app_context():
        enter(EVERYTHING)
        with transaction():
            db.session.add(LoginFailure(key="a", at=local))
        db.session.expire_all()
        kept = db.session.scalars(select(LoginFailure.at)).one()
        assert kept == local
        assert kept.tzinfo is UTC
        assert kept.hour == 9


def test_a_moment_without_a_zone_is_refused(sqlite_app):
    naive = datetime(2026, 11, 21, 16, 0)  # noqa: DTZ001 - that is the point
    with sqlite_app.app_context():
        enter(EVERYTHING)
        with pytest.raises(StatementError, match="без часового пояса"), transaction():
            db.session.add(LoginFailure(key="a", at=naive))


def test_not_even_a_raw_write_slips_into_a_reading_transaction(sqlite_app):
    with sqlite_app.app_context():
        enter(EVERYTHING)
        with db.engine.connect() as connection, pytest.raises(WriteContextError, match="чтения"):
            connection.exec_driver_sql("delete from login_failure")
        begin_write()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("delete from login_failure")


def test_after_its_transaction_a_context_reads_without_the_lock(store_app):
    with store_app.app_context():
        enter(EVERYTHING)
        with transaction():
            factories.unit()
        assert not writing()
        assert units() == 1
        with transaction():
            factories.unit()
        assert units() == 2


def test_a_lock_that_is_not_given_is_a_busy_database(store_app, teacher):
    with store_app.app_context():
        postgres = db.engine.dialect.name == "postgresql"
        hurry = "set lock_timeout = '50ms'" if postgres else "pragma busy_timeout = 50"
        db.engine.dispose()
        event.listen(db.engine, "connect", lambda dbapi, _: dbapi.execute(hurry))
        enter(EVERYTHING)
        with acting(EVERYTHING, write=True):
            assert lock_person(teacher) is not None
            with pytest.raises(BusyError, match="повторите"):
                lock_elsewhere(teacher)
        with transaction():
            assert lock_person(teacher) is not None


def lock_elsewhere(teacher):
    """In another context of the same moment."""
    with current_app.app_context():
        enter(EVERYTHING)
        with transaction():
            lock_person(teacher)
