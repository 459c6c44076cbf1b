"""What the audit trail holds, read anew by a test."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import select

from nastavnik.store.audit import AuditEvent
from nastavnik.store.author import Author
from nastavnik.store.db import db
from nastavnik.store.person import Person

CURATOR: Final = Author(
    name="Кураторова А. А.",
    account_id=7,
    role="curator",
    origin="10.0.0.5",
    agent="Firefox, Windows",
    request_id="a1",
)
"""Who signs in tests of the trail."""


def events(**fields: Any) -> list[Any]:  # noqa: ANN401 - columns of the model
    """The reader's events with these values, the oldest first."""
    db.session.expire_all()
    wanted = select(AuditEvent).filter_by(**fields).order_by(AuditEvent.id)
    return list(db.session.scalars(wanted))


def last(**fields: Any) -> Any:  # noqa: ANN401 - tests reach into the documents of the event
    """The latest of them."""
    return events(**fields)[-1]


def person() -> Any:  # noqa: ANN401 - as above
    """The first card that the reader sees, read anew."""
    return db.session.scalars(select(Person).order_by(Person.id)).first()
