"""Logging in: the password, the brake on guessing, and the roles a person may take."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from nastavnik.domain.access import Actor
from nastavnik.domain.errors import ForbiddenError, InputError, NotFoundError
from nastavnik.store import account as store
from nastavnik.store import account_session as sessions
from nastavnik.store import org_unit
from nastavnik.store.account import Account, Seat
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.writing import transaction
from nastavnik.usecases import brake
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.audit import Nobody, knocking, sign_as
from nastavnik.usecases.brake import Attempt

NO_ROLE: Final = "Учётной записи ещё не назначена роль. Обратитесь к тому, кто её создал."
WRONG: Final = "Неверный логин или пароль. Проверьте раскладку и Caps Lock."
_LONGEST: Final = 120
# The last of OWASP's five of equal strength, the quickest on a shared server: its memory fits a
# core's cache. benchmarks/bench_login.py holds it to the budget; an older hash is made anew on
# entering.
_hasher: Final = PasswordHasher(time_cost=5, memory_cost=7 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """An account in one of its roles. `seal` changes with the password and ends old sessions."""

    membership_id: int
    actor: Actor
    unit_title: str
    seal: str
    demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Somebody knows the password. `renewed` is its hash at today's cost, if the kept is older."""

    account: Account
    kept: str
    renewed: str
    attempt: Attempt


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


@open_to_all
def prove(*, login: str, password: str, address: str, now: datetime) -> Proof:
    """Check the password; `accept` lets in whoever knows it.

    An unknown login costs the same work and gives the same message as a wrong password.

    Raises:
        InputError: the pair is wrong, or the account is closed.
        ThrottledError: too many failures in 15 minutes, see `brake`.
    """
    name = login.strip().lower()[:_LONGEST]
    found, attempt = _counted(name, address, now)
    kept = found.password_hash if found and found.active else ""
    # no transaction is open here: a slow check must not hold the database's write lock
    with knocking(found.id if found else Nobody(name, now), "пароль"):
        if not knows(kept, password) or found is None:
            raise InputError({"password": [WRONG]})
    renewed = hashed(password) if _hasher.check_needs_rehash(kept) else ""
    return Proof(account=found, kept=kept, renewed=renewed, attempt=attempt)


@open_to_all
def accept(*, proof: Proof, now: datetime) -> Sequence[Entrance]:
    """The roles of the person who knows the password, the first given first.

    Raises ForbiddenError if the account has no role anywhere.
    """
    account = proof.account
    with transaction():
        proof.attempt.succeeded(now)
        if not account.roles:
            raise ForbiddenError(NO_ROLE)
        sign_as(account)
        if proof.renewed:
            db.session.refresh(account)
            # whoever has changed the password meanwhile keeps the new one
            if account.password_hash == proof.kept:
                account.password_hash = proof.renewed
        # what has changed since it was read ends the session at its first page: see the seal
        return entrances(account)


def _counted(name: str, address: str, now: datetime) -> tuple[Account | None, Attempt]:
    """The account of the login if there is one, and the attempt, counted before its check."""
    with transaction():
        found = store.by_login(name)
        account_id = found.id if found else store.NOBODY
        known = sessions.known_address(account_id, address)
        with knocking(found.id if found else Nobody(name, now), "пароль"):
            return found, brake.attempt("login", name, address, now, known=known)


@open_to_all
def entrance(*, membership_id: int) -> Entrance | None:
    """The account in this role, or None if the role has ended or the account is closed."""
    membership = store.membership(membership_id)
    if membership is None or not (membership.open and membership.account.active):
        return None
    return entrance_of(membership.seat, membership.org_unit)


@open_to_all
def roles(*, actor: Actor) -> Sequence[Entrance]:
    """Every open role of the acting person's account."""
    return entrances(own_account(actor))


@open_to_all
def chain(*, actor: Actor) -> Sequence[str]:
    """Titles of the units from the region down to the actor's."""
    return [unit.short_title or unit.title for unit in org_unit.ancestors(actor.unit_path)]


def own_account(actor: Actor) -> Account:
    """The account of the acting person. NotFoundError if it is gone."""
    found = store.by_login(actor.login)
    if found is None:
        raise NotFoundError("Вашей учётной записи больше нет. Обратитесь к тому, кто её создал.")
    return found


def entrances(account: Account) -> Sequence[Entrance]:
    """The account in each of its open roles."""
    return [entrance_of(membership.seat, membership.org_unit) for membership in account.roles]


def entrance_of(seat: Seat, unit: OrgUnit) -> Entrance:
    """The role with its account and unit, as plain values."""
    return Entrance(
        membership_id=seat.membership_id,
        unit_title=unit.title,
        demo=seat.demo_id is not None,
        seal=hashlib.sha256(seat.password_hash.encode()).hexdigest()[:16],
        actor=Actor(
            account_id=seat.account_id,
            login=seat.login,
            name=seat.name,
            role=seat.role,
            unit_id=unit.id,
            unit_path=unit.path,
            unit_level=unit.level,
            region=unit.region,
            person_id=seat.person_id,
        ),
    )


def ask_password(actor: Actor, password: str, address: str, now: datetime) -> None:
    """The actor repeats the password before a change of how they enter.

    Raises:
        InputError: it is wrong, under `password`.
        ThrottledError: too many wrong ones.
    """
    with knocking(actor.account_id, "пароль ещё раз"):
        attempt = brake.attempt("password", actor.login, address, now, known=True)
        if not knows(own_account(actor).password_hash, password):
            wrong = "Неверный пароль. Введите тот, с которым вы входите."
            raise InputError({"password": [wrong]})
    with transaction():
        attempt.succeeded(now)


def knows(kept: str, password: str) -> bool:
    """Check the password; without a hash a stand-in is checked, which costs the same."""
    stand_in = _stand_in()
    usable = bool(kept) and kept != store.NO_PASSWORD
    try:
        _hasher.verify(kept if usable else stand_in, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return usable


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return hashed("nobody's password")
