"""Which rule book is in force in a unit of the tree."""

from __future__ import annotations

from datetime import date

from nastavnik.domain.access import Level
from nastavnik.domain.calendar import WorkCalendar
from nastavnik.domain.rulebook import RuleBook
from nastavnik.regions import registry
from nastavnik.store import org_unit
from nastavnik.store.org_unit import OrgUnit


def book_of(unit: OrgUnit, on: date, known_on: date | None = None) -> RuleBook:
    """The unit's rule book on the date: acts of every layer above it and its own."""
    chain = org_unit.ancestors(unit.path)
    slugs = tuple(one.slug for one in chain if one.level is not Level.REGION)
    return registry.region(unit.region).book(slugs, on, known_on, unit.week_days)


def calendar_of(unit: OrgUnit) -> WorkCalendar:
    """Working days of the unit: its region's days off, its 5- or 6-day week."""
    return registry.region(unit.region).calendar(unit.week_days)
