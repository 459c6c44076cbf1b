"""Taking rows away for good: only for the destruction of one person's data."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import text, update

from nastavnik.store.base import Base
from nastavnik.store.db import db
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.orm_wall import CORE_OK
from nastavnik.store.writing import require_write


def drop(row: Base) -> None:
    """Delete the row. Within a transaction."""
    require_write()
    db.session.delete(row)


def blank_events(ids: Sequence[int]) -> None:
    """Empty the findings and details of the events; what was done and by whom stays.

    PostgreSQL does it by a function of the schema's owner, for the application only adds events.
    """
    require_write()
    if not ids:
        return
    db.session.flush()
    if db.engine.dialect.name == "postgresql":
        blank = text("select mentorship_event_blank(:ids)")
        db.session.execute(blank, {"ids": list(ids)}, execution_options={CORE_OK: True})
    else:
        db.session.execute(
            update(MentorshipEvent)
            .where(MentorshipEvent.id.in_(ids))
            .values(findings=[], data={}),
            execution_options={"synchronize_session": False},
        )
    db.session.expire_all()
