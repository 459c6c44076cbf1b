"""What the audit trail holds, read anew by a test."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from nastavnik.store.audit import AuditEvent
from nastavnik.store.db import db


def events(**fields: Any) -> list[Any]:  # noqa: ANN401 - columns of the model
    """The reader's events with these values, the oldest first."""
    db.session.expire_all()
    wanted = select(AuditEvent).filter_by(**fields).order_by(AuditEvent.id)
    return list(db.session.scalars(wanted))


def last(**fields: Any) -> Any:  # noqa: ANN401 - tests reach into the documents of the event
    """The latest of them."""
    return events(**fields)[-1]
