"""How far the reports have come: counted by state, without opening their figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.regions import registry
from nastavnik.store import org_unit, report, submission
from nastavnik.usecases.access import requires
from nastavnik.usecases.report_pairs import is_institution
from nastavnik.usecases.task import Task

if TYPE_CHECKING:
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.submission import Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Reports of one unit: an institution's own, or those of a municipality's institutions."""

    unit: OrgUnit
    expected: int
    accepted: int
    waiting: int
    returned: int

    @property
    def missing(self) -> int:
        """Reports that nobody has sent yet; returned ones are apart."""
        return self.expected - self.accepted - self.waiting - self.returned

    @property
    def owed(self) -> int:
        """Reports that the institutions have to send, for the first time or again."""
        return self.expected - self.sent

    @property
    def sent(self) -> int:
        """Reports on their way or accepted."""
        return self.accepted + self.waiting


@requires(Permission.REPORT_READ)
def progress(*, actor: Actor, period: Period) -> Sequence[Progress]:
    """The municipalities of a region, or the institutions of a municipality, by title."""
    units = org_unit.below(actor.unit_path)
    states = {unit_id: state for _, unit_id, state in report.latest([period.code])}
    inside: dict[int, list[OrgUnit]] = {}
    for one in units:
        if one.level is Level.INSTITUTION:
            inside.setdefault(one.parent_id or one.id, []).append(one)
    if actor.unit_level is Level.REGION:
        parts = [(one, inside.get(one.id, [])) for one in units if one.level is Level.MUNICIPALITY]
    else:
        parts = [(one, [one]) for ones in inside.values() for one in ones]
    found = [_counted(unit, [states.get(one.id) for one in ones]) for unit, ones in parts]
    return sorted(found, key=lambda one: one.unit.title)


def _counted(unit: OrgUnit, states: Sequence[str | None]) -> Progress:
    count = Counter(states)
    return Progress(
        unit=unit,
        expected=len(states),
        accepted=count[ReportState.ACCEPTED],
        waiting=count[ReportState.SUBMITTED],
        returned=count[ReportState.RETURNED],
    )


def institution_reports(unit: OrgUnit, today: date) -> Iterator[Task]:
    """Reports that the institution has to send or to put right."""
    latest: dict[str, Submission] = {}
    for one in submission.of_unit(unit.id):
        latest.setdefault(one.period, one)
    over = Period.of(today).previous
    if over.code not in latest:
        yield Task(
            title=f"Сдать отчёт: {over.title}",
            detail=f"Период закончился {over.last:%d.%m.%Y}, отчёт ещё не сдан",
            action="Заполнить",
            subject="period",
            period=over.code,
            mark="Не сдан",
            pressing=True,
        )
    for code, one in latest.items():
        if one.state == ReportState.RETURNED:
            yield Task(
                title=f"Исправить отчёт: {Period.parse(code).title}",
                detail=f"Причина возврата: {one.reason}",
                action="Исправить",
                subject="period",
                period=code,
                mark="Возвращён",
                pressing=True,
            )


@requires(Permission.REPORT_READ)
def territory_tasks(*, actor: Actor, today: date) -> list[Task]:
    """What the reports ask of a municipal centre or of a ministry.

    Whoever reviews gets every report that waits; of a period that is over, whatever has not come.
    """
    if is_institution(actor):
        return []
    period = Period.of(today)
    reviews = actor.can(Permission.REPORT_REVIEW)
    waiting = [
        *(_waiting(period.previous) if reviews else ()),
        *(_waiting(period) if reviews else ()),
    ]
    zone = ZoneInfo(registry.region(actor.region).profile.timezone)
    return [*(_to_review(one, zone) for one in waiting), *_missing(actor, period.previous)]


def _waiting(period: Period) -> list[Submission]:
    latest = submission.latest_by_unit(period.code).values()
    return sorted(
        (one for one in latest if one.state == ReportState.SUBMITTED),
        key=lambda one: one.submitted_at,
    )


def _to_review(one: Submission, zone: ZoneInfo) -> Task:
    sent = one.submitted_at.astimezone(zone)
    return Task(
        title=f"Проверить отчёт: {one.org_unit.short_title}",
        detail=f"{Period.parse(one.period).title}, сдан {sent:%d.%m.%Y}",
        action="Проверить",
        subject="submission",
        target=one.public_id,
        mark="Ждёт проверки",
        pressing=True,
    )


def _missing(actor: Actor, period: Period) -> Iterator[Task]:
    for one in progress(actor=actor, period=period):
        if one.sent == one.expected:
            continue
        name, back = one.unit.short_title, one.returned == one.expected
        if actor.unit_level is Level.REGION:
            title, mark = f"Сданы не все отчёты: {name}", f"Сдано {one.sent} из {one.expected}"
        else:
            title = f"{'Отчёт на доработке' if back else 'Нет отчёта'}: {name}"
            mark = "Возвращён" if back else "Не сдан"
        yield Task(
            title=title,
            detail=f"{period.title}, закончился {period.last:%d.%m.%Y}",
            action="Открыть",
            subject="period",
            target=one.unit.public_id if one.unit.level is Level.MUNICIPALITY else None,
            period=period.code,
            mark=mark,
        )
