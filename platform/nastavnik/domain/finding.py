"""A finding: what a rule says about one case. Checks return findings, never booleans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nastavnik.domain.severity import Severity

if TYPE_CHECKING:
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.resolve import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, against which limit, by which clause.

    `code` is the parameter's key or the requirement's code; `actual` and `limit` are texts
    with units; `field` is the form field to which the finding belongs; `missing` names the
    facts that are not known (then the severity is `undetermined`).
    """

    code: str
    severity: Severity
    text: str
    cite: Cite
    act_title: str
    quote: str = ""
    actual: str = ""
    limit: str = ""
    field: str = ""
    missing: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()

    @property
    def blocks(self) -> bool:
        """Does it stop the order."""
        return self.severity is not Severity.WARNING

    def as_dict(self) -> dict[str, Any]:
        """Plain data for the event log and JSON; the trace is left out: it can be recomputed."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "text": self.text,
            "actual": self.actual,
            "limit": self.limit,
            "act": self.cite.act,
            "clause": self.cite.clause,
            "act_title": self.act_title,
            "quote": self.quote,
            "missing": list(self.missing),
        }
