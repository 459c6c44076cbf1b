"""What an inviter hands over: a login with a code for a slip, or with a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nastavnik.domain.access import Role
from nastavnik.store.account import Membership
from nastavnik.usecases import entry
from nastavnik.usecases.keys import Keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the inviter hands over, shown once. `code` and `ticket` are "" where there is none.

    `asked`: the account is of another unit too, and its holder decides.
    """

    membership_id: int
    name: str
    login: str
    role: Role
    unit_title: str
    code: str = ""
    ticket: str = ""
    email: str = ""
    account_id: int = 0
    asked: bool = False


def with_key(
    membership: Membership, email: str, keys: Keys, now: datetime, *, by_link: bool
) -> Given:
    """A new key of the membership's account; only within a transaction."""
    account = membership.account
    if by_link:
        ticket = entry.give_link(account, email, keys, now)
        return given_of(membership, ticket=ticket, email=email.strip())
    return given_of(membership, code=entry.give_code(account, keys, now))


def given_of(
    membership: Membership, *, code: str = "", ticket: str = "", email: str = ""
) -> Given:
    """The membership with what opens it."""
    account, unit = membership.account, membership.org_unit
    return Given(
        membership_id=membership.id,
        name=account.display_name,
        login=account.login,
        role=membership.role,
        unit_title=unit.short_title or unit.title,
        code=code,
        ticket=ticket,
        email=email,
        account_id=account.id,
    )
