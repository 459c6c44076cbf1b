"""`[[date_order]]`: which of two dated events may not come after the other."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.paper import DateOrder, Event
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

_EVENTS: Final = {one.value: one.label for one in Event}

SECTION: Final = Section(
    name="date_order",
    title="Порядок дат",
    help="Первое событие не бывает позже второго: согласие — не позже приказа.",
    keys=(
        Key(
            name="earlier",
            type=KeyType.CHOICE,
            title="Что раньше",
            default=Event.CONSENT_MENTOR.value,
            choices=_EVENTS,
        ),
        Key(
            name="later",
            type=KeyType.CHOICE,
            title="Что позже",
            help="В тот же день — можно.",
            default=Event.ORDER.value,
            choices=_EVENTS,
        ),
        *SELECTORS,
        WHEN,
        SEVERITY,
        *CITED,
    ),
    example="""\
[[date_order]]
earlier = "consent.mentor"
later = "order"
clause = "2.6"
quote = "наставник назначается приказом с его письменного согласия"
""",
)


def read(table: Table, reading: Reading) -> DateOrder:
    """An order of two dates."""
    earlier = table.choice("earlier", Event, Event.CONSENT_MENTOR)
    later = table.choice("later", Event, Event.ORDER)
    if earlier is later:
        table.fault("later: одно и то же событие; назовите два разных", "later")
    return DateOrder(
        earlier=earlier,
        later=later,
        severity=table.choice("severity", Severity, Severity.VIOLATION),
        when=read_condition(table, "when", facts=reading.facts),
        **common(table, reading),
    )
