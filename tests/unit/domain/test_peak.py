"""How many mentees a mentor has on the busiest day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.domain.case import Load, peak

START, END = date(2026, 12, 1), date(2027, 11, 30)
DAY = timedelta(days=1)


def load(first, last):
    return Load("traditional", "teacher_teacher", first, last)


def test_nobody_is_nobody():
    assert peak(START, END, ()) == (0, START)


def test_the_first_day_of_the_peak_is_told():
    early = load(date(2026, 9, 1), date(2027, 2, 28))
    late = load(date(2027, 2, 1), date(2027, 8, 31))
    assert peak(START, END, (early, late)) == (2, date(2027, 2, 1))


def test_mentorships_outside_the_period_do_not_count():
    before = load(date(2026, 1, 1), START - DAY)
    after = load(END + DAY, date(2028, 1, 1))
    assert peak(START, END, (before, after)) == (0, START)


def test_one_day_in_common_counts():
    assert peak(START, END, (load(date(2026, 1, 1), START),)) == (1, START)
    assert peak(START, END, (load(END, date(2028, 1, 1)),)) == (1, END)


def test_those_who_follow_each_other_are_not_simultaneous():
    first = load(START, date(2027, 3, 31))
    second = load(date(2027, 4, 1), END)
    assert peak(START, END, (first, second)) == (1, START)


spans = st.tuples(st.integers(-30, 60), st.integers(0, 40)).map(
    lambda span: load(START + span[0] * DAY, START + (span[0] + span[1]) * DAY)
)


@given(st.lists(spans, max_size=6).map(tuple))
def test_the_peak_is_what_counting_every_day_gives(loads):
    end = START + 45 * DAY
    days = [START + shift * DAY for shift in range(46)]
    by_day = [sum(one.start <= day <= one.end for one in loads) for day in days]
    most, day = peak(START, end, loads)
    assert most == max(by_day)
    assert day == days[by_day.index(most)]
