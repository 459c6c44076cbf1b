"""An act and the facts that acts declare are told in the history without a word of a file."""

from __future__ import annotations

import re

from nastavnik.domain.facts import Fact, FactType
from nastavnik.usecases.history_words import value

CONTENT = {
    "norm": [
        {
            "parameter": "mentees.max",
            "value": 2,
            "kinds": ["mentor"],
            "clause": "1",
            "quote": "не более двух менти",
        },
        {"parameter": "consent.mentor", "value": "delegated", "clause": "2"},
    ],
    "requirement": [
        {
            "subject": "mentor",
            "title": "Опыт лагеря",
            "condition": {"fact": "town.camp", "at_least": 2},
            "clause": "3.1",
        }
    ],
    "ground": [{"event": "early_end", "title": "Переезд", "clause": "4"}],
}


def test_the_provisions_of_an_act_are_read_by_their_titles() -> None:
    told = value("content", CONTENT, {})
    assert not re.search(r"[A-Za-z_{}\[\]]", told), told
    assert "Норма — Наставляемых у одного наставника, не более: 2\N{NO-BREAK SPACE}чел" in told
    assert "пункт 1: «не более двух менти»" in told
    assert "Требование к участнику — Опыт лагеря" in told
    assert "досрочн" in told.lower()


def test_a_section_that_was_empty_is_told_so() -> None:
    assert value("content", {"norm": None}, {}) == "пусто"


def test_facts_of_the_catalogue_and_of_an_act_have_their_words() -> None:
    camp = Fact(
        key="town.camp", type=FactType.DURATION, title="опыт лагеря", question="Опыт в лагере"
    )
    kept = {"category": "first", "first_job": True, "town.camp": {"months": 18}}
    told = value("facts", kept, {}, {"town.camp": camp})
    assert "первая" in told
    assert "Опыт в лагере: 1\N{NO-BREAK SPACE}год 6\N{NO-BREAK SPACE}месяцев" in told
    assert not re.search(r"[A-Za-z]", told), told


def test_a_value_of_a_type_that_the_act_has_changed_is_told_as_kept() -> None:
    camp = Fact(key="town.camp", type=FactType.DURATION, title="опыт", question="Опыт в лагере")
    told = value("facts", {"town.camp": "давно", "gone": None}, {}, {"town.camp": camp})
    assert told == "Опыт в лагере: давно; gone: не указано"
