"""What a layer may set, in words, before anything is typed."""

import pytest

from nastavnik.domain.act import Layer
from nastavnik.domain.entitlement import entitled
from nastavnik.domain.norm import Word
from nastavnik.testing.acts import act, book, norm

REGION = Layer.REGION


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("mentees.max", 5, "не больше: 5 человек"),
        ("mentees.min", 2, "не меньше: 2 человека"),
        ("mentees.max", Word.DELEGATED, "решение передано вам"),
        ("mentees.max", Word.UNLIMITED, "внешний уровень не ограничивает: от 1 до 100 человек"),
        ("mentees.max", None, "от 1 до 100 человек, внешние акты об этом молчат"),
        ("allowance.percent", 15, "можно заменить: 15 %"),
        ("refusal.notice_days", 3, "решено окончательно: 3 рабочих дня"),
        ("consent.mentor", True, "требуется, отменить нельзя"),
        ("consent.mentor", False, "можно потребовать"),
        ("consent.mentor", None, "можно потребовать, внешние акты об этом молчат"),
        ("curator.appointed_by", None, "можно установить, внешние акты об этом молчат"),
    ],
)
def test_what_may_be_set(key, value, words):
    rules = book(act(REGION, *([] if value is None else [norm(key, value)])))
    assert entitled(rules.value(key)).replace("\N{NO-BREAK SPACE}", " ") == words


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("mentees.max", 5, "в пределах: не больше: 5 человек"),
        ("allowance.percent", 15, "в пределах: сейчас: 15 %"),
    ],
)
def test_a_delegation_keeps_the_bound(key, value, words):
    rules = book(act(REGION, norm(key, value)), act(Layer.MINISTRY, norm(key, Word.DELEGATED)))
    told = entitled(rules.value(key)).replace("\N{NO-BREAK SPACE}", " ")
    assert told == f"решение передано вам, {words}"
