"""Events are only added, sent figures never change, and both move with their unit."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from nastavnik.store.db import db
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.submission import Submission
from nastavnik.store.walls import EVERYTHING, Scope, acting, enter
from nastavnik.store.writing import begin_write
from nastavnik.testing import databases, factories

LAZY = {"synchronize_session": False}
CORE = {"core_ok": True}


@pytest.fixture
def school(store_app):
    """Path of an institution with an event and a report; the context writes in its scope."""
    with store_app.app_context():
        with acting(EVERYTHING, write=True):
            unit = factories.institution()
            factories.event(unit, data={"number": "12-н"})
            factories.submission(unit)
            db.session.commit()
            path = unit.path
        enter(Scope.of(path))
        begin_write()
        yield path


@pytest.fixture
def superuser(database):
    engine = databases.witness(database)
    yield engine
    engine.dispose()


CHANGES = {
    "bulk update": lambda: db.session.execute(
        update(MentorshipEvent).values(actor_name="Никто"), execution_options=LAZY
    ),
    "bulk delete": lambda: db.session.execute(delete(MentorshipEvent), execution_options=LAZY),
    "raw update": lambda: db.session.execute(
        text("""update mentorship_event set data = '{"number": "13-н"}'"""), execution_options=CORE
    ),
    "raw delete": lambda: db.session.execute(
        text("delete from mentorship_event"), execution_options=CORE
    ),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.usefixtures("school")
def test_an_event_is_never_changed(change):
    with pytest.raises(DBAPIError, match=r"is frozen|permission denied"):
        CHANGES[change]()
    db.session.rollback()
    event = db.session.scalars(select(MentorshipEvent)).one()
    assert event.data == {"number": "12-н"}


@pytest.mark.usefixtures("school")
def test_an_event_is_not_changed_through_its_object():
    event = db.session.scalars(select(MentorshipEvent)).one()
    event.kind = "completed"
    with pytest.raises(DBAPIError, match=r"is frozen|permission denied"):
        db.session.flush()


@pytest.mark.usefixtures("school")
def test_not_even_a_superuser_changes_an_event(superuser):
    db.session.rollback()
    for statement in ("update mentorship_event set kind = 'x'", "delete from mentorship_event"):
        with superuser.connect() as connection, pytest.raises(DBAPIError, match="is frozen"):
            connection.execute(text(statement))


@pytest.mark.usefixtures("school")
def test_sqlite_does_not_replace_an_event(database):
    if database.is_postgres:
        statement = "insert into mentorship_event select * from mentorship_event"
    else:
        statement = "insert or replace into mentorship_event select * from mentorship_event"
    with pytest.raises(DBAPIError, match=r"is frozen|duplicate key"):
        db.session.execute(text(statement), execution_options=CORE)


@pytest.mark.parametrize(
    "change",
    [
        {"values": {"pairs": 4}},
        {"sources": {}},
        {"sha256": "1" * 64},
        {"period": "2026-Q3"},
        {"version": 2},
        {"note": "иначе"},
        {"submitted_by_name": "Иной"},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.usefixtures("school")
def test_sent_figures_never_change(change):
    report = db.session.scalars(select(Submission)).one()
    for name, value in change.items():
        setattr(report, name, value)
    with pytest.raises(IntegrityError, match="is frozen"):
        db.session.flush()


def test_the_municipality_reviews_what_it_did_not_write(school):
    db.session.rollback()
    with acting(Scope.of(school[:8]), write=True):
        report = db.session.scalars(select(Submission)).one()
        report.state, report.reason = "returned", "Не сходится число пар"
        report.reviewed_at, report.reviewed_by_name = factories.NOW, "Центрова О. О."
        db.session.commit()
        assert report.state == "returned"


@pytest.mark.parametrize("reason", [None, ""])
@pytest.mark.usefixtures("school")
def test_a_return_without_a_reason_is_refused(reason):
    report = db.session.scalars(select(Submission)).one()
    report.state, report.reason = "returned", reason
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.usefixtures("school")
def test_a_sent_report_is_not_deleted():
    with pytest.raises(DBAPIError, match=r"is frozen|permission denied"):
        db.session.execute(delete(Submission), execution_options=LAZY)


def test_a_unit_that_moves_takes_its_rows_along(school):
    db.session.rollback()
    with acting(EVERYTHING, write=True):
        unit = db.session.scalars(select(OrgUnit).where(OrgUnit.path == school)).one()
        unit.path = moved = f"{school[:-7]}000777."
        db.session.commit()
    for path, number in ((school, 0), (moved, 1)):
        with acting(Scope.of(path)):
            assert len(db.session.scalars(select(MentorshipEvent)).all()) == number
            assert len(db.session.scalars(select(Submission)).all()) == number
