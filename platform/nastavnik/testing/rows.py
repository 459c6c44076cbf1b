"""How a row for a test is kept: where it belongs, what every file has."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final, TypeVar

from nastavnik.store.base import Base
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit

TODAY: Final = date(2026, 11, 21)
NOW: Final = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
T = TypeVar("T", bound=Base)


def file(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "media_type": "application/pdf",
        "size": 5,
        "sha256": "0" * 64,
        "content": b"%PDF-",
        "added_by": "Кураторова А. А.",
        "added_at": NOW,
    }


def place(of: OrgUnit) -> dict[str, Any]:
    return {"org_unit_id": of.id, "org_path": of.path}


def kept(model: type[T], usual: dict[str, Any], fields: dict[str, Any]) -> T:
    row = model(**usual | fields)
    db.session.add(row)
    db.session.flush()
    return row
