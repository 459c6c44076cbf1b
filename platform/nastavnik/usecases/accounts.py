"""Logging in: the password, the brake on guessing, and the roles a person may take."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from nastavnik.domain.access import Actor
from nastavnik.domain.errors import ForbiddenError, InputError, NastavnikError
from nastavnik.domain.wording import plural
from nastavnik.store import account as store
from nastavnik.store import org_unit
from nastavnik.store.account import LoginFailure, Membership
from nastavnik.store.db import db
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import open_to_all

WINDOW_MINUTES: Final = 15
PER_LOGIN: Final = 5
PER_ADDRESS: Final = 20
NO_ROLE: Final = "Учётной записи ещё не назначена роль. Обратитесь к тому, кто её создал."
WRONG: Final = "Неверный логин или пароль. Проверьте раскладку и Caps Lock."
_LONGEST: Final = 200
_hasher: Final = PasswordHasher()


class ThrottledError(NastavnikError):
    """Too many failed attempts; `minutes` is how long to wait."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        word = plural(minutes, "минуту", "минуты", "минут")
        super().__init__(f"Слишком много попыток. Повторите через {minutes}\u00a0{word}.")


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
        ThrottledError: 5 failures of the login or 20 of the address in 15 minutes.
        ForbiddenError: the account has no role anywhere.
    """
    name = login.strip().lower()[:_LONGEST]
    found = store.by_login(name)
    kept = found.password_hash if found and found.active else ""
    of_address = _count(name, address, now)
    # no transaction is open here: a slow check must not hold the database's write lock
    if not _knows(kept, password):
        raise InputError({"password": [WRONG]})
    with transaction():
        account = store.by_login(name)
        store.forget_failures(_login_key(name))
        db.session.delete(of_address)
        if account is None or not account.memberships:
            raise ForbiddenError(NO_ROLE)
        if _hasher.check_needs_rehash(kept):
            account.password_hash = hashed(password)
        return [_entrance(membership) for membership in account.memberships]


@open_to_all
def entrance(*, membership_id: int) -> Entrance | None:
    """The account in this role, or None if the role is gone or the account is closed."""
    membership = store.membership(membership_id)
    if membership is None or not membership.account.active:
        return None
    return _entrance(membership)


@open_to_all
def roles(*, actor: Actor) -> Sequence[Entrance]:
    """Every role of the acting person's account."""
    found = store.by_login(actor.login)
    return [_entrance(membership) for membership in found.memberships] if found else []


@open_to_all
def chain(*, actor: Actor) -> Sequence[str]:
    """Titles of the units from the region down to the actor's."""
    return [unit.short_title or unit.title for unit in org_unit.ancestors(actor.unit_path)]


def _entrance(membership: Membership) -> Entrance:
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


def _login_key(name: str) -> str:
    return f"login:{name}"


def _count(name: str, address: str, now: datetime) -> LoginFailure:
    """Count the attempt before its slow check: attempts sent at once can't outrun the brake.

    Returns the address's row, to be taken back on success. Raises ThrottledError.
    """
    brakes = {_login_key(name): PER_LOGIN, f"address:{address}": PER_ADDRESS}
    with transaction():
        wait = max(_wait(key, limit, now) for key, limit in brakes.items())
        if wait:
            raise ThrottledError(wait)
        attempts = [LoginFailure(key=key, at=now) for key in brakes]
        db.session.add_all(attempts)
    return attempts[-1]


def _wait(key: str, limit: int, now: datetime) -> int:
    """Whole minutes until fewer than `limit` failures are left in the window; 0 to go on."""

    def free_after(minutes: int) -> bool:
        since = now - timedelta(minutes=WINDOW_MINUTES - minutes)
        return store.recent_failures(key, since) < limit

    return bisect_left(range(WINDOW_MINUTES), x=True, key=free_after)


def _knows(kept: str, password: str) -> bool:
    """Check the password; without a hash a stand-in is checked, which costs the same."""
    stand_in = _stand_in()
    try:
        _hasher.verify(kept or stand_in, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(kept)


@lru_cache(maxsize=1)
def _stand_in() -> str:
    return hashed("nobody's password")
