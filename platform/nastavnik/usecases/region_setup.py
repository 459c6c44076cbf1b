"""A region's first day: its tree out of `region.toml`, and the accounts that nobody invites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Level, Role
from nastavnik.domain.errors import InputError
from nastavnik.domain.password import weakness
from nastavnik.regions import registry
from nastavnik.store import account as accounts
from nastavnik.store import account_session, author, org_unit, second_factor
from nastavnik.store.account import Account, Membership
from nastavnik.store.author import Author
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.accounts import hashed

if TYPE_CHECKING:
    from nastavnik.regions.profile import KnownUnit, RegionProfile


_OWNER: Final = Author(name="владелец сервера", origin="терминал")


@open_to_all
def has_ministry(*, region: str) -> bool:
    """Does anybody enter as the region's ministry."""
    with acting(EVERYTHING):
        top = org_unit.root(region)
        return top is not None and bool(accounts.members(top.id, Role.MINISTRY))


@open_to_all
def plant_tree(*, region: str) -> Sequence[str]:
    """Add the units of `region.toml` that the database lacks; titles of those added.

    Raises:
        NotFoundError: the region is not installed.
        InputError: an institution of `region.toml` names no municipality.
    """
    profile = registry.region(region).profile
    homeless = [
        unit.slug
        for unit in profile.units
        if unit.level is Level.INSTITUTION and not unit.municipality
    ]
    if homeless:
        raise InputError(
            {
                "region.toml": [
                    f"у организации {slug} не назван муниципалитет; добавьте ей municipality"
                    for slug in homeless
                ]
            }
        )
    with acting(EVERYTHING, write=True), transaction():
        return list(_planted(profile))


@open_to_all
def open_ministry(*, region: str, login: str, name: str, password: str) -> None:
    """The first account of the ministry, after `plant_tree`.

    Raises InputError: the login is taken or empty, no name, or the password is weak.
    """
    login = login.strip().lower()
    _refuse_wrong(login, name, password)
    secret = hashed(password)
    with author.signed(_OWNER), acting(EVERYTHING, write=True), transaction():
        _open(region, login, name, secret, Role.MINISTRY)


@open_to_all
def is_operator(*, login: str) -> bool:
    """Does the login belong to an operator of the platform."""
    found = accounts.by_login(login)
    return found is not None and any(one.role is Role.OPERATOR for one in found.roles)


@open_to_all
def open_operator(*, region: str, login: str, name: str, password: str) -> None:
    """An operator of the platform, who stands at the region; nobody else can invite one.

    One who is there gets the password anew, without the second factor and without sessions.

    Raises InputError: the login is another's or empty, no name, or the password is weak.
    """
    login = login.strip().lower()
    known = is_operator(login=login)
    _refuse_wrong(login, name or login if known else name, password)
    secret = hashed(password)
    with author.signed(_OWNER), acting(EVERYTHING, write=True), transaction():
        found = accounts.by_login(login)
        if found is None or not known:
            _open(region, login, name, secret, Role.OPERATOR)
            return
        found.password_hash = secret
        second_factor.drop(found.id)
        account_session.end(found.id, datetime.now(UTC))


def _refuse_wrong(login: str, name: str, password: str) -> None:
    wrong = {
        "--login": "введите логин" if not login else "",
        "--person": "введите фамилию, имя и отчество" if not name.strip() else "",
        "пароль": weakness(password, login),
    }
    if errors := {field: [message] for field, message in wrong.items() if message}:
        raise InputError(errors)


def _open(region: str, login: str, name: str, secret: str, role: Role) -> None:
    if accounts.by_login(login) is not None:
        raise InputError({"--login": [f"логин {login} занят; возьмите другой"]})
    top = org_unit.root(region)
    if top is None:
        raise InputError({"РЕГИОН": [f"дерева региона {region} ещё нет"]})
    account = Account(login=login, password_hash=secret, display_name=name.strip())
    account.memberships.append(Membership(org_unit_id=top.id, role=role))
    db.session.add(account)


def _planted(profile: RegionProfile) -> Iterator[str]:
    top = org_unit.root(profile.slug)
    if top is None:
        top = OrgUnit(
            parent_id=None,
            level=Level.REGION,
            path=org_unit.allocate_path(None),
            region=profile.slug,
            slug=profile.slug,
            title=profile.title,
            short_title=profile.title,
            kind="ministry",
        )
        yield _kept(top)
    inner = sorted(profile.units, key=lambda unit: unit.level is Level.INSTITUTION)
    for known in inner:
        if org_unit.by_slug(profile.slug, known.slug) is None:
            above = org_unit.by_slug(profile.slug, known.municipality)
            yield _kept(_unit(known, above or top, profile))


def _unit(known: KnownUnit, parent: OrgUnit, profile: RegionProfile) -> OrgUnit:
    return OrgUnit(
        parent_id=parent.id,
        level=known.level,
        path=org_unit.allocate_path(parent),
        region=profile.slug,
        slug=known.slug,
        title=known.title,
        short_title=known.short or known.title,
        kind=known.kind or None,
        founder=known.founder or None,
        place=known.place or None,
        centre=known.centre or None,
    )


def _kept(unit: OrgUnit) -> str:
    db.session.add(unit)
    db.session.flush()
    return unit.title
