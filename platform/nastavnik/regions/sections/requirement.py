"""`[[requirement]]`: what an act asks of the mentor or the mentee."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.facts import Subject
from nastavnik.domain.requirement import AllOf, Requirement
from nastavnik.domain.severity import Severity
from nastavnik.regions.condition import read_condition
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.shared_keys import (
    CITED,
    CODE,
    SELECTORS,
    SEVERITY,
    TITLE,
    Reading,
    common,
)

SECTION: Final = Section(
    name="requirement",
    title="Требование к участнику",
    help="Условие о человеке. Неизвестный факт не даёт ни «да», ни «нет»: его просят заполнить.",
    keys=(
        CODE,
        Key(
            name="subject",
            type=KeyType.CHOICE,
            title="К кому",
            default=Subject.MENTOR.value,
            choices={one.value: one.label for one in Subject},
        ),
        TITLE,
        Key(name="condition", type=KeyType.CONDITION, title="Условие", required=True),
        *SELECTORS,
        SEVERITY,
        *CITED,
    ),
    example="""\
[[requirement]]
code = "mentor.experience"
subject = "mentor"
title = "Стаж наставника"
condition = {fact = "experience.pedagogical", at_least = 10}
clause = "2.1"
quote = "стаж педагогической работы не менее 10 лет"
""",
)


def read(table: Table, reading: Reading) -> Requirement:
    """A requirement; without a condition (reported) it asks nothing."""
    subject = table.choice("subject", Subject, Subject.MENTOR)
    condition = read_condition(table, "condition", subject, reading.facts)
    if condition is None:
        table.fault("в [[requirement]] нет condition; добавьте условие", "condition")
    return Requirement(
        code=table.need("code", str, ""),
        subject=subject,
        title=table.need("title", str, ""),
        condition=condition or AllOf(()),
        severity=table.choice("severity", Severity, Severity.VIOLATION),
        **common(table, reading),
    )
