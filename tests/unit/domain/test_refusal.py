"""Where acts contradict each other: both clauses are named, whichever act is the draft."""

from datetime import date

from nastavnik.domain.act import Layer
from nastavnik.domain.norm import Word
from nastavnik.domain.refusal import contradictions, overruled
from nastavnik.testing.acts import act, book, norm

TOWN = act(
    Layer.MUNICIPALITY,
    norm("mentees.max", 2, clause="2.5"),
    norm("mentees.max", 5, clause="2.1", kinds=["mentor"]),
    unit="town",
)


def test_a_norm_that_loosens_an_outer_one_is_named_with_it():
    school = act(
        Layer.INSTITUTION, norm("mentees.max", 8, clause="7", kinds=["mentor"]), unit="school"
    )
    (found,) = contradictions(book(TOWN, school), school)
    assert (found.step.clause, found.outer.cite.clause) == ("7", "2.1")
    assert (found.step.value, found.outer.value) == (8, 5)
    assert found.title == "Наставляемых у одного наставника, не более"
    assert found.outer_title == "municipality"
    assert "больше предела" in found.step.why


def test_a_general_norm_meets_every_special_one():
    school = act(Layer.INSTITUTION, norm("mentees.max", 4, clause="7"), unit="school")
    found = contradictions(book(TOWN, school), school)
    assert [one.outer.cite.clause for one in found] == ["2.5"]


def test_a_stricter_norm_contradicts_nothing():
    school = act(Layer.INSTITUTION, norm("mentees.max", 2, clause="7"), unit="school")
    assert contradictions(book(TOWN, school), school) == ()


def test_an_outer_act_makes_inner_norms_void():
    ministry = act(Layer.MINISTRY, norm("mentees.max", 3, clause="1", kinds=["mentor"]))
    together = book(TOWN, ministry)
    assert contradictions(together, ministry) == ()
    (found,) = overruled(together, ministry)
    assert (found.step.act, found.step.clause) == ("municipality", "2.1")


def test_a_norm_that_merely_gives_way_is_no_contradiction():
    old = act(Layer.MINISTRY, norm("mentees.max", 2), code="old", in_force=date(2026, 1, 1))
    new = act(Layer.MINISTRY, norm("mentees.max", 4), code="new", in_force=date(2026, 2, 1))
    assert contradictions(book(old, new), new) == ()
    assert overruled(book(old, new), new) == ()


def test_an_outer_delegation_refuses_nothing():
    ministry = act(Layer.MINISTRY, norm("mentees.max", Word.DELEGATED))
    assert contradictions(book(ministry, TOWN), TOWN) == ()
