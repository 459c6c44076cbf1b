"""How grave a finding is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """`violation` blocks the order; `undetermined` blocks it until the fact is known."""

    VIOLATION = "violation"
    UNDETERMINED = "undetermined"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """Russian label of the pill on the page."""
        return _TITLES[self]


_TITLES = {
    Severity.VIOLATION: "Нарушение",
    Severity.UNDETERMINED: "Не хватает сведений",
    Severity.WARNING: "Предупреждение",
}
