"""Letting people in: accounts for the staff list, and for those who lead the level below."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nastavnik.domain.access import INVITES, Actor, Level, Permission, Role
from nastavnik.domain.errors import ForbiddenError, InputError, NotFoundError
from nastavnik.domain.login import login_for
from nastavnik.store import account as accounts
from nastavnik.store import org_unit
from nastavnik.store import person as people
from nastavnik.store.account import NO_PASSWORD, Account, Membership
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases import entry
from nastavnik.usecases.access import requires
from nastavnik.usecases.access_list import Access, accesses
from nastavnik.usecases.handed import Given, given_of, with_key
from nastavnik.usecases.keys import Keys

AT_ONCE: Final = 200
_P: Final = Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """A person of the staff list and their access."""

    person: Person
    roles: Sequence[Access]


@requires(_P.ACCESS_STAFF)
def staff(
    *, actor: Actor, text: str, now: datetime, offset: int = 0, limit: int = 50
) -> tuple[Sequence[StaffRow], int]:
    """One page of the staff list with the access of each, and how many there are."""
    del actor
    wanted = people.Wanted(text=text)
    found = people.page(wanted, offset=offset, limit=limit)
    memberships = accounts.of_people([one.id for one in found])
    of: dict[int | None, list[Access]] = {}
    for one, access in zip(memberships, accesses(memberships, now), strict=True):
        of.setdefault(one.person_id, []).append(access)
    rows = [StaffRow(person=one, roles=of.get(one.id, ())) for one in found]
    return rows, people.count(wanted)


@requires(_P.ACCESS_STAFF)
def invite_staff(
    *, actor: Actor, chosen: Mapping[uuid.UUID, Role], keys: Keys, now: datetime
) -> Sequence[Given]:
    """A role and a slip for each chosen person; who enters already gets the role alone.

    Raises InputError when nobody or too many are chosen, ForbiddenError for a role that the
    actor does not give, NotFoundError for a person of another institution.
    """
    if not chosen:
        raise InputError({"people": ["Отметьте хотя бы одного человека."]})
    if len(chosen) > AT_ONCE:
        raise InputError({"people": [f"За один раз — не больше {AT_ONCE} человек."]})
    with transaction():
        unit = db.session.get_one(OrgUnit, actor.unit_id)
        given = []
        for public_id, role in chosen.items():
            _refuse_role(actor, role, unit)
            person = people.by_public_id(public_id)
            if person is None or person.archived_on:
                raise NotFoundError
            account = _of_person(person) or _new_account(person.full_name)
            membership = _joined(account, unit, role, person_id=person.id)
            code = "" if account.usable else entry.give_code(account, keys, now)
            given.append(given_of(membership, code=code))
        return given


@requires(_P.ACCESS_BELOW)
def units(*, actor: Actor) -> Mapping[Role, Sequence[OrgUnit]]:
    """The roles that the actor gives -> the units in which they may stand."""
    path = actor.invites_under
    found = org_unit.below(path)
    own = org_unit.ancestors(actor.unit_path)[-1:] if path else ()
    return {
        role: [one for one in (*own, *found) if actor.invites(role, one.level, one.path)]
        for role in INVITES[actor.role]
    }


@requires(_P.ACCESS_STAFF, _P.ACCESS_BELOW)
def invite(
    *,
    actor: Actor,
    role: Role,
    place: uuid.UUID,
    name: str,
    login: str,
    email: str,
    by_link: bool,
    keys: Keys,
    now: datetime,
) -> Given:
    """A role for one person. `place` is a unit below, or the person's card in the own unit.

    With a `login` the holder of that account is asked; whether there is one is not told. Else an
    account is made, with a code for a slip or with a link, to be mailed to `email` if given.

    Raises:
        InputError: no name for a new account.
        ForbiddenError: the actor does not give this role there.
        NotFoundError: no such unit or person.
    """
    with transaction():
        unit, person = _place(actor, place)
        _refuse_role(actor, role, unit)
        full_name = person.full_name if person else name.strip()
        if login.strip():
            return _ask(login.strip().lower(), unit, role, person, now)
        if not full_name:
            raise InputError({"name": ["Введите фамилию, имя и отчество."]})
        account = (_of_person(person) if person else None) or _new_account(full_name)
        membership = _joined(account, unit, role, person_id=person.id if person else None)
        if account.usable:
            return given_of(membership)
        return with_key(membership, email, keys, now, by_link=by_link)


def _place(actor: Actor, place: uuid.UUID) -> tuple[OrgUnit, Person | None]:
    if actor.can(_P.ACCESS_STAFF):
        person = people.by_public_id(place)
        if person is None:
            raise NotFoundError
        return db.session.get_one(OrgUnit, actor.unit_id), person
    unit = org_unit.by_public_id(place)
    if unit is None:
        raise NotFoundError("Такой организации нет. Выберите её из списка.")
    return unit, None


def _refuse_role(actor: Actor, role: Role, unit: OrgUnit) -> None:
    if not actor.invites(role, Level(unit.level), unit.path):
        raise ForbiddenError(
            f"Роль «{role.label}» в «{unit.title}» выдаёт не ваша роль ({actor.role.label})."
        )


def _of_person(person: Person) -> Account | None:
    """The account that already holds a role with this card."""
    return next((one.account for one in accounts.of_people([person.id])), None)


def _new_account(name: str) -> Account:
    login = login_for(name, lambda login: accounts.by_login(login) is not None)
    account = Account(login=login, password_hash=NO_PASSWORD, display_name=name, memberships=[])
    db.session.add(account)
    db.session.flush()
    return account


def _joined(account: Account, unit: OrgUnit, role: Role, *, person_id: int | None) -> Membership:
    """The role of the account in the unit, new or opened again."""
    for one in account.memberships:
        if (one.org_unit_id, one.role) == (unit.id, role):
            one.asked_at = one.ended_at = None
            one.person_id = one.person_id or person_id
            return one
    membership = Membership(org_unit_id=unit.id, role=role, person_id=person_id, org_unit=unit)
    account.memberships.append(membership)
    db.session.flush()
    return membership


def _ask(login: str, unit: OrgUnit, role: Role, person: Person | None, now: datetime) -> Given:
    account = accounts.by_login(login)
    if account is not None and account.active:
        there = [
            one for one in account.memberships if (one.org_unit_id, one.role) == (unit.id, role)
        ]
        if not any(one.open for one in there):
            membership = _joined(account, unit, role, person_id=person.id if person else None)
            membership.asked_at = now
    return Given(
        membership_id=0,
        name=login,
        login=login,
        role=role,
        unit_title=unit.short_title,
        asked=True,
    )
