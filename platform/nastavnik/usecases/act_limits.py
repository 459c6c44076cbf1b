"""What a unit may set by its own act, parameter by parameter, with the clauses that bound it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.act import within
from nastavnik.domain.entitlement import entitled
from nastavnik.domain.norm import CATALOGUE, Norm, Parameter
from nastavnik.domain.rulebook import RuleBook, acts_for
from nastavnik.domain.topic import TOPICS, topic_of
from nastavnik.store import org_unit
from nastavnik.usecases.access import requires
from nastavnik.usecases.effect import territory_region
from nastavnik.usecases.local_acts import LAYERS
from nastavnik.usecases.mentorships import unit_of

if TYPE_CHECKING:
    from nastavnik.domain.act import Act
    from nastavnik.domain.resolve import Resolved
    from nastavnik.regions.registry import InstalledRegion
    from nastavnik.store.org_unit import OrgUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """What an act of a unit below says of the parameter now."""

    act: Act
    norm: Norm


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A parameter: its present value here, what the outer layers leave, what is said below."""

    parameter: Parameter
    present: Resolved
    outer: Resolved
    below: tuple[Inner, ...]

    @property
    def may(self) -> str:
        """What may be set, in Russian."""
        return entitled(self.outer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """Everything that the unit may set on the day, and the words that its acts may use."""

    unit: OrgUnit
    kinds: dict[str, str]
    _books: tuple[RuleBook, RuleBook]
    _inner: tuple[Act, ...]
    _on: date

    def limit(self, key: str, kind: str = "") -> Limit:
        """The limit of one parameter for a kind; "" is for all of them."""
        present, outer = (book.value(key, kind) for book in self._books)
        return Limit(
            parameter=CATALOGUE[key],
            present=present,
            outer=outer,
            below=tuple(
                Inner(act=act, norm=norm)
                for act in self._inner
                for norm in act.norms
                if norm.parameter == key
                and within(self._on, norm.first, norm.last)
                and (not kind or norm.concerns(kind, ""))
            ),
        )

    def by_topic(self) -> tuple[tuple[str, tuple[Limit, ...]], ...]:
        """Every parameter of the catalogue under the title of its topic."""
        found: dict[str, list[Limit]] = {title: [] for title in TOPICS}
        for key in CATALOGUE:
            found[topic_of(key)].append(self.limit(key))
        return tuple((title, tuple(limits)) for title, limits in found.items() if limits)

    def title(self, act: str) -> str:
        """Short title of an act by its code."""
        known = {one.code: one.short for one in (*self._books[0].acts, *self._inner)}
        return known.get(act, act)


@requires(Permission.RULES_WRITE)
def entitlement(*, actor: Actor, on: date) -> Entitlement:
    """What the actor's unit may set by an act in force from the day."""
    unit = unit_of(actor)
    region = territory_region(unit)
    layer = LAYERS[unit.level]
    chain = chain_of(unit)
    reaching = acts_for(region.acts, chain)
    calendar = region.calendar(unit.week_days)
    slugs = {one.slug for one in org_unit.below(unit.path)}
    inner = tuple(act for act in region.acts if act.unit in slugs and act.in_force_on(on))
    books = tuple(
        RuleBook(acts, on, None, (), calendar)
        for acts in (reaching, tuple(act for act in reaching if act.layer < layer))
    )
    return Entitlement(
        unit=unit,
        kinds=kind_titles((*books[0].acts, *inner)),
        _books=(books[0], books[1]),
        _inner=inner,
        _on=on,
    )


def chain_of(unit: OrgUnit) -> tuple[str, ...]:
    """Slugs from the municipality down to the unit."""
    return tuple(one.slug for one in org_unit.ancestors(unit.path)[1:])


def own_book(region: InstalledRegion, unit: OrgUnit, on: date) -> RuleBook:
    """The unit's book of a region that may hold a draft."""
    return region.book(chain_of(unit), on, None, unit.week_days)


def kind_titles(acts: Iterable[Act]) -> dict[str, str]:
    """Titles of the kinds that are in use here or below, by code."""
    return {kind.code: kind.title for act in acts for kind in act.kinds}
