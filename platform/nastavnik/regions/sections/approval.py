"""`[[approval]]`: a step that must be done before the order, whose, with which evidence."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.approval import Approval, Evidence, Since
from nastavnik.domain.severity import Severity
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.counting import DIRECTION, UNIT, is_before, period_unit
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
    name="approval",
    title="Согласование",
    help="Шаг до приказа: кто его делает и чем он подтверждён. Шаги идут по номерам.",
    keys=(
        CODE,
        TITLE,
        Key(
            name="step",
            type=KeyType.INTEGER,
            title="Номер шага",
            help="Шаг с большим номером не бывает раньше; равные номера — в любом порядке.",
            default="1",
        ),
        Key(
            name="by",
            type=KeyType.TEXT,
            title="Кто согласует",
            help="Роль (director, curator, municipal, ministry…) или название органа словами.",
            required=True,
        ),
        Key(
            name="evidence",
            type=KeyType.CHOICE,
            title="Чем подтверждается",
            default=Evidence.ANY.value,
            choices={one.value: one.label for one in Evidence},
        ),
        Key(
            name="days",
            type=KeyType.INTEGER,
            title="За сколько",
            help="Срок шага в единицах unit.",
            default="срока нет",
        ),
        UNIT,
        Key(
            name="since",
            type=KeyType.CHOICE,
            title="От какого события",
            default=Since.PREVIOUS.value,
            choices={one.value: f"со дня {one.label}" for one in Since},
        ),
        DIRECTION,
        *SELECTORS,
        SEVERITY,
        *CITED,
    ),
    example="""\
[[approval]]
code = "council"
title = "Кандидатура рассмотрена методическим советом"
step = 1
by = "методический совет"
evidence = "protocol"
days = 5
unit = "working_day"
since = "admission"
clause = "3.2"
quote = "кандидатура рассматривается на заседании методического совета"
""",
)


def read(table: Table, reading: Reading) -> Approval:
    """A step before the order."""
    step, days = table.take("step", int, 1), table.take("days", int, 0)
    if step < 1:
        table.fault(f"step: {step} не подходит; шаги считают от 1", "step")
    if days < 0:
        table.fault(f"days: {days} не подходит; нужно целое число от 1", "days")
    return Approval(
        code=table.need("code", str, ""),
        title=table.need("title", str, ""),
        step=step,
        by=table.need("by", str, ""),
        evidence=table.choice("evidence", Evidence, Evidence.ANY),
        severity=table.choice("severity", Severity, Severity.VIOLATION),
        days=days,
        unit=period_unit(table),
        since=table.choice("since", Since, Since.PREVIOUS),
        before=is_before(table),
        **common(table, reading),
    )
