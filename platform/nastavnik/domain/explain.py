"""What the rule book says, as data: for the terminal, the API and the golden cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik.domain.norm import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nastavnik.domain.resolve import Resolved, Step
    from nastavnik.domain.rulebook import RuleBook


def explain(
    book: RuleBook, *, kind: str = "", form: str = "", keys: Iterable[str] = CATALOGUE
) -> dict[str, dict[str, Any]]:
    """Parameter -> value, unit, act, clause, quote, in_force and trace; JSON-ready."""
    return {key: as_data(book.value(key, kind, form)) for key in keys}


def as_data(resolved: Resolved) -> dict[str, Any]:
    """One resolved value as plain data; dates are ISO, absent ones null."""
    cite = resolved.cite
    return {
        "value": resolved.value,
        "unit": resolved.unit.value,
        "act": cite.act if cite else None,
        "clause": cite.clause if cite else None,
        "quote": resolved.quote or None,
        "in_force": resolved.in_force.isoformat() if resolved.in_force else None,
        "trace": [_step(step) for step in resolved.trace],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "layer": step.layer.name.lower(),
        "act": step.act,
        "clause": step.clause,
        "value": step.value,
        "accepted": step.accepted,
        "why": step.why,
    }
