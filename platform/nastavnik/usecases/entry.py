"""Entering without a password, once: by the code of a slip or by a link; it sets the password."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nastavnik.domain.audit import Action
from nastavnik.domain.errors import ForbiddenError, InputError, NotFoundError
from nastavnik.domain.password import weakness
from nastavnik.store import account as accounts
from nastavnik.store import account_session as sessions
from nastavnik.store import entry_key as store
from nastavnik.store.account import Account
from nastavnik.store.db import db
from nastavnik.store.entry_key import ENTERS, EntryKey, EntryKind
from nastavnik.store.writing import transaction
from nastavnik.usecases import brake
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.accounts import NO_ROLE, Entrance, entrances, hashed
from nastavnik.usecases.audit import Nobody, knocking, record_of_account, sign_as
from nastavnik.usecases.keys import Keys, new_code, plain_code

INVITED_FOR: Final = timedelta(days=14)
RESET_FOR: Final = timedelta(hours=2)
EMAIL_FOR: Final = timedelta(days=2)
LINKS: Final = frozenset({EntryKind.LINK, EntryKind.RESET})
WRONG_CODE: Final = (
    "Логин и код не подходят друг к другу, или код уже использован, или прошло 14 дней. "
    "Сверьте их с листком; если не помогло, попросите новый листок."
)
GONE: Final = (
    "Эта ссылка больше не действует: по ней уже вошли, прошёл её срок или выдана новая. "
    "Попросите новую у того, кто вас пригласил."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """Whom a link lets in."""

    name: str
    login: str
    first: bool
    """Has no password been set yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetLetter:
    """A link to be mailed to the holder."""

    email: str
    name: str
    login: str
    ticket: str
    account_id: int


def give_code(account: Account, keys: Keys, now: datetime) -> str:
    """A new code for a slip; older keys of the account die. Only within a transaction."""
    store.revoke(account.id, ENTERS)
    code = new_code()
    digest = code_digest(keys, account.login, plain_code(code))
    _keep(account, EntryKind.SLIP, digest, now, INVITED_FOR)
    return code


def give_link(account: Account, email: str, keys: Keys, now: datetime) -> str:
    """A new ticket for an inviter's link; older keys of the account die. As `give_code`."""
    store.revoke(account.id, ENTERS)
    return _ticket(account, EntryKind.LINK, email, keys, now, INVITED_FOR)


@open_to_all
def ask_reset(*, who: str, address: str, keys: Keys, now: datetime) -> Sequence[ResetLetter]:
    """Letters for the accounts of the login or address; the asker is never told how many.

    Raises ThrottledError after five askings in 15 minutes.
    """
    name = who.strip().lower()
    brake.attempt("reset", name, address, now)
    with transaction():
        by_login = accounts.by_login(name)
        found = [by_login] if by_login and by_login.active else accounts.by_email(name)
        letters = []
        for account in found:
            if account.email and account.roles:
                ticket = _ticket(account, EntryKind.RESET, account.email, keys, now, RESET_FOR)
                letters.append(
                    ResetLetter(
                        email=account.email,
                        name=account.display_name,
                        login=account.login,
                        ticket=ticket,
                        account_id=account.id,
                    )
                )
    return letters


@open_to_all
def welcome(*, ticket: str, keys: Keys, now: datetime) -> Welcome:
    """Whom the link lets in; it is not used up by being looked at. NotFoundError if nobody."""
    key = _found(ticket, LINKS, keys, now)
    account = key.account
    return Welcome(name=account.display_name, login=account.login, first=not account.usable)


@open_to_all
def enter_by_link(*, ticket: str, password: str, keys: Keys, now: datetime) -> Sequence[Entrance]:
    """Set the password and use the link up; returns the roles to enter.

    Raises:
        NotFoundError: the link is not valid any more.
        InputError: the password is weak, under `new_password`; the link stays usable.
    """
    account = _found(ticket, LINKS, keys, now).account
    refuse_weak(password, account.login)
    secret = hashed(password)
    with transaction():
        key = _found(ticket, LINKS, keys, now)
        found, ended = _set_password(key, secret, now)
    _tell_ended(found, ended)
    return found


@open_to_all
def enter_by_code(
    *, login: str, code: str, password: str, address: str, keys: Keys, now: datetime
) -> Sequence[Entrance]:
    """As `enter_by_link`, by the login and the code of a slip.

    Raises:
        InputError: the pair is wrong, under `code`, or the password is weak.
        ThrottledError: five wrong pairs in 15 minutes.
    """
    name = login.strip().lower()
    refuse_weak(password, name)
    known = accounts.by_login(name)
    with knocking(known.id if known else Nobody(name, now), "код с листка"):
        attempt = brake.attempt("code", name, address, now)
        secret = hashed(password)
        with transaction():
            digest = code_digest(keys, name, plain_code(code))
            key = store.valid(digest, now, {EntryKind.SLIP})
            if key is None or not key.account.active:
                raise InputError({"code": [WRONG_CODE]})
            attempt.succeeded(now)
            found, ended = _set_password(key, secret, now)
    _tell_ended(found, ended)
    return found


def email_ticket(account: Account, email: str, keys: Keys, now: datetime) -> str:
    """A ticket that proves the address. Only within a transaction."""
    store.revoke(account.id, {EntryKind.EMAIL})
    return _ticket(account, EntryKind.EMAIL, email, keys, now, EMAIL_FOR)


@open_to_all
def confirm_email(*, ticket: str, keys: Keys, now: datetime) -> str:
    """Keep the address whose owner has the ticket; returns it. NotFoundError for an old one."""
    with transaction():
        key = _found(ticket, {EntryKind.EMAIL}, keys, now)
        sign_as(key.account)
        key.used_at = now
        key.account.email = key.email
        return key.email or ""


def refuse_weak(password: str, login: str) -> None:
    """Raises InputError under `new_password`."""
    if wrong := weakness(password, login):
        raise InputError({"new_password": [wrong]})


def _set_password(key: EntryKey, secret: str, now: datetime) -> tuple[Sequence[Entrance], int]:
    """The roles to enter, and how many sessions have ended."""
    account = key.account
    if not account.roles:
        raise ForbiddenError(NO_ROLE)
    sign_as(account)
    key.used_at = now
    store.revoke(account.id, ENTERS)
    ended = sessions.end(account.id, now)
    account.password_hash = secret
    if key.email:
        account.email = key.email
    return entrances(account), ended


def _tell_ended(found: Sequence[Entrance], ended: int) -> None:
    if ended:
        record_of_account(
            account_id=found[0].actor.account_id,
            action=Action.SESSIONS_ENDED,
            details={"sessions": ended},
        )


def _found(ticket: str, kinds: Collection[EntryKind], keys: Keys, now: datetime) -> EntryKey:
    key = None
    if keys.signed("entry", ticket):
        key = store.valid(keys.digest("ticket", ticket), now, kinds)
    if key is None or not key.account.active:
        raise NotFoundError(GONE)
    return key


def _ticket(  # noqa: PLR0917 - what a key consists of
    account: Account,
    kind: EntryKind,
    email: str,
    keys: Keys,
    now: datetime,
    life: timedelta,
) -> str:
    ticket = keys.ticket("entry")
    _keep(account, kind, keys.digest("ticket", ticket), now, life, email)
    return ticket


def _keep(  # noqa: PLR0917 - as above
    account: Account,
    kind: EntryKind,
    digest: str,
    now: datetime,
    life: timedelta,
    email: str = "",
) -> None:
    db.session.add(
        EntryKey(
            account_id=account.id,
            kind=kind,
            key_hash=digest,
            email=email.strip().lower() or None,
            made_at=now,
            expires_at=now + life,
        )
    )


def code_digest(keys: Keys, login: str, code: str) -> str:
    """What is kept of a slip's code; it fits its own login only."""
    return keys.digest("code", f"{login}:{code}")
