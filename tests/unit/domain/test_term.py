"""Terms in calendar months: two lawful readings, and a bound is broken only by both."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.domain.term import add_months, against, whole_months, whole_years

DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
months = st.integers(0, 120)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 9, 1), 6, date(2027, 3, 1)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 15), -1, date(2026, 2, 15)),
        (date(2026, 5, 31), 1, date(2026, 6, 30)),
    ],
)
def test_a_month_later_is_the_same_number_or_the_last_day(start, count, end):
    assert add_months(start, count) == end


@pytest.mark.parametrize(
    ("start", "end", "count", "verdict"),
    [
        (date(2026, 12, 1), date(2027, 5, 30), 6, -1),
        (date(2026, 12, 1), date(2027, 5, 31), 6, 0),  # inclusive reading
        (date(2026, 12, 1), date(2027, 6, 1), 6, 0),  # the same number of the month
        (date(2026, 12, 1), date(2027, 6, 2), 6, 1),
        (date(2027, 8, 31), date(2028, 2, 27), 6, -1),
        (date(2027, 8, 31), date(2028, 2, 28), 6, 0),
        (date(2027, 8, 31), date(2028, 2, 29), 6, 0),
        (date(2027, 8, 31), date(2028, 3, 1), 6, 1),
        (date(2026, 12, 1), date(2027, 2, 28), 3, 0),
        (date(2026, 12, 1), date(2027, 2, 27), 3, -1),
    ],
)
def test_both_readings_of_a_term_are_lawful(start, end, count, verdict):
    assert against(start, end, count) == verdict


@given(days, st.integers(0, 4000), months)
def test_a_term_is_compared_with_both_ends_of_the_count(start, length, count):
    end = start + timedelta(days=length)
    by_number = add_months(start, count)
    expected = -1 if end < by_number - DAY else int(end > by_number)
    assert against(start, end, count) == expected


@given(days, st.integers(0, 4000))
def test_whole_months_are_the_most_that_fit(start, length):
    end = start + timedelta(days=length)
    count = whole_months(start, end)
    assert count == 0 or add_months(start, count) <= end + DAY
    assert add_months(start, count + 1) > end + DAY


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2026, 12, 1), date(2027, 4, 30), 5),
        (date(2026, 12, 1), date(2027, 4, 29), 4),
        (date(2026, 12, 10), date(2026, 12, 9), 0),
        (date(2026, 12, 10), date(2026, 10, 9), 0),
    ],
)
def test_whole_months_of_a_closed_period(start, end, count):
    assert whole_months(start, end) == count


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2026, 11, 20), 17), (date(2026, 11, 21), 18), (date(2027, 11, 20), 18)],
)
def test_a_year_is_full_on_the_birthday(on, years):
    assert whole_years(date(2008, 11, 21), on) == years
