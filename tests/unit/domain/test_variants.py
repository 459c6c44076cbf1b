"""For whom a value differs is told once, from the general to the particular."""

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import Word
from nastavnik.domain.provision import FormOfMentoring, Kind
from nastavnik.domain.variants import variants
from nastavnik.testing.acts import act, book, leaf, norm

REGION, MUNICIPALITY = Layer.REGION, Layer.MUNICIPALITY
CAP = "mentees.max"
PAID = leaf("regime", "equals", "labour_351_8", Subject.PAIR)
MINOR = leaf("minor", "equals", wanted=True, of=Subject.MENTEE)


def words(kinds="abc", forms="xy"):
    """An act with the vocabulary: one-letter codes."""
    return act(
        Layer.FEDERAL,
        kinds=[Kind(code=k, title=k, mentor="", mentee="", cite=Cite("", "1")) for k in kinds],
        forms=[FormOfMentoring(code=f, title=f, cite=Cite("", "1")) for f in forms],
    )


def told(*acts, kind="", form="", key=CAP):
    found = variants(book(words(), *acts), key, kind, form)
    return [("".join(v.kinds), "".join(v.forms), len(v.when), v.value.value) for v in found]


def test_silent_acts_have_one_unregulated_value():
    assert told() == [("", "", 0, Word.UNREGULATED)]


def test_one_norm_for_all_is_one_value():
    assert told(act(REGION, norm(CAP, 3))) == [("", "", 0, 3)]


def test_a_kind_with_a_value_of_its_own():
    rules = act(REGION, norm(CAP, 2), norm(CAP, 5, kinds="b"))
    assert told(rules) == [("", "", 0, 2), ("b", "", 0, 5)]
    assert told(rules, kind="b") == [("", "", 0, 5)]
    assert told(rules, kind="a") == [("", "", 0, 2)]


def test_kinds_with_one_norm_are_told_together():
    rules = act(REGION, norm(CAP, 5, kinds="ca"))
    assert told(rules) == [("", "", 0, Word.UNREGULATED), ("ac", "", 0, 5)]


def test_kinds_that_the_unit_does_not_have_are_not_told():
    assert told(act(REGION, norm(CAP, 2), norm(CAP, 5, kinds="z"))) == [("", "", 0, 2)]


@pytest.mark.parametrize(("selector", "codes"), [("kinds", "abc"), ("forms", "xy")])
def test_the_general_value_is_left_out_when_it_is_nobody_s(selector, codes):
    rules = act(REGION, norm(CAP, 2), norm(CAP, 5, **{selector: codes}))
    assert [value for *_, value in told(rules)] == [5]


def test_a_narrow_pair_of_kind_and_form():
    rules = act(REGION, norm(CAP, 4), norm(CAP, 3, kinds="a", forms="xy"))
    assert told(rules) == [("", "", 0, 4), ("a", "xy", 0, 3)]
    assert told(rules, form="y") == [("", "", 0, 4), ("a", "", 0, 3)]


def test_a_block_of_kinds_and_forms_is_told_at_once():
    rules = act(REGION, norm(CAP, 4), norm(CAP, 3, kinds="ab", forms="xy"))
    assert told(rules) == [("", "", 0, 4), ("ab", "xy", 0, 3)]


def test_what_follows_from_a_kind_is_not_repeated_for_its_forms():
    rules = act(REGION, norm(CAP, 4), norm(CAP, 3, kinds="a"), norm(CAP, 2, kinds="b", forms="x"))
    assert told(rules) == [("", "", 0, 4), ("a", "", 0, 3), ("b", "x", 0, 2)]


def test_a_condition_is_a_variant_and_kinds_keep_theirs():
    rules = act(REGION, norm(CAP, 4), norm(CAP, 1, when=PAID), norm(CAP, 2, when=MINOR))
    found = variants(book(words(), rules), CAP)
    assert [(v.when, v.value.value) for v in found] == [
        ((), 4),
        ((PAID,), 1),
        ((MINOR,), 2),
        *[(v.when, v.value.value) for v in found[3:]],
    ]
    assert [set(v.when) for v in found[3:]] == [{PAID, MINOR}]
    assert [v.general for v in found] == [True, False, False, False]


def test_an_inner_norm_for_all_that_a_kind_alone_lets_through():
    """The outer act bounds all by 3 and one kind by 5: an inner 4 holds for that kind only."""
    outer = act(REGION, norm(CAP, 3), norm(CAP, 5, kinds="a"))
    assert told(outer, act(MUNICIPALITY, norm(CAP, 4))) == [("", "", 0, 3), ("a", "", 0, 4)]


def test_an_inner_norm_for_all_that_is_stricter_hides_the_outer_kind():
    outer = act(REGION, norm(CAP, 3), norm(CAP, 5, kinds="a"))
    assert told(outer, act(MUNICIPALITY, norm(CAP, 2))) == [("", "", 0, 2)]
