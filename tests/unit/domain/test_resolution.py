"""How the layers of acts fold into one value, and what the trace says of it."""

from datetime import date

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import Word
from nastavnik.domain.provision import Unit
from nastavnik.domain.severity import Severity
from nastavnik.testing.acts import act, book, leaf, norm

FEDERAL, REGION, MINISTRY = Layer.FEDERAL, Layer.REGION, Layer.MINISTRY
MUNICIPALITY, INSTITUTION = Layer.MUNICIPALITY, Layer.INSTITUTION


def layers(parameter, **values):
    """A rule book whose layers state one parameter each: `layers("mentees.max", region=3)`."""
    return book(*(act(Layer[name.upper()], norm(parameter, v)) for name, v in values.items()))


def whys(resolved):
    return [(step.layer, step.accepted, step.why) for step in resolved.trace]


def test_silent_acts_leave_the_value_unregulated():
    value = book().value("mentees.max")
    assert value.value is Word.UNREGULATED
    assert (value.number, value.cite, value.in_force, value.quote) == (None, None, None, "")
    assert value.trace == ()
    assert value.shown == "не урегулировано"
    assert value.unit is Unit.PERSON
    assert value.severity is Severity.VIOLATION


def test_nothing_bounds_an_unregulated_value():
    with pytest.raises(ValueError, match=r"nothing limits mentees\.max"):
        _ = book().value("mentees.max").bound


@pytest.mark.parametrize(
    ("parameter", "outer", "inner", "result"),
    [
        ("mentees.max", 3, 2, 2),
        ("mentees.max", 3, 3, 3),
        ("mentees.max", 3, 4, 3),
        ("term.min_months", 3, 6, 6),
        ("term.min_months", 3, 3, 3),
        ("term.min_months", 3, 1, 3),
        ("consent.mentor", False, True, True),
        ("consent.mentor", True, False, True),
        ("allowance.percent", 15, 30, 30),
        ("allowance.percent", 15, 5, 5),
        ("term.period", "academic_year", "calendar_year", "calendar_year"),
        ("refusal.notice_days", 3, 5, 3),
        ("refusal.notice_days", 3, 1, 3),
    ],
)
def test_an_inner_layer_may_do_what_the_parameter_allows(parameter, outer, inner, result):
    assert layers(parameter, region=outer, institution=inner).value(parameter).value == result


def test_the_trace_names_every_layer_and_why():
    value = layers("mentees.max", federal=5, region=3, municipality=4, institution=3).value(
        "mentees.max"
    )
    assert whys(value) == [
        (FEDERAL, True, "внешние уровни молчат"),
        (REGION, True, "строже внешней нормы"),
        (MUNICIPALITY, False, "больше предела внешнего уровня: 3\N{NO-BREAK SPACE}человека"),
        (INSTITUTION, True, "подтверждает внешнюю норму"),
    ]
    assert value.cite == Cite("institution", "1.1")


def test_a_refused_norm_remembers_the_clause_that_forbade_it():
    value = layers("term.min_months", region=6, institution=3).value("term.min_months")
    refused = value.trace[1]
    assert refused.why == "мягче предела внешнего уровня: 6\N{NO-BREAK SPACE}месяцев"
    assert refused.against == Cite("region", "1.1")
    assert refused.shown == "3\N{NO-BREAK SPACE}месяца"
    assert value.trace[0].against is None


def test_the_outer_layer_decides_finally_where_inner_ones_may_do_nothing():
    value = layers("refusal.notice_days", federal=3, region=3).value("refusal.notice_days")
    assert whys(value)[1] == (REGION, False, "внешний уровень решил окончательно")


def test_replacing_is_said_in_the_trace():
    value = layers("allowance.percent", region=15, institution=20).value("allowance.percent")
    assert whys(value)[1] == (INSTITUTION, True, "заменяет внешнюю норму")


def test_a_delegated_value_is_decided_by_the_inner_layer():
    value = layers("allowance.percent", region=Word.DELEGATED).value("allowance.percent")
    assert value.value is Word.DELEGATED
    assert value.shown == "решает нижестоящий уровень"

    value = layers(
        "refusal.notice_days", federal=Word.DELEGATED, region=Word.DELEGATED, institution=7
    ).value("refusal.notice_days")
    assert value.value == 7
    assert whys(value) == [
        (FEDERAL, True, "передаёт решение нижестоящему уровню"),
        (REGION, True, "передаёт решение нижестоящему уровню"),
        (INSTITUTION, True, "решение передано этому уровню"),
    ]


def test_a_delegation_keeps_the_outer_bound():
    delegated = {"federal": 5, "region": Word.DELEGATED}
    value = layers("mentees.max", **delegated).value("mentees.max")
    assert value.value is Word.DELEGATED
    assert value.number == 5
    assert value.bound.cite == Cite("federal", "1.1")
    assert value.shown == "решает нижестоящий уровень в пределах: 5\N{NO-BREAK SPACE}человек"

    assert layers("mentees.max", **delegated, institution=4).value("mentees.max").value == 4
    refused = layers("mentees.max", **delegated, institution=6).value("mentees.max")
    assert refused.value is Word.DELEGATED
    assert refused.trace[2].against == Cite("federal", "1.1")


def test_an_inner_layer_may_not_lift_a_limit():
    value = layers("mentees.max", region=3, institution=Word.UNLIMITED).value("mentees.max")
    assert value.value == 3
    assert value.trace[1].why == "снимает предел внешнего уровня: 3\N{NO-BREAK SPACE}человека"


def test_an_unlimited_value_bounds_nobody():
    value = layers("mentees.max", region=Word.UNLIMITED, institution=9).value("mentees.max")
    assert value.value == 9
    assert layers("mentees.max", region=Word.UNLIMITED).value("mentees.max").number is None


def test_periods_in_different_units_cannot_be_compared():
    rules = book(
        act(REGION, norm("plan.within_days", 5)),
        act(INSTITUTION, norm("plan.within_days", 3, unit=Unit.CALENDAR_DAY)),
    )
    value = rules.value("plan.within_days")
    assert value.value == 5
    assert value.trace[1].why == (
        "в других единицах, чем у внешнего уровня: 5\N{NO-BREAK SPACE}рабочих дней"
    )


def test_inside_a_layer_the_more_specific_norm_wins():
    rules = book(
        act(
            MUNICIPALITY,
            norm("mentees.max", 5, kinds=["mentor"], clause="2.1"),
            norm("mentees.max", 2, clause="2.5"),
            norm("mentees.max", 1, kinds=["mentor"], forms=["student_student"], clause="2.6"),
        )
    )
    assert rules.value("mentees.max").value == 2
    assert rules.value("mentees.max", "mentor").value == 5
    assert rules.value("mentees.max", "mentor", "student_student").value == 1
    assert rules.value("mentees.max", "tutor", "student_student").value == 2
    passed = [(step.clause, step.why) for step in rules.value("mentees.max", "mentor").trace]
    assert passed == [
        ("2.6", "говорит о других видах или формах"),
        ("2.5", "уступает более конкретной или более поздней норме"),
        ("2.1", "внешние уровни молчат"),
    ]


def test_a_specific_norm_of_an_inner_layer_still_obeys_the_outer_limit():
    rules = book(
        act(REGION, norm("mentees.max", 3)),
        act(INSTITUTION, norm("mentees.max", 5, kinds=["mentor"])),
    )
    assert rules.value("mentees.max", "mentor").value == 3


def test_among_equals_the_later_act_wins():
    old = act(REGION, norm("mentees.max", 3), code="old", in_force=date(2020, 1, 1))
    new = act(REGION, norm("mentees.max", 4), code="new", in_force=date(2024, 1, 1))
    undated = act(REGION, norm("mentees.max", 9), code="undated")
    for order in ((old, new, undated), (undated, new, old)):
        assert book(*order).value("mentees.max").cite == Cite("new", "1.1")


def test_a_norm_has_dates_of_its_own():
    first, last = date(2023, 9, 1), date(2024, 8, 31)
    limited = act(REGION, norm("mentees.max", 3, first=first, last=last))
    for day, value in (
        (date(2023, 8, 31), Word.UNREGULATED),
        (first, 3),
        (last, 3),
        (date(2024, 9, 1), Word.UNREGULATED),
    ):
        assert book(limited, on=day).value("mentees.max").value == value
    assert book(limited, on=first).value("mentees.max").in_force == first


def test_an_act_binds_from_its_first_day_to_its_last():
    act_of_2022 = act(
        REGION, norm("mentees.max", 3), in_force=date(2022, 6, 9), until=date(2024, 8, 31)
    )
    assert book(act_of_2022, on=date(2022, 6, 8)).value("mentees.max").number is None
    assert book(act_of_2022, on=date(2022, 6, 9)).value("mentees.max").number == 3
    assert book(act_of_2022, on=date(2024, 8, 31)).value("mentees.max").number == 3
    assert book(act_of_2022, on=date(2024, 9, 1)).value("mentees.max").number is None
    value = book(act_of_2022, on=date(2023, 1, 1)).value("mentees.max")
    assert value.in_force == date(2022, 6, 9)


def test_an_act_not_yet_known_does_not_apply():
    early = act(REGION, norm("mentees.max", 3), in_force=date(2022, 1, 1), known=date(2022, 6, 9))
    on = date(2022, 3, 1)
    assert book(early, on=on).value("mentees.max").number == 3
    assert book(early, on=on, known_on=date(2022, 6, 8)).value("mentees.max").number is None
    assert book(early, on=on, known_on=date(2022, 6, 9)).value("mentees.max").number == 3


def test_the_day_of_knowledge_is_that_of_adoption_unless_said():
    adopted = act(
        REGION, norm("mentees.max", 3), adopted=date(2022, 6, 9), in_force=date(2022, 1, 1)
    )
    on = date(2022, 3, 1)
    assert book(adopted, on=on, known_on=on).value("mentees.max").number is None
    undated = act(REGION, norm("mentees.max", 3))
    assert book(undated, on=on, known_on=on).value("mentees.max").number == 3


def test_a_condition_applies_only_where_it_is_known_to_be_met():
    paid = leaf("regime", "equals", "labour_351_8", Subject.PAIR)
    rules = book(act(FEDERAL, norm("agreement.supplementary", value=True, when=paid)))

    def required(facts):
        return rules.value("agreement.supplementary", facts=facts).value

    assert required(None) is Word.UNREGULATED
    assert required({"regime": "job_function"}) is Word.UNREGULATED
    assert required({"age": 30}) is Word.UNREGULATED
    assert required({"regime": "labour_351_8"}) is True
    step = rules.value("agreement.supplementary").trace[0]
    assert step.why.startswith("действует при условии — режим наставничества: поручение с оплатой")


def test_facts_change_nothing_where_no_norm_asks_for_them():
    rules = book(act(REGION, norm("mentees.max", 3)))
    assert rules.value("mentees.max", facts={"regime": "outside"}) is rules.value("mentees.max")


def test_norms_are_listed_from_the_outer_layer_in():
    rules = book(
        act(INSTITUTION, norm("mentees.max", 2)),
        act(REGION, norm("mentees.max", 3), norm("term.max_months", 12)),
    )
    assert {key: [n.value for n in norms] for key, norms in rules.norms().items()} == {
        "mentees.max": [3, 2],
        "term.max_months": [12],
    }
