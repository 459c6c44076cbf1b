"""Keys that say how a period is counted: its unit, and before or after the event."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.provision import Unit
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType

_PERIODS: Final = (Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH)
_DIRECTIONS: Final = {"after": "после события", "before": "до события"}

UNIT: Final = Key(
    name="unit",
    type=KeyType.CHOICE,
    title="Единица",
    default=Unit.CALENDAR_DAY.value,
    choices={unit.value: unit.label for unit in _PERIODS},
)
DIRECTION: Final = Key(
    name="direction",
    type=KeyType.CHOICE,
    title="До или после",
    default="after",
    choices=_DIRECTIONS,
)


def period_unit(table: Table) -> Unit:
    """The unit that the table names; a period is not counted in persons."""
    unit = table.choice("unit", Unit, Unit.CALENDAR_DAY)
    if unit not in _PERIODS:
        known = ", ".join(one.value for one in _PERIODS)
        table.fault(f"unit: срок не измеряется в {unit}; можно: {known}", "unit")
    return unit


def is_before(table: Table) -> bool:
    """Is the period counted back from its event."""
    direction = table.take("direction", str, "after")
    if direction not in _DIRECTIONS:
        known = ", ".join(_DIRECTIONS)
        table.fault(f"direction: {direction!r}; можно: {known}", "direction")
    return direction == "before"
