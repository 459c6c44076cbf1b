"""What a draft would do: whom it breaks, whom it mends, who keeps the law of their date."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nastavnik.domain.act import Act, AppliesTo, Layer
from nastavnik.domain.approval import Approval
from nastavnik.domain.case import Load
from nastavnik.domain.cite import Cite
from nastavnik.domain.provision import Ground, GroundEvent
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.rules import Look
from nastavnik.domain.whatif import (
    Fate,
    Slot,
    Subject,
    WhatIf,
    everywhere,
    looks_back,
    reaches,
    touches,
    whatif,
)
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


def test_a_successor_is_measured_by_the_whole_mentoring():
    """ADR 0012: a new mentor's three months end eighteen of the mentoring, not a term of three."""
    began = date(2026, 1, 1)
    rest = case(on=MADE, start=date(2027, 4, 1), end=date(2027, 6, 30))

    def fates(key, value):
        told = act(Layer.MUNICIPALITY, unit="town")
        one = draft(norm(key, value))
        books = (
            (lambda _units, on: RuleBook((told,), on)),
            (lambda _units, on: RuleBook((told, everywhere(one)), on)),
        )
        subjects = [Subject(0, ("town",), rest), Subject(1, ("town",), rest, began)]
        return {change.key: change.fate for change in whatif(subjects, one, *books)}

    assert fates("term.min_months", 6) == {0: Fate.BROKEN}
    assert fates("term.max_months", 12) == {1: Fate.BROKEN}


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


def test_only_what_the_differing_rules_look_at_is_asked_for():
    def looks(one: Act, present: Act = FIVE) -> Look:
        compared = WhatIf(
            one,
            lambda _units, on: RuleBook([present], on),
            lambda _units, on: RuleBook([present, everywhere(one)], on),
        )
        slot = (("town",), MADE, "traditional", "teacher_teacher")
        found = compared.looks([slot] * 2)
        assert compared.concerns(slot) or found is Look.NOTHING
        return found

    step = Approval(code="look", title="Шаг", step=1, by="совет", cite=Cite("draft", "1"))
    old = norm("term.max_months", 12, when=leaf("category", "equals", "first"))
    assert looks(draft(norm("mentees.max", 3))) is Look.NOTHING
    assert looks(draft(old)) is Look.PEOPLE
    assert looks(draft(requirements=[requirement(leaf("age", "at_least", 30))])) is Look.PEOPLE
    assert looks(draft(norm("consent.mentor", value=True))) is Look.PAPERS
    assert looks(draft(norm("appointment.within_days", 1))) is Look.PEOPLE
    assert looks(draft(approvals=[step])) == Look.PEOPLE | Look.STEPS
    assert looks(draft(norm("mentees.max", 3, kinds=["mentor"]))) is Look.NOTHING


def test_an_act_dated_in_the_past_touches_those_of_its_kind_made_since():
    past = draft(
        norm("mentees.max", 9, kinds=["traditional"]),
        applies_to=AppliesTo.NEW,
        in_force=date(2026, 9, 1),
    )
    today, since = date(2026, 11, 21), date(2026, 9, 2)

    def slot(on: date, kind: str = "traditional") -> Slot:
        return ("town",), on, kind, "teacher_teacher"

    assert looks_back(past, today)
    assert not looks_back(past, date(2026, 9, 1))
    assert touches(past, None, slot(since))
    assert not touches(past, None, slot(MADE))
    assert not touches(past, None, slot(since, "mentor"))
    assert not touches(draft(in_force=date(2026, 9, 1)), None, slot(since))
    assert touches(replace(past, norms=()), FIVE, slot(since))
    ground = Ground(
        event=GroundEvent.EXTENSION, code="ill", title="болезнь", cite=Cite("draft", "1")
    )
    assert touches(replace(past, norms=(), grounds=(ground,)), None, slot(since, "mentor"))
