"""What loading the demo country asks of the database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import func, select

from nastavnik.store.account import Account
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person

_TURN: Final = 20261121  # any number: the key of the advisory lock


def take_turn() -> None:
    """Until the end of the transaction no other loader writes; SQLite has one writer anyway.

    A lock of a row would ask for the right to change it, which no scope has in a catalogue.
    """
    if db.engine.dialect.name == "postgresql":
        turn = select(func.pg_advisory_xact_lock(_TURN))
        db.session.execute(turn, execution_options={"core_ok": True})


def holds_anything() -> bool:
    """Is there a unit or an account; everything else hangs on units."""
    found = (db.session.scalars(select(one.id).limit(1)).first() for one in (OrgUnit, Account))
    return any(one is not None for one in found)


def accounts() -> Sequence[Account]:
    """Accounts of the demo with their memberships, as they were loaded."""
    return db.session.scalars(
        select(Account).where(Account.demo_id.is_not(None)).order_by(Account.id)
    ).all()


def people_count() -> int:
    """How many people the reader's own unit has."""
    return db.session.scalars(select(func.count(Person.id))).one()
