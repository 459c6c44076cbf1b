"""Sessions of accounts: a row per browser, so that any of them can be ended from another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, bindparam, delete, select, update
from sqlalchemy.orm import Mapped, aliased, mapped_column

from nastavnik.store.account import OPEN, SEAT, Account, Membership, Seat
from nastavnik.store.base import Base, Code, Name
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit


class AccountSession(Base):
    """A browser that has entered. Only the digest of its key is kept.

    An ended row stays for a while: an address from which the person has entered is not a
    stranger's.
    """

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    key_hash: Mapped[Code] = mapped_column(unique=True)
    begun_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[Name]
    address: Mapped[Code]
    factor: Mapped[bool]
    """Was a second factor shown."""


@dataclass(frozen=True, slots=True)
class Live:
    """A session that goes on, the role that is entered, and its unit under those above it."""

    session_id: int
    begun_at: datetime
    seen_at: datetime
    factor: bool
    seat: Seat
    chain: tuple[OrgUnit, ...]


_UNIT, _PARENT, _TOP = (aliased(OrgUnit) for _ in range(3))
_LIVE: Final = (
    select(
        _TOP,
        _PARENT,
        _UNIT,
        AccountSession.id,
        AccountSession.begun_at,
        AccountSession.seen_at,
        AccountSession.factor,
        *SEAT,
    )
    .select_from(Membership)
    .join(Membership.account)
    .join(AccountSession, AccountSession.account_id == Membership.account_id)
    .join(_UNIT, _UNIT.id == Membership.org_unit_id)
    .outerjoin(_PARENT, _PARENT.id == _UNIT.parent_id)
    .outerjoin(_TOP, _TOP.id == _PARENT.parent_id)
    .where(
        Membership.id == bindparam("membership_id"),
        AccountSession.key_hash == bindparam("key_hash"),
        AccountSession.ended_at.is_(None),
        Account.active,
        *OPEN,
    )
)
# Every request asks it: made once, and with all that the frame of a page shows.


def resumed(membership_id: int, key_hash: str) -> Live | None:
    """The role and the live session of one account, in one statement; None if either is gone."""
    asked = {"membership_id": membership_id, "key_hash": key_hash}
    found = db.session.execute(_LIVE, asked).one_or_none()
    if found is None:
        return None
    units: Sequence[OrgUnit | None] = found[:3]
    session_id, begun_at, seen_at, factor = found[3:7]
    chain = tuple(unit for unit in units if unit is not None)
    return Live(session_id, begun_at, seen_at, factor, Seat._make(found[7:]), chain)


def by_key(key_hash: str) -> AccountSession | None:
    """The session of the key, ended or not."""
    return db.session.scalars(
        select(AccountSession).where(AccountSession.key_hash == key_hash)
    ).one_or_none()


def live(account_id: int, seen_since: datetime, begun_since: datetime) -> Sequence[AccountSession]:
    """Sessions that can still be used, the latest seen first."""
    return db.session.scalars(
        select(AccountSession)
        .where(
            AccountSession.account_id == account_id,
            AccountSession.ended_at.is_(None),
            AccountSession.seen_at > seen_since,
            AccountSession.begun_at > begun_since,
        )
        .order_by(AccountSession.seen_at.desc())
    ).all()


def end(
    account_id: int, now: datetime, *, only: int | None = None, keep: int | None = None
) -> int:
    """End the session `only`, or every one but `keep`; returns how many."""
    wanted = update(AccountSession).where(
        AccountSession.account_id == account_id, AccountSession.ended_at.is_(None)
    )
    if only is not None:
        wanted = wanted.where(AccountSession.id == only)
    if keep is not None:
        wanted = wanted.where(AccountSession.id != keep)
    done = db.session.execute(
        wanted.values(ended_at=now).returning(AccountSession.id),
        execution_options={"synchronize_session": False},
    )
    return len(done.all())


def unprove(account_id: int) -> None:
    """The second factor is gone: no session of the account has shown the one to come."""
    db.session.execute(
        update(AccountSession).where(AccountSession.account_id == account_id).values(factor=False),
        execution_options={"synchronize_session": False},
    )


def forget(account_id: int, before: datetime) -> None:
    """Drop rows of the account that nobody has seen since the moment."""
    db.session.execute(
        delete(AccountSession).where(
            AccountSession.account_id == account_id, AccountSession.seen_at < before
        )
    )


def known_address(account_id: int, address: str) -> bool:
    """Has the person entered from the address before."""
    return (
        db.session.scalars(
            select(AccountSession.id)
            .where(AccountSession.account_id == account_id, AccountSession.address == address)
            .limit(1)
        ).first()
        is not None
    )
