"""The rule book as data, in the form that the terminal and the API promise."""

from datetime import date

from nastavnik.domain.act import Layer
from nastavnik.domain.explain import explain
from nastavnik.domain.norm import CATALOGUE
from nastavnik.testing.acts import act, book, norm


def test_a_value_is_told_with_its_source_and_trace():
    rules = book(
        act(Layer.REGION, norm("mentees.max", 3, clause="шаг 5", quote="не более трех")),
        act(
            Layer.INSTITUTION,
            norm("mentees.max", 9, clause="4.1"),
            in_force=date(2023, 9, 1),
        ),
    )
    assert explain(rules, keys=["mentees.max"]) == {
        "mentees.max": {
            "value": 3,
            "unit": "person",
            "act": "region",
            "clause": "шаг 5",
            "quote": "не более трех",
            "in_force": None,
            "trace": [
                {
                    "layer": "region",
                    "act": "region",
                    "clause": "шаг 5",
                    "value": 3,
                    "accepted": True,
                    "why": "внешние уровни молчат",
                },
                {
                    "layer": "institution",
                    "act": "institution",
                    "clause": "4.1",
                    "value": 9,
                    "accepted": False,
                    "why": "больше предела внешнего уровня: 3\N{NO-BREAK SPACE}человека",
                },
            ],
        }
    }


def test_what_nobody_regulates_is_told_too():
    data = explain(book())
    assert set(data) == set(CATALOGUE)
    assert data["mentees.max"] == {
        "value": "unregulated",
        "unit": "person",
        "act": None,
        "clause": None,
        "quote": None,
        "in_force": None,
        "trace": [],
    }


def test_a_date_is_written_as_iso():
    dated = act(Layer.REGION, norm("mentees.max", 3), in_force=date(2022, 6, 9))
    assert explain(book(dated), keys=["mentees.max"])["mentees.max"]["in_force"] == "2022-06-09"
