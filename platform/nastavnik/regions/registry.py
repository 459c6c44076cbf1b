"""Installed regions: each in a plugin manager of its own, the broken ones apart."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from typing import Final, TypeVar

import pluggy

from nastavnik.domain.act import Act
from nastavnik.domain.calendar import WorkCalendar
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.facts import CATALOGUE as FACTS
from nastavnik.domain.facts import Fact
from nastavnik.domain.form import DocumentForm
from nastavnik.domain.rulebook import Check, RuleBook, acts_for
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.loader import load_acts, load_forms
from nastavnik.regions.own_check import guarded
from nastavnik.regions.profile import RegionProfile
from nastavnik.regions.raised import raised
from nastavnik.regions.spec import API_VERSION, PROJECT, Region, unmarked

GROUP: Final = "nastavnik.regions"
_BOOKS: Final = 4096

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, eq=False)
class InstalledRegion:
    """A region ready for work: everything that its hooks said, asked once."""

    profile: RegionProfile
    acts: tuple[Act, ...]
    forms: Mapping[str, DocumentForm]
    checks: tuple[Check, ...]
    package: str
    version: str

    def book(
        self,
        units: Iterable[str] = (),
        on: date = date.max,
        known_on: date | None = None,
        week: int = 5,
    ) -> RuleBook:
        """The rule book of the unit whose slugs, from the municipality down, are `units`.

        Units without acts of their own share a book, and so do dates between which no rule
        changes: a book's `on` is the first day of its interval.
        """
        named = tuple(unit for unit in units if unit in self._edges)
        begins = self.intervals(named)
        first = begins[bisect_right(begins, on) - 1]
        return _book(self, named, first, known_on, week)

    def intervals(self, units: Iterable[str] = ()) -> tuple[date, ...]:
        """First days of the periods between which the unit's rules change."""
        named = tuple(units)
        known = self._intervals.get(named)
        if known is None:
            edges = {edge for unit in ("", *named) for edge in self._edges.get(unit, ())}
            known = self._intervals[named] = tuple(sorted({date.min, *edges}))
        return known

    @cached_property
    def _intervals(self) -> dict[tuple[str, ...], tuple[date, ...]]:
        """A book is asked for by every mentorship, and the units that have acts are few."""
        return {}

    @cached_property
    def _edges(self) -> Mapping[str, frozenset[date]]:
        """By the act's unit ("" for the outer layers): days on which its rules change."""
        edges: dict[str, frozenset[date]] = {}
        for act in self.acts:
            edges[act.unit] = edges.get(act.unit, frozenset()) | act.edges()
        return edges

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Facts that acts here may ask for, whatever is in force: to read one more act."""
        return {**FACTS, **{fact.key: fact for act in self.acts for fact in act.facts}}

    def calendar(self, week: int = 5) -> WorkCalendar:
        """Working days of the region for a 5- or 6-day week."""
        return WorkCalendar(self.profile.days_off, week)

    def form(self, code: str) -> DocumentForm:
        """A document form, the region's own or the base one. Raises NotFoundError."""
        try:
            return self.forms[code]
        except KeyError:
            raise NotFoundError(f"Нет формы документа «{code}».") from None


@dataclass(frozen=True, slots=True)
class BrokenRegion:
    """A region that can't be loaded, and what to do about it."""

    slug: str
    problems: tuple[Problem, ...]


@lru_cache(maxsize=1)
def federal() -> tuple[tuple[Act, ...], tuple[DocumentForm, ...]]:
    """Acts and base document forms of the federal layer."""
    folder = files("nastavnik.regions.federal")
    return load_acts(folder), load_forms(folder)


@lru_cache(maxsize=1)
def _discovered() -> tuple[Mapping[str, InstalledRegion], tuple[BrokenRegion, ...]]:
    return discover(claims())


def refresh() -> None:
    """Look for plugins anew: after one was installed into a running process."""
    _discovered.cache_clear()


def claims() -> tuple[EntryPoint, ...]:
    """Entry points of the installed plugins."""
    return tuple(entry_points(group=GROUP))


def discover(
    found: Iterable[EntryPoint],
) -> tuple[Mapping[str, InstalledRegion], tuple[BrokenRegion, ...]]:
    """Load every region that the entry points name; a broken one does not disturb the others."""
    points: dict[str, list[EntryPoint]] = {}
    for point in found:
        points.setdefault(point.name, []).append(point)
    good: dict[str, InstalledRegion] = {}
    broken: list[BrokenRegion] = []
    for slug, own in sorted(points.items()):
        try:
            good[slug] = load_region(slug, own)
        except RegionError as error:
            broken.append(BrokenRegion(slug, error.problems))
    return good, tuple(broken)


def installed() -> Mapping[str, InstalledRegion]:
    """Working regions by slug."""
    return _discovered()[0]


def broken() -> tuple[BrokenRegion, ...]:
    """Regions that could not be loaded."""
    return _discovered()[1]


def region(slug: str) -> InstalledRegion:
    """The region. Raises NotFoundError that lists the installed ones."""
    try:
        return installed()[slug]
    except KeyError:
        if any(one.slug == slug for one in broken()):
            raise NotFoundError(
                f"Регион «{slug}» установлен, но не загружается. "
                f"Что исправить, покажет: nastavnik region check {slug}"
            ) from None
        names = ", ".join(installed()) or "ни одного"
        raise NotFoundError(
            f"Регион «{slug}» не установлен (установлены: {names}). "
            f"Установите его дополнение: pip install nastavnik-{slug}."
        ) from None


def load_region(slug: str, claims: list[EntryPoint]) -> InstalledRegion:
    """Load one region in a manager of its own. Any fault of its code becomes a RegionError."""
    if len(claims) > 1:
        names = ", ".join(sorted(point.value for point in claims))
        raise _fault(slug, f"имя занято двумя дополнениями ({names}); удалите лишнее")
    point = claims[0]
    try:
        plugin = point.load()
    except (Exception, SystemExit) as error:
        what = f"не загружается {point.value}: {error!r}; проверьте точку входа в pyproject.toml"
        raise RegionError([raised(slug, point.module, error, what)]) from error
    if not isinstance(plugin, Region):
        raise _fault(slug, f"{point.value} — не Region; верните экземпляр DataRegion")
    if plugin.api != API_VERSION:
        raise _fault(
            slug,
            f"дополнение сделано для договора версии {plugin.api}, у платформы {API_VERSION}; "
            "обновите дополнение",
        )
    names = ", ".join(unmarked(plugin))
    if names:
        raise _fault(slug, f"не отмечены @hookimpl: {names}; без отметки их никто не вызовет")
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Region)
    try:
        manager.register(plugin, slug)
        return _asked(slug, manager, point)
    except RegionError:
        raise
    except Exception as error:
        what = f"ошибка в ответе дополнения: {error!r}; исправьте его код"
        raise RegionError([raised(slug, point.module, error, what)]) from error


def _asked(slug: str, manager: pluggy.PluginManager, point: EntryPoint) -> InstalledRegion:
    acts, forms = federal()
    (profile,) = _answers(slug, "profile", RegionProfile, [[manager.hook.profile()]])
    if profile.slug != slug:
        raise _fault(
            slug,
            f"region.toml называет регион {profile.slug!r}; имена должны совпадать",
        )
    own_forms = _answers(slug, "document_forms", DocumentForm, manager.hook.document_forms())
    checks = [check for answer in manager.hook.checks() for check in answer]
    for check in checks:
        if not callable(check):
            raise _fault(slug, f"checks ответил {type(check).__name__}, а нужна функция")
    return InstalledRegion(
        profile=profile,
        acts=(*acts, *_answers(slug, "acts", Act, manager.hook.acts())),
        forms={form.code: form for form in (*forms, *own_forms)},
        checks=tuple(guarded(check, slug) for check in checks),
        package=point.module,
        version=point.dist.version if point.dist else "",
    )


def _answers(slug: str, hook: str, kind: type[T], answers: Iterable[Iterable[object]]) -> list[T]:
    """What the hook answered, all of the kind."""
    found: list[T] = []
    for one in (one for answer in answers for one in answer):
        if not isinstance(one, kind):
            got = type(one).__name__
            raise _fault(slug, f"{hook} ответил {got}, а нужен {kind.__name__}; исправьте его код")
        found.append(one)
    return found


def _fault(slug: str, message: str) -> RegionError:
    return RegionError([Problem(f"регион {slug}", 0, message)])


@lru_cache(maxsize=_BOOKS)
def _book(
    region: InstalledRegion, units: tuple[str, ...], on: date, known_on: date | None, week: int
) -> RuleBook:
    acts = acts_for(region.acts, units)
    calendar = WorkCalendar(region.profile.days_off, week, known_on)
    return RuleBook(acts, on, known_on, region.checks, calendar)
