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
from nastavnik.store.account import Account, Membership
from nastavnik.store.writing import transaction
from nastavnik.usecases import brake
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.audit import knocking, sign_as

NO_ROLE: Final = "Учётной записи ещё не назначена роль. Обратитесь к тому, кто её создал."
WRONG: Final = "Неверный логин или пароль. Проверьте раскладку и Caps Lock."
_LONGEST: Final = 120
# Second in OWASP's list of equal strength: less memory than the library's choice, a third of its
# time. benchmarks/bench_login.py holds it to the budget; an older hash is made anew on entering.
_hasher: Final = PasswordHasher(time_cost=3, memory_cost=12 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """An account in one of its roles. `seal` changes with the password and ends old sessions."""

    membership_id: int
    actor: Actor
    unit_title: str
    seal: str
    demo: bool


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher.hash(password)


@open_to_all
def authenticate(*, login: str, password: str, address: str, now: datetime) -> Sequence[Entrance]:
    """The roles of the person who knows the password, the first given first.

    An unknown login costs the same time and gives the same message as a wrong password.

    Raises:
        InputError: the pair is wrong, or the account is closed.
        ThrottledError: too many failures in 15 minutes, see `brake`.
        ForbiddenError: the account has no role anywhere.
    """
    name = login.strip().lower()[:_LONGEST]
    found = store.by_login(name)
    kept = found.password_hash if found and found.active else ""
    known = found is not None and sessions.known_address(found.id, address)
    with knocking(found.id if found else None, "пароль"):
        attempt = brake.attempt("login", name, address, now, known=known)
        # no transaction is open here: a slow check must not hold the database's write lock
        if not knows(kept, password):
            raise InputError({"password": [WRONG]})
    with transaction():
        account = store.by_login(name)
        attempt.succeeded(now)
        if account is None or not account.roles:
            raise ForbiddenError(NO_ROLE)
        sign_as(account)
        if _hasher.check_needs_rehash(kept):
            account.password_hash = hashed(password)
        return entrances(account)


@open_to_all
def entrance(*, membership_id: int) -> Entrance | None:
    """The account in this role, or None if the role has ended or the account is closed."""
    membership = store.membership(membership_id)
    if membership is None or not (membership.open and membership.account.active):
        return None
    return entrance_of(membership)


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
    return [entrance_of(membership) for membership in account.roles]


def entrance_of(membership: Membership) -> Entrance:
    """The role with its account and unit, as plain values."""
    account, unit = membership.account, membership.org_unit
    return Entrance(
        membership_id=membership.id,
        unit_title=unit.title,
        demo=account.demo_id is not None,
        seal=hashlib.sha256(account.password_hash.encode()).hexdigest()[:16],
        actor=Actor(
            account_id=account.id,
            login=account.login,
            name=account.display_name,
            role=membership.role,
            unit_id=unit.id,
            unit_path=unit.path,
            unit_level=unit.level,
            region=unit.region,
            person_id=membership.person_id,
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
