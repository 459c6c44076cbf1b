"""`[[ground]]`: a reason for an extension, an early end or a replacement."""

from __future__ import annotations

from typing import Final

from nastavnik.domain.provision import Ground, GroundEvent
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections.shared_keys import CITED, CODE, TITLE, Reading, source_of

SECTION: Final = Section(
    name="ground",
    title="Основание",
    help="Причина, по которой акт позволяет продлить, прекратить или сменить наставничество.",
    keys=(
        Key(
            name="event",
            type=KeyType.CHOICE,
            title="Чего",
            default=GroundEvent.EARLY_END.value,
            choices={one.value: one.label for one in GroundEvent},
        ),
        CODE,
        TITLE,
        *CITED,
    ),
    example="""\
[[ground]]
event = "extension"
code = "disability"
title = "Временная нетрудоспособность"
clause = "шаг 5"
quote = "в случае временной нетрудоспособности"
""",
)


def read(table: Table, reading: Reading) -> Ground:
    """A ground."""
    return Ground(
        event=table.choice("event", GroundEvent, GroundEvent.EARLY_END),
        code=table.need("code", str, ""),
        title=table.need("title", str, ""),
        **source_of(table, reading),
    )
