"""An act out of JSON is the act of the file: dates are texts there."""

from datetime import date
from typing import Any

from nastavnik.regions.act_file import read_act, read_act_data

FILE = """
[act]
code = "town"
layer = "municipality"
unit = "town"
title = "Положение"
adopted = 2022-06-09
in_force = 2022-07-01

[[norm]]
parameter = "mentees.max"
value = 2
from = 2023-09-01
clause = "1.2"
quote = "не более двух"
"""
DATA: dict[str, Any] = {
    "act": {
        "code": "town",
        "layer": "municipality",
        "unit": "town",
        "title": "Положение",
        "adopted": "2022-06-09",
        "in_force": "2022-07-01",
    },
    "norm": [
        {
            "parameter": "mentees.max",
            "value": 2,
            "from": "2023-09-01",
            "clause": "1.2",
            "quote": "не более двух",
        }
    ],
}


def test_data_and_file_are_one_act():
    written, _ = read_act(FILE, "town.toml")
    kept, problems = read_act_data(DATA, "town")
    assert kept == written
    assert problems == []


def test_a_text_that_is_no_date_is_told():
    _, problems = read_act_data(DATA | {"act": DATA["act"] | {"in_force": "летом"}}, "town")
    assert [problem.file for problem in problems] == ["town"]
    assert "in_force: ожидается дата" in problems[0].message


def test_a_date_that_is_a_date_stays():
    act, problems = read_act_data(
        DATA | {"act": DATA["act"] | {"in_force": date(2022, 7, 1)}}, "town"
    )
    assert act is not None
    assert act.in_force == date(2022, 7, 1)
    assert problems == []
