"""Deeds that change nothing are added by the program, and read by pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from nastavnik.domain.audit import Action
from nastavnik.store import audit
from nastavnik.store.audit import Place, Row, Wanted
from nastavnik.store.author import Author
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.walls import (
    EVERYTHING,
    Scope,
    acting,
    enter,
)
from nastavnik.store.writing import begin_write, transaction
from nastavnik.testing import factories
from nastavnik.testing.trail import events, last

LAZY = {"synchronize_session": False}
CORE = {"core_ok": True}
CURATOR = Author(
    name="Кураторова А. А.",
    account_id=7,
    role="curator",
    origin="10.0.0.5",
    agent="Firefox, Windows",
    request_id="a1",
)


@pytest.fixture
def school(store_app):
    """Path of an institution with a person; the context writes in its scope, unsigned."""
    with store_app.app_context():
        with acting(EVERYTHING, write=True):
            unit = factories.institution()
            factories.person(unit, last_name="Старов")
            db.session.commit()
            path = unit.path
        enter(Scope.of(path))
        begin_write()
        yield path


def person() -> Any:
    """The person of the school."""
    return db.session.scalars(select(Person).order_by(Person.id)).first()


@pytest.mark.usefixtures("school")
class TestAdded:
    def place(self) -> Place:
        one = person()
        return Place(one.org_unit_id, one.org_path)

    def test_a_reading_context_writes_in_a_transaction_of_its_own(self, store_app, school):
        db.session.rollback()
        with store_app.app_context():
            enter(Scope.of(school))
            one = person()
            row, place = Row("person", one.id, one.public_id), self.place()
            assert not audit.read_lately(row, 7)
            audit.add(Action.READ, place=place, author=CURATOR, row=row)
            db.session.rollback()  # the next request sees it
            assert audit.read_lately(row, 7)
            assert not audit.read_lately(row, 8)
        assert last().action == "read"

    def test_a_writing_context_writes_with_what_it_writes(self):
        place = self.place()
        with suppress(ZeroDivisionError), transaction():
            audit.add(Action.PUBLISH, place=place, author=CURATOR, details={"n": 1})
            raise ZeroDivisionError
        assert not events(action="publish")
        with transaction():
            audit.add(Action.PUBLISH, place=place, author=CURATOR, details={"n": 1})
        assert last().after == {"n": 1}

    def test_old_reads_are_not_lately(self, monkeypatch):
        one = person()
        row = Row("person", one.id)
        audit.add(Action.READ, place=self.place(), author=CURATOR, row=row)
        monkeypatch.setattr(audit, "REPEATED_AFTER_MINUTES", -1)
        assert not audit.read_lately(row, 7)

    def test_pages_are_of_the_wanted_rows_and_deeds(self):
        one = person()
        audit.add(Action.READ, place=self.place(), author=CURATOR, row=Row("person", one.id))
        rows = {"person": [one.id]}
        assert [e.action for e in audit.page(Wanted(rows=rows))] == ["read", "insert"]
        assert audit.count(Wanted(rows=rows, actions=[Action.READ])) == 1
        assert audit.count(Wanted(rows={"person": [0]})) == 0
        assert len(audit.page(Wanted(), offset=1, limit=1)) == 1

    def test_the_platform_counts_and_reads_nothing(self, school):
        since = datetime.now(UTC) - timedelta(hours=1)
        with acting(EVERYTHING):
            assert (school, "insert", 2) in audit.counted(since)
