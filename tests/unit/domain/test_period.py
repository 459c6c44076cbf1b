"""Reporting periods: quarters of the calendar year."""

from datetime import date

import pytest

from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.period import Period


def test_a_day_lies_in_its_quarter():
    assert Period.of(date(2026, 11, 21)) == Period(2026, 4)
    assert Period.of(date(2026, 1, 1)) == Period(2026, 1)


def test_a_quarter_has_a_code_a_title_and_days():
    quarter = Period.parse("2026-Q4")
    assert quarter.code == "2026-Q4"
    assert quarter.title == "IV квартал 2026 года"
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))


def test_the_quarter_before_the_first_is_in_the_year_before():
    assert Period(2026, 1).previous == Period(2025, 4)


@pytest.mark.parametrize("code", ["2026", "2026-Q5", "1926-Q1", "2026-q4", "2026-Q4 "])
def test_anything_else_is_no_period(code):
    with pytest.raises(NotFoundError, match="Период пишется так: 2026-Q4"):
        Period.parse(code)
