"""`[[paper]]`: fields that a document must state."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.paper import Document, Field, PaperRule
from nastavnik.domain.severity import Severity
from nastavnik.regions.condition import read_condition
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.shared_keys import (
    CITED,
    SELECTORS,
    SEVERITY,
    WHEN,
    Reading,
    common,
)

SECTION: Final = Section(
    name="paper",
    title="Обязательное в документе",
    help="Что должно быть написано в приказе, соглашении, согласии. Проверяются форма печати и "
    "перед приказом — сам документ.",
    keys=(
        Key(
            name="document",
            type=KeyType.CHOICE,
            title="Документ",
            default=Document.ORDER.value,
            choices={one.value: one.label for one in Document},
        ),
        Key(
            name="fields",
            type=KeyType.WORDS,
            title="Что указывается",
            required=True,
            choices={one.value: one.label for one in Field},
        ),
        *SELECTORS,
        WHEN,
        SEVERITY,
        *CITED,
    ),
    example="""\
[[paper]]
document = "order"
fields = ["mentor", "mentee", "term"]
clause = "2.3"
quote = "в приказе указывается срок наставничества"
""",
)


def read(table: Table, reading: Reading) -> PaperRule:
    """What a document must state; unknown words are reported."""
    table.need("fields", list, [])
    named = table.words("fields")
    strange = [one for one in named if one not in set(Field)]
    if strange or not named:
        known = ", ".join(Field)
        table.fault(f"fields: нет слова {', '.join(strange) or '—'}; можно: {known}", "fields")
    return PaperRule(
        document=table.choice("document", Document, Document.ORDER),
        fields=tuple(Field(one) for one in named if one not in strange),
        severity=table.choice("severity", Severity, Severity.VIOLATION),
        when=read_condition(table, "when", facts=reading.facts),
        **common(table, reading),
    )
