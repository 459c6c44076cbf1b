"""Rows for tests, with every obligatory field filled. Flushed, not committed.

They work inside `acting(EVERYTHING, write=True)` or in the scope that owns the row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from itertools import count
from typing import Any, Final
from uuid import uuid4

from nastavnik.domain.access import Level, Role
from nastavnik.domain.mentorship import State
from nastavnik.store.account import Account, Membership
from nastavnik.store.act_scan import ActScan
from nastavnik.store.allowance import AllowanceDecision, AllowanceSheet
from nastavnik.store.audit import AuditEvent
from nastavnik.store.base import Base
from nastavnik.store.consent import Consent
from nastavnik.store.consent_scan import ConsentScan
from nastavnik.store.consent_text import ConsentText
from nastavnik.store.data_request import DataRequest
from nastavnik.store.destruction import Destruction
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.incident import Incident
from nastavnik.store.local_act import LocalAct
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.move import PersonMove
from nastavnik.store.order import Order
from nastavnik.store.org_unit import OrgUnit, allocate_path
from nastavnik.store.pay import PersonAbsence, PersonPay, WageSum
from nastavnik.store.person import Person
from nastavnik.store.replacement import Replacement
from nastavnik.store.status import StatusGrant, key_of
from nastavnik.store.submission import Submission
from nastavnik.testing.consents import (
    consent,
    consent_scan,
    consent_text,
    data_request,
    destruction,
    incident,
)
from nastavnik.testing.people import mentorship, person
from nastavnik.testing.rows import NOW, TODAY, file, kept, place
from nastavnik.testing.submissions import submission
from nastavnik.usecases.order_context import organisation

__all__ = [
    "NOW",
    "TODAY",
    "consent",
    "consent_scan",
    "consent_text",
    "data_request",
    "destruction",
    "incident",
    "mentorship",
    "person",
    "submission",
]
"""Rows made by the neighbours, asked for by the same name."""

_LEVELS: Final = {3: Level.REGION, 8: Level.MUNICIPALITY, 15: Level.INSTITUTION}
_numbers = count(1)


def unit(parent: OrgUnit | None = None, **fields: Any) -> OrgUnit:  # noqa: ANN401 - fields of the model
    """A unit under the parent; a region without one."""
    path = allocate_path(parent)
    number = next(_numbers)
    return kept(
        OrgUnit,
        {
            "parent_id": parent.id if parent else None,
            "level": _LEVELS[len(path)],
            "path": path,
            "region": parent.region if parent else f"region-{number}",
            "slug": f"unit-{number}",
            "title": f"Подразделение {number}",
            "short_title": f"П-{number}",
        },
        fields,
    )


def institution(**fields: Any) -> OrgUnit:  # noqa: ANN401 - as above
    """An institution in a region and a municipality of its own."""
    return unit(unit(unit()), **fields)


def account(**fields: Any) -> Account:  # noqa: ANN401 - as above
    """An account without a usable password."""
    number = next(_numbers)
    return kept(
        Account,
        {"login": f"user-{number}", "password_hash": "!", "display_name": f"Учётка {number}"},
        fields,
    )


def membership(of: OrgUnit, role: Role = Role.CURATOR, **fields: Any) -> Membership:  # noqa: ANN401 - as above
    """A role in the unit, of a new account unless `account_id` is given."""
    if "account_id" not in fields:
        fields["account_id"] = account().id
    return kept(Membership, {"org_unit_id": of.id, "role": role}, fields)


def replacement(of: OrgUnit, **fields: Any) -> Replacement:  # noqa: ANN401 - as above
    """A new pair drafted in place of a live one."""
    usual = {
        "former_id": fields.get("former_id") or mentorship(of).id,
        "successor_id": fields.get("successor_id") or mentorship(of, state=State.DRAFT).id,
        "ground": "other",
        "words": "увольнение наставника",
        "recorded_by": "Кураторова А. А.",
    }
    return kept(Replacement, place(of) | usual, fields)


def order(of: OrgUnit, **fields: Any) -> Order:  # noqa: ANN401 - as above
    """An issued order of the unit."""
    return kept(
        Order,
        place(of)
        | {
            "number": f"{next(_numbers)}-н",
            "year": TODAY.year,
            "issued_on": TODAY,
            "title": "О назначении наставника",
            "kind": "pairs",
            "issued_by": "Директоров И. П.",
            "context": {},
            "idempotency_key": str(uuid4()),
        },
        fields,
    )


def event(of: OrgUnit, **fields: Any) -> MentorshipEvent:  # noqa: ANN401 - as above
    """A step of a new mentorship unless it is given."""
    if "mentorship_id" not in fields:
        fields["mentorship_id"] = mentorship(of).id
    return kept(
        MentorshipEvent,
        place(of) | {"at": NOW, "on": TODAY, "kind": "created", "actor_name": "Кураторова А. А."},
        fields,
    )


def local_act(of: OrgUnit, **fields: Any) -> LocalAct:  # noqa: ANN401 - as above
    """A draft of the unit that caps mentees at three."""
    number = next(_numbers)
    norm = {"parameter": "mentees.max", "value": 3, "clause": "1", "quote": "не более трёх"}
    return kept(
        LocalAct,
        place(of)
        | {
            "code": f"local-{number}",
            "number": f"{number}",
            "title": "О числе наставляемых",
            "adopted": TODAY,
            "in_force": TODAY,
            "applies_to": "new",
            "content": {"norm": [norm]},
            "author": "Центрова О. О.",
            "created_at": NOW,
        },
        fields,
    )


def act_scan(of: OrgUnit, **fields: Any) -> ActScan:  # noqa: ANN401 - as above
    """The scan of an act of the unit."""
    act_id = fields.pop("local_act_id", None) or local_act(of).id
    usual = {"local_act_id": act_id, **file("приказ.pdf"), **place(of)}
    return kept(ActScan, usual, fields)


def status_grant(of: OrgUnit, **fields: Any) -> StatusGrant:  # noqa: ANN401 - as above
    """A status «Тьютор» of somebody of the unit, with a term of three years."""
    number = next(_numbers)
    names = {
        "last_name": f"Статусов{number}",
        "first_name": "Иван",
        "patronymic": "Петрович",
    } | {key: fields[key] for key in ("last_name", "first_name", "patronymic") if key in fields}
    return kept(
        StatusGrant,
        place(of)
        | names
        | {
            "name_key": key_of(" ".join(filter(None, names.values()))),
            "region": of.region,
            "code": "tutor",
            "certificate": f"Т-{number}",
            "order_number": "18",
            "order_on": date(2025, 9, 1),
            "given_on": date(2025, 9, 1),
            "valid_until": date(2028, 9, 1),
            "recorded_by": "Министрова О. О.",
            "recorded_at": NOW,
        },
        fields,
    )


def person_pay(of: OrgUnit, **fields: Any) -> PersonPay:  # noqa: ANN401 - as above
    """A salary of 32 000 ₽ of somebody of the unit."""
    usual = {
        "person_id": fields.get("person_id") or person(of).id,
        "base": "salary",
        "kopecks": 32_000_00,
        "first_on": date(2026, 9, 1),
        "recorded_by": "Кураторова А. А.",
    }
    return kept(PersonPay, place(of) | usual, fields)


def person_move(of: OrgUnit, **fields: Any) -> PersonMove:  # noqa: ANN401 - as above
    """Somebody of the unit has come from another one."""
    usual = {
        "person_id": fields.get("person_id") or person(of).id,
        "side": "in",
        "state": "taken",
        "on": date(2026, 11, 2),
        "other": "Школа прежняя",
        "consented_on": date(2026, 10, 30),
        "made_at": NOW,
        "made_by": "Кураторова А. А.",
    }
    return kept(PersonMove, place(of) | usual, fields)


def person_absence(of: OrgUnit, **fields: Any) -> PersonAbsence:  # noqa: ANN401 - as above
    """Four days of illness of somebody of the unit."""
    usual = {
        "person_id": fields.get("person_id") or person(of).id,
        "first_on": date(2026, 11, 10),
        "last_on": date(2026, 11, 13),
        "reason": "болезнь",
        "recorded_by": "Кураторова А. А.",
    }
    return kept(PersonAbsence, place(of) | usual, fields)


def wage_sum(of: OrgUnit, **fields: Any) -> WageSum:  # noqa: ANN401 - as above
    """The unit's wage fund of a month of its own, so that two do not meet."""
    usual = {
        "kind": "wage_fund",
        "month": f"{2100 + next(_numbers)}-11",
        "kopecks": 1_000_000_00,
        "recorded_by": "Кураторова А. А.",
    }
    return kept(WageSum, place(of) | usual, fields)


def allowance_decision(of: OrgUnit, **fields: Any) -> AllowanceDecision:  # noqa: ANN401 - as above
    """Ten percent to everyone."""
    usual = {
        "code": "mentor",
        "hundredths": None if "kopecks" in fields else 10_00,
        "order_number": "5",
        "order_on": date(2026, 10, 30),
        "first_on": date(2026, 11, 1),
        "recorded_by": "Кураторова А. А.",
    }
    return kept(AllowanceDecision, place(of) | usual, fields)


def allowance_sheet(of: OrgUnit, **fields: Any) -> AllowanceSheet:  # noqa: ANN401 - as above
    """An empty sheet of October, counted anew and approved."""
    usual = {
        "month": "2026-10",
        "number": 2,
        "reason": "Уточнён оклад",
        "document": {
            "month": "2026-10",
            "month_title": "октябрь 2026",
            "organisation": organisation(of),
            "total": 0,
            "lines": [],
            "findings": [],
            "notes": [],
        },
        "total": 0,
        "sha256": "0" * 64,
        "approved_at": NOW,
        "approved_by": "Директоров И. П.",
    }
    return kept(AllowanceSheet, place(of) | usual, fields)


def audit_event(of: OrgUnit, **fields: Any) -> AuditEvent:  # noqa: ANN401 - as above
    """A card that was read."""
    return kept(
        AuditEvent,
        place(of)
        | {
            "at": NOW,
            "action": "read",
            "table_name": "person",
            "row_id": 1,
            "actor_name": "Кураторова А. А.",
            "origin": "127.0.0.1",
            "agent": "",
            "request_id": "",
        },
        fields,
    )


MAKERS: Final[Mapping[type[Base], Callable[[OrgUnit], Base]]] = {
    AllowanceDecision: allowance_decision,
    AllowanceSheet: allowance_sheet,
    AuditEvent: audit_event,
    Consent: consent,
    ConsentScan: consent_scan,
    ConsentText: consent_text,
    DataRequest: data_request,
    Destruction: destruction,
    Incident: incident,
    LocalAct: local_act,
    ActScan: act_scan,
    Mentorship: mentorship,
    MentorshipEvent: event,
    Order: order,
    Person: person,
    PersonAbsence: person_absence,
    PersonMove: person_move,
    PersonPay: person_pay,
    Replacement: replacement,
    StatusGrant: status_grant,
    Submission: submission,
    WageSum: wage_sum,
}
"""Every tenant's table -> how to make a row of it in a unit; the attack suite needs them all."""
