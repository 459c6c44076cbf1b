"""The quick question: its yes is certain, and one broken bound of a row hides no kept one."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.approval import Approval, Approved, Evidence
from nastavnik.domain.case import Load
from nastavnik.domain.check import check, compiled, question
from nastavnik.domain.cite import Cite
from nastavnik.domain.need import Need, unsure
from nastavnik.domain.paper import DateOrder, Event
from nastavnik.domain.rules import rules_for
from nastavnik.testing.acts import TODAY, act, book, case, norm

ONE = (Load("traditional", "teacher_teacher", date(2026, 12, 1), date(2027, 11, 30)),)
PAPERS = frozenset({"consent.mentor"})


@pytest.mark.parametrize(
    ("need", "kept"),
    [
        (Need(), True),
        (Need(shortest=12, longest=12), True),
        (Need(shortest=13), False),
        (Need(longest=11), False),
        (Need(cap=2), True),
        (Need(cap=1), False),
        (Need(cap=1, longest=12), False),
        (Need(least=2), False),
        (Need(least=2, longest=12), False),
        (Need(papers=PAPERS), True),
        (Need(papers=frozenset({"consent.mentee"}), longest=12), False),
        (Need(longest=12) & Need(shortest=13), False),
        (Need(papers=PAPERS) & Need(papers=frozenset({"consent.mentee"})), False),
        (Need(signed=PAPERS), True),
        (Need(signed=frozenset({"consent.mentee"})), True),
        (Need(signed=PAPERS) & Need(longest=11), False),
        (Need(signed=PAPERS, longest=12), True),
        (Need(signed=frozenset({"agreement"})) & Need(longest=12), False),
    ],
)
def test_each_bound_is_asked(need, kept):
    """`consent.mentee` is not on file; the agreement is dated, and too late."""
    days = {"consent.mentor": TODAY, "agreement": TODAY + timedelta(days=1)}
    given = case(others=ONE, evidence=PAPERS, order_on=TODAY, dates=days)
    assert need.compiled()(given) is kept


def test_a_rule_without_a_quick_question_is_always_asked():
    assert unsure(case()) is False
    assert question(())(case()) is True


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("term.min_months", 24),
        ("term.max_months", 6),
        ("term.usual_months", 36),
        ("mentees.max", 1),
        ("mentees.min", 2),
    ],
)
def test_of_a_row_only_the_broken_bound_is_told(key, value):
    kept = {
        "term.min_months": 6,
        "term.max_months": 36,
        "term.usual_months": 12,
        "mentees.max": 3,
        "mentees.min": 1,
    }
    rules = book(act(Layer.REGION, *(norm(*one) for one in (kept | {key: value}).items())))
    assert [one.code for one in check(case(others=ONE), rules)] == [key]


STEP = Approval(code="a", title="Шаг", step=1, by="curator", cite=Cite("", "1"))
NUMBERED = replace(STEP, evidence=Evidence.PROTOCOL)
LATER = replace(STEP, code="b", step=2)
CONSENT = DateOrder(earlier=Event.CONSENT_MENTOR, later=Event.ORDER, cite=Cite("", "1"))
ADMITTED = DateOrder(earlier=Event.ADMISSION, later=Event.CONSENT_MENTOR, cite=Cite("", "1"))
STARTED = DateOrder(earlier=Event.CONSENT_MENTOR, later=Event.START, cite=Cite("", "1"))
DAYS = (None, TODAY - timedelta(days=1), TODAY)
MARKS = (
    None,
    (),
    *((Approved(code="a", on=day, number=number),) for day in DAYS for number in ("", "7")),
)


@pytest.mark.parametrize("rule", [STEP, NUMBERED, LATER, CONSENT, ADMITTED, STARTED])
def test_papers_and_steps_are_told_alike_with_the_quick_question_and_without(rule):
    if isinstance(rule, Approval):
        rules = book(act(Layer.REGION, approvals=[rule]))
    else:
        rules = book(act(Layer.REGION, date_orders=[rule]))
    (one,) = compiled(rules_for(rules, "traditional", "teacher_teacher"))
    for marks, order_on, signed in product(MARKS, DAYS, DAYS):
        each = case(
            approvals=marks,
            order_on=order_on,
            admitted_on=TODAY,
            evidence=PAPERS,
            dates={"consent.mentor": signed} if signed else {},
        )
        fault = one.probe(each)
        assert [found.text for found in check(each, rules)] == (
            [one.tell(each, fault).text] if fault else []
        )
