"""No trace is taken away, and each unit reads its own."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from nastavnik.domain.access import Role
from nastavnik.store import audit, author
from nastavnik.store.account import Account
from nastavnik.store.audit import AuditEvent
from nastavnik.store.author import Author
from nastavnik.store.db import db
from nastavnik.store.ddl_audit import VEIL
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.submission import Submission
from nastavnik.store.walls import (
    EVERYTHING,
    Scope,
    acting,
)
from nastavnik.store.writing import transaction
from nastavnik.testing import factories
from nastavnik.testing.trail import events, last, person

TABLE: Any = AuditEvent.__table__
LAZY = {"synchronize_session": False}
CORE = {"core_ok": True}


CHANGES = {
    "bulk update": lambda: db.session.execute(
        update(AuditEvent).values(actor_name="Никто"), execution_options=LAZY
    ),
    "bulk blank": lambda: db.session.execute(
        update(AuditEvent).values(before=None, after=None), execution_options=LAZY
    ),
    "blank and more": lambda: db.session.execute(
        update(AuditEvent).values(
            before=None, after=None, redacted_at=factories.NOW, actor_name="Никто"
        ),
        execution_options=LAZY,
    ),
    "bulk delete": lambda: db.session.execute(delete(AuditEvent), execution_options=LAZY),
    "raw update": lambda: db.session.execute(
        text("update audit_event set at = '2020-01-01'"), execution_options=CORE
    ),
    "raw delete": lambda: db.session.execute(
        text("delete from audit_event"), execution_options=CORE
    ),
}


@pytest.mark.usefixtures("school")
class TestKept:
    @pytest.mark.parametrize("change", CHANGES)
    def test_an_event_is_never_changed(self, change):
        before = [(one.id, one.actor_name, one.after, one.at) for one in events()]
        with pytest.raises(DBAPIError, match=r"is frozen|permission denied|scope violation"):
            CHANGES[change]()
        db.session.rollback()
        assert [(one.id, one.actor_name, one.after, one.at) for one in events()] == before

    def test_not_even_a_superuser_changes_it(self, witness):
        db.session.rollback()
        for statement in (
            "update audit_event set actor_name = 'x'",
            'update audit_event set "after" = null, "before" = null',
            "delete from audit_event",
        ):
            with witness.connect() as connection, pytest.raises(DBAPIError, match="is frozen"):
                connection.execute(text(statement))

    def test_it_is_not_replaced(self):
        event = last()
        again = {column.name: getattr(event, column.key) for column in AuditEvent.__table__.c}
        statement = insert(TABLE).values(**again | {"actor_name": "Никто"})
        if db.engine.dialect.name == "sqlite":
            statement = statement.prefix_with("or replace")
        with pytest.raises(DBAPIError, match=r"is frozen|duplicate key"):
            db.session.execute(statement, execution_options=CORE)

    def test_a_unit_that_moves_takes_its_trace_along_and_leaves_one_event(self, school):
        db.session.rollback()
        with acting(EVERYTHING, write=True):
            known = len(events())
            unit = db.session.scalars(select(OrgUnit).where(OrgUnit.path == school)).one()
            unit.path = moved = f"{school[:-7]}000777."
            db.session.commit()
            assert len(events()) == known + 1
            assert last().after == {"path": moved}
        with acting(Scope.of(moved)):
            assert events(table_name="person")


@pytest.mark.usefixtures("school")
class TestWhose:
    def test_a_centre_leaves_a_trace_at_the_school_and_reads_none(self, school):
        with transaction():
            unit = db.session.scalars(select(OrgUnit).where(OrgUnit.path == school)).one()
            factories.submission(unit)
        with acting(Scope.of(school[:8]), write=True):
            author.sign(Author(name="Центрова О. О."))
            report = db.session.scalars(select(Submission)).one()
            report.state = "accepted"
            db.session.commit()
            assert events(table_name="submission") == []
        event = last(table_name="submission")
        assert (event.actor_name, event.after) == ("Центрова О. О.", {"state": "accepted"})

    def test_figures_and_documents_of_an_order_are_not_copied(self, school):
        with transaction():
            unit = db.session.scalars(select(OrgUnit).where(OrgUnit.path == school)).one()
            factories.order(unit, context={"pair": "Иванов"})
        assert last(table_name="mentoring_order").after["context"] == VEIL

    def test_an_account_leaves_a_trace_in_each_of_its_units(self, school):
        with acting(EVERYTHING, write=True):
            unit = db.session.scalars(select(OrgUnit).where(OrgUnit.path == school)).one()
            account_id = factories.membership(unit, Role.CURATOR).account_id
            factories.membership(factories.institution(), Role.MENTOR, account_id=account_id)
            db.session.flush()
            db.session.get_one(Account, account_id).password_hash = "совсем другой"
            db.session.commit()
            found = events(table_name="account", action="update")
            assert len({one.org_path for one in found}) == len(found) == 2
            assert {one.after["password_hash"] for one in found} == {VEIL}
        assert last(table_name="membership").after["role"] == "curator"


class TestRedaction:
    def test_contents_are_blanked_and_the_deeds_stay(self, school):
        one = person()
        with transaction():
            other = factories.person(
                db.session.scalars(select(OrgUnit).where(OrgUnit.path == school)).one()
            )
            done = audit.redact({"person": [one.id], "consent": []})
        assert done == 1
        blank, whole = events(table_name="person")
        assert (blank.before, blank.after, blank.action) == (None, None, "insert")
        assert blank.redacted_at is not None
        assert whole.row_id == other.id
        assert whole.after
        with transaction():
            assert audit.redact({"person": [one.id]}) == 0

    @pytest.mark.usefixtures("school")
    def test_nobody_blanks_anothers(self):
        one = person().id
        db.session.rollback()
        with acting(EVERYTHING, write=True):
            stranger = factories.institution().path
            db.session.commit()
        with acting(Scope.of(stranger), write=True), transaction():
            assert audit.redact({"person": [one]}) == 0
        assert events(table_name="person")[0].after

    @pytest.mark.usefixtures("school")
    def test_a_blanked_event_is_not_filled_again(self, witness):
        one = person().id
        with transaction():
            audit.redact({"person": [one]})
        db.session.rollback()
        with (
            witness.connect() as connection,
            pytest.raises(DBAPIError, match="is frozen"),
        ):
            connection.execute(
                text("update audit_event set redacted_at = null where redacted_at is not null")
            )


def test_an_event_of_a_foreign_unit_is_not_slipped_in(school):
    with acting(EVERYTHING, write=True):
        stranger = factories.institution()
        db.session.commit()
        place = {"org_unit_id": stranger.id, "org_path": stranger.path}
    event = {
        "at": factories.NOW,
        "action": "read",
        "actor_name": "x",
        "origin": "",
        "agent": "",
        "request_id": "",
    }
    with pytest.raises((DBAPIError, IntegrityError), match=r"scope violation|row-level security"):
        db.session.execute(insert(TABLE).values(**event, **place), execution_options=CORE)
    assert school


def test_the_application_may_only_add_and_read(store_app):
    """PostgreSQL by the rights of its role, SQLite by triggers that stand in the file."""
    with store_app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            asked = "select has_table_privilege('audit_event', '{}')"
            may = {
                right
                for right in ("select", "insert", "update", "delete", "truncate", "trigger")
                if connection.exec_driver_sql(asked.format(right)).scalar()
            }
            assert may == {"select", "insert"}
            return
        names = connection.exec_driver_sql(
            "select name from main.sqlite_schema"
            " where type = 'trigger' and tbl_name = 'audit_event'"
        )
        assert set(names.scalars()) >= {"audit_event_frozen", "audit_event_kept"}
