"""The extract from the journal that goes with an act of destruction: what was done, and when.

Source: items 5 and 8 of the requirements of Roskomnadzor's order 179 of 28.10.2022. The extract
names tables, records and categories of data, and no value: the values are destroyed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from nastavnik.domain.audit import Action
from nastavnik.store.audit import AuditEvent
from nastavnik.usecases.erasure import Erased
from nastavnik.usecases.history_words import HIDDEN, label
from nastavnik.usecases.subject_data import title_of


def extract(erased: Erased) -> dict[str, Any]:
    """As the act keeps it: `events` of the destruction, `blanked` ones of before it."""
    return {
        "events": [_line(one) for one in erased.events],
        "blanked": [
            {"title": title_of(table), "rows": number} for table, number in erased.blanked.items()
        ],
    }


def lines(done: Mapping[str, Any], zone: tzinfo) -> Sequence[Mapping[str, Any]]:
    """The kept events with the hour in `zone`; nothing of an act of before they were kept."""
    return [{**one, "at": _hour(one["at"], zone)} for one in done.get("events", ())]


def _line(one: AuditEvent) -> dict[str, Any]:
    table = one.table_name or ""
    columns = {**(one.before or {}), **(one.after or {})}
    named = [label(table, name) for name in columns if name not in HIDDEN]
    return {
        "at": one.at.isoformat(),
        "event": Action(one.action).label,
        "title": title_of(table),
        "record": one.row_id,
        "categories": ", ".join(dict.fromkeys(name for name in named if name)),
        "by": one.actor_name,
    }


def _hour(at: str, zone: tzinfo) -> str:
    return f"{datetime.fromisoformat(at).astimezone(zone):%d.%m.%Y %H:%M:%S}"
