"""Topics under which one looks up the parameters of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_BEGINS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "Срок": ("term.",),
        "Наставляемые": ("mentees.",),
        "Согласия и документы": ("consent.", "agreement.", "order."),
        "Сроки действий": (
            "appointment.",
            "plan.",
            "report.",
            "curator.update_months",
            "refusal.",
        ),
        "Доплата и совет": ("allowance.", "council."),
        "ИОМ и программа": ("programme.", "route."),
        "Прочее": ("",),
    }
)

TOPICS: Final = tuple(_BEGINS)
"""Titles in the order of the pages."""


def topic_of(parameter: str) -> str:
    """Title of the topic of a parameter's key."""
    return next(title for title, begins in _BEGINS.items() if parameter.startswith(begins))
