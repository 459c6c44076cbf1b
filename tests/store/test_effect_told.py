"""The effect of an act is told without small cells, but to the institution itself."""

from nastavnik.domain.suppress import SMALL, WIDTH
from nastavnik.testing.subtraction import Knowledge
from nastavnik.usecases.effect_told import told

TOWN, FIRST, SECOND, THIRD = "03.0001.", "03.0001.000001.", "03.0001.000002.", "03.0001.000003."
OTHER, FAR = "03.0002.", "03.0002.000001."


def row(path, broken):
    level = "institution" if len(path) > len(TOWN) else "municipality"
    return {"path": path, "level": level, "counts": {"broken": broken}}


def document(first, second, third, far=0):
    town = first + second + third
    rows = {TOWN: town, FIRST: first, SECOND: second, THIRD: third, OTHER: far, FAR: far}
    return {
        "counts": {"broken": town + far},
        "looked": 93,
        "reached": 91,
        "touched": 0,
        "reasons": [{"act": "Акт", "clause": "1", "count": town + far}],
        "units": [row(path, number) for path, number in rows.items() if number],
        "pairs": {FIRST: [{"id": "a"}], SECOND: [{"id": "b"}]},
    }


def seen(shown):
    return {one["path"]: one["counts"]["broken"] for one in shown["units"]}


def test_a_small_number_is_hidden_with_another():
    shown = told(document(2, 7, 30), "03.")
    assert seen(shown) == {TOWN: 35, FIRST: None, SECOND: None, THIRD: 30}
    assert shown["counts"] == {"broken": 35}
    assert (shown["looked"], shown["reached"]) == (90, 90)
    assert shown["pairs"] == {}


def test_a_small_whole_is_hidden_with_its_reasons():
    shown = told(document(2, 0, 0), "03.")
    assert seen(shown) == {TOWN: None, FIRST: None}
    assert shown["counts"] == {"broken": None}
    assert shown["reasons"][0]["count"] is None


def test_a_town_does_not_learn_of_another_by_the_whole():
    shown = told(document(0, 7, 30, far=2), TOWN)
    assert shown["counts"] == {"broken": None}
    shown = told(document(0, 7, 30, far=9), TOWN)
    assert shown["counts"] == {"broken": 45}
    assert seen(shown) == {TOWN: 35, SECOND: 5, THIRD: 30}


def test_a_school_reads_its_own_number_and_its_own_pairs():
    shown = told(document(2, 7, 30), FIRST)
    assert seen(shown) == {FIRST: 2}
    assert shown["counts"] == {"broken": 2 + 35}
    assert [*shown["pairs"]] == [FIRST]
    few = told(document(2, 3, 0), FIRST)
    assert seen(few) == {FIRST: 2}
    assert few["counts"] == {"broken": None}


def test_a_terminal_is_outside_too():
    shown = told(document(2, 7, 30), "")
    assert seen(shown)[FIRST] is None


def test_a_school_reads_its_own_act_exactly():
    alone = document(2, 0, 0) | {"looked": 4, "reached": 3}
    alone["units"] = [row(FIRST, 2)]
    shown = told(alone, FIRST)
    assert (shown["counts"]["broken"], shown["looked"], shown["reached"]) == (2, 4, 3)


def test_few_looked_at_are_not_told_outside():
    few = document(2, 0, 0) | {"looked": 4, "reached": 3}
    shown = told(few, "03.")
    assert (shown["looked"], shown["reached"]) == (None, None)


def test_days_that_are_compared_tell_no_change_of_a_few_pairs():
    """All that follows from numbers of many days, by linear reasoning."""
    days = [31, 32, 34, 34, 35, 37, 36, 41, 45, 44]
    known = Knowledge()
    for day, number in enumerate(days):
        shown = told(document(0, 0, number), "03.")["counts"]["broken"]
        known.at_least({f"{day}": 1.0}, shown)
        known.at_least({f"{day}": -1.0}, -(shown + SMALL - 1))
    for day in range(1, len(days)):
        least, greatest = known.bounds({f"{day}": 1.0, f"{day - 1}": -1.0})
        assert greatest - least >= 2 * WIDTH
        assert least <= days[day] - days[day - 1] <= greatest
