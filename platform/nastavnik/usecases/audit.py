"""Deeds that change nothing and yet are written down: a card read, a file taken, a login."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from nastavnik.domain.access import Actor
from nastavnik.domain.audit import Action
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.store import account as accounts
from nastavnik.store import audit as store
from nastavnik.store import author
from nastavnik.store.account import Account
from nastavnik.store.audit import Place, Row
from nastavnik.store.author import Author
from nastavnik.store.walls import NOTHING, acting
from nastavnik.store.writing import give_up, transaction
from nastavnik.usecases.access import open_to_all
from nastavnik.usecases.brake import WINDOW, ThrottledError

_log: Final = logging.getLogger(__name__)
_LONGEST: Final = 120
_READ_AGAIN: Final = timedelta(minutes=10)
"""The same reader who opens the same card again sooner adds no row."""


@open_to_all
def record(
    *,
    actor: Actor,
    action: Action,
    row: Row | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write the deed down at the actor's unit. In a reading context: in its own transaction."""
    where = author.current() or Author(name=actor.name)
    signature = replace(where, name=actor.name, account_id=actor.account_id, role=actor.role.value)
    place = Place(actor.unit_id, actor.unit_path)
    store.add(action, place=place, author=signature, row=row, details=details)


@open_to_all
def record_read(*, actor: Actor, row: Row) -> None:
    """As `record`; the same reader who comes back within ten minutes adds no row."""
    if not store.done_lately(Action.READ, row, _READ_AGAIN, account_id=actor.account_id):
        record(actor=actor, action=Action.READ, row=row)


@open_to_all
def record_of_account(
    *, account_id: int, action: Action, details: Mapping[str, Any] | None = None
) -> None:
    """Write down what has happened to the account, in every unit where it works now."""
    with acting(NOTHING):
        places = _places(account_id)
    _tell(account_id, places, action, details)


def sign_as(account: Account) -> None:
    """Who has shown a key of the account acts as its holder from here on."""
    where = author.current() or Author(name="")
    if where.account_id is None:
        author.sign(replace(where, name=account.display_name, account_id=account.id))


class Nobody(NamedTuple):
    """A name that no account has: refusing it costs the same work, so the time tells nothing."""

    name: str
    now: datetime


@contextmanager
def knocking(who: int | Nobody, step: str) -> Iterator[None]:
    """A refusal inside is told to the units of the account `who`; `Nobody` has none.

    `step` says what was not right. That the door is shut is told once, not at every knock.
    """
    try:
        yield
    except (InputError, ThrottledError) as error:
        shut = isinstance(error, ThrottledError)
        _refused(who, Action.LOCKED if shut else Action.LOGIN_FAILED, step)
        raise


def _refused(who: int | Nobody, action: Action, step: str) -> None:
    give_up()  # else the deed would wait for the transaction of the page
    with acting(NOTHING):  # a session of its own: the one of the page may be in the middle
        places = _places(who if isinstance(who, int) else accounts.NOBODY)
    once = WINDOW if action is Action.LOCKED else None
    try:
        if isinstance(who, Nobody):
            _tell_nobody(who, once)
        else:
            _tell(who, places, action, {"step": step}, once)
    except ConflictError:  # a busy database must not turn a wrong password into another answer
        _log.exception("the trail was not written: %s of account %s", action, who)


def _tell_nobody(who: Nobody, once: timedelta | None) -> None:
    """What `_tell` costs for one unit; the row is swept with other failures of the door."""
    key = f"{'shut' if once else 'nobody'}:{who.name[:_LONGEST]}"
    if once is not None:
        with acting(NOTHING):
            if accounts.failures([key], who.now - once)[key]:
                return
    with acting(NOTHING, write=True), transaction():
        accounts.add_failures([key], who.now)


def _places(account_id: int) -> list[Place]:
    """Units of the account's open roles; of one without any, those of the past."""
    rows = accounts.roles_of(account_id)
    kept = [one for one in rows if one.open] or rows
    return [*{Place(one.org_unit.id, one.org_unit.path) for one in kept}]


def _tell(
    account_id: int,
    places: list[Place],
    action: Action,
    details: Mapping[str, Any] | None,
    once: timedelta | None = None,
) -> None:
    row = Row("account", account_id)
    where = author.current() or Author(name=author.STRANGER)
    for place in places:
        if once is None or not store.done_lately(action, row, once, place=place):
            store.add(action, place=place, author=where, row=row, details=details)
