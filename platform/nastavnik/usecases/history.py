"""The history of a card: who changed, read or took it away, in human words."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from nastavnik.domain.access import Actor, Permission, Role
from nastavnik.domain.audit import CHANGES, COPIES, ENTRIES, READS, Action
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.facts import CATALOGUE, Fact
from nastavnik.regions import registry
from nastavnik.store import (
    account,
    allowance,
    consent,
    data_request,
    destruction,
    incident,
    local_act,
    mentorship,
    move,
    order,
    pay,
    person,
    submission,
)
from nastavnik.store import audit as store
from nastavnik.store import status as register
from nastavnik.store.audit import Wanted
from nastavnik.usecases.access import open_to_all, requires
from nastavnik.usecases.history_columns import TABLES
from nastavnik.usecases.history_titles import title
from nastavnik.usecases.history_words import HIDDEN, PEOPLE, at_home, changed_facts, label, value
from nastavnik.usecases.local_acts import facts_at
from nastavnik.usecases.mentorships import unit_of

if TYPE_CHECKING:
    from nastavnik.store.account import Membership
    from nastavnik.store.audit import AuditEvent


class Card(StrEnum):
    """What has a history of its own."""

    PERSON = "person"
    PAIR = "pair"
    ORDER = "order"
    REPORT = "report"
    ACT = "act"
    STATUS = "status"
    SHEET = "sheet"
    CONSENT = "consent"
    REQUEST = "request"
    DESTRUCTION = "destruction"
    INCIDENT = "incident"
    UNIT = "unit"


_FINDERS: Final[Mapping[Card, tuple[str, Callable[[uuid.UUID], Any]]]] = {
    Card.PERSON: ("person", person.by_public_id),
    Card.PAIR: ("mentorship", mentorship.by_public_id),
    Card.ORDER: ("mentoring_order", order.by_public_id),
    Card.REPORT: ("submission", submission.by_public_id),
    Card.ACT: ("local_act", local_act.by_public_id),
    Card.STATUS: ("status_grant", register.by_public_id),
    Card.SHEET: ("allowance_sheet", allowance.sheet_by_public_id),
    Card.CONSENT: ("consent", consent.by_public_id),
    Card.REQUEST: ("data_request", data_request.by_public_id),
    Card.DESTRUCTION: ("destruction", destruction.by_public_id),
    Card.INCIDENT: ("incident", partial(incident.by_public_id, incident.Incident)),
}
_CARDS: Final = {table: card for card, (table, _) in _FINDERS.items()}
_NOWHERE: Final = "Europe/Moscow"
_OF_ACCOUNT: Final = ("account", "entry_key", "recovery_code", "totp")
"""Tables whose events hold the account's id as that of the row, see migration 0014."""


class Kind(StrEnum):
    """Which deeds a page shows."""

    ALL = "all"
    CHANGES = "changes"
    READS = "reads"
    COPIES = "copies"
    ENTRIES = "entries"

    @property
    def label(self) -> str:
        """As the filter calls it."""
        return KINDS[self][0]


KINDS: Final[Mapping[Kind, tuple[str, frozenset[Action]]]] = {
    Kind.ALL: ("Все", frozenset(Action)),
    Kind.CHANGES: ("Изменения", CHANGES),
    Kind.READS: ("Просмотры", READS),
    Kind.COPIES: ("Выгрузки и печать", COPIES),
    Kind.ENTRIES: ("Входы", ENTRIES),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One column: what it was and what it is. A new row has no `before`, a deleted no `after`."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed. `who` is a name with a role, `whence` an address with a browser.

    `whose`: the holder of the account that is meant. `card` with `public_id`: where the record is.
    """

    at: datetime
    title: str
    subject: str
    whose: str
    card: Card | None
    public_id: uuid.UUID | None
    who: str
    whence: str
    redacted_at: datetime | None
    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a history and how many deeds there are in all."""

    entries: Sequence[Entry]
    total: int


@requires(Permission.AUDIT_READ)
def kinds(*, actor: Actor, card: Card) -> Sequence[Kind]:
    """Filters that mean something to the reader: who has read a card is told to the director."""
    reads = actor.can(Permission.AUDIT_READ_ALL)
    skipped = {Kind.READS, Kind.COPIES} if not reads else set()
    return [
        kind
        for kind in Kind
        if kind not in skipped and (kind is not Kind.ENTRIES or (reads and card is Card.UNIT))
    ]


@requires(Permission.AUDIT_READ)
def page(
    *,
    actor: Actor,
    card: Card,
    public_id: uuid.UUID | None,
    kind: Kind,
    offset: int = 0,
    limit: int = 50,
) -> Page:
    """One page of the card's history, the latest first.

    Raises:
        NotFoundError: no such card is seen by the reader, or only the director sees this history.
    """
    shown = kinds(actor=actor, card=card)
    if kind not in shown or (card is Card.UNIT and not actor.can(Permission.AUDIT_READ_ALL)):
        raise NotFoundError
    actions = frozenset().union(*(KINDS[one][1] for one in shown if kind in {one, Kind.ALL}))
    if not actor.can(Permission.AUDIT_READ_ALL):
        actions &= CHANGES
    return _page(actor, Wanted(rows=_rows(card, public_id), actions=actions), offset, limit)


@open_to_all
def own(*, actor: Actor, offset: int = 0, limit: int = 50) -> Page:
    """What the role's unit knows of the actor's own account, its entries included."""
    return _page(actor, _of_account(actor.account_id), offset, limit)


@requires(Permission.ACCESS_STAFF)
def of_access(*, actor: Actor, membership_id: int, offset: int = 0, limit: int = 50) -> Page:
    """The same of an account that works in the actor's unit; entries are told to the director.

    Raises NotFoundError for a role of another unit.
    """
    whole = actor.can(Permission.AUDIT_READ_ALL)
    actions: frozenset[Action] = frozenset() if whole else CHANGES
    here = _role_here(actor, membership_id)
    return _page(actor, _of_account(here.account_id, actions), offset, limit)


@requires(Permission.ACCESS_STAFF)
def holder(*, actor: Actor, membership_id: int) -> str:
    """Whose account it is. NotFoundError as in `of_access`."""
    return _role_here(actor, membership_id).account.display_name


def _role_here(actor: Actor, membership_id: int) -> Membership:
    found = account.membership(membership_id)
    if found is None or found.org_unit_id != actor.unit_id:
        raise NotFoundError("Такого доступа в вашей организации нет.")
    return found


def _of_account(account_id: int, actions: Collection[Action] = ()) -> Wanted:
    rows = dict.fromkeys(_OF_ACCOUNT, (account_id,))
    return Wanted(
        rows={**rows, "membership": account.role_ids(account_id)}, actions=actions, by=account_id
    )


def _page(actor: Actor, wanted: Wanted, offset: int, limit: int) -> Page:
    known = registry.installed().get(actor.region)
    zone = ZoneInfo(known.profile.timezone if known else _NOWHERE)
    events = store.page(wanted, offset=offset, limit=limit)
    names, holders = store.names(_people(events)), _holders(events)
    facts = facts_at(unit_of(actor)) if known else CATALOGUE
    entries = [
        replace(
            _entry(event, holders.get(event.id, "")),
            changes=[*_changes(event, names, facts, zone)],
        )
        for event in events
    ]
    last = len(events) < limit and (events or not offset)
    return Page(entries, offset + len(events) if last else store.count(wanted))


def _holders(events: Sequence[AuditEvent]) -> Mapping[int, str]:
    """Id of an event -> who holds the account that it speaks of."""
    of_account = {one.id: one.row_id for one in events if one.table_name in _OF_ACCOUNT}
    roles = {one.id: one.row_id for one in events if one.table_name == "membership"}
    called, held = account.holders(
        {key for key in of_account.values() if key}, {key for key in roles.values() if key}
    )
    return {event: called.get(key or 0, "") for event, key in of_account.items()} | {
        event: held.get(key or 0, "") for event, key in roles.items()
    }


@requires(Permission.AUDIT_READ)
def name(*, actor: Actor, card: Card, public_id: uuid.UUID | None) -> str:
    """What the card is called. NotFoundError for one that the reader may not see."""
    del actor
    if card is Card.UNIT:
        return "Журнал организации"
    found = _found(card, public_id)
    named = _NAMES.get(card)
    return named(found) if named else TABLES[_FINDERS[card][0]]


_NAMES: Final[Mapping[Card, Callable[[Any], str]]] = {
    Card.PERSON: lambda one: str(one.full_name),
    Card.PAIR: lambda one: f"{one.mentor.short_name} — {one.mentee.short_name}",
    Card.ORDER: lambda one: f"Приказ № {one.number} от {one.issued_on:%d.%m.%Y}",
    Card.REPORT: lambda one: f"Отчёт за {one.period}, версия {one.version}",
    Card.ACT: lambda one: str(one.title),
    Card.STATUS: lambda one: f"{one.full_name}: статус",
}


def _found(card: Card, public_id: uuid.UUID | None) -> Any:  # noqa: ANN401 - a row of any card
    row = _FINDERS[card][1](public_id) if public_id else None
    if row is None:
        raise NotFoundError
    return row


def _rows(card: Card, public_id: uuid.UUID | None) -> Mapping[str, Collection[int]] | None:
    if card is Card.UNIT:
        return None
    row = _found(card, public_id)
    rows: dict[str, Collection[int]] = {_FINDERS[card][0]: [row.id]}
    if card is Card.PAIR:
        rows["consent"] = [one.id for one in consent.of_mentorships([row.id])]
    if card is Card.PERSON:
        rows["person_move"] = [one.id for one in move.of_person(row.id)]
        rows["person_pay"] = [one.id for one in pay.entries_of(pay.PersonPay, [row.id])]
        rows["person_absence"] = [one.id for one in pay.entries_of(pay.PersonAbsence, [row.id])]
    return rows


def _people(events: Sequence[AuditEvent]) -> set[int]:
    return {
        kept
        for event in events
        for side in (event.before, event.after)
        for column, kept in (side or {}).items()
        if column in PEOPLE and isinstance(kept, int)
    }


def _entry(event: AuditEvent, whose: str) -> Entry:
    role = Role(event.actor_role).label if event.actor_role else ""
    return Entry(
        at=event.at,
        title=title(event),
        subject=TABLES.get(event.table_name or "", ""),
        whose=whose,
        card=_CARDS.get(event.table_name or "") if event.row_public_id else None,
        public_id=event.row_public_id,
        who=", ".join(filter(None, (event.actor_name, role))),
        whence=", ".join(filter(None, (event.origin, event.agent))),
        redacted_at=event.redacted_at,
    )


def _changes(
    event: AuditEvent, names: Mapping[int, str], facts: Mapping[str, Fact], zone: ZoneInfo
) -> Iterator[Change]:
    before, after = event.before or {}, event.after or {}
    table = event.table_name or ""
    for column in before | after:
        called = label(table, column) or _DETAILS.get(column)
        if column in HIDDEN or (table, column) in _SAID_BY_TITLE or called is None:
            continue
        was, made = (
            at_home(kept, zone) for kept in changed_facts(before.get(column), after.get(column))
        )
        yield Change(
            called,
            None if event.before is None else value(column, was, names, facts),
            None if event.after is None else value(column, made, names, facts),
        )


_SAID_BY_TITLE: Final = frozenset(
    {
        ("account", "password_hash"),
        ("entry_key", "key_hash"),
        ("entry_key", "kind"),
        ("entry_key", "made_at"),
        ("entry_key", "used_at"),
        ("local_act", "code"),
        ("membership", "with_card"),
        ("recovery_code", "used_at"),
        ("totp", "confirmed_at"),
        ("totp", "made_at"),
        ("totp", "secret"),
    }
)
"""Columns that add nothing to what the deed is called, see `history_titles`, and to its time."""
_DETAILS: Final = {
    "file": "файл",
    "letter": "письмо",
    "made_at": "когда снята копия",
    "number": "номер",
    "reason": "почему",
    "rows": "строк",
    "sha256": "SHA-256 файла",
    "sessions": "сколько",
    "step": "не подошёл",
    "title": "название",
}
"""What the program adds to deeds that change nothing."""
