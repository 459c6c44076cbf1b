"""Conditions of act files: what may be written, and how a fault is told with its line."""

import pytest

from nastavnik.domain.facts import Subject
from nastavnik.domain.requirement import Leaf
from nastavnik.regions.act_file import read_act

REQUIREMENT = """[[requirement]]
code = "mentor.rule"
title = "Правило"
clause = "2.1"
quote = "…"
condition = %s
"""


def faults(text):
    """Lines and messages of the problems."""
    _, problems = read_act(text, "acts/law.toml")
    return [(one.line, one.message) for one in problems]


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ('{fact = "height", at_least = 2}', "нет факта 'height'; можно: experience.pedagogical"),
        ("{at_least = 2}", "нет факта None"),
        ('{fact = "age", at_least = 2, at_most = 3}', "ровно один знак сравнения"),
        ('{fact = "age", atleast = 2}', "ровно один знак сравнения из: equals, one_of, at_least"),
        ('{fact = "age", at_least = 2, why = "так"}', "ровно один знак сравнения"),
        ('{fact = "trained", at_least = true}', "из: equals, one_of"),
        ('{fact = "trained", equals = 1}', "1 не подходит для факта trained (да или нет)"),
        ('{fact = "category", equals = "best"}', "'best' не подходит для факта category"),
        ('{fact = "category", one_of = "first"}', "'first' не подходит"),
        ('{fact = "category", one_of = ["first", "best"]}', "не подходит"),
        ('{fact = "category", one_of = []}', "[] не подходит"),
        ('{fact = "status", equals = ["mentor"]}', "['mentor'] не подходит"),
        ('{fact = "status", equals = "coach"}', "'coach' не подходит"),
        ('{fact = "age", at_least = "сорок"}', "'сорок' не подходит"),
        ('{fact = "age", at_least = -1}', "-1 не подходит"),
        ('{fact = "age", at_least = true}', "True не подходит"),
        ('{fact = "experience.pedagogical", at_least = "долго"}', "'долго' не подходит"),
        ('{fact = "experience.pedagogical", at_least = ""}', "не подходит"),
        ('{fact = "age", at_least = 2, of = "friend"}', "of = 'friend'; можно: mentor, mentee"),
        ('{fact = "age", at_least = 2, of = 1}', "of = 1; можно"),
        ("{any = []}", "после any нужен непустой список условий"),
        ('{all = {fact = "age"}}', "после all нужен непустой список условий"),
        ('{all = [{fact = "age", at_least = 2}], fact = "age"}', "и ничего рядом"),
        ('{any = ["age"]}', "нужно условие вида {fact = …, at_least = …}, а здесь 'age'"),
        ("{}", "в [[requirement]] нет condition; добавьте условие"),
    ],
)
def test_a_faulty_condition_is_told_with_its_line(act, condition, says):
    told = faults(act(REQUIREMENT % condition))
    assert says in told[0][1]
    assert told[0][0] == 12


@pytest.mark.parametrize(
    ("written", "months"),
    [("3", 36), ('"9 лет 11 месяцев"', 119), ('"1 год"', 12), ('"6 мес."', 6), ('"3 года"', 36)],
)
def test_length_of_service_is_written_in_years_or_in_words(act, written, months):
    text = act(REQUIREMENT % f'{{fact = "experience.pedagogical", at_least = {written}}}')
    read, problems = read_act(text, "acts/law.toml")
    assert problems == []
    assert read is not None
    condition = read.requirements[0].condition
    assert isinstance(condition, Leaf)
    assert condition.wanted == months


def test_facts_of_the_pair_are_the_pairs_whoever_is_asked(act):
    text = act(REQUIREMENT % '{fact = "regime", equals = "outside"}')
    read, _ = read_act(text, "acts/law.toml")
    assert read is not None
    assert isinstance(read.requirements[0].condition, Leaf)
    assert read.requirements[0].condition.of is Subject.PAIR
