"""What a new calculation changes against the approved one."""

from __future__ import annotations

import pytest

from nastavnik.domain.recount import Difference, differences


def line(kopecks, **changes):
    usual = {
        "side": "mentor",
        "recipient": "m",
        "code": "mentor",
        "one_off": False,
        "pairs": ["1"],
        "title": "Доплата",
    }
    return usual | {"kopecks": kopecks} | changes


@pytest.mark.parametrize(
    ("approved", "counted", "told"),
    [
        ([line(100)], [line(100)], []),
        ([line(100)], [line(70)], [("m", "Доплата", 100, 70)]),
        ([line(100)], [line(None)], [("m", "Доплата", 100, None)]),
        ([line(100)], [], [("m", "Доплата", 100, None)]),
        ([], [line(50)], [("m", "Доплата", None, 50)]),
        ([], [line(None)], [("m", "Доплата", None, None)]),
        ([line(100)], [line(100, pairs=["1", "2"])], []),
        (
            [line(100)],
            [line(100, one_off=True)],
            [("m", "Доплата", 100, None), ("m", "Доплата", None, 100)],
        ),
    ],
)
def test_lines_that_differ(approved, counted, told):
    assert list(differences(approved, counted)) == [Difference(*one) for one in told]


def test_pairs_that_are_paid_apart_are_compared_apart():
    before = [line(100), line(200, pairs=["2"])]
    after = [line(100), line(150, pairs=["2"])]
    assert [one.kopecks for one in differences(before, after)] == [-50]


def test_the_difference_of_a_new_line_is_its_sum():
    assert Difference("m", "Доплата", None, 50).kopecks == 50
    assert Difference("m", "Доплата", 50, None).kopecks == -50
