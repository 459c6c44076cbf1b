"""What goes along with a person, and how long they have been a mentor."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nastavnik.domain.facts import CATALOGUE
from nastavnik.domain.move import STAYS, LeaveReason, MoveState, carried, months_of

DAYS = st.integers(0, 1500).map(lambda days: date(2022, 1, 1) + timedelta(days=days))
TERMS = st.lists(st.tuples(DAYS, DAYS).map(sorted).map(tuple), max_size=6)


def test_what_belongs_to_the_place_stays():
    card = {"experience.pedagogical": 120, "experience.post": 30, "wishes": True, "own.fact": 1}
    assert carried(card, same_region=True) == {"experience.pedagogical": 120, "own.fact": 1}
    assert carried(card, same_region=False) == {"experience.pedagogical": 120}


def test_every_fact_that_stays_is_a_fact():
    assert not STAYS - CATALOGUE.keys()


def test_months_of_terms():
    year = date(2024, 9, 1), date(2025, 8, 31)
    assert months_of([]) == 0
    assert months_of([year]) == 12
    assert months_of([year, (date(2025, 1, 1), date(2025, 3, 1))]) == 12
    assert months_of([year, (date(2025, 3, 1), date(2026, 2, 28))]) == 18
    assert months_of([(date(2025, 9, 1), date(2025, 8, 20))]) == 0


@given(TERMS)
def test_days_of_several_terms_count_once(terms):
    days = {
        first + timedelta(days=at)
        for first, last in terms
        for at in range((last - first).days + 1)
    }
    assert months_of(terms) == int(len(days) * 12 / 365.2425 + 0.5)


def test_everything_has_a_word():
    assert {one.label for one in LeaveReason} >= {"увольнение"}
    assert {one.label for one in MoveState} >= {"карточка передана"}
