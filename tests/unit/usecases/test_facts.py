"""Facts of a month: on which days those of a person become other."""

from datetime import date
from typing import Any

import pytest

from nastavnik.domain.month import Month
from nastavnik.domain.status import Held
from nastavnik.store.territory import Party
from nastavnik.usecases.facts import facts_by_day, facts_of

NOVEMBER, FEBRUARY = Month(2026, 11), Month(2027, 2)


def day(number):
    return date(2026, 11, number)


def party(facts=None, facts_on=date(2026, 9, 15), birth_date=None):
    return Party(1, "1.", birth_date, "учитель", date(2020, 9, 1), facts or {}, facts_on)


def ago(facts: Any) -> Any:
    return facts["trainings"][0].ago


def test_service_grows_on_the_day_of_its_entry():
    first, later = facts_by_day(party({"experience.pedagogical": 117}), NOVEMBER)
    assert first["experience.pedagogical"] == 118
    assert [(on, facts["experience.pedagogical"]) for on, facts in later] == [(day(15), 119)]
    assert facts_by_day(party({"experience.pedagogical": 1}, date(2026, 9, 1)), NOVEMBER)[1] == ()


def test_a_birthday_counts_in_its_month_alone():
    assert facts_by_day(party(birth_date=date(1990, 10, 12)), NOVEMBER)[1] == ()
    first, later = facts_by_day(party(birth_date=date(2008, 11, 12)), NOVEMBER)
    assert (first["age"], first["minor"]) == (17, True)
    assert [(on, facts["age"], facts["minor"]) for on, facts in later] == [(day(12), 18, False)]


def test_a_status_begins_and_ends():
    held = [
        Held(code="mentor", given_on=day(10), withdrawn_on=day(20)),
        Held(code="tutor", given_on=date(2023, 11, 30), valid_until=day(30)),
    ]
    first, later = facts_by_day(party(), NOVEMBER, iter(held))
    assert first["status"] == ("tutor",)
    assert [(on, facts["status"]) for on, facts in later] == [
        (day(10), ("mentor", "tutor")),
        (day(20), ("tutor",)),
    ]


def test_a_training_ages_the_day_after_its_anniversary():
    kept = {"trainings": [{"topic": "mentoring", "on": "2026-08-31"}, {"title": "без даты"}]}
    first, later = facts_by_day(party(kept, date(2026, 9, 1)), FEBRUARY)
    assert ago(first) == 6
    assert later == ()
    _, later = facts_by_day(party({"trainings": [{"on": "2026-08-14"}]}, day(1)), NOVEMBER)
    assert [(on, ago(facts)) for on, facts in later] == [(day(15), 4)]


@pytest.mark.parametrize("entered", [date(2026, 8, 31), date(2024, 2, 29), date(2026, 11, 15)])
@pytest.mark.parametrize("month", [NOVEMBER, FEBRUARY, Month(2027, 3)])
def test_no_day_is_missed(entered, month):
    """Whatever holds on a day is what the last turn before it says."""
    kept = {"experience.pedagogical": 5, "trainings": [{"on": entered.isoformat()}]}
    one = party(kept, entered, birth_date=date(2000, 2, 29))
    held = [Held(code="mentor", given_on=entered, valid_until=date(2027, 2, 27))]
    first, later = facts_by_day(one, month, held)
    for number in range(1, month.days + 1):
        on = month.first.replace(day=number)
        told = [facts for begins, facts in later if begins <= on]
        expected = facts_of(one, on, held)
        seen = told[-1] if told else first
        assert seen == expected
        assert ago(seen) == ago(expected)
