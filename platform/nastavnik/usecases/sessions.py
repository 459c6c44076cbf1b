"""Sessions of a person: begun at the log-in, shown to their owner, ended by anyone of them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from nastavnik.domain.access import Actor
from nastavnik.domain.audit import Action
from nastavnik.domain.errors import NotFoundError
from nastavnik.store import account as accounts
from nastavnik.store import account_session as store
from nastavnik.store import author, entry_key, org_unit
from nastavnik.store.account_session import AccountSession
from nastavnik.store.audit import Row
from nastavnik.store.db import db
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.accounts import Entrance, entrance_of
from nastavnik.usecases.audit import record

_KEY_BYTES: Final = 32
_REMEMBERED: Final = timedelta(days=90)
_SWEPT_EVERY: Final = timedelta(days=1)
_LONGEST: Final = 64


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives: unused, and at most."""

    idle: timedelta
    whole: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """A request of a live session: who comes in, and what is known of the session."""

    entrance: Entrance
    session_id: int
    seen_at: datetime
    factor: bool


@open_to_all
def begin(*, account_id: int, device: str, address: str, factor: bool, now: datetime) -> str:
    """A new session of the account; returns its key, which is kept nowhere else.

    What nobody has entered with in time is swept away at the first log-in of the day.
    """
    key = secrets.token_urlsafe(_KEY_BYTES)
    with transaction():
        before = accounts.mark_entered(account_id, now)
        db.session.add(
            AccountSession(
                account_id=account_id,
                key_hash=_digest(key),
                begun_at=now,
                seen_at=now,
                device=device,
                address=address[:_LONGEST],
                factor=factor,
            )
        )
        if before is None or now - before > _SWEPT_EVERY:
            store.forget(account_id, now - _REMEMBERED)
            db.session.flush()  # what is above is the person's own deed
            with author.by_itself():
                entry_key.drop_expired(now)
    return key


@open_to_all
def resume(*, key: str, membership_id: int, limits: Limits, now: datetime) -> Resumed | None:
    """Who comes in with the key in the role; None when the session or the role has ended."""
    found = store.resumed(membership_id, _digest(key))
    if found is None or now - found.seen_at > limits.idle or now - found.begun_at > limits.whole:
        return None
    org_unit.keep(found.chain)
    return Resumed(
        entrance=entrance_of(found.seat, found.chain[-1]),
        session_id=found.session_id,
        seen_at=found.seen_at,
        factor=found.factor,
    )


@open_to_all
def touch(*, key: str, now: datetime) -> None:
    """The session has just been used."""
    with transaction():
        if session := store.by_key(_digest(key)):
            session.seen_at = now


@open_to_all
def leave(*, key: str, now: datetime) -> None:
    """End the session of the key."""
    with transaction():
        session = store.by_key(_digest(key))
        if session and session.ended_at is None:
            session.ended_at = now


@open_to_all
def listed(*, actor: Actor, limits: Limits, now: datetime) -> Sequence[AccountSession]:
    """Live sessions of the acting person, the latest seen first."""
    return store.live(actor.account_id, now - limits.idle, now - limits.whole)


@open_to_all
def end_one(*, actor: Actor, session_id: int, now: datetime) -> None:
    """End one of the actor's own sessions. NotFoundError for anyone else's."""
    with transaction():
        if not store.end(actor.account_id, now, only=session_id):
            raise NotFoundError("Такого сеанса уже нет: он закончился или его завершили.")
        tell_ended(actor, 1)


@open_to_all
def end_others(*, actor: Actor, session_id: int, now: datetime) -> int:
    """End every session of the actor but the given one; returns how many."""
    with transaction():
        ended = store.end(actor.account_id, now, keep=session_id)
        tell_ended(actor, ended)
        return ended


@open_to_all
def prove(*, actor: Actor, session_id: int) -> None:
    """The session has shown a second factor."""
    with transaction():
        session = db.session.get(AccountSession, session_id)
        if session and session.account_id == actor.account_id:
            session.factor = True


def tell_ended(actor: Actor, ended: int) -> None:
    """Write down that so many sessions of the actor were ended by their own hand."""
    if ended:
        row = Row("account", actor.account_id)
        record(actor=actor, action=Action.SESSIONS_ENDED, row=row, details={"sessions": ended})


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
