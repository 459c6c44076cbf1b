"""Frozen reports: what was frozen is read back, and a changed byte is seen."""

import json
from datetime import date

import pytest

from nastavnik.domain.figures import Cell, Figure, tally
from nastavnik.domain.indicator import INDICATORS, Group, Pair, Span
from nastavnik.domain.mentorship import State
from nastavnik.domain.report import (
    Origin,
    ReportState,
    checksum,
    freeze,
    person_key,
    thaw,
    thaw_pairs,
)

SPAN = Span(date(2026, 10, 1), date(2026, 11, 21))
ORIGIN = Origin(
    period="2026-Q4",
    span=SPAN,
    unit={"path": "01.0001.000001.", "title": "Школа"},
    versions={"nastavnik": "1"},
    kinds={"traditional": "Традиционное"},
)
ACTIVE = Cell("pairs.active", Group.TEACHERS)


def pair(number, state=State.ACTIVE, ended_on=None, mentor="A"):
    return Pair(
        id=f"pair-{number}",
        kind="traditional",
        form="teacher_teacher",
        group=Group.TEACHERS,
        state=state,
        start=date(2026, 9, 1),
        end=date(2027, 8, 31),
        ended_on=ended_on,
        mentor=mentor,
        mentee=f"mentee-{number}",
    )


PAIRS = [pair(1), pair(2, State.ENDED_EARLY, date(2026, 11, 1)), pair(3, State.DRAFT)]


@pytest.fixture
def documents():
    """As they come back from a database."""
    values, sources = freeze(PAIRS, ORIGIN)
    return json.loads(json.dumps(values)), json.loads(json.dumps(sources))


def test_a_report_comes_back_as_it_was(documents):
    frozen = thaw(*documents)
    assert frozen.origin == ORIGIN
    assert frozen.indicators == INDICATORS
    assert frozen.figures == tally(PAIRS, SPAN)


def test_values_name_nobody(documents):
    values, _ = documents
    assert "mentee-1" not in json.dumps(values)
    assert thaw(values).figures[Cell("persons.mentors", Group.TEACHERS)] == Figure(1)


def test_sources_are_the_pairs_that_were_counted(documents):
    found = thaw_pairs(documents[1])
    assert set(found) == set(PAIRS[:2])
    assert "pairs.ended_early" in found[PAIRS[1]]
    assert "pairs.ended_early" not in found[PAIRS[0]]


def test_the_checksum_ignores_the_order_of_keys_and_nothing_else(documents):
    values, sources = documents
    shuffled = dict(reversed(values.items()))
    assert checksum(values, sources) == checksum(shuffled, sources)
    values["figures"]["pairs.active"]["teachers"][""] = [99]
    assert checksum(values, sources) != checksum(shuffled | {"figures": {}}, sources)
    assert len(checksum(values, sources)) == 64


def test_figures_of_another_version_are_not_added_up(documents):
    values, _ = documents
    assert thaw(values).outdated == ()
    values["indicators"][0]["version"] = 0
    frozen = thaw(values)
    assert [one.code for one in frozen.outdated] == ["pairs.active"]
    assert ACTIVE in frozen.figures
    assert ACTIVE not in frozen.comparable


def test_a_key_tells_nobody_and_differs_by_region():
    assert person_key("a", "person") == person_key("a", "person")
    assert person_key("a", "person") != person_key("b", "person")
    assert "person" not in person_key("a", "person")


def test_states_have_names():
    assert len({state.label for state in ReportState}) == len(ReportState)
