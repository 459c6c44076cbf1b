"""Column types that behave the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import JSON, ColumnElement, DateTime, String, or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

Json: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

# A range over paths is a tenant's border, so it must be compared byte by byte in every locale.
Path: Final = String(64).with_variant(String(64, collation="C"), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused: nobody knows which hour it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002 - the signature is SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"Момент времени без часового пояса: {value!r}. Укажите UTC.")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - the signature is SQLAlchemy's
        if value is None:
            return None
        moment: datetime = value
        # SQLite keeps no zone; what was bound above is UTC.
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def starts_with(
    column: ColumnElement[str] | InstrumentedAttribute[str], text: str
) -> ColumnElement[bool]:
    """Does the name begin with the typed text, as typed or with a capital first letter.

    SQLite folds the case of Latin letters only, so a Russian name is matched by its spelling.
    """
    typed = text.strip()
    spelled = typed[:1].upper() + typed[1:].lower()
    return or_(
        column.startswith(typed, autoescape=True), column.startswith(spelled, autoescape=True)
    )
