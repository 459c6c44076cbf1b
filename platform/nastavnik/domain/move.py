"""A person leaves one institution and joins another: what of the card goes along, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from nastavnik.domain.facts import CATALOGUE

OPEN_DAYS: Final = 30
"""How long a code of a move is good: about a notice period and the new place's paperwork."""
MENTORED: Final = "mentoring.years"
STAYS: Final = frozenset(
    {
        "experience.institution",
        "experience.post",
        "position_group",
        "newly_appointed",
        "in_reserve",
        "load.rate",
        "load.hours",
        "contract.type",
        "contract.place",
        "contract.months",
        "results",
        "wishes",
    }
)
"""Facts of the person's place at the former institution: the new one finds out its own."""
_DAYS_IN_YEAR: Final = 365.2425
_MONTHS: Final = 12


class LeaveReason(StrEnum):
    """Why a person leaves."""

    TRANSFER = "transfer"
    DISMISSAL = "dismissal"
    GRADUATION = "graduation"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As on the card."""
        return _REASONS[self]


_REASONS: Final = {
    LeaveReason.TRANSFER: "перевод в другую организацию",
    LeaveReason.DISMISSAL: "увольнение",
    LeaveReason.GRADUATION: "окончание обучения",
    LeaveReason.OTHER: "другая причина",
}


class MoveState(StrEnum):
    """Where a move is on its way."""

    OPEN = "open"
    TAKEN = "taken"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """A word for a mark."""
        return _STATES[self]


_STATES: Final = {
    MoveState.OPEN: "код выдан",
    MoveState.TAKEN: "карточка передана",
    MoveState.CANCELLED: "отменено",
}


def carried(facts: Mapping[str, Any], *, same_region: bool) -> dict[str, Any]:
    """Facts of a card as kept that go along; those that a region declares stay in the region."""
    return {
        key: value
        for key, value in facts.items()
        if key not in STAYS and (same_region or key in CATALOGUE)
    }


def months_of(terms: Iterable[tuple[date, date]]) -> int:
    """Whole months on which at least one of the terms lay; days of several count once."""
    days, until = 0, date.min
    for first, last in sorted(terms):
        begin = max(first, until + timedelta(days=1)) if until > date.min else first
        if last >= begin:
            days += (last - begin).days + 1
            until = last
    return int(days * _MONTHS / _DAYS_IN_YEAR + 1 / 2)
