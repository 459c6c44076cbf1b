"""How grave a finding is."""

from __future__ import annotations

from collections.abc import Collection
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

    def unless(self, missing: Collection[str]) -> Severity:
        """The same, or undetermined while facts are missing; a warning stays a warning."""
        return Severity.UNDETERMINED if missing and self is not Severity.WARNING else self


_TITLES = {
    Severity.VIOLATION: "Нарушение",
    Severity.UNDETERMINED: "Не хватает сведений",
    Severity.WARNING: "Предупреждение",
}
