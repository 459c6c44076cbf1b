"""The demo country's skeleton: units of the tree and accounts, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Level, Role
from nastavnik.store import org_unit
from nastavnik.store.account import Account, Membership
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.usecases.accounts import hashed

if TYPE_CHECKING:
    from nastavnik.regions.demo_file import DemoAccount, DemoRegion, DemoUnit
    from nastavnik.regions.profile import RegionProfile

PASSWORD: Final = "nastavnik-demo"  # noqa: S105 - public on purpose: it opens invented data only
OPERATOR: Final = "operator"


def plant(
    demo_id: int, profiles: Mapping[str, RegionProfile], country: Mapping[str, DemoRegion]
) -> None:
    """Write units and accounts of every region. Only within a transaction, under EVERYTHING."""
    # One hash for all: the password is one, and sixty slow hashes would be seconds of waiting.
    secret = hashed(PASSWORD)
    for slug, demo in country.items():
        units = _units(profiles[slug], demo)
        for one in demo.accounts:
            _account(one, units[one.unit], demo, secret, demo_id)
        if slug == next(iter(country)):
            _operator(units[""], secret, demo_id)


def _units(profile: RegionProfile, demo: DemoRegion) -> dict[str, OrgUnit]:
    """Slug -> unit; "" is the region."""
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
    db.session.add(top)
    db.session.flush()
    units = {"": top}
    for one in demo.municipalities:
        units[one.slug] = _unit(one, top, Level.MUNICIPALITY, profile)
    for one in demo.institutions:
        units[one.slug] = _unit(one, units[one.municipality], Level.INSTITUTION, profile)
    return units


def _unit(one: DemoUnit, parent: OrgUnit, level: Level, profile: RegionProfile) -> OrgUnit:
    known = profile.unit(one.slug)
    unit = OrgUnit(
        parent_id=parent.id,
        level=level,
        path=org_unit.allocate_path(parent),
        region=profile.slug,
        slug=one.slug,
        title=one.title,
        short_title=one.short,
        kind=one.kind or None,
        founder=one.founder or (known.founder if known else "") or None,
        place=one.place or None,
        centre=one.centre or (known.centre if known else "") or None,
        week_days=one.week,
    )
    if one.head is not None:
        unit.head_position = one.head.position
        unit.head_last_name = one.head.last_name
        unit.head_first_name = one.head.first_name
        unit.head_patronymic = one.head.patronymic or None
        unit.head_gender = one.head.gender.value
    db.session.add(unit)
    db.session.flush()
    return unit


def _account(one: DemoAccount, unit: OrgUnit, demo: DemoRegion, secret: str, demo_id: int) -> None:
    """The account; its own card is joined when the unit's people are written."""
    people = next((each.people for each in demo.institutions if each.slug == one.unit), ())
    own = next((person.full_name for person in people if person.ref == one.person), "")
    account = Account(
        login=one.login.lower(),
        password_hash=secret,
        display_name=one.name or own,
        demo_id=demo_id,
    )
    _joined(account, unit, one.role)


def _operator(unit: OrgUnit, secret: str, demo_id: int) -> None:
    """The platform's operator belongs to no region; the table of roles asks for some unit."""
    account = Account(
        login=OPERATOR, password_hash=secret, display_name="Оператор", demo_id=demo_id
    )
    _joined(account, unit, Role.OPERATOR)


def _joined(account: Account, unit: OrgUnit, role: Role) -> None:
    account.memberships.append(Membership(org_unit_id=unit.id, role=role))
    db.session.add(account)
