"""The audit trail in human words: what tables, columns and values are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from nastavnik.domain.access import Role
from nastavnik.domain.act import AppliesTo
from nastavnik.domain.allowance import Base, Percent
from nastavnik.domain.fact_text import shown
from nastavnik.domain.facts import CATALOGUE, Fact
from nastavnik.domain.gender import Gender
from nastavnik.domain.mentorship import State
from nastavnik.domain.money import rubles
from nastavnik.domain.move import MoveState
from nastavnik.regions.registry import installed
from nastavnik.store.ddl_audit import VEIL
from nastavnik.usecases.facts import kept_facts
from nastavnik.usecases.history_act import provisions
from nastavnik.usecases.history_columns import COLUMNS

_COMMON: Final = {
    "id": "номер записи",
    "public_id": "адрес записи",
    "version": "версия записи",
    "org_unit_id": "организация",
    "recorded_by": "кто внёс",
}
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d).*)?")
HIDDEN: Final = frozenset(
    {
        "id",
        "public_id",
        "version",
        "org_unit_id",
        "idempotency_key",
        "account_id",
        "actor_id",
        "group_id",
        "local_act_id",
        "consent_id",
        "mentorship_id",
        "order_id",
        "text_id",
        "former_id",
        "repealed_by_id",
        "repeals_id",
        "successor_id",
    }
)
"""Keys and counters: they mean nothing to a person, and a key looks like a number of an order."""
_YES_OR_NO: Final = frozenset({"active", "is_mentor", "is_mentee", "with_card"})
_ANY: Final = date.min
"""A value is told as it was kept: no service grows."""
PEOPLE: Final = frozenset({"mentor_id", "mentee_id", "person_id"})
"""Columns that name a card of the same unit."""

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "state": {state.value: state.label for state in State}
    | {one.value: one.label for one in MoveState}
    | {"submitted": "сдан", "returned": "возвращён", "accepted": "принят"},
    "role": {role.value: role.label for role in Role},
    "gender": {gender.value: gender.label for gender in Gender},
    "method": {"paper": "на бумаге", "system": "в системе"},
    "side": {
        "mentor": "наставник",
        "mentee": "наставляемый",
        "guardian": "представитель",
        "out": "выбытие",
        "in": "прибытие",
        "person": "о себе",
    },
    "base": {base.value: base.label for base in Base},
    "applies_to": {reach.value: reach.label for reach in AppliesTo},
}


_EXACT: Final[Mapping[str, Callable[[int], str]]] = {
    "kopecks": rubles,
    "total": rubles,
    "hundredths": lambda number: Percent(number).text,
}
"""Numbers that are kept in hundredths of what they are of."""


def label(table: str, column: str) -> str | None:
    """What the column is called, or None for one that nobody has named."""
    return COLUMNS.get(table, {}).get(column) or _COMMON.get(column)


def value(
    column: str,
    kept: Any,  # noqa: ANN401 - a value of JSON
    people: Mapping[int, str],
    facts: Mapping[str, Fact] = CATALOGUE,
) -> str:
    """The value as a person reads it; `people`: id -> name, for columns that name a card.

    `facts`: those that the acts of the reader's unit know; a region's own are known besides.
    """
    if kept is None or kept == VEIL:
        return "не указано" if kept is None else "значение не хранится"
    if column in PEOPLE:
        return people.get(kept, f"№ {kept}")
    if isinstance(kept, dict):
        return provisions(kept) if column == "content" else _answers(kept, facts)
    if isinstance(kept, list):
        return ", ".join(_plain(one) for one in kept) or "пусто"
    if column in _EXACT and isinstance(kept, int):
        return _EXACT[column](kept)
    plain = _plain(bool(kept) if column in _YES_OR_NO else kept)
    return _WORDS.get(column, {}).get(plain, plain)


def at_home(kept: Any, zone: ZoneInfo) -> Any:  # noqa: ANN401 - as above
    """A moment, which the trail keeps in UTC, by the clock of the region; other values stay."""
    if not (isinstance(kept, str) and _MOMENT.match(kept)):
        return kept
    moment = datetime.fromisoformat(kept)
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(zone).isoformat(sep=" ", timespec="minutes")


def changed_facts(before: Any, after: Any) -> tuple[Any, Any]:  # noqa: ANN401 - as above
    """Of two documents only what differs; other values stay as they are."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    keys = [key for key in before | after if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def _answers(kept: Mapping[str, Any], facts: Mapping[str, Fact]) -> str:
    return "; ".join(_answer(key, one, facts) for key, one in kept.items()) or "пусто"


def _answer(key: str, kept: Any, facts: Mapping[str, Fact]) -> str:  # noqa: ANN401 - as above
    """A fact as the card asks for it, its value in the words of its act.

    An act may have changed the type of its fact since: such a value is told as it is kept.
    """
    regions = (one.facts for one in installed().values())
    fact = next((known[key] for known in (facts, *regions) if key in known), None)
    if fact is None:
        return f"{key}: {_plain(kept)}"
    # nobody is asked a derived one: its question is about what it follows from
    name = fact.title[:1].upper() + fact.title[1:] if fact.derived else fact.question
    if kept is None:
        return f"{name}: {_plain(kept)}"
    try:
        return f"{name}: {shown(fact, kept_facts({key: kept}, _ANY, _ANY)[key])}"
    except (AttributeError, KeyError, TypeError, ValueError):
        return f"{name}: {_plain(kept)}"


def _plain(kept: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(kept, bool):
        return "да" if kept else "нет"
    if kept is None:
        return "не указано"
    found = _DAY.fullmatch(str(kept))
    if found is None:
        return str(kept)
    year, month, day, hour = found.groups()
    return f"{day}.{month}.{year}" + (f" {hour}" if hour else "")
