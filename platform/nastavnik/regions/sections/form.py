"""`[[form]]`: a form of mentoring (форма): who mentors whom."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.provision import FormOfMentoring
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.shared_keys import CODE, TITLE, Reading, cite_of

SECTION: Final = Section(
    name="form",
    title="Форма наставничества",
    help="Слово из перечня форм: кто кого наставляет.",
    keys=(
        CODE,
        TITLE,
        Key(
            name="students",
            type=KeyType.FLAG,
            title="Наставляемый учится",
            help="Студентов и педагогов в отчётах не складывают.",
            default="false",
        ),
        Key(name="clause", type=KeyType.TEXT, title="Пункт акта", required=True),
        Key(name="quote", type=KeyType.TEXT, title="Слова акта", default="нет"),
    ),
    example="""\
[[form]]
code = "teacher_teacher"
title = "Педагог — педагог"
clause = "4.1"
quote = "педагог - педагог"
""",
)


def read(table: Table, reading: Reading) -> FormOfMentoring:
    """A form."""
    return FormOfMentoring(
        code=table.need("code", str, ""),
        title=table.need("title", str, ""),
        students=table.take("students", bool, default=False),
        cite=cite_of(table, reading),
        quote=table.take("quote", str, ""),
    )
