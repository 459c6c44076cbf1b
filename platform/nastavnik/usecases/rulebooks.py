"""Which rule book is in force in a unit of the tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.calendar import WorkCalendar
from nastavnik.domain.rulebook import RuleBook
from nastavnik.regions import registry
from nastavnik.store import local_act
from nastavnik.store.org_unit import OrgUnit
from nastavnik.usecases.local_acts import reaching, region_at

if TYPE_CHECKING:
    from nastavnik.domain.sheet import Books
    from nastavnik.regions.registry import InstalledRegion


def book_of(unit: OrgUnit, on: date, known_on: date | None = None) -> RuleBook:
    """The unit's rule book on the date: acts of every layer above it and its own."""
    region, chain = rules_of_unit(unit)
    return region.book(chain, on, known_on, unit.week_days)


def law_of(unit: OrgUnit, law_on: date, today: date) -> RuleBook:
    """What a mentorship made under the law of `law_on` is held to today.

    Its own law, and over it the acts that apply to all and are in force today.
    """
    return laws_of(unit, today)(law_on)


def books_of(unit: OrgUnit) -> Callable[[date], RuleBook]:
    """The unit's rule books by their day; the chain of units is read once for all of them."""
    region, chain = rules_of_unit(unit)
    return lambda on: region.book(chain, on, None, unit.week_days)


def laws_of(unit: OrgUnit, today: date) -> Callable[[date], RuleBook]:
    """`law_of` by the day of each pair's law; the chain of units is read once for all of them."""
    laws = daily_laws(unit)
    return lambda law_on: laws(law_on, today)


def daily_laws(unit: OrgUnit) -> Books:
    """`law_of` by the day of each pair's law and the day that it is looked at."""
    region, chain = rules_of_unit(unit)
    return laws_under(region, chain, unit.week_days)


def laws_under(region: InstalledRegion, chain: Sequence[str], week_days: int) -> Books:
    """The same in a region with other acts; `chain`: slugs of the units down to the unit."""
    return lambda law_on, day: reaching(region, day).book(chain, law_on, None, week_days)


def rules_of_unit(unit: OrgUnit) -> tuple[InstalledRegion, tuple[str, ...]]:
    """The region with the local acts that reach the unit, and the slugs down to it.

    One statement tells whether anything was published since, by this process or another.
    """
    chain = local_act.chain(unit.path)
    return region_at(registry.region(unit.region), chain.revision), chain.slugs


def calendar_of(unit: OrgUnit) -> WorkCalendar:
    """Working days of the unit: its region's days off, its 5- or 6-day week."""
    return registry.region(unit.region).calendar(unit.week_days)
