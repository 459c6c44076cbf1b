"""Terms of the law on personal data."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from nastavnik.domain.calendar import WorkCalendar
from nastavnik.domain.personal_data import (
    Ground,
    RequestKind,
    Stage,
    kept_until,
    stage,
    timer,
)

CALENDAR = WorkCalendar()
FRIDAY = date(2026, 11, 20)
FOUND = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (RequestKind.CORRECTION, date(2026, 12, 1)),
        (RequestKind.ACCESS, date(2026, 12, 4)),
        (RequestKind.WITHDRAWAL, date(2026, 12, 20)),
        (RequestKind.DESTRUCTION, date(2026, 12, 1)),
        (Ground.WITHDRAWN, date(2026, 12, 20)),
        (Ground.REACHED, date(2026, 12, 20)),
        (Ground.UNLAWFUL, date(2026, 12, 4)),
    ],
)
def test_working_days_skip_days_off_and_calendar_days_do_not(kind, due) -> None:
    """20.12.2026 is a Sunday: the thirty days of the law are not moved to our good."""
    assert kind.term.due(FRIDAY, CALENDAR) == due
    assert kind.label
    assert "152-ФЗ" in kind.term.clause


def test_the_act_is_kept_for_three_years() -> None:
    assert kept_until(date(2026, 11, 21)) == date(2029, 11, 21)


def test_both_terms_of_an_incident_run_from_its_finding() -> None:
    first = timer(FOUND, None, None)
    assert first
    assert (first.stage, first.due - FOUND) == (Stage.NOTICE, timedelta(hours=24))
    second = timer(FOUND, FOUND + timedelta(hours=5), None)
    assert second
    assert (second.stage, second.due - FOUND) == (Stage.RESULT, timedelta(hours=72))
    assert timer(FOUND, FOUND, FOUND) is None
    assert stage(FOUND, FOUND) is Stage.CLOSED
    assert all(one.label for one in Stage)


@pytest.mark.parametrize(
    ("hours", "words", "late"),
    [
        (1, "осталось 23 ч 00 мин", False),
        (18.75, "осталось 5 ч 15 мин", False),
        (24, "осталось 0 ч 00 мин", False),
        (27, "просрочено на 3 ч 00 мин", True),
    ],
)
def test_what_is_left_is_said_in_hours(hours, words, late) -> None:
    due = timer(FOUND, None, None)
    assert due
    now = FOUND + timedelta(hours=hours)
    assert (due.left(now), due.late(now)) == (words, late)
