"""What an event of a pair keeps beside its step, in words for the person whom it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

_LABELS: Final = {
    "paper": "документ",
    "given_on": "подписан",
    "stated": "указано",
    "why": "почему",
    "number": "приказ №",
    "issued_on": "от",
    "title": "что",
    "evidence": "документ",
    "mentor": "новый наставник",
    "instead": "вместо наставника",
    "noticed_on": "предупреждение",
    "lawful": "последний день не раньше",
    "from": "с",
    "until": "до",
    "ground": "основание",
    "clause": "пункт акта",
}
"""Key of an event's data -> what it is; codes, which repeat these in other words, have none."""


def details(data: Mapping[str, Any]) -> str:
    """«документ: согласие наставника; подписан: 20.11.2026»."""
    return "; ".join(f"{_LABELS[key]}: {_shown(data[key])}" for key in _LABELS if data.get(key))


def remarks(findings: Sequence[Mapping[str, Any]]) -> str:
    """Texts of the findings, without their sources: the pair's own page shows those."""
    return " ".join(str(one["text"]) for one in findings if one.get("text"))


def _shown(kept: object) -> str:
    try:
        return f"{date.fromisoformat(str(kept)):%d.%m.%Y}"
    except ValueError:
        return str(kept)
