"""The institution's own reports: live figures, sending them, what has been sent."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from nastavnik import __version__
from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.figures import Figures, tally
from nastavnik.domain.indicator import Pair, Span
from nastavnik.domain.period import Period
from nastavnik.domain.report import Origin, ReportState, checksum, freeze
from nastavnik.regions import registry
from nastavnik.store import org_unit, report, submission
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.submission import Submission
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.report_pairs import is_institution, pairs_of, span_of
from nastavnik.usecases.rulebooks import book_of

LONGEST_NOTE: Final = 2000
_LISTED: Final = 5
_FORMS: Final = uuid.UUID("6f0c5a52-7f3e-4d0e-9a3b-0d2d1f6f4c11")
"""Name space of addresses made out of the keys of sent forms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDraft:
    """Live figures of the institution. `seal` is the checksum of what would be frozen now."""

    period: Period
    span: Span
    figures: Figures
    kinds: Mapping[str, str]
    pairs: Mapping[Pair, Mentorship]
    versions: Sequence[Submission]
    seal: str

    @property
    def latest(self) -> Submission | None:
        """The last version that has been sent."""
        return self.versions[0] if self.versions else None

    @property
    def is_over(self) -> bool:
        """Has the period ended: do its figures no longer grow by themselves."""
        return self.span.last == self.period.last

    @property
    def can_be_sent(self) -> bool:
        """Does no earlier version stand in the way."""
        return self.latest is None or self.latest.state == ReportState.RETURNED


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodLine:
    """A period and how far its reports have come; `state` is of a single institution."""

    period: Period
    expected: int
    sent: int
    accepted: int
    state: ReportState | None = None


@requires(Permission.REPORT_READ)
def periods(*, actor: Actor, today: date) -> Sequence[PeriodLine]:
    """The present period and the ones before it, the newest first."""
    listed = [Period.of(today)]
    while len(listed) < _LISTED:
        listed.append(listed[-1].previous)
    states: dict[str, list[ReportState]] = {}
    for code, _, state in report.latest([one.code for one in listed]):
        states.setdefault(code, []).append(ReportState(state))
    single = is_institution(actor)
    expected = 1 if single else len(org_unit.below(actor.unit_path, Level.INSTITUTION))
    return [
        PeriodLine(
            period=one,
            expected=expected,
            sent=sum(state is not ReportState.RETURNED for state in found),
            accepted=found.count(ReportState.ACCEPTED),
            state=found[0] if single and found else None,
        )
        for one in listed
        for found in [states.get(one.code, [])]
    ]


@requires(Permission.REPORT_READ)
def report_draft(*, actor: Actor, period: Period, today: date) -> ReportDraft:
    """Figures of the institution as they are now, with the mentorships behind them.

    Raises:
        NotFoundError: the actor's unit sends no reports, or the period has not begun.
    """
    unit = _institution(actor)
    span = span_of(period, today)
    found = pairs_of(unit, span)
    values, sources = freeze(list(found), _origin(unit, period, span))
    return ReportDraft(
        period=period,
        span=span,
        figures=tally(found, span),
        kinds=values["kinds"],
        pairs=found,
        versions=submission.versions(unit.id, period.code),
        seal=checksum(values, sources),
    )


@requires(Permission.REPORT_SUBMIT)
def submit_report(
    *,
    actor: Actor,
    period: Period,
    note: str,
    today: date,
    now: datetime,
    key: str,
    seal: str = "",
) -> Submission:
    """Freeze the figures and send them as the next version.

    `key` is of the form: the same form sent twice makes one report, and with other content none.
    `seal`, if given, is the checksum of the figures that the sender has looked at.

    Raises:
        InputError: the note is too long.
        ConflictError: an earlier version waits or is accepted, or the figures have changed since
            the sender looked. Nothing was written.
    """
    if len(note) > LONGEST_NOTE:
        raise InputError(
            {"note": [f"Пояснение длиннее {LONGEST_NOTE} знаков: сейчас их {len(note)}."]}
        )
    address = uuid.uuid5(_FORMS, f"{actor.unit_id}:{period.code}:{key}")
    try:
        with transaction():
            return _submit(
                actor=actor,
                period=period,
                note=note.strip(),
                today=today,
                now=now,
                address=address,
                seal=seal,
            )
    except ConflictError:
        db.session.expire_all()
        twin = _sent_before(address, note.strip(), seal)
        if twin is None:
            raise
        return twin


@requires(Permission.REPORT_READ)
def history(*, actor: Actor, period: Period | None = None) -> Sequence[Submission]:
    """Every version that the institution has sent, of one period or of all, the newest first."""
    unit = _institution(actor)
    if period is None:
        return submission.of_unit(unit.id)
    return submission.versions(unit.id, period.code)


def _submit(
    *,
    actor: Actor,
    period: Period,
    note: str,
    today: date,
    now: datetime,
    address: uuid.UUID,
    seal: str,
) -> Submission:
    unit = _institution(actor)
    span = span_of(period, today)
    if twin := _sent_before(address, note, seal):
        return twin
    sent = submission.versions(unit.id, period.code)
    if sent and sent[0].state != ReportState.RETURNED:
        raise _stands_in_the_way(sent[0], unit)
    values, sources = freeze(list(pairs_of(unit, span)), _origin(unit, period, span))
    total = checksum(values, sources)
    if seal and seal != total:
        raise ConflictError(
            "Пока вы проверяли отчёт, данные о парах изменились. Отчёт не сдан: "
            "проверьте новые цифры и сдайте его ещё раз."
        )
    row = Submission(
        public_id=address,
        org_unit_id=unit.id,
        org_path=unit.path,
        period=period.code,
        version=sent[0].version + 1 if sent else 1,
        state=ReportState.SUBMITTED.value,
        values=values,
        sources=sources,
        sha256=total,
        submitted_at=now,
        submitted_by_name=signed(actor),
        note=note or None,
    )
    db.session.add(row)
    return row


def _sent_before(address: uuid.UUID, note: str, seal: str) -> Submission | None:
    """What this very form has sent already. ConflictError if it holds something else now."""
    twin = submission.by_public_id(address)
    if twin is None:
        return None
    if (twin.note or "") != note or (seal and twin.sha256 != seal):
        raise ConflictError(
            f"С этой страницы отчёт уже сдан (версия {twin.version}), а сейчас отправлено другое. "
            "Второй отчёт не сдан: откройте страницу отчёта заново."
        )
    return twin


def signed(actor: Actor) -> str:
    """How the actor is named in a report for good."""
    return f"{actor.name}, {actor.role.label}"


def _stands_in_the_way(sent: Submission, unit: OrgUnit) -> ConflictError:
    zone = ZoneInfo(registry.region(unit.region).profile.timezone)
    state = "принят" if sent.state == ReportState.ACCEPTED else "ждёт проверки"
    return ConflictError(
        f"Отчёт за этот период уже сдан {sent.submitted_at.astimezone(zone):%d.%m.%Y} "
        f"({sent.submitted_by_name}) и {state}. "
        "Чтобы сдать исправленный, попросите муниципальный центр вернуть этот на доработку.",
        theirs={"Версия": str(sent.version), "Сдал": sent.submitted_by_name},
    )


def _institution(actor: Actor) -> OrgUnit:
    if not is_institution(actor):
        raise NotFoundError("Отчёты сдают организации; у вашей территории своя сводная страница.")
    return unit_of(actor)


def _origin(unit: OrgUnit, period: Period, span: Span) -> Origin:
    region = registry.region(unit.region)
    kinds = book_of(unit, span.last).kinds
    return Origin(
        period=period.code,
        span=span,
        unit={"path": unit.path, "title": unit.title},
        versions={"nastavnik": __version__, region.package: region.version},
        kinds={code: kind.title for code, kind in kinds.items()},
    )
