"""Allowances in words, money to the kopeck, months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nastavnik.domain.allowance import (
    Allowance,
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
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.money import half_up, kopecks_of, rubles, shares
from nastavnik.domain.month import Month
from nastavnik.domain.norm import CATALOGUE, Word, shown
from nastavnik.domain.provision import Unit
from nastavnik.testing.acts import leaf

HERE = Cite("act", "5.2")


def rule(amount, **rest):
    return Allowance(
        code="mentor", amount=amount, cite=HERE, **({"recipient": Recipient.MENTOR} | rest)
    )


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("kopecks", "text"),
    [(0, "0,00 ₽"), (5, "0,05 ₽"), (3200000, "32 000,00 ₽"), (-123456789, "−1 234 567,89 ₽")],
)
def test_rubles(kopecks, text):
    assert plain(rubles(kopecks)) == text


@pytest.mark.parametrize(
    ("typed", "kopecks"),
    [
        ("32000", 3_200_000),
        ("32 000,5", 3_200_050),
        (" 32\N{NO-BREAK SPACE}000.50 ₽ ", 3_200_050),
        ("0,07", 7),
        ("1500 руб.", 150_000),
    ],
)
def test_a_typed_sum_is_read_to_the_kopeck(typed, kopecks):
    assert kopecks_of(typed) == kopecks


@pytest.mark.parametrize("typed", ["", "тысяча", "-5", "1,234", "1.2.3", "12345678901"])
def test_what_is_no_sum_is_repeated_in_the_message(typed):
    with pytest.raises(ValueError, match=f"«{typed}» — не сумма"):
        kopecks_of(typed)


@pytest.mark.parametrize(
    ("amount", "of_pay"),
    [
        (Percent(1500), True),
        (Fixed(100), False),
        (PerMentee(Percent(500)), True),
        (ByNumber(((1, Percent(500)), (2, Fixed(100)))), False),
        (UpTo(Percent(500)), True),
        (Rows((Row(Percent(500)), Row(Percent(700)))), True),
    ],
)
def test_whether_every_amount_is_counted_of_pay(amount, of_pay):
    rule = Allowance(code="a", recipient=Recipient.MENTOR, amount=amount, cite=Cite("x", "1"))
    assert rule.of_pay is of_pay


def test_a_half_goes_up_once():
    assert [half_up(number, 2) for number in (0, 1, 2, 3)] == [0, 1, 1, 2]
    assert half_up(149, 100) == 1


def test_what_is_left_goes_to_the_largest_remainders():
    assert shares(100, (1, 1, 1)) == (34, 33, 33)
    assert shares(10, (5, 0, 6)) == (5, 0, 5)


@given(
    st.integers(0, 10**9),
    st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any),
)
def test_shares_sum_up_to_the_limit_and_are_within_a_kopeck_of_exact(limit, weights):
    parts = shares(limit, weights)
    assert sum(parts) == limit
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * total - limit * weight) < total


def test_a_month():
    month = Month.parse("2028-02")
    assert (month.days, month.code, month.title) == (29, "2028-02", "февраль 2028 года")
    assert (month.first, month.last) == (date(2028, 2, 1), date(2028, 2, 29))
    assert (month.previous.code, month.following.code) == ("2028-01", "2028-03")
    assert (Month(2026, 1).previous.code, Month(2026, 12).following.code) == ("2025-12", "2027-01")
    assert Month.of(date(2026, 11, 21)) == Month(2026, 11)
    with pytest.raises(NotFoundError, match="2026-11"):
        Month.parse("2026-13")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Percent(1500), "15 % должностного оклада"),
        (Percent(1250), "12,5 % должностного оклада"),
        (Percent(1205), "12,05 % должностного оклада"),
        (Fixed(200000), "2 000,00 ₽"),
        (PerMentee(Fixed(50000)), "500,00 ₽ за каждого наставляемого"),
        (
            ByNumber(((1, Percent(1000)), (3, Percent(2000)))),
            (
                "наставляемых от 1 — 10 % должностного оклада; "
                "наставляемых от 3 — 20 % должностного оклада"
            ),
        ),
        (UpTo(Percent(1500)), "до 15 % должностного оклада, размер решает приказ организации"),
        (
            Rows(
                (
                    Row(Fixed(100), leaf("category", "equals", "highest")),
                    Row(Fixed(200), from_year=1, to_year=1),
                    Row(Fixed(300), from_year=2, to_year=3),
                    Row(Fixed(400), from_year=4),
                    Row(Fixed(500)),
                )
            ),
            (
                "квалификационная категория: высшая — 1,00 ₽; 1-й год наставничества — 2,00 ₽; "
                "2-3-й годы наставничества — 3,00 ₽; с 4-го года наставничества — 4,00 ₽; "
                "в остальных случаях — 5,00 ₽"
            ),
        ),
    ],
)
def test_an_amount_in_words(amount, text):
    assert plain(rule(amount).shown) == text


def test_how_often_it_is_paid_is_said():
    assert rule(Fixed(1), per=Per.PAIR).shown.endswith(", за каждую пару")
    once = rule(Fixed(1), one_off=OneOff.COMPLETION)
    assert once.shown.endswith(", единовременно после выполнения программы")


def test_every_word_has_its_russian():
    for words in (Base, Per, NotPaid, OneOff, Exceeded, Recipient):
        assert len({one.label for one in words}) == len(words)
    assert all(one.genitive for one in Base)


def test_an_allowance_without_a_title_says_whose_it_is():
    assert rule(Fixed(1)).named == "Выплата за наставничество (наставник)"
    assert rule(Fixed(1), title="Доплата").named == "Доплата"


@pytest.mark.parametrize(
    ("given_rule", "value"),
    [
        (rule(Percent(1500)), 15),
        (rule(Percent(1250)), 12.5),
        (rule(UpTo(Percent(1500))), Word.DELEGATED),
        (rule(UpTo(Fixed(1500))), None),
        (rule(Fixed(1)), None),
        (rule(Percent(1500), one_off=OneOff.END), None),
        (rule(Percent(1500), recipient=Recipient.MENTEE), None),
    ],
)
def test_the_value_that_it_gives_to_the_catalogue(given_rule, value):
    assert given_rule.main_value == value


def test_a_percent_may_have_a_fraction_other_numbers_may_not():
    assert CATALOGUE["allowance.percent"].accepts(12.5)
    assert not CATALOGUE["allowance.percent"].accepts(300.5)
    assert not CATALOGUE["mentees.max"].accepts(2.5)
    assert plain(shown(12.5, Unit.PERCENT)) == "12,5 %"


def test_a_fund_in_words_and_in_kopecks():
    fund = Fund(code="f", limit=Percent(150), cite=HERE)
    assert plain(fund.shown) == "1,5 % фонда оплаты труда в месяц"
    assert (fund.kopecks(None), fund.kopecks(1999)) == (None, 29)
    assert fund.covers("any")
    fixed = Fund(
        code="f", limit=Fixed(100), cite=HERE, allowances=frozenset({"mentor"}), title="Фонд"
    )
    assert (fixed.kopecks(None), fixed.covers("other"), fixed.named) == (100, False, "Фонд")
    assert plain(fixed.shown) == "1,00 ₽ в месяц"
