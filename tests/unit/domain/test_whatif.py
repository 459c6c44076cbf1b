"""What a draft would do: whom it breaks, whom it mends, who keeps the law of their date."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nastavnik.domain.act import Act, AppliesTo, Layer
from nastavnik.domain.case import Load
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.whatif import Fate, Subject, everywhere, reaches, whatif
from nastavnik.testing.acts import act, case, leaf, norm, requirement

FIVE = act(Layer.MUNICIPALITY, norm("mentees.max", 5, clause="2.1"), unit="town")
MADE = date(2025, 9, 1)
LOADS = tuple(
    Load("traditional", "teacher_teacher", date(2026, 12, 1), date(2027, 11, 30)) for _ in range(4)
)


def draft(*norms, applies_to=AppliesTo.ALL, in_force=date(2026, 12, 1), **rest: Any) -> Act:
    return act(
        Layer.MINISTRY, *norms, code="draft", applies_to=applies_to, in_force=in_force, **rest
    )


def effect(one: Act, *cases, present=(FIVE,)):
    """Fates and codes of the findings by the number of the case."""
    subjects = [Subject(at, ("town",), each) for at, each in enumerate(cases)]
    asked = []

    def before(units, on):
        asked.append((units, on))
        return RuleBook(present, on)

    def after(_units, on):
        return RuleBook((*present, everywhere(one)), on)

    found = {
        change.key: (change.fate, [finding.cite.act for finding in change.findings])
        for change in whatif(subjects, one, before, after)
    }
    assert len(asked) == len(set(asked))
    return found


def test_a_lower_cap_breaks_who_is_above_it():
    full, half = case(on=MADE, others=LOADS), case(on=MADE, others=LOADS[:1])
    assert effect(draft(norm("mentees.max", 3)), full, half, full) == {
        0: (Fate.BROKEN, ["draft"]),
        2: (Fate.BROKEN, ["draft"]),
    }


def test_who_was_made_before_keeps_the_law_of_the_date():
    lower = draft(norm("mentees.max", 3), applies_to=AppliesTo.NEW)
    old, new = case(on=MADE, others=LOADS), case(on=date(2026, 12, 5), others=LOADS)
    assert effect(lower, old, new) == {
        0: (Fate.SPARED, ["draft"]),
        1: (Fate.BROKEN, ["draft"]),
    }


def test_what_was_broken_and_stays_broken_is_no_news():
    crowd = case(on=MADE, others=LOADS * 2)
    assert effect(draft(norm("mentees.max", 3)), crowd) == {}


def test_a_newer_act_of_the_same_layer_mends():
    strict = act(Layer.MINISTRY, norm("mentees.max", 2), code="old", in_force=date(2026, 1, 1))
    looser = draft(norm("mentees.max", 5))
    today = case(on=date(2026, 11, 1), others=LOADS)
    assert effect(looser, today, present=(strict,)) == {0: (Fate.MENDED, ["old"])}


def test_nobody_is_mended_whom_the_act_does_not_reach():
    strict = act(Layer.MINISTRY, norm("mentees.max", 2), code="old", in_force=date(2026, 1, 1))
    looser = draft(norm("mentees.max", 5), applies_to=AppliesTo.NEW)
    assert effect(looser, case(on=date(2026, 11, 1), others=LOADS), present=(strict,)) == {}


def test_a_fact_that_nobody_asked_before_makes_it_unclear():
    asks = draft(requirements=[requirement(leaf("experience.pedagogical", "at_least", 60))])
    known = case(on=MADE, mentor={"experience.pedagogical": 72})
    assert effect(asks, case(on=MADE), known) == {0: (Fate.UNCLEAR, ["draft"])}


def test_a_warning_alone_changes_nothing():
    usual = draft(norm("term.usual_months", 36))
    assert effect(usual, case(on=MADE)) == {}


@pytest.mark.parametrize(
    ("applies_to", "in_force", "law_on", "reached"),
    [
        ("all", date(2027, 1, 1), date(2025, 9, 1), True),
        ("new", date(2027, 1, 1), date(2026, 12, 31), False),
        ("new", date(2027, 1, 1), date(2027, 1, 1), True),
        ("next_period", date(2027, 1, 1), date(2027, 8, 31), False),
        ("next_period", date(2027, 1, 1), date(2027, 9, 1), True),
        ("next_period", date(2026, 9, 1), date(2026, 9, 1), True),
        ("next_period", date(2026, 9, 2), date(2027, 8, 31), False),
        ("next_period", None, date(1999, 1, 1), True),
    ],
)
def test_whom_an_act_reaches(applies_to, in_force, law_on, reached):
    one = draft(applies_to=AppliesTo(applies_to), in_force=in_force)
    assert reaches(one, law_on) is reached


def test_everywhere_forgets_every_date():
    one = draft(until=date(2027, 1, 1), known=date(2026, 12, 1))
    assert everywhere(one).in_force_on(date(1999, 1, 1), known_on=date(2026, 12, 1))
    assert everywhere(one).edges() == frozenset()
    assert not replace(one, until=date(2026, 12, 1)).in_force_on(date(2026, 12, 2))


@pytest.mark.parametrize("fate", Fate)
def test_every_fate_has_its_words(fate):
    assert fate.label
