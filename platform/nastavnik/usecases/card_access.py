"""Access goes with the card: into the archive, and back from it."""

from __future__ import annotations

from datetime import datetime

from nastavnik.domain.access import Actor
from nastavnik.domain.errors import ConflictError
from nastavnik.store import account as accounts
from nastavnik.store import account_session as sessions
from nastavnik.store import entry_key
from nastavnik.store.person import Person


def close_with(person: Person, actor: Actor, now: datetime) -> int:
    """End every role of the card; of an account without another role its sessions and keys too.

    Returns how many roles have ended. Only within a transaction. Raises ConflictError for the
    actor's own card: nobody may shut the door behind oneself.
    """
    if person.id == actor.person_id:
        raise ConflictError(
            "Это ваша карточка: вместе с ней закрылся бы и ваш вход. "
            "Попросите другого куратора или руководителя."
        )
    roles = accounts.of_people([person.id])
    for role in roles:
        role.ended_at, role.with_card = now, True
        if not role.account.roles:
            sessions.end(role.account_id, now)
            entry_key.revoke(role.account_id, entry_key.ENTERS)
    return len(roles)


def open_with(person: Person) -> int:
    """Open the roles that ended with the card; returns how many. Only within a transaction."""
    roles = accounts.ended_with_card(person.id)
    for role in roles:
        role.ended_at, role.with_card = None, False
    return len(roles)
