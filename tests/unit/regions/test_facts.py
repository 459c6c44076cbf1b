"""A region's own facts: how they are declared, and that its acts, cases and books know them."""

from datetime import date

import pytest

from nastavnik.domain.asking import asks
from nastavnik.domain.check import check
from nastavnik.domain.facts import CATALOGUE, FactType, Subject, asked, asked_of_pair
from nastavnik.domain.training import Training, TrainingAsked
from nastavnik.regions.act_file import declared_in, read_act, read_act_data
from nastavnik.regions.fact_value import fact_value, number
from nastavnik.regions.linter import lint
from nastavnik.regions.registry import load_region
from nastavnik.testing.acts import case
from nastavnik.testing.golden import read_cases

FACT = """
[[fact]]
code = "north.camp"
type = "choice"
title = "работа в лагере"
question = "Где работал летом"
choices = ["none_at_all: нигде", "helper: вожатый", "head = начальник лагеря"]
ordered = true
subject = "mentor"
clause = "3"
quote = "имеющий опыт работы в лагере"
"""
RULE = """
[[requirement]]
code = "mentor.camp"
title = "Опыт лагеря"
condition = {fact = "north.camp", at_least = "helper"}
clause = "3"
quote = "имеющий опыт работы в лагере"
"""
INNER = """
[act]
code = "town"
layer = "municipality"
unit = "town"
title = "Положение города"
"""


def read(act, *, keep=""):
    found, problems = read_act(act, "acts/law.toml")
    assert found is not None
    return found.facts, [one.message for one in problems if keep in one.message]


def test_a_declared_fact_has_everything_that_it_says(act):
    (fact,), problems = read(act(FACT))
    assert problems == []
    assert fact.type is FactType.CHOICE
    assert fact.choices == {
        "none_at_all": "нигде",
        "helper": "вожатый",
        "head": "начальник лагеря",
    }
    assert fact.ranks == {"none_at_all": 0, "helper": 1, "head": 2}
    assert fact.of == {Subject.MENTOR}
    assert (fact.cite.act, fact.cite.clause) == ("law", "3")


def test_acts_of_the_region_ask_for_each_others_facts(package):
    region = load_region(
        "north", [package({"acts/a.toml": INNER + RULE, "acts/z.toml": ACT + FACT})]
    )
    assert "north.camp" in region.facts
    book = region.book(("town",), date(2026, 11, 21))
    assert book.facts["north.camp"].question == "Где работал летом"
    assert {leaf.fact for leaf, _ in asks(book)} >= {"north.camp"}
    known = [one for one in lint(region) if "факт" in one.message]
    assert known == []
    (unknown,) = [one for one in check(case(), book) if one.code == "mentor.camp"]
    assert "в карточке не указано: «Где работал летом»" in unknown.text
    assert unknown.missing == ("north.camp",)
    met = check(case(mentor={"north.camp": "head"}), book)
    assert "mentor.camp" not in {one.code for one in met}
    (broken,) = [
        one
        for one in check(case(mentor={"north.camp": "none_at_all"}), book)
        if one.code == "mentor.camp"
    ]
    assert "требуется работа в лагере: не ниже «вожатый»; по карточке — нигде" in broken.text


ACT = """
[act]
code = "law"
layer = "region"
title = "Закон о наставничестве"
"""


def test_a_fact_stays_known_while_a_rule_asks_for_it(package):
    law = ACT.replace('title = "', 'until = 2020-01-01\ntitle = "')
    region = load_region(
        "north", [package({"acts/a.toml": INNER + RULE, "acts/z.toml": law + FACT})]
    )
    assert "north.camp" in region.book(("town",), date(2026, 11, 21)).facts


def test_a_case_may_know_a_declared_fact(package):
    region = load_region("north", [package({"acts/a.toml": ACT + FACT + RULE})])
    text = """
[[case]]
name = "вожатый"
on = 2026-11-21
kind = "traditional"
start = 2026-12-01
end = 2027-11-30
[case.mentor]
"north.camp" = "helper"
training = [{topic = "mentoring", hours = 72, on = 2024-05-01}]
"""
    (golden,) = read_cases(text, "cases/a.toml", region.facts)
    assert golden.case.mentor["north.camp"] == "helper"
    held = golden.case.mentor["training"]
    assert isinstance(held, tuple)
    assert [getattr(one, "ago", None) for one in held] == [31]


def test_an_unknown_fact_is_told_with_the_catalogue_and_the_declared(act):
    text = act(FACT + RULE.replace('fact = "north.camp"', 'fact = "camp"'))
    _, (problem,) = read(text, keep="нет факта")
    assert "experience.pedagogical" in problem
    assert "north.camp" in problem


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"north.camp"', '"age"', "age уже есть в каталоге"),
        ('"north.camp"', '"position.group"', "position_group уже есть в каталоге"),
        ('"north.camp"', '"Лагерь"', "нужны латинские буквы"),
        ('type = "choice"', 'type = "trainings"', "type: нет вида ответа 'trainings'"),
        ('type = "choice"', 'type = "flag"', "choices: варианты нужны видам choice и many"),
        ('type = "choice"', 'type = "flag"', "ordered: старшинство бывает только"),
        ('choices = ["none_at_all: нигде", ', 'choices = ["нигде", ', "choices: 'нигде'; пишите"),
        ("none_at_all", "none", "без повторов и не none"),
        ('"helper: ', '"head: ', "без повторов"),
        ("ordered = true", 'unit = "hour"', "unit: единица бывает только у числа"),
        ("ordered = true", "decimals = 1", "decimals: от 0 до 2, и только у числа"),
        ('subject = "mentor"', 'subject = "trio"', "subject: нет участника 'trio'"),
        ('question = "Где работал летом"\n', "", "нет обязательного ключа question"),
    ],
)
def test_a_faulty_declaration_is_told(act, old, new, says):
    assert old in FACT
    _, told = read(act(FACT.replace(old, new)))
    assert any(says in one for one in told), told


def test_a_fact_of_a_pair_is_asked_in_its_draft(act):
    own = FACT.replace('subject = "mentor"', 'subject = "pair"')
    (fact,), problems = read(act(own))
    assert problems == []
    assert asked_of_pair({"regime": CATALOGUE["regime"], fact.key: fact}) == {fact.key: fact}
    assert fact.key not in asked({fact.key: fact})
    service = own.replace('type = "choice"', 'type = "duration"')
    _, told = read(act(service))
    assert any("у пары нет стажа" in one for one in told)


def test_a_number_has_a_unit_of_the_list_or_its_own(act):
    def unit(written):
        text = FACT[: FACT.index("choices")] + FACT[FACT.index("subject") :]
        number_of = text.replace('"choice"', '"number"') + f'unit = "{written}"\ndecimals = 2\n'
        (fact,), problems = read(act(number_of))
        assert problems == []
        return fact.unit, fact.scale

    assert unit("hour") == (("час", "часа", "часов"), 100)
    assert unit("класс, класса, классов")[0] == ("класс", "класса", "классов")
    assert unit("шт.")[0] == ("шт.", "шт.", "шт.")


def test_a_region_restates_statuses_and_topics(act):
    text = """
[[fact]]
code = "status"
choices = ["young: Молодой наставник", "master: Мастер"]
ordered = true
clause = "1"
gist = "статусы"

[[fact]]
code = "training"
clause = "1"
gist = "обучение"

[[requirement]]
code = "mentor.status"
title = "Статус"
condition = {fact = "status", at_least = "master"}
clause = "1"
gist = "мастер"
"""
    (status, training), problems = read(act(text))
    assert problems == []
    assert (status.type, status.title) == (FactType.MANY, "статус")
    assert training.choices == CATALOGUE["training"].choices


def test_two_acts_may_not_answer_one_question_differently(act):
    (fact,), _ = read(act(FACT))
    other = FACT.replace("choice", "many", 1)
    _, problems = read_act(act(other), "acts/b.toml", {**CATALOGUE, fact.key: fact})
    assert "уже объявлен другим актом" in problems[0].message
    _, problems = read_act(act(FACT), "acts/b.toml", {**CATALOGUE, fact.key: fact})
    assert problems == []


def test_facts_are_declared_in_data_of_a_local_act_too():
    data = {
        "act": {"code": "town", "layer": "municipality", "unit": "town", "title": "Положение"},
        "fact": [
            {
                "code": "town.since",
                "type": "date",
                "title": "с какого дня",
                "question": "С какого дня",
                "clause": "1",
                "gist": "дата",
            }
        ],
        "requirement": [
            {
                "code": "mentor.since",
                "title": "Дата",
                "condition": {"fact": "town.since", "at_most": "2026-09-01"},
                "clause": "1",
                "gist": "дата",
            }
        ],
    }
    act, problems = read_act_data(data, "town")
    assert problems == []
    assert act is not None
    assert act.requirements[0].condition.leaves()[0].wanted == date(2026, 9, 1)
    assert declared_in(data) == {fact.key: fact for fact in act.facts}
    assert declared_in({"act": "?"}) == {}


TRAINING = """
[[requirement]]
code = "mentor.trained"
title = "Обучение"
condition = {fact = "training", %s}
clause = "1"
gist = "обучение"
"""


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (
            'topic = "mentoring", at_least_hours = 72, within_years = 3',
            TrainingAsked(topics=("mentoring",), hours=72, months=36),
        ),
        (
            'topic = ["coaching", "mentoring"], within_months = 6',
            TrainingAsked(topics=("coaching", "mentoring"), months=6),
        ),
        ("at_least_total_hours = 144", TrainingAsked(total=144)),
        ('of = "mentor"', TrainingAsked()),
    ],
)
def test_a_training_is_asked_by_topic_hours_and_age(act, written, asked):
    found, problems = read_act(act(TRAINING % written), "acts/law.toml")
    assert problems == []
    assert found is not None
    assert found.requirements[0].condition.leaves()[0].wanted == asked


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("at_least = 72", "при факте training нет ключа at_least; можно: topic, at_least_hours"),
        ('topic = "cooking"', "нет темы 'cooking'; можно: mentoring"),
        ("at_least_hours = 0", "at_least_hours: нужно целое число от 1"),
        ("within_years = 1.5", "within_years: нужно целое число от 1"),
        ("within_years = true", "within_years: нужно целое число от 1"),
        ("within_years = 1, within_months = 6", "одно из двух: within_years или within_months"),
    ],
)
def test_a_faulty_training_is_told(act, written, says):
    _, told = read(act(TRAINING % written))
    assert says in told[0]


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        ('{fact = "position", begins = "учитель"}', ("учитель",)),
        ('{fact = "position", begins = ["учитель", "воспитатель"]}', ("учитель", "воспитатель")),
        ('{fact = "load.rate", at_least = 0.75}', 75),
        ('{fact = "load.rate", at_least = 1}', 100),
        ('{fact = "education", at_least = "bachelor"}', "bachelor"),
    ],
)
def test_what_is_wanted_is_kept_as_the_fact_is(act, condition, wanted):
    text = act(RULE.replace('{fact = "north.camp", at_least = "helper"}', condition))
    found, problems = read_act(text, "acts/law.toml")
    assert problems == []
    assert found is not None
    assert found.requirements[0].condition.leaves()[0].wanted == wanted


@pytest.mark.parametrize(
    ("key", "written", "kept"),
    [
        ("load.rate", 1.255, None),
        ("load.rate", 1.25, 125),
        ("load.rate", -1, None),
        ("load.rate", True, None),
        ("load.rate", "1", None),
        ("position", "  ", None),
        ("position", 5, None),
        ("position", " методист ", "методист"),
        ("experience.post", 2, 24),
        ("experience.post", True, None),
        ("experience.post", -1, None),
        ("experience.post", 1.5, None),
        ("status", ["mentor"], ("mentor",)),
        ("status", [], ()),
        ("status", ["boss"], None),
        ("training", [], ()),
        ("training", "была", None),
        ("training", ["была"], None),
        ("training", [{"place": "Томск"}], None),
        ("training", [{"topic": "cooking"}], None),
        ("training", [{"title": 5}], None),
        ("training", [{"hours": "72"}], None),
        ("training", [{"on": "весной"}], None),
        ("training", [{"on": "2024-05-01"}], (Training(on=date(2024, 5, 1)),)),
        ("training", [{"on": date(2024, 5, 1)}], (Training(on=date(2024, 5, 1)),)),
        ("training", [{"hours": 72}], (Training(hours=72),)),
    ],
)
def test_values_as_written_are_kept_or_refused(key, written, kept):
    assert fact_value(CATALOGUE[key], written) == kept


def test_a_number_finer_than_its_parts_is_refused():
    assert number(0.1, 10) == 1
    assert number(0.29, 100) == 29
    assert number(0.05, 10) is None
