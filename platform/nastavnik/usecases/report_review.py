"""What the municipal centre does with a report: accepts it, or returns it with a reason."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Final

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.report import ReportState
from nastavnik.store import report, submission
from nastavnik.store.submission import Submission
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.reports import signed

LONGEST_REASON: Final = 2000


@requires(Permission.REPORT_REVIEW)
def accept_report(*, actor: Actor, public_id: uuid.UUID, now: datetime) -> Submission:
    """Accept a report that waits. The same reviewer's second click changes nothing.

    Raises:
        NotFoundError: no such report on the actor's territory.
        ConflictError: somebody has reviewed it already, or a newer version has come.
    """
    with transaction():
        row = _hold(actor, public_id)
        if row.state == ReportState.ACCEPTED and row.reviewed_by_name == signed(actor):
            return row
        _check_waits(row, ReportState.SUBMITTED)
        _review(row, ReportState.ACCEPTED, actor, now, None)
    return row


@requires(Permission.REPORT_REVIEW)
def return_report(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    reason: str,
    now: datetime,
    seen: ReportState = ReportState.SUBMITTED,
) -> Submission:
    """Return a report to be put right; an accepted one is opened again by this.

    `seen` is the state that the reviewer has looked at.

    Raises:
        InputError: without a reason, or with one too long.
        NotFoundError, ConflictError: as for accepting.
    """
    text = reason.strip()
    if not text:
        raise InputError({"reason": ["Напишите, что нужно исправить: без причины не вернуть."]})
    if len(text) > LONGEST_REASON:
        raise InputError(
            {"reason": [f"Причина длиннее {LONGEST_REASON} знаков: сейчас их {len(text)}."]}
        )
    with transaction():
        row = _hold(actor, public_id)
        again = row.state == ReportState.RETURNED and row.reason == text
        if again and row.reviewed_by_name == signed(actor):
            return row
        _check_waits(row, seen)
        _review(row, ReportState.RETURNED, actor, now, text)
    return row


def _hold(actor: Actor, public_id: uuid.UUID) -> Submission:
    row = report.lock(public_id)
    if row is None or row.org_unit.level is not Level.INSTITUTION:
        raise NotFoundError
    if not row.org_path.startswith(actor.unit_path):
        raise NotFoundError
    return row


def _check_waits(row: Submission, seen: ReportState) -> None:
    newest = submission.versions(row.org_unit_id, row.period)[0]
    if newest.id != row.id:
        raise ConflictError(
            f"Организация уже сдала следующую версию отчёта — {newest.version}. Откройте её.",
            theirs={"Версия": str(newest.version), "Сдал": newest.submitted_by_name},
        )
    if row.state != seen:
        raise ConflictError(
            f"Этот отчёт уже проверили: «{ReportState(row.state).label.lower()}», "
            f"{row.reviewed_by_name}. Обновите страницу; ваше решение не записано.",
            theirs={
                "Состояние": ReportState(row.state).label,
                "Кто": row.reviewed_by_name or "",
                "Причина": row.reason or "",
            },
        )


def _review(
    row: Submission, state: ReportState, actor: Actor, now: datetime, reason: str | None
) -> None:
    row.state = state.value
    row.reviewed_at = now
    row.reviewed_by_name = signed(actor)
    row.reason = reason
