"""Allowances of a month: days, amounts, what is not known and what is not due."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nastavnik.domain.accrual import allowances
from nastavnik.domain.act import Layer
from nastavnik.domain.allowance import (
    Base,
    ByNumber,
    Fixed,
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
from nastavnik.domain.norm import Word
from nastavnik.domain.severity import Severity
from nastavnik.domain.sheet import Absence, Decision, Participant, Pay
from nastavnik.testing import payroll
from nastavnik.testing.acts import act, book, leaf, norm
from nastavnik.testing.payroll import FIFTEEN, away, day, pair, rule, sheet

REGION, INSTITUTION = Layer.REGION, Layer.INSTITUTION
NOVEMBER = payroll.MONTH
MENTEE_AWAY = (NotPaid.MENTEE_ABSENT,)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_days_of_absence_are_not_paid_and_the_count_is_told():
    mentee = away((day(10), day(11), "болезнь"), (day(12), day(13), "болезнь"))
    (line,) = sheet(rule(not_paid=MENTEE_AWAY), pair(mentee=mentee)).lines
    assert (line.days, line.days_in_month, line.kopecks) == (26, 30, 416_000)
    assert (line.first, line.last) == (day(1), day(30))
    assert plain(line.text) == (
        "15 % от 32 000,00 ₽ × 26 из 30 календарных дней = 4 160,00 ₽. "
        "Не оплачено: 10.11.2026–13.11.2026 — отсутствие наставляемого (болезнь)"
    )
    assert (line.basis_kopecks, plain(line.basis)) == (3_200_000, "15 % должностного оклада")
    data = line.as_dict()
    assert (data["kopecks"], data["first"], data["clause"]) == (416_000, "2026-11-01", "5.2")
    assert data["unpaid"] == [
        {
            "first": "2026-11-10",
            "last": "2026-11-13",
            "why": "mentee_absent",
            "reason": "болезнь",
        }
    ]


def test_a_month_without_a_paid_day_is_a_line_of_nothing():
    mentee = away((date(2026, 10, 1), date(2026, 12, 1)))
    (line,) = sheet(rule(not_paid=MENTEE_AWAY), pair(mentee=mentee)).lines
    assert (line.days, line.kopecks, line.first, line.as_dict()["last"]) == (0, 0, None, None)
    assert plain(line.text).startswith("0,00 ₽: оплачиваемых дней нет")


def test_both_absent_is_unpaid_once_by_the_first_reason():
    mentor = Participant(
        key="m", pay=(Pay(kopecks=3_000_000),), absences=(Absence(day(5), day(8)),)
    )
    reasons = (NotPaid.MENTEE_ABSENT, NotPaid.MENTOR_ABSENT)
    (line,) = sheet(
        rule(not_paid=reasons), pair(mentor=mentor, mentee=away((day(7), day(9))))
    ).lines
    assert line.days == 25
    assert [(one.first.day, one.last.day, one.why) for one in line.unpaid] == [
        (5, 6, NotPaid.MENTOR_ABSENT),
        (7, 9, NotPaid.MENTEE_ABSENT),
    ]
    assert line.unpaid[0].text == "05.11.2026–06.11.2026 — отсутствие наставника"


def test_an_absence_that_the_act_is_silent_of_is_paid_and_said():
    found = sheet(rule(), pair(mentee=away((day(3), day(3)))))
    assert found.lines[0].days == 30
    assert "отсутствия наставляемого акт выплату не прекращает" in found.notes[0].text


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (day(16), date(2027, 1, 1), 15),
        (date(2026, 9, 1), day(3), 3),
        (day(30), day(30), 1),
        (date(2026, 12, 1), date(2027, 1, 1), None),
        (date(2026, 9, 1), date(2026, 10, 31), None),
    ],
)
def test_a_part_of_a_month(start, end, days):
    lines = sheet(rule(), pair(start=start, end=end)).lines
    assert [line.days for line in lines] == ([] if days is None else [days])


def test_a_salary_that_changes_in_the_month():
    mentor = Participant(
        key="m", pay=(Pay(kopecks=3_000_000), Pay(kopecks=3_600_000, first=day(11)))
    )
    (line,) = sheet(rule(), pair(mentor=mentor)).lines
    assert line.kopecks == 150_000 + 360_000
    assert line.basis_kopecks is None
    assert plain(line.text) == (
        "15 % от 30 000,00 ₽ × 10 из 30 календарных дней + "
        "15 % от 36 000,00 ₽ × 20 из 30 календарных дней = 5 100,00 ₽"
    )


def test_an_unknown_salary_is_not_nothing():
    found = sheet(rule(base=Base.SALARY_WITH_LOAD))
    (line,), (finding,) = found.lines, found.findings
    assert (line.kopecks, line.missing) == (None, ("salary_with_load",))
    assert "не указан должностной оклад с учётом нагрузки (наставник)" in line.text
    assert (finding.severity, found.blocked, found.total) == (Severity.UNDETERMINED, True, 0)


def test_once_a_person_or_for_each_pair():
    pairs = pair("1"), pair("2", mentee=away((day(1), day(10)), key="n2"))
    once = sheet(rule(not_paid=MENTEE_AWAY), *pairs).lines
    assert [(line.days, line.pairs) for line in once] == [(30, ("1", "2"))]
    each = sheet(rule(not_paid=MENTEE_AWAY, per=Per.PAIR), *pairs).lines
    assert [line.days for line in each] == [30, 20]


def test_a_person_is_unpaid_only_where_all_are_absent_or_nobody_is_there():
    pairs = (
        pair("1", mentee=away((day(1), day(10)), key="a"), end=day(20)),
        pair("2", mentee=away((day(5), day(12)), key="b"), end=day(15)),
        pair("3", start=day(25)),
    )
    (line,) = sheet(rule(not_paid=MENTEE_AWAY), *pairs).lines
    assert line.days == 30 - 6 - 4
    assert [(one.first.day, one.last.day) for one in line.unpaid] == [(5, 10)]


def test_each_mentee_counts_while_it_is_there():
    pairs = pair("1"), pair("2", start=day(21))
    (line,) = sheet(rule(PerMentee(Fixed(30_000))), *pairs).lines
    assert line.kopecks == 20_000 + 20_000
    assert "× 2 наставляемых × 10 из 30" in plain(line.text)
    (unknown,) = sheet(rule(PerMentee(Percent(500))), pair(mentor=Participant(key="m"))).lines
    assert unknown.missing == ("salary",)


def test_a_table_by_the_number_of_mentees():
    amount = ByNumber(((2, Percent(1000)), (3, Percent(2000))))
    lines = [sheet(rule(amount), *map(pair, "123"[:number])).lines[0] for number in (1, 2, 3)]
    assert [line.kopecks for line in lines] == [0, 320_000, 640_000]
    assert "1 наставляемый, а акт платит от 2" in plain(lines[0].text)


def test_a_table_by_years_and_facts():
    first = Rows((Row(Fixed(300_000), to_year=1), Row(Fixed(600_000), from_year=2, to_year=2)))
    started = pair(start=date(2025, 11, 16))
    (line,) = sheet(rule(first), started).lines
    assert line.kopecks == 150_000 + 300_000
    assert not sheet(rule(first), pair(start=date(2023, 11, 16), end=day(20))).lines


def test_no_row_fits_is_said():
    found = sheet(rule(Rows((Row(Fixed(1), leaf("category", "equals", "first")),))), pair())
    assert found.lines[0].missing == ("category",)
    assert "квалификационная категория; дополните карточку" in found.lines[0].text
    known = Participant(key="m", facts={"category": "highest"})
    found = sheet(
        rule(Rows((Row(Fixed(1), leaf("category", "equals", "first")),))), pair(mentor=known)
    )
    assert found.lines == ()
    assert found.notes[0].text.endswith("ни одна строка таблицы не подходит.")


def test_a_condition_is_three_valued():
    asked = rule(when=leaf("age", "at_least", 30), code="bonus")
    assert sheet(asked).lines[0].missing == ("age",)
    old, young = (Participant(key="m", pay=(Pay(kopecks=1),), facts={"age": n}) for n in (30, 29))
    assert len(sheet(asked, pair(mentor=old)).lines) == 1
    found = sheet(asked, pair(mentor=young))
    assert found.lines == ()
    assert "условие не выполнено" in found.notes[0].text


def test_facts_of_each_day_decide_of_the_day():
    """As yarovoye 5.2 has it of absences: what is paid is told by days, not by the month."""
    asked = rule(when=leaf("age", "at_least", 30))
    turned = Participant(
        key="m",
        pay=(Pay(kopecks=3_200_000),),
        facts={"age": 29},
        later=((day(12), {"age": 29}), (day(16), {"age": 30})),
    )
    found = sheet(asked, pair(mentor=turned))
    (line,) = found.lines
    assert (line.first, line.days, line.kopecks) == (day(16), 15, 240_000)
    assert plain(found.notes[0].text) == (
        "01.11.2026–15.11.2026: Выплата за наставничество (наставник): не полагается — условие "
        "не выполнено: возраст не менее 30 лет; по карточке — 29 лет."
    )
    assert len(found.notes) == 1
    young = Participant(key="m", facts={"age": 28}, later=((day(16), {"age": 29}),))
    (note,) = sheet(asked, pair(mentor=young)).notes
    assert plain(note.text).endswith("по карточке — 29 лет.")
    assert not note.text.startswith("01.11.2026")


def test_a_table_pays_each_day_by_its_own_row():
    rows = Rows((Row(Percent(2000), leaf("category", "equals", "highest")), Row(FIFTEEN)))
    promoted = Participant(
        key="m",
        pay=(Pay(kopecks=3_000_000),),
        facts={"category": "first"},
        later=((day(21), {"category": "highest"}),),
    )
    (line,) = sheet(rule(rows), pair(mentor=promoted)).lines
    assert line.kopecks == 300_000 + 200_000
    known = sheet(rule(rows), pair(mentor=Participant(key="m", later=((day(21), {}),))))
    assert known.lines[0].missing == ("category",)


def test_a_failed_condition_leaves_the_more_general_rule():
    special = rule(Percent(2000), when=leaf("age", "at_least", 60))
    mentor = Participant(key="m", pay=(Pay(kopecks=3_000_000),), facts={"age": 40})
    found = sheet([rule(), special], pair(mentor=mentor))
    assert [line.kopecks for line in found.lines] == [450_000]
    assert found.notes == ()


def test_up_to_waits_for_a_decision_and_holds_it_to_the_limit():
    asked = rule(UpTo(Percent(1500)))
    waiting = sheet(asked)
    assert waiting.lines[0].missing == ("decision",)
    assert "не установлен приказом" in waiting.lines[0].text
    all_of_them = Decision(code="mentor", amount=Percent(1000), order="приказ № 5")
    own = Decision(
        code="mentor", amount=Fixed(30_000), order="приказ № 6", recipient="m", first=day(16)
    )
    other = Decision(code="mentor", amount=Percent(1), order="", recipient="x")
    (line,) = sheet(asked, decided=[all_of_them, own, other]).lines
    assert (line.kopecks, line.order) == (160_000 + 15_000, "приказ № 5, приказ № 6")
    over = sheet(asked, decided=[Decision(code="mentor", amount=Percent(1501), order="№ 7")])
    assert (over.lines[0].kopecks, over.findings[0].severity) == (None, Severity.VIOLATION)
    assert "исправьте решение" in over.findings[0].text
    mentor = Participant(key="m")
    (line,) = sheet(asked, pair(mentor=mentor), decided=[own, all_of_them]).lines
    assert line.missing == ("salary",)
    (line,) = sheet(
        rule(UpTo(Fixed(50_000))),
        pair(mentor=mentor),
        decided=[Decision(code="mentor", amount=Fixed(50_000), order="")],
    ).lines
    assert line.kopecks == 50_000


def test_paid_once_in_the_month_of_its_event():
    once = [
        rule(Fixed(500_000), code="start", one_off=OneOff.START),
        rule(Percent(5000), code="end", one_off=OneOff.END),
        rule(Fixed(100), code="done", one_off=OneOff.COMPLETION, recipient=Recipient.MENTEE),
    ]
    started = sheet(once, pair(start=day(3)))
    assert [(line.code, line.kopecks, line.days) for line in started.lines] == [
        ("start", 500_000, 0)
    ]
    assert plain(started.lines[0].text) == (
        "5 000,00 ₽ единовременно при начале наставничества = 5 000,00 ₽"
    )
    ended = sheet(once, pair(end=day(3), completed_on=day(20)))
    assert [(line.code, line.kopecks) for line in ended.lines] == [
        ("end", 1_600_000),
        ("done", 100),
    ]
    assert [line.recipient for line in ended.lines] == ["m", "n1"]
    assert sheet(once, pair()).lines == ()


def test_paid_once_to_a_person_whatever_the_number_of_pairs():
    once = rule(Fixed(500_000), one_off=OneOff.START)
    (line,) = sheet(once, pair("1", start=day(3)), pair("2", start=day(9))).lines
    assert (line.kopecks, line.pairs) == (500_000, ("1", "2"))


def test_the_inner_act_replaces_the_outer_one_of_its_code():
    own = act(INSTITUTION, allowances=[rule(Percent(2000))])
    held = book(act(REGION, allowances=[rule(), rule(Fixed(100), code="other")]), own)
    lines = allowances(lambda _law, _day: held, NOVEMBER, [pair()]).lines
    assert [(line.code, line.kopecks, line.cite.act) for line in lines] == [
        ("mentor", 640_000, "institution"),
        ("other", 100, "region"),
    ]


def test_a_bare_percent_of_an_inner_act_keeps_the_outer_terms():
    own = act(INSTITUTION, norm("allowance.percent", 12.5, clause="7"))
    outer = act(REGION, allowances=[rule(not_paid=MENTEE_AWAY)])
    mentee = away((day(1), day(15)))
    held = book(outer, own)
    (line,) = allowances(lambda _law, _day: held, NOVEMBER, [pair(mentee=mentee)]).lines
    assert (line.kopecks, line.days, line.cite) == (200_000, 15, Cite("institution", "7"))
    alone = book(own)
    (line,) = allowances(lambda _law, _day: alone, NOVEMBER, [pair(mentee=mentee)]).lines
    assert (line.code, line.kopecks) == ("mentor", 400_000)


def test_a_rule_of_other_kinds_and_of_other_days_pays_nothing():
    assert sheet(rule(kinds=frozenset({"group"}))).lines == ()
    (line,) = sheet(rule(first=day(11), last=day(20))).lines
    assert (line.days, line.first, line.last) == (10, day(11), day(20))


def test_rules_that_change_in_the_month_make_two_lines():
    before = book(act(REGION, allowances=[rule()]))
    after = book(act(REGION, code="new", allowances=[rule(Percent(3000))]))
    lines = allowances(
        lambda _law, on: before if on < day(11) else after, NOVEMBER, [pair()]
    ).lines
    assert [(line.cite.act, line.days, line.kopecks) for line in lines] == [
        ("region", 10, 160_000),
        ("new", 20, 640_000),
    ]


def test_nobody_pays_and_it_is_said_who_decides():
    silent = book(act(REGION))
    (note,) = allowances(lambda _law, _day: silent, NOVEMBER, [pair()]).notes
    assert (note.text, note.cite) == ("Акты о выплате за наставничество молчат.", None)
    handed = book(act(REGION, norm("allowance.percent", Word.DELEGATED, clause="3.4")))
    (note,) = allowances(lambda _law, _day: handed, NOVEMBER, [pair()]).notes
    assert "решает нижестоящий уровень" in note.text
    assert note.cite == Cite("region", "3.4")


SPAN = st.tuples(st.integers(-20, 45), st.integers(0, 40)).map(
    lambda one: (NOVEMBER.first + timedelta(one[0]), NOVEMBER.first + timedelta(sum(one)))
)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 30_000),
    st.integers(0, 10**8),
    st.lists(st.tuples(SPAN, st.lists(SPAN, max_size=3)), min_size=1, max_size=3),
)
def test_the_amount_is_exact_to_the_kopeck(hundredths, salary, spans):
    mentor = Participant(key="m", pay=(Pay(kopecks=salary),))
    pairs = [
        pair(str(n), mentor=mentor, mentee=away(*gone, key=str(n)), start=first, end=last)
        for n, ((first, last), gone) in enumerate(spans)
    ]
    paid = sum(
        any(
            first <= day(n) <= last and not any(a <= day(n) <= b for a, b in gone)
            for (first, last), gone in spans
        )
        for n in range(1, 31)
    )
    exact = Fraction(salary * hundredths * paid, 10_000 * 30)
    found = sheet(rule(Percent(hundredths), not_paid=MENTEE_AWAY), *pairs)
    assert found.total == floor(exact + Fraction(1, 2))
    assert sum(line.days for line in found.lines) == paid
