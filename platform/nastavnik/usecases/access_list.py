"""Who has access by the actor's hand: the list, a new key for the forgetful, an end of a role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nastavnik.domain.access import INVITES, Actor, Level, Permission, Role
from nastavnik.domain.errors import ConflictError, ForbiddenError, NotFoundError
from nastavnik.store import account as accounts
from nastavnik.store import entry_key
from nastavnik.store.account import Account, Membership
from nastavnik.store.writing import transaction
from nastavnik.usecases import entry, second_factor
from nastavnik.usecases.access import requires
from nastavnik.usecases.handed import Given, given_of, with_key
from nastavnik.usecases.keys import Keys, plain_code

_P: Final = Permission
_FOREIGN: Final = (
    "У этого человека есть роли, которые выдавали не вы. Пусть он сменит пароль по письму "
    "или обратится к тому, кто выдал ему старшую роль."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A role of a person. `waits_until`: a key has been given out and not used yet."""

    membership_id: int
    name: str
    login: str
    role: Role
    unit_title: str
    entered_at: datetime | None
    waits_until: datetime | None


@requires(_P.ACCESS_STAFF, _P.ACCESS_BELOW)
def listed(
    *, actor: Actor, now: datetime, offset: int = 0, limit: int = 50
) -> tuple[Sequence[Access], int]:
    """One page of the roles that the actor may give and take, and how many there are."""
    pairs = list(INVITES[actor.role].items())
    path = actor.invites_under
    found = accounts.granted(path, pairs, offset=offset, limit=limit)
    return accesses(found, now), accounts.count_granted(path, pairs)


@requires(_P.ACCESS_STAFF, _P.ACCESS_BELOW)
def of_login(*, actor: Actor, login: str, now: datetime) -> Sequence[Access]:
    """Roles of the account that the actor may give and take. NotFoundError if there are none."""
    found = accounts.by_login(login)
    kept = found.roles if found and found.active else ()
    managed = [
        one
        for one in kept
        if actor.invites(one.role, Level(one.org_unit.level), one.org_unit.path)
    ]
    if not managed:
        raise NotFoundError(f"У «{login}» нет ролей, которые выдаёте вы. Проверьте логин.")
    return accesses(managed, now)


@requires(_P.ACCESS_STAFF, _P.ACCESS_BELOW)
def renew(*, actor: Actor, membership_id: int, by_link: bool, keys: Keys, now: datetime) -> Given:
    """A new slip or link for a person who has lost the password; the old one works until then.

    Raises ForbiddenError if some role of the account was not given by the actor's line.
    """
    with transaction():
        membership = _managed(actor, membership_id)
        _refuse_foreign(actor, membership.account)
        email = membership.account.email or ""
        return with_key(membership, email, keys, now, by_link=by_link)


@requires(_P.ACCESS_STAFF, _P.ACCESS_BELOW)
def close(*, actor: Actor, membership_id: int, now: datetime) -> Access:
    """Take the role away; its sessions stop with their next request."""
    with transaction():
        membership = _managed(actor, membership_id)
        account = membership.account
        if account.id == actor.account_id and membership.role == actor.role:
            raise ConflictError("Это роль, в которой вы сейчас работаете: закрыть её нельзя.")
        membership.ended_at = now
        if not account.usable:
            entry_key.revoke(account.id, entry_key.ENTERS)
        return accesses([membership], now)[0]


@requires(_P.ACCESS_STAFF, _P.ACCESS_BELOW)
def drop_factor(*, actor: Actor, membership_id: int) -> str:
    """Turn the second factor off for a person who has lost the telephone; returns the name."""
    with transaction():
        account = _managed(actor, membership_id).account
        _refuse_foreign(actor, account)
        second_factor.drop(account.id)
        return account.display_name


@requires(_P.ACCESS_STAFF, _P.ACCESS_BELOW)
def slips(*, actor: Actor, codes: Mapping[int, str], keys: Keys, now: datetime) -> Sequence[Given]:
    """The slips again for print, out of the codes that the inviter still has on the screen.

    A code that has been used or replaced is left out.
    """
    digests = {}
    for membership_id, code in codes.items():
        membership = _managed(actor, membership_id)
        digest = entry.code_digest(keys, membership.account.login, plain_code(code))
        digests[digest] = (membership, code)
    return [
        given_of(membership, code=code)
        for digest, (membership, code) in digests.items()
        if digest in entry_key.still_valid(digests, now)
    ]


def _managed(actor: Actor, membership_id: int) -> Membership:
    found = accounts.membership(membership_id)
    if (
        found is None
        or not found.open
        or not actor.invites(found.role, Level(found.org_unit.level), found.org_unit.path)
    ):
        raise NotFoundError("Такого доступа нет, или выдавали его не вы.")
    return found


def _refuse_foreign(actor: Actor, account: Account) -> None:
    """Whoever gives a new password takes every role of the account in hand."""
    kept = [one for one in account.memberships if one.open]
    if not all(actor.oversees(one.role, one.org_unit.path) for one in kept):
        raise ForbiddenError(_FOREIGN)


def accesses(found: Sequence[Membership], now: datetime) -> Sequence[Access]:
    """The memberships as a page shows them."""
    waiting = entry_key.waiting({one.account_id for one in found}, now)
    return [
        Access(
            membership_id=one.id,
            name=one.account.display_name,
            login=one.account.login,
            role=one.role,
            unit_title=one.org_unit.title,
            entered_at=one.account.entered_at,
            waits_until=None if one.account.usable else waiting.get(one.account_id),
        )
        for one in found
    ]
