"""Who does what and when, as rows: steps before the order, papers, dates, deadlines, controls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Role
from nastavnik.domain.approval import Evidence
from nastavnik.domain.deadlines import trace_of, within
from nastavnik.domain.severity import Severity
from nastavnik.web.rule_row import Topics, untitled

if TYPE_CHECKING:
    from nastavnik.domain.requirement import Condition
    from nastavnik.web.rule_row import Told

_ROLES: Final[Mapping[str, str]] = {role: role.label for role in Role}


def approvals(told: Told) -> Topics:
    """Steps before the order, in their order."""
    return untitled(
        told.row(
            rule,
            f"{rule.step}. {rule.title}",
            rule.who,
            note="; ".join(filter(None, (rule.within, _proof(rule.evidence)))),
            whom=told.named(rule),
            warns=rule.severity is Severity.WARNING,
        )
        for rule in sorted(told.found.approvals, key=lambda rule: rule.step)
    )


def _proof(evidence: Evidence) -> str:
    return "" if evidence is Evidence.ANY else f"подтверждение: {evidence.label}"


def papers(told: Told) -> Topics:
    """What each document must state."""
    return untitled(
        told.row(
            rule,
            rule.document.label.capitalize(),
            rule.shown,
            note=_when(rule.when),
            whom=told.named(rule),
            warns=rule.severity is Severity.WARNING,
        )
        for rule in told.found.papers
    )


def date_orders(told: Told) -> Topics:
    """Which day may not be later than which."""
    return untitled(
        told.row(
            rule,
            rule.earlier.label.capitalize(),
            f"не позже, чем {rule.later.label}",
            note=_when(rule.when),
            whom=told.named(rule),
            warns=rule.severity is Severity.WARNING,
        )
        for rule in told.found.date_orders
    )


def deadlines(told: Told) -> Topics:
    """Who must do what by which day."""
    kind, form = told.found.kind, told.found.form
    return untitled(
        told.row(
            rule,
            rule.title,
            within(rule),
            note=_doer(rule.role),
            whom=told.named(rule),
            trace=trace_of(told.book, rule.code, kind, form),
        )
        for rule in told.found.deadlines
    )


def controls(told: Told) -> Topics:
    """Who looks at a mentorship during its term."""
    return untitled(
        told.row(rule, rule.title, rule.shown, note=_doer(rule.role), whom=told.named(rule))
        for rule in told.found.controls
    )


def grounds(told: Told) -> Topics:
    """Reasons for an extension, an early end and a replacement."""
    return untitled(
        told.row(ground, event.label, ground.title)
        for event, grounds in told.found.grounds.items()
        for ground in grounds
    )


def _doer(role: str) -> str:
    return f"Делает {_ROLES.get(role, role)}"


def _when(condition: Condition | None) -> str:
    return f"Если: {condition.describe(whose=True)}" if condition else ""
