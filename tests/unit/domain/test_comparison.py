"""Signs over facts of every type: ranks of words, days, texts, numbers with units."""

from datetime import date

import pytest

from nastavnik.domain.comparison import Comparison, fitting
from nastavnik.domain.facts import CATALOGUE, Fact, FactType, People, Subject, asked
from nastavnik.domain.requirement import Leaf
from nastavnik.domain.wording import UNITS

NBSP = "\N{NO-BREAK SPACE}"
GRADES = {"low": "низший", "middle": "средний", "top": "высший"}
RANKS = {"low": 0, "middle": 1, "top": 2}


def fact(kind, **rest):
    return Fact(key="town.x", type=kind, title="ступень", question="Ступень", **rest)


def leaf(of, comparison, wanted):
    return Leaf(of.key, Comparison(comparison), wanted, Subject.MENTOR, of)


def met(condition, value):
    known = People(mentor={condition.fact: value})
    outcome = condition.evaluate(known)
    assert condition.compiled()(known) is outcome.met
    return outcome.met


@pytest.mark.parametrize(
    ("comparison", "low", "middle", "top"),
    [
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("at_most", True, True, False),
        ("less_than", True, False, False),
    ],
)
def test_words_of_a_ranked_choice_are_compared(comparison, low, middle, top):
    rule = leaf(fact(FactType.CHOICE, choices=GRADES, ranks=RANKS), comparison, "middle")
    assert (met(rule, "low"), met(rule, "middle"), met(rule, "top")) == (low, middle, top)


def test_a_word_without_a_rank_decides_nothing():
    rule = leaf(fact(FactType.CHOICE, choices=GRADES, ranks=RANKS), "at_least", "middle")
    assert rule.evaluate(People(mentor={"town.x": "old"})).missing == ("town.x",)


def test_any_word_of_a_ranked_list_is_enough():
    rule = leaf(fact(FactType.MANY, choices=GRADES, ranks=RANKS), "at_least", "middle")
    assert met(rule, ("low", "top")) is True
    assert met(rule, ("low",)) is False
    assert met(rule, ()) is False
    assert rule.codes() == ("middle", "top")
    assert rule.describe() == "ступень: не ниже «средний»"


def test_codes_that_meet_a_condition():
    choice = fact(FactType.CHOICE, choices=GRADES)
    assert leaf(choice, "one_of", ("low", "top")).codes() == ("low", "top")
    assert leaf(fact(FactType.MANY, choices=GRADES), "equals", "low").codes() == ("low",)


def test_the_category_of_the_catalogue_has_ranks():
    rule = Leaf("category", Comparison.AT_LEAST, "first", Subject.MENTOR)
    assert rule.codes() == ("first", "highest", "mentor_teacher", "methodist_teacher")
    assert rule.describe() == "квалификационная категория: не ниже «первая»"


def test_days_are_compared_and_told_as_days():
    rule = leaf(fact(FactType.DATE), "at_least", date(2026, 9, 1))
    assert met(rule, date(2026, 8, 31)) is False
    assert met(rule, date(2026, 9, 1)) is True
    assert rule.describe() == "ступень не раньше 01.09.2026"
    assert (
        leaf(fact(FactType.DATE), "equals", date(2026, 9, 1)).describe() == "ступень: 01.09.2026"
    )


def test_numbers_are_told_with_their_unit():
    rate = CATALOGUE["load.rate"]
    rule = Leaf("load.rate", Comparison.AT_MOST, 150, Subject.MENTOR)
    assert rule.definition is rate
    assert met(rule, 150) is True
    assert met(rule, 151) is False
    assert rule.describe() == f"нагрузка не более 1,5{NBSP}ставки"
    whole = Leaf("load.rate", Comparison.AT_LEAST, 100, Subject.MENTOR)
    assert whole.describe() == f"нагрузка не менее 1{NBSP}ставки"
    hours = fact(FactType.NUMBER, unit=UNITS["hour"])
    assert leaf(hours, "at_least", 18).describe() == f"ступень не менее 18{NBSP}часов"
    assert leaf(fact(FactType.NUMBER), "at_least", 18).describe() == "ступень не менее 18"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("учитель", True),
        ("Учитель  математики", True),
        ("учитель, классный руководитель", True),
        ("учитель-логопед", False),
        ("старший учитель", False),
    ],
)
def test_a_text_begins_with_whole_words(text, answer):
    rule = Leaf("position", Comparison.BEGINS, ("учитель",), Subject.MENTOR)
    assert met(rule, text) is answer
    assert rule.describe() == "должность: начинается со слов учитель"


def test_texts_are_equal_whatever_the_letters_case():
    assert met(Leaf("position", Comparison.EQUALS, "Директор", Subject.MENTOR), "директор") is True
    rule = Leaf("position", Comparison.ONE_OF, ("завуч", "Директор"), Subject.MENTOR)
    assert met(rule, " директор ") is True
    assert met(rule, "методист") is False


@pytest.mark.parametrize(
    ("kind", "rest", "signs"),
    [
        (FactType.TRAININGS, {}, 0),
        (FactType.TEXT, {}, 3),
        (FactType.FLAG, {}, 2),
        (FactType.CHOICE, {}, 2),
        (FactType.CHOICE, {"ranks": RANKS}, 6),
        (FactType.MANY, {"ranks": RANKS}, 4),
        (FactType.NUMBER, {}, 6),
    ],
)
def test_signs_that_fit_a_fact(kind, rest, signs):
    assert len(fitting(fact(kind, **rest))) == signs


def test_the_card_asks_for_nothing_that_follows_from_it():
    keys = asked(CATALOGUE)
    assert not {"age", "minor", "employed", "position", "status", "regime"} & keys.keys()
    assert {"experience.subject", "education", "load.rate", "contract.months"} <= keys.keys()
    assert next(one.group.label for one in keys.values()) == "Стаж"
    assert all(one.type.label for one in CATALOGUE.values())
