"""Provisions of a local act in words, out of the schema of their sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.norm import CATALOGUE
from nastavnik.regions.act_file import SECTIONS
from nastavnik.regions.schema import Key, KeyType, Section

if TYPE_CHECKING:
    from nastavnik.domain.act import Act
    from nastavnik.store.local_act import LocalAct
    from nastavnik.usecases.act_words import Words

PROVISIONS: Final[Mapping[str, Section]] = {
    section.name: section for section in SECTIONS if section.many
}
"""What a draft may hold, by the section's name."""

_APART: Final = frozenset({"clause", "quote", "gist", "title", "code", "parameter"})
"""Keys that the heading and the citation show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One provision: `place` is its number in the section of the draft."""

    section: Section
    place: int
    title: str
    said: tuple[tuple[str, str], ...]
    clause: str
    quote: str


def lines_of(row: LocalAct, act: Act, words: Words) -> tuple[Line, ...]:
    """Everything that the act says, section by section."""
    return tuple(
        Line(
            section=section,
            place=place,
            title=_title(table),
            said=tuple(_said(section, table, getattr(act, section.field)[place], words)),
            clause=table.get("clause", ""),
            quote=table.get("quote", ""),
        )
        for name, section in PROVISIONS.items()
        for place, table in enumerate(row.content.get(name, ()))
    )


def _title(table: Mapping[str, Any]) -> str:
    parameter = CATALOGUE.get(table.get("parameter", ""))
    return parameter.title if parameter else str(table.get("title") or table.get("code", ""))


def _said(
    section: Section, table: Mapping[str, Any], one: object, words: Words
) -> Iterator[tuple[str, str]]:
    for key in section.keys:
        if key.name in table and key.name not in _APART:
            yield key.title, _text(key, table[key.name], one, words)


def _text(key: Key, kept: Any, one: object, words: Words) -> str:  # noqa: ANN401 - JSON
    named = {"kinds": words.kinds, "forms": words.forms}.get(key.name, key.choices)
    match key.type:
        case KeyType.CONDITION:
            return str(getattr(one, key.name).describe())
        case KeyType.VALUE | KeyType.TABLE:
            return str(getattr(one, "shown", kept))
        case KeyType.DATE:
            return f"{date.fromisoformat(kept):%d.%m.%Y}"
        case KeyType.FLAG:
            return "да" if kept else "нет"
        case KeyType.WORDS:
            return ", ".join(named.get(word, word) for word in kept)
        case _:
            return named.get(kept, str(kept))
