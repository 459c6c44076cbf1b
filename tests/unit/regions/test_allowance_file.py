"""`[[allowance]]` and `[[fund]]` of an act file: six ways to say an amount, faults with lines."""

from datetime import date

import pytest

from nastavnik.domain.allowance import (
    Base,
    ByNumber,
    Exceeded,
    Fixed,
    Fund,
    NotPaid,
    OneOff,
    Per,
    Percent,
    PerMentee,
    Recipient,
    Row,
    Rows,
    UpTo,
)
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import Word
from nastavnik.regions.act_file import read_act
from nastavnik.testing.acts import leaf

HEAD = """[act]
code = "a"
layer = "region"
title = "Положение"
[[allowance]]
code = "mentor"
recipient = "mentor"
clause = "5.2"
quote = "…"
"""


def read(text, head=HEAD):
    return read_act(head + text + "\n", "a.toml")


def amount(text):
    act, problems = read(text)
    assert problems == []
    return act.allowances[0].amount


def faults(text, head=HEAD):
    return [str(one) for one in read(text, head)[1]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("percent = 15", Percent(1500)),
        ("percent = 12.05", Percent(1205)),
        ("sum = 1500.50", Fixed(150_050)),
        ("up_to_percent = 15", UpTo(Percent(1500))),
        ("up_to_sum = 2000", UpTo(Fixed(200_000))),
        ("per_mentee = {sum = 500}", PerMentee(Fixed(50_000))),
        (
            "per_mentee = [{mentees = 1, percent = 10}, {mentees = 3, percent = 20}]",
            ByNumber(((1, Percent(1000)), (3, Percent(2000)))),
        ),
        (
            (
                'rows = [{sum = 1, condition = {fact = "age", at_least = 30}}, '
                "{percent = 5, from_year = 2, to_year = 3}]"
            ),
            Rows(
                (
                    Row(Fixed(100), leaf("age", "at_least", 30)),
                    Row(Percent(500), from_year=2, to_year=3),
                )
            ),
        ),
    ],
)
def test_six_ways_to_say_an_amount(text, value):
    assert amount(text) == value


def test_every_other_key():
    text = """title = "Доплата"
percent = 10
base = "minimum_wage"
per = "pair"
condition = {fact = "age", at_least = 30}
not_paid = ["mentee_absent", "mentor_absent"]
from = 2026-09-01
until = 2027-05-31"""
    act, problems = read(text, HEAD.replace('recipient = "mentor"', 'recipient = "mentee"'))
    assert problems == []
    (rule,) = act.allowances
    assert (rule.recipient, rule.base, rule.per) == (
        Recipient.MENTEE,
        Base.MINIMUM_WAGE,
        Per.PAIR,
    )
    assert rule.when == leaf("age", "at_least", 30, Subject.MENTEE)
    assert rule.not_paid == (NotPaid.MENTEE_ABSENT, NotPaid.MENTOR_ABSENT)
    assert (rule.first, rule.last) == (date(2026, 9, 1), date(2027, 5, 31))
    assert act.norms == ()


def test_one_off():
    act, problems = read('sum = 5000\none_off = "completion"')
    assert problems == []
    assert act.allowances[0].one_off is OneOff.COMPLETION


@pytest.mark.parametrize(
    ("text", "value"), [("percent = 12.5", 12.5), ("up_to_percent = 15", Word.DELEGATED)]
)
def test_a_percent_to_the_mentor_is_a_norm_too(text, value):
    act, _ = read(f"{text}\nuntil = 2027-05-31")
    (norm,) = act.norms
    assert (norm.parameter, norm.value, norm.last) == (
        "allowance.percent",
        value,
        date(2027, 5, 31),
    )


def test_only_the_first_code_is_the_norm():
    more = '[[allowance]]\ncode = "more"\nrecipient = "mentor"\npercent = 5\nclause = "5.3"\n'
    act, problems = read(f'percent = 15\n{more}quote = "…"')
    assert problems == []
    assert [norm.value for norm in act.norms] == [15]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a.toml:5: размер не сказан; нужен ровно один ключ из: percent, sum"),
        ("percent = 1\nsum = 1", "a.toml:11: размер сказан 2 раза: percent, sum"),
        ("percent = 15.125", "a.toml:10: percent: 15.125 не подходит; нужно не отрицательное"),
        ("percent = inf", "percent: inf не подходит"),
        ("percent = true", "percent: ожидается число, а здесь True"),
        ("sum = -1", "sum: -1 не подходит"),
        ("up_to_percent = 301", "up_to_percent: 301 не подходит; можно от 0 до 300"),
        ("per_mentee = {}", "per_mentee: строка 1: нужен ровно один ключ из: percent, sum"),
        ("per_mentee = 5", "per_mentee: ожидается список таблиц"),
        ("per_mentee = []", "per_mentee: числа mentees пишутся от 1 по возрастанию"),
        (
            "per_mentee = [{mentees = 2, sum = 1}, {mentees = 1, sum = 1}]",
            "per_mentee: числа mentees пишутся от 1 по возрастанию",
        ),
        ("per_mentee = {sum = 1}\nper = 'pair'", "per_mentee: считают наставляемых одного"),
        ("rows = []", "rows: таблица пуста"),
        ("rows = [{sum = 1, year = 2}]", "rows: строка 1: неизвестный ключ year"),
        ("rows = [{sum = 1, from_year = 3, to_year = 2}]", "годы считаются с 1"),
        ("percent = 1\nnot_paid = ['rain']", "a.toml:11: not_paid: нет слова 'rain'"),
        (
            "percent = 1\none_off = 'end'\nnot_paid = ['mentee_absent']",
            "a.toml:12: not_paid: единовременную выплату не делят по дням",
        ),
    ],
)
def test_a_fault_is_told_with_its_line(text, told):
    found = faults(text)
    assert [one for one in found if told in one] != [], found


def test_without_a_recipient_nobody_is_paid():
    head = HEAD.replace('recipient = "mentor"\n', "")
    assert "нет обязательного ключа recipient" in faults("percent = 1", head)[0]


FUND = """[[fund]]
code = "f"
percent = 1.5
exceeded = "in_order"
allowances = ["mentor"]
clause = "9"
quote = "…"
"""


def test_a_fund():
    act, problems = read(f"percent = 15\n{FUND}")
    assert problems == []
    assert act.funds == (
        Fund(
            code="f",
            limit=Percent(150),
            exceeded=Exceeded.IN_ORDER,
            allowances=frozenset({"mentor"}),
            cite=Cite("a", "9"),
            quote="…",
        ),
    )


def test_a_fund_has_one_limit():
    (fault,) = faults(f"percent = 15\n{FUND}sum = 5")
    assert fault == "a.toml:18: нужен ровно один ключ из: percent, sum"
