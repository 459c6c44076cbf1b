"""Who a region is: names, bodies, its own days off, the units its acts speak of."""

from __future__ import annotations

from dataclasses import dataclass

from nastavnik.domain.access import Level
from nastavnik.domain.calendar import DayOff


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUnit:
    """A municipality or an institution that the region's documents name."""

    slug: str
    level: Level
    title: str
    short: str = ""
    municipality: str = ""
    centre: str = ""
    founder: str = ""
    place: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionProfile:
    """A region's passport; `subject_code` is its number among the subjects of the Federation."""

    slug: str
    title: str
    subject_code: str
    ministry: str
    institute: str = ""
    timezone: str = "Europe/Moscow"
    units: tuple[KnownUnit, ...] = ()
    days_off: tuple[DayOff, ...] = ()

    def unit(self, slug: str) -> KnownUnit | None:
        """The known unit by its slug."""
        return next((unit for unit in self.units if unit.slug == slug), None)

    def chain(self, slug: str) -> tuple[str, ...]:
        """Slugs from the municipality down to the unit: what acts can be addressed to."""
        unit = self.unit(slug)
        if unit is None:
            return (slug,) if slug else ()
        return (unit.municipality, slug) if unit.municipality else (slug,)
