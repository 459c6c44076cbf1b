"""The check: one case against one rule book -> findings, each with its clause and trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook


def check(case: Case, book: RuleBook) -> tuple[Finding, ...]:
    """All findings of the case, in the order of the form's fields."""
    found: list[Finding] = []
    for probe, tell in book.rules(case.kind, case.form):
        fault = probe(case)
        if fault is not None:
            found.append(tell(case, fault))
    for extra in book.checks:
        found.extend(extra(case, book))
    return tuple(found)
