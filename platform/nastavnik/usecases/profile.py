"""The acting person's own account: the password, the address, the roles that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nastavnik.domain.access import Actor
from nastavnik.domain.errors import InputError, NotFoundError
from nastavnik.store import account_session
from nastavnik.store.account import Account, Membership
from nastavnik.store.writing import transaction
from nastavnik.usecases import entry, sessions
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.accounts import Entrance, ask_password, entrances, hashed, own_account
from nastavnik.usecases.keys import Keys

_NO_SUCH_ROLE: Final = "Такого приглашения нет: его отозвали, или вы уже ответили."


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A role that waits for the person's consent."""

    membership_id: int
    role: str
    unit_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the person sees of the own account."""

    name: str
    login: str
    email: str
    roles: Sequence[Entrance]
    offers: Sequence[Offer]


@open_to_all
def own(*, actor: Actor) -> Profile:
    """Of the acting person."""
    account = own_account(actor)
    return Profile(
        name=account.display_name,
        login=account.login,
        email=account.email or "",
        roles=entrances(account),
        offers=[
            Offer(membership_id=one.id, role=one.role.label, unit_title=one.org_unit.title)
            for one in account.memberships
            if one.asked_at and not one.ended_at
        ],
    )


@open_to_all
def change_password(
    *,
    actor: Actor,
    password: str,
    new_password: str,
    session_id: int,
    address: str,
    now: datetime,
) -> Entrance:
    """A new password; every other session ends. Returns the role with its new seal.

    Raises:
        InputError: the old password is wrong, or the new one weak or the same.
        ThrottledError: too many wrong ones.
    """
    ask_password(actor, password, address, now)
    if password == new_password:
        raise InputError({"new_password": ["Это прежний пароль. Придумайте другой."]})
    entry.refuse_weak(new_password, actor.login)
    secret = hashed(new_password)
    with transaction():
        account = own_account(actor)
        account.password_hash = secret
        sessions.tell_ended(actor, account_session.end(account.id, now, keep=session_id))
        return next(one for one in entrances(account) if one.actor == actor)


@open_to_all
def propose_email(
    *, actor: Actor, email: str, password: str, address: str, keys: Keys, now: datetime
) -> str:
    """A ticket to be mailed to the new address: it is kept when its owner answers.

    Raises InputError for a wrong password or the address that is kept already.
    """
    ask_password(actor, password, address, now)
    with transaction():
        account = own_account(actor)
        if account.email == email.strip().lower():
            raise InputError({"email": ["Эта почта уже указана и подтверждена."]})
        return entry.email_ticket(account, email, keys, now)


@open_to_all
def drop_email(*, actor: Actor) -> None:
    """No address: the password is reset by a slip only."""
    with transaction():
        own_account(actor).email = None


@open_to_all
def accept(*, actor: Actor, membership_id: int) -> Entrance:
    """Take the role that was offered. NotFoundError if it is not offered any more."""
    with transaction():
        account = own_account(actor)
        _offered(account, membership_id).asked_at = None
        return next(one for one in entrances(account) if one.membership_id == membership_id)


@open_to_all
def decline(*, actor: Actor, membership_id: int, now: datetime) -> None:
    """Refuse the role that was offered."""
    with transaction():
        _offered(own_account(actor), membership_id).ended_at = now


def _offered(account: Account, membership_id: int) -> Membership:
    offered = (one for one in account.memberships if one.asked_at and not one.ended_at)
    found = next((one for one in offered if one.id == membership_id), None)
    if found is None:
        raise NotFoundError(_NO_SUCH_ROLE)
    return found
