"""Which pairs an indicator counts: dates and states on both sides of every bound."""

from datetime import date

import pytest

from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.figures import Cell, behind, counted_in
from nastavnik.domain.indicator import INDICATORS, RULES, Additivity, Group, Pair, Span, indicator
from nastavnik.domain.mentorship import State

QUARTER = Span(date(2026, 10, 1), date(2026, 12, 31))


def pair(start, end, state=State.ACTIVE, ended_on=None, **fields):
    known = {"kind": "traditional", "form": "teacher_teacher", "group": Group.TEACHERS}
    people = {"id": "pair", "mentor": "mentor", "mentee": "mentee"}
    dates = {"start": start, "end": end, "ended_on": ended_on}
    return Pair(**{**known, **people, **dates, "state": state, **fields})


def codes(one, span=QUARTER):
    return {code.partition(".")[2] for code in counted_in(one, span) if code.startswith("pairs.")}


def test_a_pair_of_the_whole_year_goes_on():
    assert codes(pair(date(2026, 9, 1), date(2027, 8, 31))) == {"active", "going_on"}


def test_a_pair_that_begins_on_the_first_day_is_started():
    found = codes(pair(date(2026, 10, 1), date(2027, 8, 31)))
    assert found == {"active", "started", "going_on"}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 1, 1), date(2026, 9, 30)),
        (date(2027, 1, 1), date(2027, 8, 31)),
    ],
)
def test_a_pair_without_a_day_in_the_period_is_not_counted(start, end):
    assert not counted_in(pair(start, end), QUARTER)


def test_one_day_in_the_period_is_enough():
    last = pair(date(2026, 1, 1), date(2026, 10, 1), State.COMPLETED)
    first = pair(date(2026, 12, 31), date(2027, 8, 31))
    assert codes(last) == {"active", "completed"}
    assert codes(first) == {"active", "started", "going_on"}


@pytest.mark.parametrize("state", [State.DRAFT, State.CONSENTS, State.DISCARDED])
def test_a_pair_without_an_order_is_not_counted(state):
    assert not counted_in(pair(date(2026, 9, 1), date(2027, 8, 31), state), QUARTER)


@pytest.mark.parametrize("state", [State.ORDERED, State.ACTIVE, State.CLOSING])
def test_the_order_makes_a_pair_count(state):
    assert "active" in codes(pair(date(2026, 9, 1), date(2027, 8, 31), state))


def test_an_early_end_counts_by_its_day():
    one = pair(date(2026, 9, 1), date(2027, 8, 31), State.ENDED_EARLY, date(2026, 12, 31))
    assert codes(one) == {"active", "ended_early"}
    later = pair(date(2026, 9, 1), date(2027, 8, 31), State.ENDED_EARLY, date(2027, 1, 1))
    assert codes(later) == {"active", "going_on"}


def test_a_replaced_mentor_is_no_early_end():
    one = pair(date(2026, 9, 1), date(2027, 8, 31), State.REPLACED, date(2026, 12, 31))
    assert codes(one) == {"active", "replaced"}
    assert "share.completed" not in counted_in(one, QUARTER)
    later = pair(date(2026, 9, 1), date(2027, 8, 31), State.REPLACED, date(2027, 1, 1))
    assert codes(later) == {"active", "going_on"}


def test_a_pair_that_ended_before_it_began_is_not_counted():
    one = pair(date(2026, 12, 1), date(2027, 8, 31), State.ENDED_EARLY, date(2026, 11, 1))
    assert not counted_in(one, QUARTER)


def test_a_report_before_the_end_of_the_period_sees_only_the_days_that_came():
    to_november = Span(QUARTER.first, date(2026, 11, 21))
    assert not codes(pair(date(2026, 12, 1), date(2027, 8, 31), State.ORDERED), to_november)
    ended = pair(date(2026, 9, 1), date(2026, 11, 30), State.COMPLETED)
    assert codes(ended, to_november) == {"active", "going_on"}


def test_the_share_stands_on_every_ended_pair():
    early = pair(date(2026, 9, 1), date(2027, 8, 31), State.ENDED_EARLY, date(2026, 11, 1))
    assert "share.completed" in counted_in(early, QUARTER)
    assert not RULES["share.completed"].counts(early, QUARTER)


def test_a_figure_opens_to_its_own_pairs_only():
    goes_on = pair(date(2026, 9, 1), date(2027, 8, 31))
    begun = pair(date(2026, 10, 5), date(2027, 8, 31), kind="group", id="begun")
    student = pair(date(2026, 10, 5), date(2027, 8, 31), group=Group.STUDENTS, id="student")
    pairs = [goes_on, begun, student]
    started = Cell("pairs.started", Group.TEACHERS)
    assert behind(pairs, started, QUARTER) == [begun]
    assert behind(pairs, started._replace(kind="traditional"), QUARTER) == []
    assert behind(pairs, Cell("pairs.active", Group.TEACHERS, "group"), QUARTER) == [begun]


def test_every_indicator_has_its_rule():
    assert {one.code for one in INDICATORS} == set(RULES)
    for one in INDICATORS:
        rule = RULES[one.code]
        assert (rule.whole is not None) is (one.additivity is Additivity.RATIO)
        assert (rule.person is not None) is (one.additivity is Additivity.DISTINCT)


def test_an_indicator_is_found_by_its_code():
    assert indicator("pairs.active") in INDICATORS
    with pytest.raises(NotFoundError, match="показателя"):
        indicator("no.such")


def test_groups_have_names():
    assert len({group.label for group in Group}) == len(Group)
    assert len({group.short for group in Group}) == len(Group)
