"""Ways to enter without a password, each once: codes of slips and links of letters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from nastavnik.store.account import Account
from nastavnik.store.base import Base, Code, Name
from nastavnik.store.db import db


class EntryKind(StrEnum):
    """What a key was given for."""

    SLIP = "slip"
    """A short code on paper, typed together with the login."""
    LINK = "link"
    """A link that an inviter hands over or mails."""
    RESET = "reset"
    """A link that the holder asked for by mail."""
    EMAIL = "email"
    """A link that proves an address."""


ENTERS = frozenset({EntryKind.SLIP, EntryKind.LINK, EntryKind.RESET})
"""Keys that set a password; a new one of an account makes the older ones useless."""


class EntryKey(Base):
    """A key of an account. Only its keyed digest is kept."""

    __tablename__ = "entry_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[Code]
    key_hash: Mapped[Code] = mapped_column(unique=True)
    email: Mapped[Name | None]
    """The address that the letter went to: whoever has the key has read it there."""
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(lazy="raise")


def valid(key_hash: str, now: datetime, kinds: Collection[EntryKind]) -> EntryKey | None:
    """The key with its account if it may still be used; held until the end of the transaction."""
    return db.session.scalars(
        select(EntryKey)
        .options(joinedload(EntryKey.account, innerjoin=True))
        .where(
            EntryKey.key_hash == key_hash,
            EntryKey.kind.in_(kinds),
            EntryKey.used_at.is_(None),
            EntryKey.expires_at > now,
        )
        .with_for_update()
    ).one_or_none()


def still_valid(key_hashes: Collection[str], now: datetime) -> frozenset[str]:
    """Which of the keys may still be used."""
    return frozenset(
        db.session.scalars(
            select(EntryKey.key_hash).where(
                EntryKey.key_hash.in_(key_hashes),
                EntryKey.used_at.is_(None),
                EntryKey.expires_at > now,
            )
        )
    )


def revoke(account_id: int, kinds: Collection[EntryKind]) -> None:
    """Take the unused keys of the kinds away."""
    db.session.execute(
        delete(EntryKey).where(
            EntryKey.account_id == account_id,
            EntryKey.kind.in_(kinds),
            EntryKey.used_at.is_(None),
        )
    )


def drop_expired(now: datetime) -> None:
    """Take away every unused key whose time is over; the trail tells whose they were."""
    db.session.execute(
        delete(EntryKey).where(EntryKey.used_at.is_(None), EntryKey.expires_at <= now)
    )


def waiting(account_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
    """Id of an account -> until when a key of it waits."""
    found = db.session.execute(
        select(EntryKey.account_id, func.max(EntryKey.expires_at))
        .where(
            EntryKey.account_id.in_(account_ids),
            EntryKey.kind.in_(ENTERS),
            EntryKey.used_at.is_(None),
            EntryKey.expires_at > now,
        )
        .group_by(EntryKey.account_id)
    )
    return {row[0]: row[1] for row in found}
