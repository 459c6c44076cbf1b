"""`[[control]]`: a check that must be made while the mentorship goes on."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from nastavnik.domain.control import Control
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.shared_keys import (
    CITED,
    CODE,
    SELECTORS,
    TITLE,
    Reading,
    common,
)

_YEARLY: Final = re.compile(r"(\d{2})-(\d{2})")
_SHORT_YEAR: Final = 2001
"""A year without the 29th of February: a yearly day must exist in every year."""

SECTION: Final = Section(
    name="control",
    title="Промежуточный контроль",
    help="Проверка в течение срока: попадает в задачи пары с датой и ответственным.",
    keys=(
        CODE,
        TITLE,
        Key(
            name="every_months",
            type=KeyType.INTEGER,
            title="Каждые … месяцев срока",
            default="не повторяется",
        ),
        Key(
            name="at_month",
            type=KeyType.INTEGER,
            title="К концу … месяца срока",
            default="нет",
        ),
        Key(
            name="on",
            type=KeyType.WORDS,
            title="К дням",
            help='Дни: "2024-04-30" — один раз, "12-20" — каждый год. В выходной — на рабочий.',
            default="нет",
        ),
        Key(
            name="role",
            type=KeyType.TEXT,
            title="Кто проводит",
            help="Роль: mentor, mentee, curator, director.",
            required=True,
        ),
        Key(
            name="closes",
            type=KeyType.TEXT,
            title="Чем исполняется",
            help="Что готово, когда контроль проведён.",
            default="отметкой куратора",
        ),
        *SELECTORS,
        *CITED,
    ),
    example="""\
[[control]]
code = "interim"
title = "Промежуточная оценка"
every_months = 6
role = "curator"
clause = "4.3"
quote = "один раз в полугодие"
""",
)


def read(table: Table, reading: Reading) -> Control:
    """A control; one without any day is reported."""
    every, at_month = table.take("every_months", int, 0), table.take("at_month", int, 0)
    for key, months in (("every_months", every), ("at_month", at_month)):
        if months < 0:
            table.fault(f"{key}: {months} не подходит; нужно целое число от 1", key)
    days = [_day(table, text) for text in table.words("on")]
    if not (every or at_month or days):
        table.fault("в [[control]] нет дня: добавьте every_months, at_month или on")
    return Control(
        code=table.need("code", str, ""),
        title=table.need("title", str, ""),
        every_months=max(every, 0),
        at_month=max(at_month, 0),
        dates=tuple(day for day in days if isinstance(day, date)),
        yearly=tuple(day for day in days if isinstance(day, tuple)),
        role=table.need("role", str, ""),
        closes=table.take("closes", str, ""),
        **common(table, reading),
    )


def _day(table: Table, text: str) -> date | tuple[int, int] | None:
    """A day once, or (month, day) of every year; what is neither is reported."""
    yearly = _YEARLY.fullmatch(text)
    try:
        if yearly is None:
            return date.fromisoformat(text)
        month, day = map(int, yearly.groups())
        return date(_SHORT_YEAR, month, day).month, day
    except ValueError:
        table.fault(f'on: {text!r} — не день; нужно "2024-04-30" или "12-20"', "on")
        return None
