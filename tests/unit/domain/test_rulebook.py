"""The rule book of a unit: its acts, words, deadlines, allowances, grounds."""

from datetime import date

import pytest

from nastavnik.domain.act import Act, Layer, VocabularyMode
from nastavnik.domain.allowance import Allowance, Percent, Recipient
from nastavnik.domain.cite import Cite
from nastavnik.domain.provision import (
    Anchor,
    Deadline,
    FormOfMentoring,
    Ground,
    GroundEvent,
    Kind,
    Unit,
)
from nastavnik.domain.rulebook import acts_for
from nastavnik.testing.acts import act, book, leaf, norm, requirement

FEDERAL, REGION, MUNICIPALITY = Layer.FEDERAL, Layer.REGION, Layer.MUNICIPALITY
INSTITUTION = Layer.INSTITUTION
HERE = Cite("", "4.1")


def kind(code):
    return Kind(code=code, title=code, mentor="наставник", mentee="наставляемый", cite=HERE)


def form(code):
    return FormOfMentoring(code=code, title=code, cite=HERE)


def deadline(code, days=5, **rest):
    defaults = {
        "title": code,
        "unit": Unit.WORKING_DAY,
        "anchor": Anchor.START,
        "role": "mentor",
        "closes": code,
        "cite": HERE,
    }
    return Deadline(code=code, days=days, **(defaults | rest))


def test_a_unit_obeys_the_outer_acts_and_its_own():
    acts = [
        act(FEDERAL),
        act(REGION),
        act(MUNICIPALITY, unit="here", code="ours"),
        act(MUNICIPALITY, unit="there", code="theirs"),
        act(INSTITUTION, unit="school"),
    ]
    assert [one.code for one in acts_for(acts, ("here", "school"))] == [
        "federal",
        "region",
        "ours",
        "institution",
    ]
    assert [one.code for one in acts_for(acts, ())] == ["federal", "region"]


def test_acts_are_kept_from_the_outer_layer_in():
    rules = book(act(INSTITUTION), act(FEDERAL), act(REGION))
    assert [one.layer for one in rules.acts] == [FEDERAL, REGION, INSTITUTION]
    assert rules.act("region").layer is REGION
    assert rules.act_title(Cite("region", "1")) == "region"
    assert rules.act_title(Cite("gone", "1")) == "gone"


def test_an_act_not_in_force_is_not_in_the_book():
    later = act(REGION, in_force=date(2027, 1, 1))
    assert book(later).acts == ()
    with pytest.raises(StopIteration):
        book(later).act("region")


def test_inner_words_replace_the_outer_ones_or_add_to_them():
    outer = act(FEDERAL, kinds=[kind("a"), kind("b")], forms=[form("x")])
    assert list(book(outer, act(REGION)).kinds) == ["a", "b"]
    replacing = act(REGION, kinds=[kind("c")], forms=[form("y")])
    assert list(book(outer, replacing).kinds) == ["c"]
    assert list(book(outer, replacing).forms) == ["y"]
    adding = act(
        REGION,
        kinds=[kind("c")],
        forms=[form("y")],
        kinds_mode=VocabularyMode.EXTEND,
        forms_mode=VocabularyMode.EXTEND,
    )
    assert list(book(outer, adding).kinds) == ["a", "b", "c"]
    assert list(book(outer, adding).forms) == ["x", "y"]


def test_an_inner_word_takes_the_place_of_the_outer_one_of_its_code():
    outer = act(FEDERAL, kinds=[kind("a")], kinds_mode=VocabularyMode.EXTEND)
    inner = act(REGION, kinds=[kind("a")], kinds_mode=VocabularyMode.EXTEND)
    assert book(outer, inner).kinds["a"].cite.act == "region"


def test_kinds_that_no_norm_names_share_their_outcomes():
    rules = book(act(REGION, norm("mentees.max", 2), norm("mentees.max", 5, kinds=["mentor"])))
    assert rules.possible("mentees.max", "tutor") is rules.possible("mentees.max", "coach", "x")
    assert rules.possible("mentees.max", "mentor") is not rules.possible("mentees.max", "tutor")


def test_requirements_of_all_layers_add_up():
    rule = leaf("age", "at_least", 18)
    rules = book(
        act(REGION, requirements=[requirement(rule, code="a"), requirement(rule, code="b")]),
        act(INSTITUTION, requirements=[requirement(rule, code="c", kinds=["mentor"])]),
    )
    assert [one.code for one in rules.requirements("mentor", "")] == ["a", "b", "c"]
    assert [one.code for one in rules.requirements("tutor", "")] == ["a", "b"]
    forms = requirement(rule, forms=frozenset({"team_team"}))
    assert not forms.concerns("mentor", "teacher_teacher")


def test_a_deadline_speaks_of_its_kinds_and_forms():
    rules = book(
        act(
            REGION,
            deadlines=[
                deadline("own"),
                deadline("other", kinds=frozenset({"mentor"}), forms=frozenset({"x"})),
            ],
        )
    )
    assert [one.code for one in rules.deadlines("mentor", "x")] == ["own", "other"]
    assert [one.code for one in rules.deadlines("mentor", "y")] == ["own"]
    assert [one.code for one in rules.deadlines("tutor", "x")] == ["own"]


def test_a_deadline_that_an_outer_act_refuses_is_left_out():
    strict = act(REGION, norm("plan.within_days", 5, clause="4.1"), deadlines=[deadline("plan")])
    loose = act(
        INSTITUTION,
        norm("plan.within_days", 9, clause="4.1"),
        deadlines=[deadline("plan", days=9)],
    )
    assert [one.days for one in book(strict, loose).deadlines("mentor", "x")] == [5]


def test_allowances_and_grounds_of_all_layers_are_listed():
    allowance = Allowance(code="a", recipient=Recipient.MENTOR, amount=Percent(1500), cite=HERE)
    ground = Ground(event=GroundEvent.EXTENSION, code="need", title="Нужда", cite=HERE)
    rules = book(act(REGION, allowances=[allowance]), act(INSTITUTION, grounds=[ground]))
    assert [one.cite.act for one in rules.allowances] == ["region"]
    assert [one.cite.act for one in rules.grounds(GroundEvent.EXTENSION)] == ["institution"]
    assert rules.grounds(GroundEvent.EARLY_END) == ()


def test_the_anchor_of_a_deadline_has_words():
    assert deadline("plan").anchor.label == "начала срока наставничества"


def test_an_act_knows_the_days_on_which_it_changes():
    limited = norm("mentees.max", 3, first=date(2023, 9, 1), last=date(2024, 8, 31))
    dated = act(REGION, limited, in_force=date(2022, 6, 9), until=date(2025, 1, 1))
    assert dated.edges() == {
        date(2022, 6, 9),
        date(2023, 9, 1),
        date(2024, 9, 1),
        date(2025, 1, 2),
    }
    undated = act(REGION, norm("mentees.max", 3))
    assert undated.edges() == frozenset()


@pytest.mark.parametrize("layer", Layer)
def test_every_layer_has_a_name(layer):
    assert layer.label


def test_an_act_is_compared_by_what_it_states():
    assert act(REGION) == act(REGION)
    assert isinstance(act(REGION), Act)
