"""Conditions over facts: three-valued, nested, with inclusive and strict bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.domain.facts import People, Subject
from nastavnik.domain.requirement import AllOf, AnyOf, Outcome
from nastavnik.testing.acts import leaf

TEN_YEARS = 120


def mentor(**facts):
    return People(mentor={key.replace("__", "."): value for key, value in facts.items()})


def met(condition, known):
    """Both ways of asking must agree."""
    outcome = condition.evaluate(known)
    assert condition.compiled()(known) is outcome.met
    return outcome.met


@pytest.mark.parametrize(
    ("comparison", "below", "equal", "above"),
    [
        ("at_least", False, True, True),
        ("more_than", False, False, True),
        ("at_most", True, True, False),
        ("less_than", True, False, False),
        ("equals", False, True, False),
    ],
)
def test_bounds_are_inclusive_or_strict_as_written(comparison, below, equal, above):
    rule = leaf("experience.pedagogical", comparison, TEN_YEARS)
    assert met(rule, mentor(experience__pedagogical=TEN_YEARS - 1)) is below
    assert met(rule, mentor(experience__pedagogical=TEN_YEARS)) is equal
    assert met(rule, mentor(experience__pedagogical=TEN_YEARS + 1)) is above


def test_a_missing_fact_leaves_it_open_and_is_named():
    rule = leaf("experience.pedagogical", "at_least", TEN_YEARS)
    assert rule.evaluate(mentor()) == Outcome(None, missing=("experience.pedagogical",))


def test_zero_and_no_are_known_facts():
    assert (
        met(leaf("experience.pedagogical", "more_than", 0), mentor(experience__pedagogical=0))
        is False
    )
    assert met(leaf("trained", "equals", wanted=True), mentor(trained=False)) is False


def test_each_fact_is_asked_of_the_one_it_belongs_to():
    known = People(mentor={"trained": True}, mentee={"trained": False}, pair={"regime": "outside"})
    assert met(leaf("trained", "equals", wanted=True, of=Subject.MENTOR), known) is True
    assert met(leaf("trained", "equals", wanted=True, of=Subject.MENTEE), known) is False
    assert met(leaf("regime", "equals", "outside", of=Subject.PAIR), known) is True


def test_one_of_several_choices_is_enough():
    rule = leaf("category", "one_of", ("first", "highest"))
    assert met(rule, mentor(category="first")) is True
    assert met(rule, mentor(category="none")) is False
    assert rule.describe() == "квалификационная категория: первая или высшая"


def test_a_condition_is_told_in_words():
    assert leaf("trained", "equals", wanted=True).describe() == "специальная подготовка"
    assert leaf("trained", "equals", wanted=False).describe() == "специальная подготовка: нет"
    assert leaf("age", "less_than", 35).describe() == "возраст менее 35\N{NO-BREAK SPACE}лет"
    assert leaf("status", "equals", "tutor").describe() == "статус: Тьютор"


def test_a_list_of_statuses_is_searched():
    held = mentor(status=("mentor",))
    assert met(leaf("status", "equals", "mentor"), held) is True
    assert met(leaf("status", "equals", "tutor"), held) is False
    assert met(leaf("status", "one_of", ("tutor", "mentor")), held) is True
    assert met(leaf("status", "one_of", ("mentor",)), mentor(status=())) is False
    assert leaf("status", "one_of", ("tutor",)).evaluate(mentor(status=())).because == "нет"
    assert leaf("status", "one_of", ("tutor",)).evaluate(held).because == "Ментор"


def test_the_matched_alternative_is_recorded():
    rule = AnyOf(
        (
            leaf("in_reserve", "equals", wanted=True),
            AllOf(
                (
                    leaf("position_group", "equals", "manager"),
                    leaf("experience.managerial", "at_most", 36),
                )
            ),
        )
    )
    young_manager = mentor(in_reserve=False, position_group="manager", experience__managerial=36)
    assert rule.evaluate(young_manager) == Outcome(
        met=True,
        because="группа должности: руководитель и стаж управления не более 3\N{NO-BREAK SPACE}лет",
    )
    assert rule.describe() == (
        "кадровый резерв либо группа должности: руководитель и "
        "стаж управления не более 3\N{NO-BREAK SPACE}лет"
    )
    assert [one.fact for one in rule.leaves()] == [
        "in_reserve",
        "position_group",
        "experience.managerial",
    ]


def test_all_unmet_alternatives_are_told():
    rule = AnyOf((leaf("age", "less_than", 35), leaf("first_job", "equals", wanted=True)))
    outcome = rule.evaluate(mentor(age=40, first_job=False))
    assert outcome == Outcome(met=False, because="40\N{NO-BREAK SPACE}лет; нет")


def test_the_first_failed_part_is_told():
    rule = AllOf((leaf("trained", "equals", wanted=True), leaf("age", "at_least", 25)))
    assert rule.evaluate(mentor(age=24)).because == "24\N{NO-BREAK SPACE}года"


def test_each_missing_fact_is_named_once():
    twice = AllOf((leaf("age", "at_least", 25), leaf("age", "less_than", 65)))
    assert twice.evaluate(mentor()).missing == ("age",)
    assert AnyOf(twice.parts).evaluate(mentor()).missing == ("age",)


KLEENE = {True: 1, None: 0, False: -1}
FLAGS = ("trained", "results", "wishes", "in_reserve")


def condition_of(answers, kind):
    return kind(
        tuple(leaf(fact, "equals", wanted=True) for fact, _ in zip(FLAGS, answers, strict=False))
    )


def known_of(answers):
    return mentor(
        **{
            fact: answer
            for fact, answer in zip(FLAGS, answers, strict=False)
            if answer is not None
        }
    )


three_valued = st.lists(st.sampled_from([True, None, False]), max_size=len(FLAGS))


@given(three_valued)
def test_all_of_is_the_least_of_its_parts(answers):
    expected = min((KLEENE[one] for one in answers), default=1)
    assert KLEENE[met(condition_of(answers, AllOf), known_of(answers))] == expected


@given(three_valued)
def test_any_of_is_the_greatest_of_its_parts(answers):
    expected = max((KLEENE[one] for one in answers), default=-1)
    assert KLEENE[met(condition_of(answers, AnyOf), known_of(answers))] == expected


leaves = st.builds(leaf, st.sampled_from(FLAGS), st.just("equals"), st.booleans())
conditions = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)),
        st.sampled_from([AllOf, AnyOf]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
partly_known = st.dictionaries(st.sampled_from(FLAGS), st.booleans())


@given(conditions, partly_known, partly_known)
def test_what_is_decided_stays_decided_when_more_becomes_known(condition, known, more):
    before = met(condition, People(mentor=known))
    after = met(condition, People(mentor=more | known))
    if before is not None:
        assert after is before


@given(conditions, partly_known)
def test_it_is_open_exactly_when_a_missing_fact_is_named(condition, known):
    outcome = condition.evaluate(People(mentor=known))
    assert (outcome.met is None) == bool(outcome.missing)
    assert not set(outcome.missing) & known.keys()


@given(conditions, st.fixed_dictionaries(dict.fromkeys(FLAGS, st.booleans())))
def test_it_is_decided_when_every_fact_is_known(condition, known):
    assert met(condition, People(mentor=known)) is not None
