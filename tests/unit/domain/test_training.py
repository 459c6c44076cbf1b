"""Trainings: hours, topic and age, three-valued, bounds inclusive."""

from datetime import date

import pytest

from nastavnik.domain.comparison import Comparison
from nastavnik.domain.fact_text import shown
from nastavnik.domain.facts import CATALOGUE, People, Subject
from nastavnik.domain.requirement import Leaf
from nastavnik.domain.training import Training, TrainingAsked

DAY = date(2026, 11, 21)
NBSP = "\N{NO-BREAK SPACE}"


def training(topic="mentoring", hours=72, on=date(2024, 5, 1), title=""):
    return Training(topic=topic, hours=hours, on=on, title=title).seen_on(DAY)


@pytest.mark.parametrize(("hours", "met"), [(71, False), (72, True), (73, True), (None, None)])
def test_hours_are_not_fewer(hours, met):
    assert TrainingAsked(hours=72).met([training(hours=hours)]) is met


@pytest.mark.parametrize(
    ("on", "met"),
    [
        (date(2023, 11, 20), False),
        (date(2023, 11, 21), True),
        (date(2026, 11, 21), True),
        (date(2026, 12, 1), True),
        (None, None),
    ],
)
def test_the_day_of_the_bound_is_inside(on, met):
    assert TrainingAsked(months=36).met([training(on=on)]) is met


def test_the_age_of_a_training_counts_the_incomplete_month():
    assert Training(on=date(2026, 10, 31)).seen_on(date(2026, 11, 30)).ago == 1
    assert Training(on=date(2026, 10, 29)).seen_on(date(2026, 11, 30)).ago == 2


@pytest.mark.parametrize(
    ("topic", "met"), [("mentoring", True), ("coaching", True), ("digital", False), ("", None)]
)
def test_one_of_the_topics_will_do(topic, met):
    asked = TrainingAsked(topics=("mentoring", "coaching"))
    assert asked.met([training(topic=topic)]) is met


def test_known_that_there_was_none_is_not_unknown():
    leaf = Leaf("training", Comparison.EQUALS, TrainingAsked(hours=16), Subject.MENTOR)
    assert leaf.evaluate(People(mentor={"training": ()})).met is False
    assert leaf.evaluate(People(mentor={"training": ()})).because == "нет"
    assert leaf.evaluate(People()).missing == ("training",)
    partly = People(mentor={"training": (training(hours=None),)})
    assert leaf.evaluate(partly).missing == ("training",)


def test_one_training_must_meet_everything():
    asked = TrainingAsked(topics=("mentoring",), hours=72)
    long_but_other, short = training(topic="digital", hours=144), training(hours=16)
    assert asked.met([long_but_other, short]) is False
    assert asked.met([long_but_other, short, training()]) is True
    assert asked.met([training(topic="digital", hours=None)]) is False


@pytest.mark.parametrize(
    ("hours", "met"),
    [
        ([36, 36], True),
        ([36, 35], False),
        ([36, None], None),
        ([72, None], True),
        ([], False),
    ],
)
def test_hours_of_several_trainings_are_added(hours, met):
    asked = TrainingAsked(topics=("mentoring",), total=72)
    assert asked.met([training(hours=one) for one in hours]) is met


def test_a_training_that_may_not_fit_leaves_the_sum_open():
    asked = TrainingAsked(topics=("mentoring",), total=72)
    assert asked.met([training(hours=36), training(topic="", hours=36)]) is None
    assert asked.met([training(hours=36), training(topic="digital", hours=36)]) is False


def test_what_is_asked_is_said_in_words():
    asked = TrainingAsked(topics=("mentoring", "coaching"), hours=72, months=36)
    leaf = Leaf("training", Comparison.EQUALS, asked, Subject.MENTOR)
    assert leaf.describe() == (
        f"обучение по теме «наставничество» или «коучинг» не менее 72{NBSP}часов "
        f"не более 3{NBSP}лет назад"
    )
    total = Leaf("training", Comparison.EQUALS, TrainingAsked(total=21), Subject.MENTOR)
    assert total.describe() == f"обучение всего не менее 21{NBSP}часа"


def test_trainings_are_shown_with_what_is_known():
    told = shown(
        CATALOGUE["training"], (training(title="Школа"), training(topic="", hours=None, on=None))
    )
    assert told == f"«Школа», наставничество, 72{NBSP}часа, 01.05.2024; "
    assert shown(CATALOGUE["training"], ()) == "нет"
