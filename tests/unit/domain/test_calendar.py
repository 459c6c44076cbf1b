"""Working days: the production calendar, a region's own days off, a week of five or six days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.domain.calendar import DECREED_TO, DayOff, Due, WorkCalendar
from nastavnik.domain.provision import Unit

FIVE = WorkCalendar()
SIX = WorkCalendar(week=6)
DAGESTAN = WorkCalendar(
    [
        DayOff(date(2025, 9, 15), "День единства народов Дагестана", "указ от 06.07.2011 № 104"),
        DayOff(date(2025, 3, 31), "Ураза-байрам", "постановление Правительства РД"),
    ]
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 11, 4), False),  # the Day of National Unity
        (date(2026, 1, 9), False),  # moved by the decree on transfers
        (date(2025, 11, 1), True),  # a working Saturday by the decree
    ],
)
def test_the_production_calendar_of_russia(day, works):
    assert FIVE.works(day) is works


def test_saturdays_work_in_a_week_of_six_days():
    assert SIX.works(date(2026, 11, 21))
    assert not SIX.works(date(2026, 11, 22))


def test_a_region_has_days_off_of_its_own():
    monday = date(2025, 9, 15)
    assert FIVE.works(monday)
    assert not DAGESTAN.works(monday)
    assert DAGESTAN.shift(date(2025, 9, 12), 1) == date(2025, 9, 16)
    assert FIVE.shift(date(2025, 9, 12), 1) == monday


def test_the_count_begins_on_the_next_day():
    tuesday = date(2026, 12, 1)
    assert FIVE.due(tuesday, 5, Unit.WORKING_DAY) == Due(date(2026, 12, 8))
    assert SIX.due(tuesday, 5, Unit.WORKING_DAY) == Due(date(2026, 12, 7))


def test_the_new_years_holidays_are_skipped():
    assert FIVE.due(date(2026, 12, 30), 1, Unit.WORKING_DAY).on == date(2027, 1, 11)


def test_working_days_are_counted_back_too():
    assert FIVE.due(date(2026, 12, 8), 5, Unit.WORKING_DAY, before=True).on == date(2026, 12, 1)


def test_no_days_at_all_is_the_day_itself():
    sunday = date(2026, 11, 22)
    assert FIVE.shift(sunday, 0) == sunday


@pytest.mark.parametrize(
    ("anchor", "days", "unit", "due"),
    [
        (date(2026, 11, 2), 30, Unit.CALENDAR_DAY, date(2026, 12, 2)),
        (date(2026, 11, 6), 30, Unit.CALENDAR_DAY, date(2026, 12, 7)),  # 6 December is a Sunday
        (date(2026, 11, 20), 12, Unit.MONTH, date(2027, 11, 22)),  # 20 November is a Saturday
        (date(2026, 8, 31), 6, Unit.MONTH, date(2027, 3, 1)),  # 28 February is a Sunday
    ],
)
def test_a_deadline_on_a_day_off_ends_on_the_next_working_day(anchor, days, unit, due):
    assert FIVE.due(anchor, days, unit).on == due


def test_of_two_acts_about_one_day_the_later_known_stands():
    day = date(2026, 6, 22)
    holiday = DayOff(day, "День края", "закон")
    moved = DayOff(day, "Перенос", "указ № 6", known=date(2026, 6, 2), works=True)
    for days in ((holiday, moved), (moved, holiday)):
        assert WorkCalendar(days).works(day)
        assert not WorkCalendar(days, known_on=date(2026, 6, 1)).works(day)


def test_a_deadline_counted_back_is_not_moved_forward():
    assert FIVE.due(date(2026, 12, 7), 1, Unit.CALENDAR_DAY, before=True).on == date(2026, 12, 6)


def test_past_the_last_decree_the_answer_says_so():
    last = date(DECREED_TO, 12, 30)
    assert FIVE.due(date(DECREED_TO, 6, 1), 5, Unit.WORKING_DAY).decreed
    assert not FIVE.due(last, 5, Unit.WORKING_DAY).decreed
    assert not FIVE.due(last, 3, Unit.MONTH).decreed


dates = st.dates(date(2022, 1, 1), date(2027, 6, 1))


@given(dates, st.integers(1, 30), st.sampled_from([FIVE, SIX, DAGESTAN]))
def test_so_many_working_days_lie_between(anchor, days, calendar):
    on = calendar.shift(anchor, days)
    between = [anchor + timedelta(days=n) for n in range(1, (on - anchor).days + 1)]
    assert calendar.works(on)
    assert sum(map(calendar.works, between)) == days


@given(dates, st.integers(1, 30))
def test_counting_back_undoes_counting_forward_between_working_days(anchor, days):
    first = FIVE.shift(anchor, 1)
    assert FIVE.shift(FIVE.shift(first, days), -days) == first


def test_past_the_last_decree_holidays_are_still_days_off():
    assert not FIVE.works(date(DECREED_TO + 1, 1, 3))
    assert not SIX.works(date(DECREED_TO + 1, 5, 1))


def test_calendars_of_the_same_days_are_the_same():
    assert FIVE.same(WorkCalendar())
    assert not FIVE.same(SIX)
