"""Deeds that change nothing are added by the program, and read by pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from nastavnik.domain.audit import Action
from nastavnik.store import audit
from nastavnik.store.audit import Place, Row, Wanted
from nastavnik.store.db import db
from nastavnik.store.walls import (
    EVERYTHING,
    Scope,
    acting,
    enter,
)
from nastavnik.store.writing import transaction
from nastavnik.testing.trail import CURATOR, events, last, person

LAZY = {"synchronize_session": False}
CORE = {"core_ok": True}


def lately(row, account_id, within=timedelta(minutes=10)) -> bool:
    return audit.done_lately(Action.READ, row, within, account_id=account_id)


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
            assert not lately(row, 7)
            audit.add(Action.READ, place=place, author=CURATOR, row=row)
            db.session.rollback()  # the next request sees it
            assert lately(row, 7)
            assert not lately(row, 8)
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

    def test_old_reads_are_not_lately(self):
        one = person()
        row = Row("person", one.id)
        audit.add(Action.READ, place=self.place(), author=CURATOR, row=row)
        assert lately(row, 7)
        assert not lately(row, 7, timedelta(minutes=-1))

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
