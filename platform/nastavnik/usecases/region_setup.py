"""A region's first day: its tree out of `region.toml`, and the first account of its ministry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from nastavnik.domain.access import Level, Role
from nastavnik.domain.errors import InputError
from nastavnik.domain.password import weakness
from nastavnik.regions import registry
from nastavnik.store import account as accounts
from nastavnik.store import org_unit
from nastavnik.store.account import Account, Membership
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.accounts import hashed

if TYPE_CHECKING:
    from nastavnik.regions.profile import KnownUnit, RegionProfile


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
    wrong = {
        "--login": "введите логин" if not login else "",
        "--person": "введите фамилию, имя и отчество" if not name.strip() else "",
        "пароль": weakness(password, login),
    }
    if errors := {field: [message] for field, message in wrong.items() if message}:
        raise InputError(errors)
    secret = hashed(password)
    with acting(EVERYTHING, write=True), transaction():
        if accounts.by_login(login) is not None:
            raise InputError({"--login": [f"логин {login} занят; возьмите другой"]})
        top = org_unit.root(region)
        if top is None:
            raise InputError({"РЕГИОН": [f"дерева региона {region} ещё нет"]})
        account = Account(login=login, password_hash=secret, display_name=name.strip())
        account.memberships.append(Membership(org_unit_id=top.id, role=Role.MINISTRY))
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
