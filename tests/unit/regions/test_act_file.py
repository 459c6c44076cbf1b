"""Act files: what is read, and how each fault is told: with its line and what to do."""

from datetime import date

import pytest

from nastavnik.domain.act import AppliesTo, Layer, VocabularyMode
from nastavnik.domain.allowance import NotPaid
from nastavnik.domain.cite import Cite
from nastavnik.domain.comparison import Comparison
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import Word
from nastavnik.domain.provision import Anchor, GroundEvent, Unit
from nastavnik.domain.requirement import AllOf, AnyOf, Leaf
from nastavnik.domain.severity import Severity
from nastavnik.regions.act_file import read_act

WHOLE = """
[act]
code = "town"
layer = "municipality"
unit = "town"
title = "Положение о наставничестве города"
short = "Положение города"
number = "211"
adopted = 2022-06-09
in_force = 2022-07-01
until = 2026-08-31
known = 2022-06-10
applies_to = "all"
verified_on = 2026-11-21
source = "sources/town.txt"
note = "Примечание"
based_on = ["Закон"]
kinds_mode = "extend"
forms_mode = "extend"

[[norm]]
parameter = "mentees.max"
value = 2
kinds = ["mentor"]
forms = ["teacher_teacher"]
when = {fact = "category", equals = "none", of = "mentor"}
severity = "warning"
from = 2023-09-01
until = 2024-08-31
clause = "2.5"
quote = "не более двух"

[[norm]]
parameter = "allowance.percent"
value = "delegated"
clause = "3.4"
gist = "решает организация"

[[norm]]
parameter = "plan.within_days"
value = 3
unit = "calendar_day"
kinds = ["mentor"]
clause = "4.2"
quote = "в три дня"

[[requirement]]
code = "mentor.experience"
subject = "mentor"
title = "Стаж"
kinds = ["traditional"]
clause = "2.1"
quote = "не менее 10 лет"
[requirement.condition]
any = [
    {fact = "experience.pedagogical", at_least = 10},
    {all = [{fact = "age", more_than = 30}, {fact = "status", one_of = ["mentor"]}]},
]

[[deadline]]
code = "plan"
title = "План"
days = 5
unit = "working_day"
anchor = "start"
direction = "after"
role = "mentor"
closes = "plan"
clause = "4.1"
quote = "в течение пяти рабочих дней"

[[deadline]]
code = "notice"
title = "Предупреждение"
days = 10
anchor = "end"
direction = "before"
role = "curator"
clause = "4.3"
quote = "за десять дней"

[[allowance]]
code = "mentor"
recipient = "mentor"
percent = 15
base = "salary"
not_paid = ["mentee_absent"]
clause = "5.2"
quote = "15 %"

[[ground]]
event = "extension"
code = "need"
title = "При необходимости"
clause = "1.2"
quote = "при необходимости"

[[kind]]
code = "mentor"
title = "Менторство"
mentor = "ментор"
mentee = "менти"
description = "…"
clause = "2.1"

[[form]]
code = "teacher_student"
title = "Педагог — студент"
students = true
clause = "6"
"""


def faults(text):
    """Lines and messages of the problems."""
    _, problems = read_act(text, "acts/law.toml")
    assert {one.file for one in problems} <= {"acts/law.toml"}
    return [(one.line, one.message) for one in problems]


def fault(text):
    (only,) = faults(text)
    return only


def test_a_whole_act_is_read():
    act, problems = read_act(WHOLE, "acts/town.toml")
    assert problems == []
    assert act is not None
    assert (act.code, act.layer, act.unit, act.number) == (
        "town",
        Layer.MUNICIPALITY,
        "town",
        "211",
    )
    assert (act.title, act.short) == ("Положение о наставничестве города", "Положение города")
    assert (act.adopted, act.in_force) == (date(2022, 6, 9), date(2022, 7, 1))
    assert (act.until, act.known) == (date(2026, 8, 31), date(2022, 6, 10))
    assert act.applies_to is AppliesTo.ALL
    assert (act.kinds_mode, act.forms_mode) == (VocabularyMode.EXTEND, VocabularyMode.EXTEND)
    assert (act.source, act.note, act.based_on) == ("sources/town.txt", "Примечание", ("Закон",))
    assert act.verified_on == date(2026, 11, 21)


def test_a_norm_is_read_with_its_selectors_condition_and_dates():
    act, _ = read_act(WHOLE, "acts/town.toml")
    assert act is not None
    cap, delegated, days, *_ = act.norms
    assert (cap.value, cap.unit, cap.severity) == (2, Unit.PERSON, Severity.WARNING)
    assert (set(cap.kinds), set(cap.forms)) == ({"mentor"}, {"teacher_teacher"})
    assert cap.when == Leaf("category", Comparison.EQUALS, "none", Subject.MENTOR)
    assert (cap.first, cap.last) == (date(2023, 9, 1), date(2024, 8, 31))
    assert (cap.cite, cap.quote) == (Cite("town", "2.5"), "не более двух")
    assert delegated.value is Word.DELEGATED
    assert delegated.quote == "(пересказ) решает организация"
    assert days.unit is Unit.CALENDAR_DAY


def test_a_deadline_and_an_allowance_give_values_to_parameters_too():
    act, _ = read_act(WHOLE, "acts/town.toml")
    assert act is not None
    _, _, _, plan, allowance = act.norms
    assert (plan.parameter, plan.value, plan.unit) == ("plan.within_days", 5, Unit.WORKING_DAY)
    assert (plan.cite, plan.quote) == (Cite("town", "4.1"), "в течение пяти рабочих дней")
    assert (allowance.parameter, allowance.value) == ("allowance.percent", 15)
    notice = act.deadlines[1]
    assert (notice.before, notice.anchor, notice.unit) == (True, Anchor.END, Unit.CALENDAR_DAY)
    assert act.allowances[0].not_paid == (NotPaid.MENTEE_ABSENT,)


def test_the_other_provisions_are_read():
    act, _ = read_act(WHOLE, "acts/town.toml")
    assert act is not None
    (requirement,) = act.requirements
    assert isinstance(requirement.condition, AnyOf)
    first, second = requirement.condition.parts
    assert first == Leaf("experience.pedagogical", Comparison.AT_LEAST, 120, Subject.MENTOR)
    assert second == AllOf(
        (
            Leaf("age", Comparison.MORE_THAN, 30, Subject.MENTOR),
            Leaf("status", Comparison.ONE_OF, ("mentor",), Subject.MENTOR),
        )
    )
    assert act.grounds[0].event is GroundEvent.EXTENSION
    assert (act.kinds[0].mentor, act.kinds[0].mentee) == ("ментор", "менти")
    assert act.forms[0].students


def test_what_the_document_does_not_say_stays_unsaid(act):
    bare, problems = read_act(act(), "acts/law.toml")
    assert problems == []
    assert bare is not None
    assert bare.short == bare.title
    assert (bare.number, bare.adopted, bare.in_force, bare.until) == ("", None, None, None)
    assert bare.applies_to is AppliesTo.NEW


def test_a_file_that_is_not_toml_is_refused_with_its_line():
    act, (problem,) = read_act('[act]\ncode = "law\n', "acts/law.toml")
    assert act is None
    assert str(problem).startswith("acts/law.toml:2: файл не читается как TOML")


def test_a_file_broken_off_is_refused_at_its_last_line():
    _, (problem,) = read_act('[act]\nbased_on = [\n"Закон",\n', "acts/law.toml")
    assert problem.line == 3


NORM = """[[norm]]
parameter = "mentees.max"
value = 2
clause = "2.5"
quote = "не более двух"
"""
DEADLINE = """[[deadline]]
code = "plan"
title = "План"
days = 5
role = "mentor"
clause = "4.1"
quote = "…"
"""
ALLOWANCE = """[[allowance]]
code = "mentor"
recipient = "mentor"
base = "salary"
clause = "5.2"
quote = "…"
percent = 15
"""


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("value = 2", 'value = "два"'), 9, "value: 'два' не подходит для mentees.max (person)"),
        (("value = 2", "value = 2.5"), 9, "не подходит для mentees.max"),
        (("value = 2", "value = 0"), 9, "можно от 1 до 100, delegated или unlimited"),
        (("value = 2", "value = true"), 9, "True не подходит"),
        (('"mentees.max"', '"mentees.most"'), 8, "нет параметра 'mentees.most'; можно: term."),
        (("value = 2", 'value = 2\nunit = "month"'), 10, "mentees.max измеряется в person"),
        (("value = 2", 'value = 2\nunit = "pood"'), 10, "нет значения 'pood'; можно: month"),
        (("value = 2", "value = 2\ncap = 3"), 10, "неизвестный ключ cap; можно: clause"),
        (('clause = "2.5"\n', ""), 7, "нет обязательного ключа clause; добавьте его"),
        (('clause = "2.5"', 'clause = ""'), 10, "нет обязательного ключа clause"),
        (
            ('clause = "2.5"', "clause = 2.5"),
            10,
            "clause: ожидается строка в кавычках, а здесь 2.5",
        ),
        (('quote = "не более двух"', ""), 7, "нет ни quote (точные слова акта), ни gist"),
        (("value = 2", "value = 2\nkinds = [1]"), 10, "в списке должны быть строки в кавычках"),
        (
            ("value = 2", 'value = 2\nkinds = "a"'),
            10,
            "kinds: ожидается список в квадратных скобках",
        ),
        (
            ("value = 2", 'value = 2\nfrom = "2023"'),
            10,
            "ожидается дата вида 2022-06-09 без кавычек",
        ),
        (("value = 2", "value = 2\nfrom = 2023-09-01T10:00:00"), 10, "ожидается дата вида"),
        (
            ("value = 2", "value = 2\nfrom = 2024-09-01\nuntil = 2024-08-31"),
            11,
            "until: 2024-08-31 раньше, чем from (2024-09-01); исправьте одну из дат",
        ),
        (("value = 2", 'value = 2\nwhen = "всегда"'), 10, "when: ожидается таблица"),
        (("value = 2", 'value = 2\nwhen = {fact = "age"}'), 10, "ровно один знак сравнения"),
        (
            ("value = 2", 'value = 2\nwhen = {fact = "age", at_least = 60}'),
            10,
            'не сказано, чьё сведение age: допишите в условие of = "mentor" (наставника)',
        ),
        (
            ('"mentees.max"\nvalue = 2', '"term.max_months"\nvalue = 2\nunit = "year"'),
            10,
            "term.max_months измеряется в month, а не в year; год — это 12 месяцев",
        ),
        (
            ('"mentees.max"\nvalue = 2', '"term.period"\nvalue = "учебный год"'),
            9,
            "не подходит для term.period (text); можно academic_year или calendar_year, delegated",
        ),
        (
            ('"mentees.max"\nvalue = 2', '"system.order_by"\nvalue = 5'),
            9,
            "можно слова в кавычках, delegated, unlimited",
        ),
        (
            ('"mentees.max"\nvalue = 2', '"order.required"\nvalue = 1'),
            9,
            "можно true или false, delegated, unlimited",
        ),
    ],
)
def test_a_faulty_norm_is_told_with_its_line(act, change, line, says):
    at, message = fault(act(NORM.replace(*change)))
    assert says in message
    assert at == line


@pytest.mark.parametrize(
    ("head", "line", "says"),
    [
        ('layer = "city"', 4, "layer: нет уровня 'city'; можно: federal, region"),
        ('layer = "institution"', 2, "unit: укажите ярлык муниципалитета или организации"),
        ('layer = "region"\nunit = "town"', 5, "у акта этого уровня не бывает unit"),
        ('layer = "region"\napplies_to = "old"', 5, "нет значения 'old'; можно: new, all"),
        ('layer = "region"\nunknown = 1', 5, "неизвестный ключ unknown"),
        (
            'layer = "region"\nin_force = 2024-01-01\nuntil = 2023-01-01',
            6,
            "until: 2023-01-01 раньше, чем in_force",
        ),
    ],
)
def test_a_faulty_head_is_told_with_its_line(act, head, line, says):
    at, message = fault(act().replace('layer = "region"', head))
    assert says in message
    assert at == line


@pytest.mark.parametrize(
    ("table", "change", "says"),
    [
        (DEADLINE, ("days = 5", "days = 0"), "days: 0 не подходит; можно от 1 до 3660"),
        (DEADLINE, ("days = 5", 'days = 5\nunit = "person"'), "измеряется в working_day"),
        (DEADLINE, ("days = 5", 'days = 5\ndirection = "up"'), "можно: after, before"),
        (
            DEADLINE,
            ('code = "plan"', 'code = "visit"\nunit = "person"'),
            "срок не измеряется в person; можно: calendar_day, working_day, month",
        ),
        (DEADLINE, ("days = 5", 'days = 5\nanchor = "spring"'), "нет значения 'spring'"),
        (DEADLINE, ('"plan"', '"tea"\nkinds = []\nunit = "month"'), None),
        (
            DEADLINE.replace('"plan"', '"tea"'),
            ("days = 5", "days = -1"),
            "days: -1 не подходит; нужно целое число от 1",
        ),
        (ALLOWANCE, ("percent = 15", "percent = 301"), "301 не подходит; можно от 0 до 300"),
        (
            ALLOWANCE,
            ('recipient = "mentor"', 'recipient = "cook"'),
            "recipient: нет значения 'cook'",
        ),
        (ALLOWANCE, ("percent = 15", 'percent = "15"'), "percent: ожидается число"),
    ],
)
def test_deadlines_and_allowances_are_bounded_too(act, table, change, says):
    told = faults(act(table.replace(*change)))
    assert [message for _, message in told if says is None or says not in message] == []
    assert bool(told) is (says is not None)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[[norma]]\nvalue = 1\n", 7, "неизвестная таблица [[norma]]"),
        ("[norm]\nvalue = 1\n", 7, "norm пишется в двойных скобках: [[norm]]"),
        ("[kind.a]\nvalue = 1\n", 0, "kind пишется в двойных скобках"),
    ],
)
def test_an_unknown_or_misshapen_table_is_told(act, text, line, says):
    at, message = fault(act(text))
    assert says in message
    assert at == line


def test_the_act_itself_is_written_once():
    told = faults('[[act]]\ncode = "law"\nlayer = "region"\ntitle = "…"\n')
    assert "act пишется один раз, в одинарных скобках: [act]" in told[0][1]


def test_all_faults_are_told_at_once(act):
    told = faults(act(NORM.replace("value = 2", "value = 0") + NORM.replace("2.5", "")))
    assert len(told) == 2
