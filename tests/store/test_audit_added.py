"""Deeds that change nothing are added by the program, and read by pages."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nastavnik.domain.access import Role
from nastavnik.domain.audit import Action
from nastavnik.store import audit, audit_survey
from nastavnik.store.audit import Place, Row, Wanted
from nastavnik.store.audit_survey import Sought
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

    def test_the_platform_counts_everything_and_reads_of_nobody(self):
        since = datetime.now(UTC) - timedelta(hours=1)
        with acting(EVERYTHING):
            known = len(events())
        assert sum(one.number for one in audit_survey.tallies(since)) == known
        told = audit_survey.page(Sought(since=since))
        assert audit_survey.count(Sought(since=since)) == len(told) == known
        assert "Старов" not in str(told)
        nothing = Sought(since=since, actions=[Action.READ], role=Role.CURATOR, account_id=7)
        assert audit_survey.count(nothing) == 0

    def test_a_search_is_narrowed(self, school):
        row = Row("person", person().id)
        audit.add(Action.READ, place=self.place(), author=CURATOR, row=row)
        since = datetime.now(UTC) - timedelta(hours=1)
        reads = Sought(since=since, account_id=7, origin="10.0.0.", place=school[:3])
        (one,) = audit_survey.page(reads)
        assert (one.action, one.role, one.account_id, one.agent) == (
            "read",
            "curator",
            7,
            "Firefox, Windows",
        )
        for other in ({"origin": "10.0.1"}, {"place": "99."}, {"account_id": 8}):
            assert audit_survey.count(replace(reads, **other)) == 0
        assert audit_survey.count(replace(reads, since=datetime.now(UTC))) == 0
