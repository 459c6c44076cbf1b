"""The fund that allowances of an institution may not exceed together."""

from datetime import date

import pytest

from nastavnik.domain.accrual import allowances
from nastavnik.domain.act import Layer
from nastavnik.domain.allowance import Allowance, Exceeded, Fixed, Fund, Per, Percent, Recipient
from nastavnik.domain.cite import Cite
from nastavnik.domain.month import Month
from nastavnik.domain.severity import Severity
from nastavnik.domain.sheet import Pair, Participant, Pay
from nastavnik.testing.acts import act, book

REGION = Layer.REGION
NOVEMBER = Month(2026, 11)


def rule(**rest):
    return Allowance(
        code="mentor",
        recipient=Recipient.MENTOR,
        amount=Percent(1500),
        cite=Cite("", "5.2"),
        **rest,
    )


def pair(key="1", mentor=None, start=date(2026, 9, 1)):
    return Pair(
        key=key,
        mentor=mentor or Participant(key="m", pay=(Pay(kopecks=3_200_000),)),
        mentee=Participant(key=f"n{key}"),
        kind="traditional",
        start=start,
        end=date(2027, 5, 31),
        law_on=date(2026, 9, 1),
    )


def funded(limit, exceeded, pairs, **rest):
    fund = Fund(code="f", limit=limit, exceeded=exceeded, cite=Cite("", "9"))
    held = book(act(REGION, allowances=[rule(per=Per.PAIR)], funds=[fund]))
    return allowances(lambda _law, _day: held, NOVEMBER, pairs, **rest)


PAIRS = (
    pair("1", start=date(2026, 9, 2)),
    pair("2"),
    pair("3", start=date(2026, 11, 1)),
)


@pytest.mark.parametrize(
    ("exceeded", "paid"),
    [
        (Exceeded.PROPORTIONAL, [333_334, 333_333, 333_333]),
        (Exceeded.IN_ORDER, [480_000, 480_000, 40_000]),
    ],
)
def test_a_fund_that_is_exceeded_is_paid_out_exactly(exceeded, paid):
    found = funded(Fixed(1_000_000), exceeded, PAIRS)
    assert [line.kopecks for line in found.lines] == paid
    assert found.total == 1_000_000
    (finding,) = found.findings
    assert (finding.code, finding.severity, found.blocked) == ("fund.f", Severity.WARNING, False)
    cut = found.lines[2]
    assert (cut.before_fund, cut.fund) == (480_000, Cite("region", "9"))
    assert "По пределу фонда" in cut.text


def test_a_fund_may_refuse():
    found = funded(Fixed(1_000_000), Exceeded.REFUSE, PAIRS)
    assert found.total == 1_440_000
    assert found.findings[0].severity is Severity.VIOLATION


def test_a_fund_that_suffices_says_nothing():
    assert funded(Fixed(1_440_000), Exceeded.REFUSE, PAIRS).findings == ()
    assert funded(Percent(100), Exceeded.REFUSE, PAIRS, fund=144_000_000).findings == ()


def test_a_fund_that_can_not_be_compared_says_what_is_missing():
    (finding,) = funded(Percent(100), Exceeded.PROPORTIONAL, PAIRS).findings
    assert (finding.severity, finding.missing) == (Severity.UNDETERMINED, ("wage_fund",))
    unknown = pair("4", mentor=Participant(key="x"))
    findings = funded(Fixed(1), Exceeded.PROPORTIONAL, [*PAIRS, unknown]).findings
    assert "не все выплаты определены" in findings[1].text


def test_a_fund_without_lines_and_two_funds():
    assert funded(Percent(100), Exceeded.REFUSE, []).findings == ()
    funds = [
        Fund(code=code, limit=Fixed(limit), exceeded=Exceeded.PROPORTIONAL, cite=Cite("", "9"))
        for code, limit in (("a", 1000), ("b", 10))
    ]
    held = book(act(REGION, allowances=[rule()], funds=funds))
    (line,) = allowances(lambda _law, _day: held, NOVEMBER, [pair()]).lines
    assert (line.kopecks, line.before_fund) == (10, 480_000)
