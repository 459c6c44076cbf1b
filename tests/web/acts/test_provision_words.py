"""Nobody who fills in an act on the page meets a word of its file."""

from __future__ import annotations

import re
import tomllib

import pytest

from nastavnik.regions.act_file import read_act_data
from nastavnik.regions.schema import KeyType
from nastavnik.web.provision_lines import PROVISIONS
from nastavnik.web.provision_words import head_of, hint_of, plainly

LATIN = re.compile(r"[A-Za-z_]{2,}|\[\[")
HEAD = {
    "code": "own",
    "layer": "ministry",
    "title": "О наставничестве",
    "short": "О наставничестве",
    "in_force": "2026-01-01",
    "verified_on": "2026-11-21",
}
WRONG = {
    KeyType.TEXT: ("чушь", "2020-13-45"),
    KeyType.INTEGER: (-5, 100_000, "чушь"),
    KeyType.NUMBER: (-5, 100_000, 0.001, "чушь"),
    KeyType.DATE: ("1990-01-01", "2099-01-01"),
    KeyType.WORDS: (["чушь"], []),
    KeyType.VALUE: (-5, 100_000, "чушь"),
    KeyType.TABLE: ([], [{"percent": 5, "sum": 5}], [{"percent": "чушь"}], [{"from_year": 3}]),
}
"""What the fields of the page may send amiss; a select or a condition can't."""


@pytest.mark.parametrize("section", PROVISIONS.values(), ids=lambda one: one.name)
def test_the_page_explains_every_field_in_russian(section) -> None:
    asked = [key for key in section.keys if key.name != "gist"]
    told = [head_of(section), *(hint_of(section, key) for key in asked)]
    told += [title for key in asked for title in (key.title, *key.choices.values())]
    assert not [text for text in told if LATIN.search(text)]


def said_of(section, table) -> list[str]:
    _, problems = read_act_data({"act": HEAD, section.name: [table]}, "own")
    return [one.message.removeprefix(f"{one.key}: ") for one in problems]


@pytest.mark.parametrize("section", PROVISIONS.values(), ids=lambda one: one.name)
def test_every_fault_of_the_reader_is_told_in_russian(section) -> None:
    (example,) = tomllib.loads(section.example)[section.name][:1]
    faults = {
        text
        for key in section.keys
        for wrong in (*WRONG.get(key.type, ()), None)
        for text in said_of(
            section,
            {name: one for name, one in {**example, key.name: wrong}.items() if one is not None},
        )
    }
    assert faults
    told = {text: plainly(section, text) for text in faults}
    assert not {text: plain for text, plain in told.items() if LATIN.search(plain)}
