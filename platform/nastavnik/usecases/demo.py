"""The demo country: invented people in real municipalities of every installed region.

Its data are files of the regions. It is loaded only into an empty database, once; its accounts
hang on the row that marks the database as a demo, so they can't exist outside one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from nastavnik import __version__
from nastavnik.domain.access import Actor, Role
from nastavnik.domain.errors import (
    ConflictError,
    InputError,
    NastavnikError,
    RuleViolationError,
)
from nastavnik.regions import registry
from nastavnik.regions.demo_file import load_demo
from nastavnik.store import account as accounts
from nastavnik.store import demo as store
from nastavnik.store import org_unit
from nastavnik.store.account import DemoCountry
from nastavnik.store.author import Author, signed
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.store.writing import transaction
from nastavnik.usecases import demo_allowances, demo_reports, demo_statuses
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.accounts import entrance
from nastavnik.usecases.demo_story import Story
from nastavnik.usecases.demo_tree import PASSWORD, plant

if TYPE_CHECKING:
    from nastavnik.regions.demo_file import DemoRegion, DemoUnit

_ID: Final = 1
_UNFINISHED: Final = "loading"
_TELLERS: Final = (Role.CURATOR, Role.DIRECTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLogin:
    """How to enter the demo. `region` is the slug, `unit` the short title."""

    login: str
    password: str
    role: Role
    region: str
    unit: str


@open_to_all
def is_demo() -> bool:
    """Is this a demo's database."""
    return accounts.demo_country() is not None


@open_to_all
def logins() -> Sequence[DemoLogin]:
    """Everyone who can enter the demo, in the order of the regions' files.

    Raises:
        ConflictError: the database is not a demo.
    """
    if not is_demo():
        raise ConflictError(
            "Это не демо-база: показательных учётных записей в ней нет. "
            "Загрузить демо в пустую базу: nastavnik demo load"
        )
    return [
        DemoLogin(
            login=account.login,
            password=PASSWORD,
            role=Role(membership.role),
            region=membership.org_unit.region,
            unit=membership.org_unit.short_title,
        )
        for account in store.accounts()
        for membership in account.roles
    ]


@open_to_all
def load(*, today: date, now: datetime) -> bool:
    """Load the demo country into an empty database; go on if an earlier call was interrupted.

    Returns:
        False if it is already there and whole: nothing was changed.

    Raises:
        ConflictError: the database holds anything else, or no region has demo data.
        RegionError: a region's `demo.toml` is wrong.
        RuleViolationError: its data break the rules of their own region.
    """
    with signed(Author(name="Загрузка демо-страны", origin="демо")):
        return _load(_country(), today, now)


def _load(country: Mapping[str, DemoRegion], today: date, now: datetime) -> bool:
    if not _begin(country, now):
        return False
    for slug, demo in country.items():
        fates = demo_reports.fates(demo.institutions)
        _certify(slug, demo, today, now)
        for one in demo.institutions:
            _tell(slug, demo, one, fates[one.slug], today, now=now)
        for town in demo.municipalities:
            _review(slug, town, fates, today, now)
    _finish()
    return True


def _country() -> Mapping[str, DemoRegion]:
    found = {slug: load_demo(files(one.package)) for slug, one in registry.installed().items()}
    country = {slug: demo for slug, demo in found.items() if demo is not None}
    if not country:
        raise ConflictError(
            "Ни у одного установленного региона нет показательных данных (demo.toml). "
            "Установите дополнение региона: pip install nastavnik-<регион>."
        )
    return country


def _begin(country: Mapping[str, DemoRegion], now: datetime) -> bool:
    """Mark the database and write its skeleton, all or nothing; False if the demo is whole."""
    with acting(EVERYTHING, write=True), transaction():
        marker = accounts.demo_country()
        if marker is not None:
            return marker.version == _UNFINISHED
        if store.holds_anything():
            raise ConflictError(
                "В базе данных уже есть организации или учётные записи: демо-страна загружается "
                "только в пустую базу. Укажите другую базу в NASTAVNIK_DATABASE_URL."
            )
        db.session.add(DemoCountry(id=_ID, loaded_on=now, version=_UNFINISHED))
        db.session.flush()
        profiles = {slug: registry.region(slug).profile for slug in country}
        plant(_ID, profiles, country)
    return True


def _certify(slug: str, demo: DemoRegion, today: date, now: datetime) -> None:
    """Statuses come before the pairs whose rules ask for them."""
    if not demo_statuses.any_given(demo.institutions):
        return
    with _inside(slug, slug) as unit:
        try:
            demo_statuses.certify(
                actor=_actor(unit, Role.MINISTRY),
                institutions=[(one, _unit(slug, one.slug)) for one in demo.institutions],
                today=today,
                now=now,
            )
        except InputError as error:
            raise _placed(error, slug) from error


def _tell(
    slug: str,
    demo: DemoRegion,
    one: DemoUnit,
    fate: demo_reports.Fate,
    today: date,
    *,
    now: datetime,
) -> None:
    """One institution's people, pairs, money and reports, all or nothing."""
    with _inside(slug, one.slug) as unit:
        if store.people_count():
            return
        story = Story(
            unit=one,
            row=unit,
            actor=_actor(unit, *_TELLERS),
            zone=registry.region(slug).profile.timezone,
            today=today,
            reports=demo_reports.sent(fate, today),
        )
        try:
            people = story.tell()
            story.at = "оклады и выплаты"
            demo_allowances.enter(
                actor=_actor(unit, *_TELLERS), unit=one, people=people, today=today
            )
            if one.approved:
                demo_allowances.approve(actor=_actor(unit, Role.DIRECTOR), today=today, now=now)
        except (InputError, RuleViolationError, ConflictError) as error:
            raise _placed(error, f"{one.slug}, {story.at}") from error
        refs = {each.login: each.person for each in demo.accounts if each.unit == one.slug}
        for membership in accounts.members(unit.id, *Role):
            ref = refs[membership.account.login]
            membership.person_id = people[ref].id if ref else None


def _placed(error: NastavnikError, place: str) -> NastavnikError:
    """The same refusal, saying where in the demo data its reason is."""
    where = f"Демо-данные «{place}» не приняты. Исправьте demo.toml региона."
    if isinstance(error, RuleViolationError):
        return RuleViolationError(where, error.findings)
    if isinstance(error, InputError):
        return InputError({"": [where], **error.errors})
    return ConflictError(f"{where} {error.message}")


def _review(
    slug: str,
    town: DemoUnit,
    fates: Mapping[str, demo_reports.Fate],
    today: date,
    now: datetime,
) -> None:
    with _inside(slug, town.slug) as unit:
        actor = _actor(unit, Role.MUNICIPAL)
        demo_reports.review(actor=actor, fates=fates, today=today, now=now)


def _finish() -> None:
    with acting(EVERYTHING, write=True), transaction():
        store.take_turn()
        db.session.get_one(DemoCountry, _ID).version = __version__


@contextmanager
def _inside(region: str, slug: str) -> Iterator[OrgUnit]:
    """One transaction inside the walls of the unit; two loaders take turns."""
    with acting(EVERYTHING):
        path = _unit(region, slug).path
    with acting(Scope.of(path), write=True), transaction():
        store.take_turn()
        yield _unit(region, slug)


def _unit(region: str, slug: str) -> OrgUnit:
    unit = org_unit.by_slug(region, slug)
    if unit is None:
        raise ConflictError(
            f"Загрузка демо-страны прервана раньше, а файл региона «{region}» с тех пор изменён: "
            f"нет подразделения «{slug}». Начните с новой базы данных."
        )
    return unit


def _actor(unit: OrgUnit, *roles: Role) -> Actor:
    """The account of the unit in the first of the roles that it has."""
    found = accounts.members(unit.id, *roles)
    ordered = sorted(found, key=lambda one: roles.index(Role(one.role)))
    way_in = entrance(membership_id=ordered[0].id) if ordered else None
    if way_in is None:
        names = " или ".join(f"«{role.label}»" for role in roles)
        raise ConflictError(
            f"В demo.toml у «{unit.slug}» нет учётной записи с ролью {names}; добавьте её."
        )
    return way_in.actor
