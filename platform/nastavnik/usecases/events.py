"""Writing down what happened to a mentorship: who, when, with which findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nastavnik.domain.mentorship import Step
from nastavnik.store.db import db
from nastavnik.store.event import MentorshipEvent

if TYPE_CHECKING:
    from nastavnik.domain.access import Actor
    from nastavnik.domain.finding import Finding
    from nastavnik.store.mentorship import Mentorship


def record(
    actor: Actor,
    one: Mentorship,
    step: Step,
    *,
    on: date,
    now: datetime,
    findings: Iterable[Finding] = (),
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add the event to the history. Only within a transaction."""
    db.session.add(
        MentorshipEvent(
            org_unit_id=one.org_unit_id,
            org_path=one.org_path,
            mentorship_id=one.id,
            at=now,
            on=on,
            kind=step.value,
            actor_id=actor.account_id,
            actor_name=f"{actor.name}, {actor.role.label}",
            findings=[finding.as_dict() for finding in findings],
            data=dict(data or {}),
        )
    )
