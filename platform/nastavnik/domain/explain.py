"""What the rule book says, as data: for the terminal and its machines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from nastavnik.domain.act import within
from nastavnik.domain.norm import CATALOGUE
from nastavnik.domain.provision import Unit
from nastavnik.domain.resolve import step_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nastavnik.domain.norm import Norm
    from nastavnik.domain.resolve import Resolved, Step
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.domain.stated import Stated


def explain(
    book: RuleBook, *, kind: str = "", form: str = "", keys: Iterable[str] = CATALOGUE
) -> dict[str, dict[str, Any]]:
    """Parameter -> value, unit, act, clause, quote, in_force and trace; JSON-ready."""
    return {key: as_data(told(book, key, kind, form)) for key in keys}


def told(book: RuleBook, key: str, kind: str = "", form: str = "") -> Resolved:
    """The value; its trace ends with norms of acts in force that are themselves out of dates."""
    value = book.value(key, kind, form)
    gone = tuple(
        step_of(act, norm, _out_of_dates(norm, book.on))
        for act in book.acts
        for norm in act.norms
        if norm.parameter == key
        and norm.concerns(kind, form)
        and not within(book.on, norm.first, norm.last)
    )
    return replace(value, trace=value.trace + gone) if gone else value


def _out_of_dates(norm: Norm, on: date) -> str:
    if norm.first and norm.first > on:
        return f"вступает в силу {norm.first:%d.%m.%Y}"
    return f"действовало по {norm.last:%d.%m.%Y}"


def provision(one: Stated) -> dict[str, Any]:
    """A provision that is no value of a parameter, in the same shape: its value is its words."""
    return {
        "value": f"{one.title}: {one.value}",
        "unit": Unit.TEXT.value,
        "act": one.cite.act,
        "clause": one.cite.clause,
        "quote": one.quote or None,
        "in_force": one.act.in_force.isoformat() if one.act.in_force else None,
        "trace": [
            {
                "layer": one.act.layer.name.lower(),
                "act": one.cite.act,
                "clause": one.cite.clause,
                "value": one.value,
                "accepted": True,
                "why": "действует вместе с положениями других уровней",
            }
        ],
    }


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
