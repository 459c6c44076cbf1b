"""`[[deadline]]`: by when somebody must do something."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.norm import CATALOGUE, Norm
from nastavnik.domain.provision import Anchor, Deadline, deadline_parameter
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.counting import DIRECTION, UNIT, is_before, period_unit
from nastavnik.regions.sections.derived import derived, within_bounds
from nastavnik.regions.sections.norm import unit_of
from nastavnik.regions.sections.shared_keys import CITED, CODE, SELECTORS, TITLE, Reading, common

SECTION: Final = Section(
    name="deadline",
    title="Срок исполнения",
    help="Кто и к какому дню должен что-то сделать. Считается со следующего дня.",
    keys=(
        CODE,
        TITLE,
        Key(name="days", type=KeyType.INTEGER, title="Сколько", required=True),
        UNIT,
        Key(
            name="anchor",
            type=KeyType.CHOICE,
            title="От какого события",
            default=Anchor.START.value,
            choices={one.value: f"со дня {one.label}" for one in Anchor},
        ),
        DIRECTION,
        Key(
            name="role",
            type=KeyType.TEXT,
            title="Кто отвечает",
            help="Роль: mentor, mentee, curator, director.",
            required=True,
        ),
        Key(
            name="closes",
            type=KeyType.TEXT,
            title="Чем исполняется",
            help="Событие, после которого срок исполнен.",
            default="ничем: напоминание снимают вручную",
        ),
        *SELECTORS,
        *CITED,
    ),
    example="""\
[[deadline]]
code = "plan"
title = "Индивидуальный план наставничества"
days = 5
unit = "working_day"
anchor = "start"
role = "mentor"
closes = "plan"
clause = "4.1"
quote = "в течение пяти рабочих дней с начала срока"
""",
)


def read(table: Table, reading: Reading) -> Deadline:
    """A deadline; a code of the catalogue also gives a value to its parameter."""
    code = table.need("code", str, "")
    parameter = CATALOGUE.get(deadline_parameter(code) or "")
    deadline = Deadline(
        code=code,
        title=table.need("title", str, ""),
        days=table.need("days", int, 0),
        unit=unit_of(table, parameter) if parameter else period_unit(table),
        anchor=table.choice("anchor", Anchor, Anchor.START),
        role=table.need("role", str, ""),
        closes=table.take("closes", str, ""),
        before=is_before(table),
        **common(table, reading),
    )
    if parameter:
        within_bounds(table, "days", deadline.days, parameter)
    elif deadline.days < 1:
        table.fault(f"days: {deadline.days} не подходит; нужно целое число от 1", "days")
    return deadline


def norm_of(deadline: Deadline) -> Norm | None:
    """The norm that the deadline also is, if its code is known to the catalogue."""
    key = deadline_parameter(deadline.code)
    return derived(key, deadline.days, deadline.unit, deadline) if key else None
