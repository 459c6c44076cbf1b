"""Small rules of Russian typesetting: what may not be torn apart at the end of a line."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pyphen import Pyphen

NBSP: Final = "\N{NO-BREAK SPACE}"
SHY: Final = "\N{SOFT HYPHEN}"

_MONTHS: Final = (
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
_GLUED: Final = (
    re.compile(r"(?<=№) (?=\S)"),
    re.compile(r"(?<=\b[А-ЯЁ]\.) (?=[А-ЯЁ])"),
    re.compile(r"(?<=\b[гспдч]\.) (?=[А-ЯЁ«\d])"),
    re.compile(r"(?<=\b(?:ст|пп|ул|рп)\.) (?=[А-ЯЁ«\d])"),
    re.compile(r"(?<=[\s(«]\d) (?=[а-яё]{2}|[%₽])"),
    re.compile(r"(?<=[\s(«]\d\d) (?=[а-яё]{2}|[%₽])"),
    re.compile(r"(?<=\d{4}) (?=г(?:ода?|\.))"),
    re.compile(r"(?<=\b[авиксоуАВИКСОУ]) (?=\S)"),
    re.compile(r"(?<=\b(?:во|до|за|из|ко|на|не|ни|об|от|по|со)) (?=\S)"),
    re.compile(r"(?<=\S) (?=[—–] )"),
)
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_STRAY: Final = re.compile(r" (?=[,.;:!?)])")
_TWO_STOPS: Final = re.compile(r"(?<!\.)\.\.(?!\.)")
_LONG_WORD: Final = re.compile(r"(?<![А-Яа-яЁё-])[А-Яа-яЁё]{7,}(?![А-Яа-яЁё-])")
_KEPT: Final = frozenset(_MONTHS.split("|"))
_SHORTEST_PART: Final = 3


def set_text(text: str) -> str:
    """Make one line of a filled template: single spaces, no « ,» nor «г..», glued pairs."""
    text = _STRAY.sub("", _SPACES.sub(" ", text).strip(" "))
    text = _TWO_STOPS.sub(".", text)
    for glued in _GLUED:
        text = glued.sub(NBSP, text)
    return text


def spaced(text: str) -> str:
    """Set letters apart, as in «П Р И К А З Ы В А Ю :», on one line."""
    return NBSP.join(text)


def hyphenated(text: str, *, names: bool = False) -> str:
    """Put soft hyphens into long words: not into months, words with a hyphen of their own.

    Words with a capital are spared too, for they are mostly names, unless `names` is set.
    """
    return _LONG_WORD.sub(lambda match: _soft(match[0], names=names), text)


def _soft(word: str, *, names: bool) -> str:
    if word in _KEPT or word.isupper() or (word[0].isupper() and not names):
        return word
    return str(_dictionary().inserted(word, SHY))


@cache
def _dictionary() -> Pyphen:
    return Pyphen(lang="ru_RU", left=_SHORTEST_PART, right=_SHORTEST_PART)
