"""`[[kind]]`: a kind of mentoring (вид) and how its participants are called."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.provision import Kind
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.shared_keys import CODE, TITLE, Reading, cite_of

SECTION: Final = Section(
    name="kind",
    title="Вид наставничества",
    help="Слово из перечня видов. Участники называются так, как говорит акт.",
    keys=(
        CODE,
        TITLE,
        Key(
            name="mentor",
            type=KeyType.TEXT,
            title="Наставник зовётся",
            help="Именительный падеж, строчными буквами.",
            default="наставник",
        ),
        Key(
            name="mentee",
            type=KeyType.TEXT,
            title="Наставляемый зовётся",
            help="Именительный падеж, строчными буквами.",
            default="наставляемый",
        ),
        Key(name="description", type=KeyType.TEXT, title="Описание", default="нет"),
        Key(name="clause", type=KeyType.TEXT, title="Пункт акта", required=True),
        Key(name="quote", type=KeyType.TEXT, title="Слова акта", default="нет"),
    ),
    example="""\
[[kind]]
code = "mentor"
title = "Менторство"
mentor = "ментор"
mentee = "менти"
clause = "2.1"
quote = "менторство"
""",
)


def read(table: Table, reading: Reading) -> Kind:
    """A kind."""
    return Kind(
        code=table.need("code", str, ""),
        title=table.need("title", str, ""),
        mentor=table.take("mentor", str, "наставник"),
        mentee=table.take("mentee", str, "наставляемый"),
        description=table.take("description", str, ""),
        cite=cite_of(table, reading),
        quote=table.take("quote", str, ""),
    )
