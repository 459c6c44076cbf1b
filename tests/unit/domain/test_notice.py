"""The notice of art. 351.8: three working days, counted from the day after it."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.deadlines import Life, notice
from nastavnik.domain.notice import earliest, too_soon
from nastavnik.regions import registry

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def book():
    return registry.region("kuzbass").book((), date(2026, 9, 1))


def rule_of(book, regime):
    start, end = date(2026, 9, 1), date(2027, 8, 31)
    life = Life(kind="traditional", form="", start=start, end=end, facts={"regime": regime})
    return notice(book, life)


def test_a_notice_of_friday_ends_on_wednesday(book) -> None:
    rule = rule_of(book, "labour_351_8")
    assert earliest(rule, FRIDAY, book).on == date(2026, 11, 25)
    assert too_soon(rule, FRIDAY, date(2026, 11, 25), book) is None
    found = too_soon(rule, FRIDAY, date(2026, 11, 24), book)
    assert found is not None
    assert found.blocks
    assert found.cite.clause == "ст. 351.8"
    assert "25.11.2026" in found.text
    assert found.limit == "за 3\N{NO-BREAK SPACE}рабочих дня"


def test_holidays_are_not_counted(book) -> None:
    rule = rule_of(book, "labour_351_8")
    assert earliest(rule, date(2026, 6, 10), book).on == date(2026, 6, 16)


def test_who_is_not_paid_needs_no_notice(book) -> None:
    assert rule_of(book, "job_function") is None
