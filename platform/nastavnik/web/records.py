"""Which record an address speaks of: a stranger must not learn from a refusal that it exists."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from nastavnik.store import allowance, entered, mentorship, order, person, status

Find = Callable[[uuid.UUID], object | None]


def _pair_or_order(public_id: uuid.UUID) -> object | None:
    return mentorship.by_public_id(public_id) or order.by_public_id(public_id)


_RECORDS: Final[Mapping[str, Find]] = {
    "allowance_decisions": partial(entered.by_public_id, allowance.AllowanceDecision),
    "allowances": allowance.sheet_by_public_id,
    "approvals": mentorship.by_public_id,
    "lifecycle": mentorship.by_public_id,
    "mentorships": mentorship.by_public_id,
    "moves": person.by_public_id,
    "orders": _pair_or_order,
    "papers": mentorship.by_public_id,
    "pay": person.by_public_id,
    "people": person.by_public_id,
    "replacements": mentorship.by_public_id,
    "statuses": status.by_public_id,
}
"""Blueprint -> how to find the record of its addresses behind the reader's walls."""


def concealed(blueprint: str | None, arguments: Mapping[str, Any] | None) -> bool:
    """Is the address of a record that the reader must not know of.

    A blueprint that is not listed conceals: the safe answer is that there is no such page.
    """
    ids = [value for value in (arguments or {}).values() if isinstance(value, uuid.UUID)]
    if not ids:
        return False
    find = _RECORDS.get(blueprint or "")
    return find is None or find(ids[0]) is None
