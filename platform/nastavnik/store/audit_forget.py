"""What the journals keep of a person whose data are destroyed, and how it is put out.

Deeds with the person's rows lose their contents at once (`audit.redact`). Of deeds that the
person did as an author the address and the browser go at once, the name after a term (ADR 0021).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from sqlalchemy import Update, and_, func, null, or_, select, text, update

from nastavnik.store.account import Account, Membership
from nastavnik.store.audit import AuditEvent, moment, redact
from nastavnik.store.db import db
from nastavnik.store.ddl_forget import NOBODY
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.orm_wall import CORE_OK
from nastavnik.store.person import Person
from nastavnik.store.writing import require_write

_LAZY: Final = {"synchronize_session": False}


def mark() -> int:
    """The last event that the reader sees: what `since` counts from."""
    return db.session.scalars(select(func.max(AuditEvent.id))).one() or 0


def since(
    last: int, rows: Mapping[str, Collection[int]], actor_id: int | None
) -> Sequence[AuditEvent]:
    """What the account has done to the rows (table -> ids) after `last`, in its order."""
    db.session.flush()
    of_rows = [
        and_(AuditEvent.table_name == table, AuditEvent.row_id.in_(ids))
        for table, ids in rows.items()
        if ids
    ]
    return db.session.scalars(
        select(AuditEvent)
        .where(AuditEvent.id > last, AuditEvent.actor_id == actor_id, or_(*of_rows))
        .order_by(AuditEvent.id)
    ).all()


def works_at(account: Account, person: Person) -> bool:
    """Has the account an open role in the unit of the card."""
    return any(one.org_unit_id == person.org_unit_id for one in account.roles)


def forgettable(accounts: Collection[int], org_unit_id: int) -> Sequence[int]:
    """Those of the accounts that have no open role in the unit: who came back is no stranger."""
    back = select(Membership.account_id).where(
        Membership.account_id.in_(accounts),
        Membership.org_unit_id == org_unit_id,
        Membership.ended_at.is_(None),
    )
    return sorted(set(accounts) - set(db.session.scalars(back)))


def forget_places(accounts: Collection[int]) -> None:
    """From where and with what the accounts worked: addresses and browsers are put out."""
    _put_out("audit_forget_places", accounts)


def forget_authors(accounts: Collection[int]) -> None:
    """The names of the accounts go from both journals, with the contents of what they did.

    What was done, to which record and when stays.
    """
    if not accounts:
        return
    mine = select(MentorshipEvent.id).where(MentorshipEvent.actor_id.in_(accounts))
    events = db.session.scalars(mine).all()
    _put_out("mentorship_event_forget", accounts)
    _put_out("audit_forget", accounts)
    redact({"mentorship_event": events})  # the trail has just told the name that went


def _put_out(deed: str, accounts: Collection[int]) -> None:
    """PostgreSQL does it by functions of the owner, for the application only adds rows."""
    require_write()
    if not accounts:
        return
    db.session.flush()
    if db.engine.dialect.name == "postgresql":
        call = text(f"select {deed}(:accounts)")
        wanted = {"accounts": sorted(accounts)}
        db.session.execute(call, wanted, execution_options={CORE_OK: True})
    else:
        db.session.execute(_statement(deed, accounts), execution_options=_LAZY)
    db.session.expire_all()


def _statement(deed: str, accounts: Collection[int]) -> Update:
    events = update(MentorshipEvent).where(MentorshipEvent.actor_id.in_(accounts))
    if deed == "mentorship_event_forget":
        return events.values(actor_name=NOBODY)
    trail = update(AuditEvent).where(AuditEvent.actor_id.in_(accounts))
    if deed == "audit_forget_places":
        return trail.values(origin="", agent="")
    return trail.values(
        actor_name=NOBODY,
        origin="",
        agent="",
        before=null(),
        after=null(),
        redacted_at=func.coalesce(AuditEvent.redacted_at, moment()),
    )
