"""Every change leaves a trace, and the trace says who did it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from nastavnik.store import author
from nastavnik.store.author import Author
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.walls import (
    Scope,
    ScopeViolationError,
    acting,
    enter,
)
from nastavnik.store.writing import begin_write, transaction
from nastavnik.testing import factories
from nastavnik.testing.trail import CURATOR, events, last, person

LAZY = {"synchronize_session": False}
CORE = {"core_ok": True}


@pytest.mark.usefixtures("school")
class TestChanges:
    def test_a_change_says_what_was_and_what_is(self):
        author.sign(CURATOR)
        with transaction():
            person().position = "учитель-методист"
        event = last()
        assert (event.action, event.table_name, event.row_id) == ("update", "person", person().id)
        assert event.row_public_id == person().public_id
        assert event.before == {"position": "учитель математики", "version": 1}
        assert event.after == {"position": "учитель-методист", "version": 2}
        assert event.actor_id == CURATOR.account_id
        told = (event.actor_name, event.actor_role, event.origin, event.agent, event.request_id)
        assert told == (
            CURATOR.name,
            CURATOR.role,
            CURATOR.origin,
            CURATOR.agent,
            CURATOR.request_id,
        )
        assert abs(event.at - datetime.now(UTC)) < timedelta(minutes=1)

    def test_a_new_row_is_told_whole_without_what_is_empty(self):
        event = last(action="insert", table_name="person")
        assert event.before is None
        assert event.after["last_name"] == "Старов"
        assert event.after["facts"] == {}
        assert "birth_date" not in event.after
        assert "org_path" not in event.after

    def test_a_value_that_comes_or_goes(self):
        with transaction():
            person().birth_date = factories.TODAY
        came = last()
        assert (came.before.get("birth_date"), came.after["birth_date"]) == (None, "2026-11-21")
        with transaction():
            person().birth_date = None
        assert "birth_date" not in last().after

    def test_a_document_stays_a_document(self):
        with transaction():
            person().facts = {"experience.pedagogical": 12, "category": 'с "кавычкой"'}
        assert last().after["facts"] == {
            "experience.pedagogical": 12,
            "category": 'с "кавычкой"',
        }

    @pytest.mark.parametrize(
        "change",
        [
            lambda: db.session.execute(
                update(Person).values(position="x"), execution_options=LAZY
            ),
            lambda: db.session.execute(
                text("update person set position = 'x'"), execution_options=CORE
            ),
            lambda: db.session.connection().exec_driver_sql("update person set position = 'x'"),
        ],
        ids=["bulk", "text", "driver"],
    )
    def test_nothing_slips_past(self, change):
        author.sign(CURATOR)
        change()
        db.session.commit()
        assert last().after == {"position": "x"}
        assert last().actor_name == CURATOR.name

    def test_a_deletion_keeps_what_was(self):
        db.session.execute(delete(Person), execution_options=LAZY)
        db.session.commit()
        event = last()
        assert (event.action, event.after) == ("delete", None)
        assert event.before["last_name"] == "Старов"

    def test_what_changes_nothing_leaves_no_trace(self):
        known = len(events())
        db.session.execute(update(Person).values(position=Person.position), execution_options=LAZY)
        db.session.commit()
        assert len(events()) == known

    def test_an_undone_change_leaves_no_trace(self):
        known = len(events())
        person().position = "x"
        db.session.flush()
        db.session.rollback()
        assert len(events()) == known


@pytest.mark.usefixtures("school")
class TestAuthor:
    def test_nobody_has_signed(self):
        with transaction():
            person().position = "x"
        assert (last().actor_name, last().actor_id, last().origin) == (author.UNKNOWN, None, "")

    def test_a_write_past_the_program_is_nobodys(self, witness):
        author.sign(CURATOR)
        with transaction():
            person().position = "x"
        with witness.begin() as connection:
            connection.execute(text("update person set position = 'y'"))
        assert (last().after, last().actor_name) == ({"position": "y"}, author.UNKNOWN)

    def test_a_nested_context_takes_the_signature_along(self, school):
        author.sign(CURATOR)
        with acting(Scope.of(school), write=True), transaction():
            person().position = "x"
        assert last().actor_name == CURATOR.name

    def test_a_later_signature_reaches_the_transaction_under_way(self):
        person().position = "x"
        db.session.flush()
        author.sign(CURATOR)
        person().position = "y"
        db.session.commit()
        assert [one.actor_name for one in events(action="update")] == [
            author.UNKNOWN,
            CURATOR.name,
        ]

    def test_a_savepoint_that_is_undone_does_not_undo_the_signature(self):
        author.sign(CURATOR)
        point = db.session.begin_nested()
        person().position = "x"
        db.session.flush()
        point.rollback()
        person().position = "y"
        db.session.commit()
        assert [one.actor_name for one in events(action="update")] == [CURATOR.name]

    def test_the_next_transaction_is_not_signed_by_the_last(self, store_app, school):
        author.sign(CURATOR)
        with transaction():
            person().position = "x"
        with store_app.app_context():
            enter(Scope.of(school))
            begin_write()
            with transaction():
                person().position = "y"
            assert last().actor_name == author.UNKNOWN

    def test_signed_is_for_a_block_and_does_not_outvoice_a_person(self):
        with author.signed(CURATOR):
            assert author.current() == CURATOR
            with author.signed(Author(name="Иной")):
                assert author.current() == CURATOR
        assert author.current() is None

    @pytest.mark.parametrize(
        "forgery",
        [
            "insert or replace into audit_author values (1, 1, 'Иной', '', '', '', '')",
            "select set_config('app.author', '{\"name\": \"x\"}', true)",
            "set local app.author = 'x'",
        ],
    )
    def test_nobody_signs_for_another(self, forgery):
        author.sign(CURATOR)
        try:
            db.session.execute(text(forgery.replace(":", r"\:")), execution_options=CORE)
        except (ScopeViolationError, DBAPIError):
            db.session.rollback()
        with transaction():
            person().position = "x"
        assert last().actor_name == CURATOR.name
