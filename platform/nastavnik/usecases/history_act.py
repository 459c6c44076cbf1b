"""The provisions of a local act as its history tells them: sections and keys by Russian titles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from nastavnik.domain.norm import CATALOGUE, Word, shown
from nastavnik.regions.act_file import SECTIONS
from nastavnik.regions.schema import Key, KeyType, Section

_SECTIONS: Final = {section.name: section for section in SECTIONS}
_NAMES: Final = ("title", "question", "code")
"""Keys that may call a provision; `question` where the title has no sense alone."""
_APART: Final = frozenset({*_NAMES, "parameter", "value", "clause", "quote", "gist"})
_PLAIN: Final = frozenset({KeyType.TEXT, KeyType.INTEGER, KeyType.NUMBER, KeyType.CHOICE})
"""Types told by their value; a condition or a table is told by the words of the act."""


def provisions(content: Mapping[str, Any]) -> str:
    """Everything that the draft says, for a column of the history; an empty one is «пусто»."""
    said = [
        _said(_SECTIONS[name], table)
        for name, tables in content.items()
        if name in _SECTIONS
        for table in tables or ()
    ]
    return "; ".join(said) or "пусто"


def _said(section: Section, table: Mapping[str, Any]) -> str:
    heading = ", ".join(filter(None, (_title(table), *_details(section, table))))
    text = f"{section.title} — {heading}" if heading else section.title
    clause = table.get("clause", "")
    quote = table.get("quote", "")
    return text + (f", пункт {clause}" if clause else "") + (f": «{quote}»" if quote else "")


def _title(table: Mapping[str, Any]) -> str:
    parameter = CATALOGUE.get(table.get("parameter", ""))
    if parameter is None:
        return str(next((table[key] for key in _NAMES if table.get(key)), ""))
    value = table.get("value", Word.UNREGULATED)
    return f"{parameter.title}: {_WORDS.get(value) or shown(value, parameter.unit)}"


def _details(section: Section, table: Mapping[str, Any]) -> Iterator[str]:
    for key in section.keys:
        if key.name in table and key.name not in _APART and (text := _text(key, table[key.name])):
            yield f"{key.title[:1].lower()}{key.title[1:]} {text}"


def _text(key: Key, kept: Any) -> str:  # noqa: ANN401 - a value of JSON
    if key.type is KeyType.DATE:
        return f"{date.fromisoformat(kept):%d.%m.%Y}"
    if key.type is KeyType.FLAG:
        return "да" if kept else "нет"
    return key.choices.get(str(kept), str(kept)) if key.type in _PLAIN else ""


_WORDS: Final = {word.value: word.label for word in Word}
