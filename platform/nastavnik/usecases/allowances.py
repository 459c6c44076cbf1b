"""The sheet of a month's allowances: read it, approve it, count it anew."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import (
    ConflictError,
    InputError,
    NotFoundError,
    RuleViolationError,
)
from nastavnik.domain.month import Month
from nastavnik.domain.recount import Difference, differences
from nastavnik.store import allowance as store
from nastavnik.store.allowance import AllowanceSheet
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.allowance_case import counted
from nastavnik.usecases.allowance_document import digest, document_of, own
from nastavnik.usecases.allowance_needs import Needs, Silence, needs_of, silences_of
from nastavnik.usecases.mentorships import unit_of

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding

_REASON: Final = 3
"""Letters of a reason at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet:
    """A month of an institution: the calculation of today, and those that were approved.

    `changes`: what differs from the last approved one. `silences`: why nothing is paid where the
    acts say nothing, or leave it to a lower level.
    """

    month: Month
    document: Mapping[str, Any]
    digest: str
    findings: tuple[Finding, ...]
    needs: Needs
    silences: tuple[Silence, ...]
    pairs: int
    approved: Sequence[AllowanceSheet]
    changes: tuple[Difference, ...]
    names: Mapping[str, str]
    begun: bool
    ended: bool

    @property
    def blocked(self) -> bool:
        """Must something be mended before the sheet may be approved."""
        return any(finding.blocks for finding in self.findings)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """Findings that are not about something missing: `needs` asks for that."""
        return tuple(one for one in self.findings if not one.missing)

    @property
    def stands(self) -> bool:
        """Does the calculation of today give the sums that were approved, to each their own."""
        return bool(self.approved) and not self.changes

    @property
    def approvable(self) -> bool:
        """May it be approved, first or anew."""
        return self.begun and self.pairs > 0 and not self.blocked and not self.stands


@requires(Permission.ALLOWANCE_READ)
def month_sheet(*, actor: Actor, month: Month, today: date) -> MonthSheet:
    """The month as it is counted by what is known today."""
    unit = unit_of(actor)
    found = counted(unit, month)
    document = document_of(unit, found)
    approved = store.sheets(month.code)
    last = approved[0].document if approved else None
    changes = tuple(differences(last["lines"], document["lines"])) if last else ()
    lines = [*(last["lines"] if last else ()), *document["lines"]]
    return MonthSheet(
        month=month,
        document=document,
        digest=digest(document),
        findings=found.sheet.findings,
        needs=needs_of(found),
        silences=silences_of(found),
        pairs=len(found.rows),
        approved=approved,
        changes=changes,
        names={line["recipient"]: line["name"] for line in lines},
        begun=month.first <= today,
        ended=month.last < today,
    )


@requires(Permission.ALLOWANCE_READ)
def approved_sheet(*, actor: Actor, public_id: uuid.UUID) -> AllowanceSheet:
    """A sheet as it was approved. NotFoundError for one of another institution."""
    del actor
    found = store.sheet_by_public_id(public_id)
    if found is None:
        raise NotFoundError
    return found


@requires(Permission.ALLOWANCE_READ_OWN)
def own_sheet(*, actor: Actor, month: Month) -> Mapping[str, Any] | None:
    """A participant's own lines of the last approved sheet; None if there is no such sheet."""
    approved = store.sheets(month.code)
    if not approved or actor.person_id is None:
        return None
    card = db.session.get(Person, actor.person_id)
    return own(approved[0].document, str(card.public_id)) if card else None


@requires(Permission.ALLOWANCE_APPROVE)
def approve(
    *,
    actor: Actor,
    month: Month,
    seen: str,
    reason: str,
    today: date,
    now: datetime,
) -> AllowanceSheet:
    """Freeze the month's sheet as it was seen: `seen` is its digest. Sent twice it is one.

    Raises:
        InputError: there is nothing to pay for yet; a recount without a reason.
        RuleViolationError: something is undetermined or against an act.
        ConflictError: the calculation is another one by now.
    """
    with transaction():
        looked = month_sheet(actor=actor, month=month, today=today)
        if looked.approved and looked.approved[0].sha256 == seen:
            return looked.approved[0]
        _check(looked, seen, reason)
        number = looked.approved[0].number + 1 if looked.approved else 1
        row = AllowanceSheet(
            org_unit_id=actor.unit_id,
            org_path=actor.unit_path,
            month=month.code,
            number=number,
            document=dict(looked.document),
            total=looked.document["total"],
            sha256=looked.digest,
            reason=" ".join(reason.split()) if number > 1 else None,
            approved_at=now,
            approved_by=f"{actor.name}, {actor.role.label}",
        )
        db.session.add(row)
        db.session.flush()
    return row


def _check(looked: MonthSheet, seen: str, reason: str) -> None:
    if not looked.begun:
        raise InputError({"": [f"{looked.month.title.capitalize()} ещё не начался."]})
    if not looked.pairs:
        raise InputError({"": ["В этом месяце наставнических пар нет: утверждать нечего."]})
    if looked.blocked:
        raise RuleViolationError(
            "Расчёт не утверждён: сначала внесите то, чего не хватает.",
            tuple(finding for finding in looked.findings if finding.blocks),
        )
    if looked.stands:
        raise InputError({"": ["Суммы те же, что утверждены: пересчитывать нечего."]})
    if looked.digest != seen:
        raise ConflictError(
            "Пока вы смотрели расчёт, данные изменились. Ничего не утверждено: "
            "откройте расчёт заново и проверьте суммы."
        )
    if looked.approved and len(reason.strip()) < _REASON:
        raise InputError(
            {"reason": ["Напишите, почему расчёт меняется: например, «уточнён оклад»."]}
        )
