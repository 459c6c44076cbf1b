"""What acts state beside values, in one line each: nothing in force is left out."""

from dataclasses import replace
from datetime import date

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.allowance import Fund, Percent
from nastavnik.domain.cite import Cite
from nastavnik.domain.explain import explain, provision
from nastavnik.domain.provision import Anchor, Deadline, Unit
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.stated import stated
from nastavnik.regions import registry
from nastavnik.testing.acts import act, leaf, norm, requirement

TODAY = date(2026, 11, 21)
PROVISIONS = (
    "requirements",
    "approvals",
    "papers",
    "date_orders",
    "deadlines",
    "controls",
    "grounds",
    "allowances",
)


def book(slug, unit):
    region = registry.region(slug)
    return region.book(region.profile.chain(unit), TODAY)


@pytest.mark.parametrize(
    ("slug", "unit"),
    [
        ("altai", "yarovoye"),
        ("altai", "tabuny"),
        ("dagestan", ""),
        ("lnr", "ktt"),
        ("kuzbass", "yurga"),
    ],
)
def test_every_provision_in_force_has_its_line_and_a_key_of_its_own(slug, unit):
    rules = book(slug, unit)
    told = stated(rules)
    cited = [one.cite for one in told]
    for one in rules.acts:
        for section in PROVISIONS:
            assert all(rule.cite in cited for rule in getattr(one, section))
    words = len(rules.kinds) + len(rules.forms)
    assert len([one for one in told if one.key.startswith(("kind.", "form."))]) == words
    assert all(one.value and one.title for one in told)


def test_a_kind_leaves_out_what_is_said_of_others():
    keys = {one.key: one for one in stated(book("kuzbass", "yurga"), kind="tutor")}
    assert keys["requirement.mentor.status"].value == "статус: Тьютор"
    assert "requirement.mentor.experience" not in keys
    assert "deadline.plan" in keys


def test_rules_of_one_code_are_told_apart_by_kind_and_then_by_number():
    ask = leaf("age", "at_least", 30)
    rules = [requirement(ask), requirement(ask, kinds=["mentor"]), requirement(ask)]
    one = act(Layer.REGION, requirements=rules)
    keys = [line.key for line in stated(RuleBook((one,), TODAY))]
    code = f"requirement.{one.requirements[0].code}"
    assert keys == [code, f"{code}:mentor", f"{code}#2"]


def test_a_deadline_that_an_outer_layer_refuses_is_not_told():
    def plan(days: int) -> Deadline:
        return Deadline(
            code="plan",
            title="План",
            days=days,
            unit=Unit.WORKING_DAY,
            anchor=Anchor.START,
            role="mentor",
            closes="plan",
            cite=Cite("", str(days)),
        )

    outer, inner = (
        act(layer, norm("plan.within_days", days, clause=str(days)), deadlines=[plan(days)])
        for layer, days in ((Layer.REGION, 5), (Layer.MINISTRY, 9))
    )
    told = stated(RuleBook((outer, inner), TODAY))
    assert [(one.key, one.cite.clause) for one in told] == [("deadline.plan", "5")]


def test_a_limit_of_the_fund_is_told_once():
    fund = Fund(code="f", limit=Percent(150), cite=Cite("", "7"))
    outer, inner = (act(layer, funds=[fund]) for layer in (Layer.REGION, Layer.MINISTRY))
    (one,) = stated(RuleBook((outer, inner), TODAY))
    assert (one.key, one.cite.act) == ("fund.f", "ministry")


def test_a_provision_has_the_shape_of_a_value():
    told = {one.key: one for one in stated(book("lnr", "ktt"))}
    data = provision(told["control.interim"])
    assert data["value"] == "Промежуточная оценка по анкетам обратной связи: до 30.04.2024"
    assert (data["act"], data["clause"]) == ("ktt", "раздел 8, этап 6")
    assert (data["unit"], data["in_force"]) == ("text", "2023-11-20")
    assert data["trace"][0]["layer"] == "institution"


@pytest.mark.parametrize(
    ("days", "why"),
    [
        ({"first": date(2027, 1, 1)}, "вступает в силу 01.01.2027"),
        ({"last": date(2025, 8, 31)}, "действовало по 31.08.2025"),
    ],
)
def test_a_norm_out_of_its_dates_ends_the_trace(days, why):
    general = norm("mentees.max", 3)
    one = act(Layer.REGION, general, replace(norm("mentees.max", 2), **days))
    answer = explain(RuleBook((one,), TODAY), keys=["mentees.max"])["mentees.max"]
    assert answer["value"] == 3
    assert [(step["value"], step["accepted"]) for step in answer["trace"]] == [
        (3, True),
        (2, False),
    ]
    assert answer["trace"][-1]["why"] == why
