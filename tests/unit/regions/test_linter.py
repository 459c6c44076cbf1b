"""The linter: data that reads well and is wrong, each with its file, its line and a remedy."""

import pytest

from nastavnik.regions import registry
from nastavnik.regions.linter import act_files, lint, lint_federal


@pytest.fixture
def told(load):
    def problems(files):
        found = lint(load(files))
        return [(one.file, one.line, one.message) for one in found]

    return problems


@pytest.fixture
def says(told, act):
    """The only problem of an act with these tables: its line and message."""

    def only(tables, head=""):
        (problem,) = told({"acts/law.toml": act(tables, head), "sources/law.txt": TEXT})
        assert problem[0] == "acts/law.toml"
        return problem[1:]

    return only


TEXT = "Наставник сопровождает не более\n   трёх лиц одновременно."
NORM = """[[norm]]
parameter = "mentees.max"
value = 3
clause = "5"
quote = "не более трёх лиц"
"""


@pytest.mark.parametrize("slug", sorted(registry.installed()))
def test_the_installed_regions_are_clean(slug):
    assert lint(registry.region(slug)) == []


def test_the_federal_acts_are_clean():
    assert lint_federal() == []


def test_a_quotation_must_occur_in_the_shipped_text(told, act, says):
    source = 'source = "sources/law.txt"\n'
    assert told({"acts/law.toml": act(NORM, source), "sources/law.txt": TEXT}) == []
    line, message = says(NORM.replace("трёх", "пяти"), source)
    assert line == 12
    assert message == ("quote: в sources/law.txt нет слов «не более пяти лиц»; приведите их точно")


def test_words_retold_are_not_looked_for(told, act):
    retold = act(NORM.replace("quote =", "gist ="), 'source = "sources/law.txt"\n')
    assert told({"acts/law.toml": retold, "sources/law.txt": TEXT}) == []


def test_a_named_text_must_be_shipped(says):
    assert says("", 'source = "sources/other.txt"\n') == (
        6,
        "source: нет файла sources/other.txt; приложите текст",
    )


@pytest.mark.parametrize("key", ["kinds", "forms"])
def test_a_selector_speaks_of_known_words(says, key):
    line, message = says(NORM + f'{key} = ["traditionel"]\n')
    assert line == 12
    assert message == f"{key}: такого слова 'traditionel' нет ни в одном акте региона"


def test_a_region_issues_no_federal_acts(told, act):
    (problem,) = told({"acts/law.toml": act().replace('"region"', '"federal"')})
    assert problem == ("acts/law.toml", 4, "регион не издаёт федеральных актов; исправьте layer")


def test_a_region_does_not_take_the_code_of_a_federal_act(told, act):
    (problem,) = told({"acts/law.toml": act().replace('"law"', '"r_145"')})
    assert problem == (
        "acts/law.toml",
        3,
        "code: 'r_145' — код федерального акта; дайте акту региона другой",
    )


@pytest.mark.parametrize(
    ("layer", "unit", "known"),
    [("municipality", "village", "town"), ("institution", "town", "school")],
)
def test_an_act_is_of_a_unit_that_the_region_has(told, act, layer, unit, known):
    head = f'unit = "{unit}"\n'
    (problem,) = told({"acts/law.toml": act("", head).replace('"region"', f'"{layer}"')})
    assert problem[1:] == (
        6,
        f"unit: в region.toml нет такой территории {unit!r}; есть: {known}",
    )


def test_a_region_without_units_says_so(told, act):
    text = act("", 'unit = "town"\n').replace('"region"', '"municipality"')
    bare = '[region]\nslug = "north"\ntitle = "С"\nsubject_code = "99"\nministry = "М"\n'
    (problem,) = told({"acts/law.toml": text, "region.toml": bare})
    assert problem[2].endswith("есть: ни одного")


def test_both_participants_of_a_kind_have_names(says):
    kind = '[[kind]]\ncode = "a"\ntitle = "А"\nmentor = ""\nclause = "1"\n'
    assert says(kind) == (7, "назовите обоих участников: mentor и mentee")


def test_a_deadline_is_for_somebody_who_exists(says):
    deadline = """[[deadline]]
code = "tea"
title = "Чай"
days = 5
role = "cook"
clause = "1"
quote = "…"
"""
    line, message = says(deadline)
    assert line == 11
    assert message.startswith("role: нет роли 'cook'; можно: operator, ministry")


def test_two_norms_may_not_say_the_same_thing_twice(says):
    line, message = says(NORM + NORM.replace('"5"', '"6"'))
    assert line == 12
    assert message.startswith("вторая норма mentees.max для тех же видов, форм и дат")


DEADLINE = """[[deadline]]
code = "plan"
title = "План"
days = {days}
role = "mentor"
clause = "4.1"
quote = "…"
"""
ALLOWANCE = """[[allowance]]
code = "mentor"
recipient = "mentor"
percent = 15
base = "salary"
clause = "5.2"
quote = "…"
"""


def test_a_norm_and_a_deadline_may_not_say_the_same_thing_twice(says):
    norm = NORM.replace("mentees.max", "plan.within_days")
    assert says(norm + DEADLINE.format(days=3))[0] == 12


def test_a_norm_and_an_allowance_may_not_say_the_same_thing_twice(says):
    norm = NORM.replace("mentees.max", "allowance.percent")
    assert says(norm + ALLOWANCE)[0] == 12


INNER = """
[act]
code = "inner"
layer = "municipality"
unit = "town"
title = "Положение города"
in_force = 2023-01-01
until = 2023-12-31

"""


def test_an_act_that_an_outer_one_forbids_is_told_with_both_clauses(told, act):
    looser = NORM.replace("value = 3", "value = 4").replace('"5"', '"2.5"')
    message = (
        "mentees.max: противоречит внешнему акту («Закон о наставничестве», 5): "
        "больше предела внешнего уровня: 3\N{NO-BREAK SPACE}человека"
    )
    found = told({"acts/law.toml": act(NORM), "acts/inner.toml": INNER + looser})
    assert found == [("acts/inner.toml", 10, message)]


def test_a_conditional_norm_is_held_against_the_outer_one_too(told, act):
    looser = NORM.replace(
        "value = 3",
        'value = 4\nkinds = ["traditional"]\nwhen = {fact = "age", at_least = 30, of = "mentor"}',
    )
    found = told({"acts/law.toml": act(NORM), "acts/inner.toml": INNER + looser})
    assert [(file, line) for file, line, _ in found] == [("acts/inner.toml", 10)]


def test_a_deadline_is_held_against_the_outer_one_too(told, act):
    other = DEADLINE.replace('"plan"', '"tea"').format(days=1)
    found = told(
        {
            "acts/law.toml": act(DEADLINE.format(days=3)),
            "acts/inner.toml": INNER + other + DEADLINE.format(days=4),
        }
    )
    assert [(file, line) for file, line, _ in found] == [("acts/inner.toml", 17)]


def test_a_file_that_can_not_be_read_is_left_to_the_loader(tmp_path, act):
    (tmp_path / "acts").mkdir()
    (tmp_path / "acts" / "a.toml").write_text("[act", "utf-8")
    (tmp_path / "acts" / "b.toml").write_text(act(), "utf-8")
    assert [one.name for one in act_files(tmp_path)] == ["acts/b.toml"]


def test_an_act_of_python_is_not_looked_for_in_files(load):
    code = """
from nastavnik.domain.act import Layer
from nastavnik.regions.spec import DataRegion, hookimpl
from nastavnik.testing.acts import act, norm

class Own(DataRegion):
    @hookimpl
    def acts(self):
        strict = act(Layer.REGION, norm("mentees.max", 3))
        loose = act(Layer.MINISTRY, norm("mentees.max", 4))
        return [strict, loose]

region = Own(__name__)
"""
    assert lint(load(code=code)) == []


def test_a_russian_letter_in_a_code_is_shown(told, act, says):
    _, hidden = says(NORM.replace("value = 3", 'value = 3\nkinds = ["tr\u0430ditional"]'))
    assert hidden.endswith("русские буквы «\u0430»")
    named = act("").replace('code = "', 'code = "\u0430', 1)
    ((_, line, message),) = told({"acts/law.toml": named})
    assert (line, message.rpartition("; ")[2]) == (3, "коды пишут латиницей")
