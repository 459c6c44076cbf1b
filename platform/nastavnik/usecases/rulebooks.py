"""Which rule book is in force in a unit of the tree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from nastavnik.domain.access import Level
from nastavnik.domain.calendar import WorkCalendar
from nastavnik.domain.rulebook import RuleBook
from nastavnik.regions import registry
from nastavnik.store import org_unit
from nastavnik.store.org_unit import OrgUnit


def book_of(unit: OrgUnit, on: date, known_on: date | None = None) -> RuleBook:
    """The unit's rule book on the date: acts of every layer above it and its own."""
    return registry.region(unit.region).book(_chain(unit), on, known_on, unit.week_days)


def books_of(unit: OrgUnit) -> Callable[[date], RuleBook]:
    """The unit's rule books by their day; the chain of units is read once for all of them."""
    here, chain = registry.region(unit.region), _chain(unit)
    return lambda on: here.book(chain, on, None, unit.week_days)


def _chain(unit: OrgUnit) -> tuple[str, ...]:
    chain = org_unit.ancestors(unit.path)
    return tuple(one.slug for one in chain if one.level is not Level.REGION)


def calendar_of(unit: OrgUnit) -> WorkCalendar:
    """Working days of the unit: its region's days off, its 5- or 6-day week."""
    return registry.region(unit.region).calendar(unit.week_days)
