"""The only place of the pages that reads the clock: everything inward gets the day as a value."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from flask import current_app, g

DEFAULT_ZONE: Final = "Europe/Moscow"


def zone() -> ZoneInfo:
    """Zone of the signed-in person's region; Moscow for a stranger."""
    return ZoneInfo(g.get("zone", DEFAULT_ZONE))


def real() -> datetime:
    """This very moment, whatever day is set: for sessions, brakes and one-time passwords."""
    return datetime.now(UTC).astimezone(zone())


def now() -> datetime:
    """This moment, aware, in the region's zone; the day is NASTAVNIK_TODAY when it is set."""
    fixed: date | None = current_app.config["NASTAVNIK_TODAY"]
    return datetime.combine(fixed, real().timetz()) if fixed else real()


def today() -> date:
    """The working day of the region."""
    return now().date()
