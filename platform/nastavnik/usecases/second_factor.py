"""The second factor: one-time passwords of a telephone, and recovery codes on paper."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp

from nastavnik.domain.access import Actor
from nastavnik.domain.audit import Action
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.store import account_session
from nastavnik.store import second_factor as store
from nastavnik.store.account import Account
from nastavnik.store.audit import Row
from nastavnik.store.db import db
from nastavnik.store.second_factor import RecoveryCode, Totp
from nastavnik.store.writing import transaction
from nastavnik.usecases import brake
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.accounts import ask_password
from nastavnik.usecases.audit import knocking, record, sign_as
from nastavnik.usecases.keys import Keys, new_code, plain_code

RECOVERY_CODES: Final = 10
ISSUER: Final = "Наставник"
_STEP_SECONDS: Final = 30
_DIGITS: Final = 6
_DRIFT: Final = (-1, 0, 1)
"""Clocks of telephones may be half a minute off."""
_WRONG: Final = (
    "Код не подошёл. Введите тот, что на экране сейчас; проверьте, что часы телефона идут верно."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the person stands with the second factor."""

    on: bool
    since: datetime | None
    codes_left: int


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What goes into the telephone: the address for the QR code and the secret for the fingers."""

    address: str
    secret: str


@open_to_all
def wanted(*, account_id: int) -> bool:
    """Does the account enter with a second factor."""
    found = store.of(account_id)
    return bool(found and found.confirmed_at)


@open_to_all
def standing(*, actor: Actor) -> Standing:
    """Of the acting person."""
    found = store.of(actor.account_id)
    since = found.confirmed_at if found else None
    left = store.codes_left(actor.account_id) if since else 0
    return Standing(on=since is not None, since=since, codes_left=left)


@open_to_all
def check(*, account_id: int, code: str, address: str, keys: Keys, now: datetime) -> None:
    """Let in whoever shows a fresh one-time password or an unused recovery code.

    Raises:
        InputError: the code is wrong, or has been used already.
        ThrottledError: five wrong ones in 15 minutes.
    """
    with knocking(account_id, "второй фактор"):
        attempt = brake.attempt("factor", str(account_id), address, now)
        with transaction():
            sign_as(db.session.get_one(Account, account_id))
            _spend(account_id, code, keys, now)
            attempt.succeeded(now)


@open_to_all
def begin(*, actor: Actor, keys: Keys, now: datetime) -> None:
    """Make a secret that waits for its first code; the same one until it is confirmed.

    Raises ConflictError if the factor is on.
    """
    with transaction():
        found = store.of(actor.account_id, lock=True)
        if found and found.confirmed_at:
            raise ConflictError("Второй фактор уже включён. Чтобы сменить телефон, отключите его.")
        if found is None:
            secret = keys.seal(pyotp.random_base32())
            db.session.add(Totp(account_id=actor.account_id, secret=secret, made_at=now))


@open_to_all
def enrolment(*, actor: Actor, keys: Keys) -> Enrolment | None:
    """The secret that waits for its first code, or None."""
    found = store.of(actor.account_id)
    if found is None or found.confirmed_at:
        return None
    secret = keys.unseal(found.secret)
    address = pyotp.TOTP(secret).provisioning_uri(name=actor.login, issuer_name=ISSUER)
    return Enrolment(address, secret)


@open_to_all
def confirm(*, actor: Actor, code: str, address: str, keys: Keys, now: datetime) -> Sequence[str]:
    """Turn the factor on by its first code; returns the recovery codes, which are shown once.

    Raises InputError for a wrong code, NotFoundError if the enrolment has not begun.
    """
    with knocking(actor.account_id, "второй фактор"):
        attempt = brake.attempt("factor", str(actor.account_id), address, now)
        with transaction():
            found = store.of(actor.account_id, lock=True)
            if found is None or found.confirmed_at:
                raise NotFoundError("Настройка второго фактора не начата. Откройте её заново.")
            _spend_password(found, code, keys, now)
            found.confirmed_at = now
            attempt.succeeded(now)
            return _new_codes(actor, keys)


@open_to_all
def renew_codes(
    *, actor: Actor, password: str, address: str, keys: Keys, now: datetime
) -> Sequence[str]:
    """Ten new recovery codes instead of the old ones. InputError for a wrong password."""
    ask_password(actor, password, address, now)
    with transaction():
        found = store.of(actor.account_id, lock=True)
        if found is None or not found.confirmed_at:
            raise NotFoundError("Второй фактор не включён: запасные коды не нужны.")
        return _new_codes(actor, keys)


@open_to_all
def turn_off(*, actor: Actor, password: str, address: str, now: datetime) -> None:
    """Take the factor away. InputError for a wrong password."""
    ask_password(actor, password, address, now)
    with transaction():
        drop(actor.account_id)


def drop(account_id: int) -> None:
    """Take the factor away; a session that needs one is asked anew. Only in a transaction."""
    store.drop(account_id)
    account_session.unprove(account_id)


def _spend(account_id: int, code: str, keys: Keys, now: datetime) -> None:
    typed = plain_code(code)
    found = store.of(account_id, lock=True)
    if found is None or not found.confirmed_at:
        raise InputError({"code": [_WRONG]})
    if len(typed) == _DIGITS:
        _spend_password(found, typed, keys, now)
    elif not store.spend(account_id, _recovery(keys, account_id, typed), now):
        raise InputError({"code": ["Такого запасного кода нет, или он уже использован."]})


def _spend_password(found: Totp, code: str, keys: Keys, now: datetime) -> None:
    """Accept a password of this half-minute or a neighbour; each step enters once."""
    totp = pyotp.TOTP(keys.unseal(found.secret))
    typed = plain_code(code)
    this = int(now.timestamp()) // _STEP_SECONDS
    steps = [this + drift for drift in _DRIFT]
    fit = [
        step
        for step in steps
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode())
    ]
    if not fit:
        raise InputError({"code": [_WRONG]})
    if found.last_step is not None and fit[-1] <= found.last_step:
        raise InputError({"code": ["Этот код уже использован. Дождитесь следующего."]})
    found.last_step = fit[-1]


def _new_codes(actor: Actor, keys: Keys) -> Sequence[str]:
    account_id = actor.account_id
    store.forget_codes(account_id)
    record(actor=actor, action=Action.CODES, row=Row("account", account_id))
    codes = [new_code(3) for _ in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(
            account_id=account_id, code_hash=_recovery(keys, account_id, plain_code(code))
        )
        for code in codes
    )
    return codes


def _recovery(keys: Keys, account_id: int, code: str) -> str:
    return keys.digest("recovery", f"{account_id}:{code}")
