"""For how long a status is given in each place of a territory, by which clause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.access import Level
from nastavnik.domain.status import FACT, TERM, last_day
from nastavnik.regions import registry
from nastavnik.store import local_act, org_unit
from nastavnik.usecases.local_acts import region_at
from nastavnik.usecases.table_rows import plain

if TYPE_CHECKING:
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.regions.registry import InstalledRegion
    from nastavnik.store.org_unit import OrgUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """The units of a subtree by path, those above it too, and the rules that reach them."""

    root: OrgUnit
    units: Mapping[str, OrgUnit]
    region: InstalledRegion

    def institutions(self) -> Sequence[OrgUnit]:
        """Where holders of statuses work, by title."""
        found = (one for one in self.units.values() if one.level is Level.INSTITUTION)
        return sorted(found, key=lambda one: one.title)

    def municipalities(self) -> Sequence[OrgUnit]:
        """Municipalities of the territory, by title."""
        found = (one for one in self.units.values() if one.level is Level.MUNICIPALITY)
        return sorted(found, key=lambda one: one.title)

    def towns(self) -> Sequence[tuple[OrgUnit, Sequence[OrgUnit]]]:
        """Municipalities with their institutions, both by title."""
        inside: defaultdict[int | None, list[OrgUnit]] = defaultdict(list)
        for one in self.institutions():
            inside[one.parent_id].append(one)
        return [(town, inside[town.id]) for town in self.municipalities()]

    def above(self, unit: OrgUnit) -> OrgUnit:
        """The municipality of an institution; a unit that has none stands for itself."""
        chain = _chain(unit.path)
        return self.units.get(chain[-2], unit) if len(chain) > 1 else unit

    def named(self) -> Mapping[str, Sequence[OrgUnit]]:
        """Institutions by every name that a list may call them: full, short, slug."""
        names: defaultdict[str, list[OrgUnit]] = defaultdict(list)
        for one in self.institutions():
            for name in {plain(one.title), plain(one.short_title), plain(one.slug)}:
                names[name].append(one)
        return names

    def book(self, unit: OrgUnit, on: date) -> RuleBook:
        """The rules of the unit on the day."""
        slugs = [
            self.units[path].slug
            for path in _chain(unit.path)
            if path in self.units and self.units[path].level is not Level.REGION
        ]
        return self.region.book(slugs, on, None, unit.week_days)

    def term(self, unit: OrgUnit, code: str, on: date) -> Resolved:
        """For how many years the status is given; a kind of mentoring is called as its status."""
        return self.book(unit, on).value(TERM, code)

    def last_day(self, unit: OrgUnit, code: str, on: date) -> date | None:
        """The last day of a status given on the day, None where the acts set no term."""
        years = self.term(unit, code, on).number
        return None if years is None else last_day(on, years)

    def titles(self) -> Mapping[str, str]:
        """Statuses that may be given: code -> name."""
        return self.region.book(on=date.max).facts[FACT].choices


def territory_of(unit: OrgUnit) -> Territory:
    """The unit's subtree with the acts published above it and inside it; two statements."""
    above = org_unit.ancestors(unit.path)
    units = {one.path: one for one in (*above, *org_unit.below(unit.path))}
    revision = local_act.published([one.path for one in above], unit.path)
    return Territory(
        root=unit, units=units, region=region_at(registry.region(unit.region), revision)
    )


def _chain(path: str) -> list[str]:
    """Paths from the outermost unit down to the unit itself."""
    return [path[: at + 1] for at, sign in enumerate(path) if sign == "."]
