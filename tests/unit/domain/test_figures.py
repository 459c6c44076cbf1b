"""The sum of parts, and persons who are counted once."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.domain.figures import Cell, Figure, figure_at, roll_up, tally, together
from nastavnik.domain.indicator import (
    INDICATORS,
    Additivity,
    Group,
    Pair,
    Span,
    indicator,
)
from nastavnik.domain.mentorship import State

QUARTER = Span(date(2026, 10, 1), date(2026, 12, 31))
DAYS = st.integers(0, 500).map(lambda days: date(2026, 1, 1) + timedelta(days=days))


@st.composite
def pairs(draw):
    start = draw(DAYS)
    end = start + timedelta(days=draw(st.integers(0, 400)))
    state = draw(st.sampled_from(State))
    early = state in {State.ENDED_EARLY, State.REPLACED}
    return Pair(
        id=str(draw(st.uuids())),
        kind=draw(st.sampled_from(["traditional", "group", "coach"])),
        form="any",
        group=draw(st.sampled_from(Group)),
        state=state,
        start=start,
        end=end,
        ended_on=draw(st.dates(start - timedelta(days=9), end)) if early else None,
        mentor=draw(st.sampled_from("ABCD")),
        mentee=draw(st.sampled_from("abcdefgh")),
    )


FEW = settings(max_examples=40)
INSTITUTIONS = st.lists(st.lists(pairs(), max_size=8), max_size=5)


@FEW
@given(INSTITUTIONS)
def test_the_whole_is_the_sum_of_its_parts_counted_together(institutions):
    parts = [tally(own, QUARTER) for own in institutions]
    everybody = [pair for own in institutions for pair in own]
    assert roll_up(parts) == tally(everybody, QUARTER)


@FEW
@given(INSTITUTIONS)
def test_what_adds_up_adds_up(institutions):
    parts = [tally(own, QUARTER) for own in institutions]
    whole = roll_up(parts)
    for one in INDICATORS:
        if one.additivity is not Additivity.DISTINCT:
            for cell in whole:
                if cell.indicator == one.code:
                    own = [part.get(cell, Figure()) for part in parts]
                    assert whole[cell].number == sum(figure.number for figure in own)
                    assert (whole[cell].whole or 0) == sum(figure.whole or 0 for figure in own)


@FEW
@given(INSTITUTIONS)
def test_persons_are_counted_once_at_every_level(institutions):
    whole = roll_up([tally(own, QUARTER) for own in institutions])
    for group in Group:
        seen = {
            pair.mentor
            for own in institutions
            for pair in own
            if pair.group is group and tally([pair], QUARTER)
        }
        assert figure_at(whole, indicator("persons.mentors"), group).number == len(seen)


@FEW
@given(st.lists(pairs(), max_size=12))
def test_kinds_make_the_total_and_ends_make_the_active(own):
    figures = tally(own, QUARTER)

    def number(code, group, kind=""):
        return figures.get(Cell(code, group, kind), Figure()).number

    for group in Group:
        for code in ("pairs.active", "pairs.started", "pairs.completed"):
            kinds = {cell.kind for cell in figures if cell.kind}
            assert number(code, group) == sum(number(code, group, kind) for kind in kinds)
        ends = ("pairs.completed", "pairs.ended_early", "pairs.replaced", "pairs.going_on")
        assert number("pairs.active", group) == sum(number(code, group) for code in ends)


@FEW
@given(INSTITUTIONS, st.integers(0, 5))
def test_sums_of_sums_are_the_sum(institutions, cut):
    parts = [tally(own, QUARTER) for own in institutions]
    two_levels = roll_up([roll_up(parts[:cut]), roll_up(parts[cut:])])
    assert two_levels == roll_up(parts)


def test_a_mentor_of_two_is_one_mentor():
    two = [Figure(1, persons=frozenset("A")), Figure(2, persons=frozenset("AB"))]
    assert together(two) == Figure(2, persons=frozenset("AB"))


def test_nothing_makes_nothing():
    assert together([]) == Figure()
    assert roll_up([]) == {}


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        (Figure(12), "12"),
        (Figure(0, 0), "—"),
        (Figure(2, 3), "66,7\N{NO-BREAK SPACE}%"),
        (Figure(1, 3), "33,3\N{NO-BREAK SPACE}%"),
        (Figure(5, 5), "100,0\N{NO-BREAK SPACE}%"),
        (Figure(1, 2000), "0,1\N{NO-BREAK SPACE}%"),
    ],
)
def test_division_happens_when_shown(figure, shown):
    assert figure.shown == shown


def test_an_absent_cell_is_a_zero_of_its_kind():
    assert figure_at({}, indicator("pairs.active"), Group.TEACHERS) == Figure()
    assert figure_at({}, indicator("share.completed"), Group.TEACHERS) == Figure(0, 0)
