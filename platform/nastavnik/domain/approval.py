"""Approvals that an act asks for before the order: ordered steps, whose, with which evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from nastavnik.domain.access import Role
from nastavnik.domain.cite import Cite
from nastavnik.domain.provision import Unit
from nastavnik.domain.severity import Severity
from nastavnik.domain.wording import counted

PREFIX: Final = "approval."
"""Begins the codes of findings about approvals; the approval's own code follows."""


class Evidence(StrEnum):
    """What proves that a step is done. `any`: the act does not say."""

    ANY = "any"
    PROTOCOL = "protocol"
    SIGNATURE = "signature"
    ORDER = "order"
    PROPOSAL = "proposal"

    @property
    def label(self) -> str:
        """Name of the evidence, in the nominative."""
        return _EVIDENCE[self]

    @property
    def numbered(self) -> bool:
        """Is it a document with a number."""
        return self in _NUMBERED


_EVIDENCE: Final = {
    Evidence.ANY: "акт не называет",
    Evidence.PROTOCOL: "протокол",
    Evidence.SIGNATURE: "подпись",
    Evidence.ORDER: "приказ",
    Evidence.PROPOSAL: "представление",
}
_NUMBERED: Final = {Evidence.PROTOCOL, Evidence.ORDER}


class Since(StrEnum):
    """From what the days of a step are counted."""

    PREVIOUS = "previous"
    ADMISSION = "admission"
    START = "start"

    @property
    def label(self) -> str:
        """The event in the genitive: «со дня …»."""
        return _SINCE[self]


_SINCE: Final = {
    Since.PREVIOUS: "предыдущего шага",
    Since.ADMISSION: "фактического допуска к работе",
    Since.START: "начала срока наставничества",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A step before the order. `by` is a role's code or the name of a body.

    Steps of one number go side by side. `days` is 0 where the act sets no term; else the step is
    due so many units after (before) the event.
    """

    code: str
    title: str
    step: int
    by: str
    cite: Cite
    quote: str = ""
    evidence: Evidence = Evidence.ANY
    severity: Severity = Severity.VIOLATION
    days: int = 0
    unit: Unit = Unit.CALENDAR_DAY
    since: Since = Since.PREVIOUS
    before: bool = False
    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form; an empty list speaks of all."""
        return (not self.kinds or kind in self.kinds) and (not self.forms or form in self.forms)

    @property
    def who(self) -> str:
        """Whose step it is, in the nominative."""
        return Role(self.by).label if self.by in set(Role) else self.by

    @property
    def within(self) -> str:
        """«3 рабочих дня со дня предыдущего шага»; "" without a term."""
        if not self.days:
            return ""
        side = "до" if self.before else "со"
        return f"{counted(self.days, self.unit)} {side} дня {self.since.label}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """A step of one mentorship as it is written down; `on` is the day of the evidence."""

    code: str
    on: date | None = None
    number: str = ""
