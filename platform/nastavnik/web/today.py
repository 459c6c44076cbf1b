"""The home page: what the reader has to do today, and where their work stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask import Blueprint, render_template, request

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.mentorship import State
from nastavnik.domain.period import Period
from nastavnik.reporting import charts
from nastavnik.usecases import home, report_progress, status_tasks, tasks
from nastavnik.usecases.report_progress import Progress
from nastavnik.usecases.task import Task, Urgency
from nastavnik.usecases.vocabulary import vocabulary
from nastavnik.web import clock
from nastavnik.web.session import actor, page
from nastavnik.web.task_line import lines

bp = Blueprint("today", __name__, url_prefix="/today")

SHOWN: Final = 6
"""Tasks of the first sight; the rest open by «Все задачи»."""
_SERIES: Final = ("Приняты", "Ждут проверки", "На доработке", "Не сданы")
_CHARTED: Final = ("Приняты", "Ждут проверки", "Не сданы или на доработке")
_SLIM: Final = 340
"""Width of a chart in the narrow column: its letters stay as large as the page's."""


@bp.get("/")
@page(Permission.HOME)
def index() -> str:
    """The page of the reader's role: deny by default, so the last one shows nothing of others."""
    who = actor()
    if who.can(Permission.PLATFORM_ADMIN):
        return _platform(who)
    if who.can(Permission.MENTORSHIP_READ):
        return _institution(who)
    if who.can(Permission.MENTORSHIP_READ_OWN):
        return _pair(who)
    return _territory(who)


def _institution(who: Actor) -> str:
    today = clock.today()
    found = tasks.institution_tasks(actor=who, today=today)
    stands = home.institution(actor=who)
    stages = [
        (state.label, stands.stages.get(state, 0))
        for state in State
        if state is not State.DISCARDED
    ]
    return render_template(
        "today/institution.html",
        **_listed(found, who),
        late=sum(one.urgency(today) is Urgency.LATE for one in found),
        stands=stands,
        stages=stages,
        bars=charts.svg(charts.bars(stages, "Пары по этапам", width=_SLIM)),
        words=vocabulary(actor=who, on=today),
        can_pair=who.can(Permission.MENTORSHIP_WRITE),
    )


def _pair(who: Actor) -> str:
    today = clock.today()
    return render_template(
        "today/pair.html",
        **_listed(tasks.own_tasks(actor=who, today=today), who),
        pairs=home.own_pairs(actor=who),
        words=vocabulary(actor=who, on=today),
        own=who.person_id,
    )


def _territory(who: Actor) -> str:
    today = clock.today()
    now = Period.of(today)
    period = now if request.args.get("period") == now.code else now.previous
    parts = report_progress.progress(actor=who, period=period)
    whole = who.unit_level is Level.REGION
    return render_template(
        "today/territory.html",
        **_listed(_territory_tasks(who, today), who),
        period=period,
        periods=(now, now.previous),
        parts=parts,
        whole=whole,
        series=_SERIES,
        **_picture(parts, whole=whole),
    )


def _territory_tasks(who: Actor, today: date) -> list[Task]:
    reports = report_progress.territory_tasks(actor=who, today=today)
    may = who.can(Permission.STATUS_READ)
    certificates = status_tasks.territory_statuses(actor=who, today=today) if may else []
    return sorted([*reports, *certificates], key=lambda task: task.place(today)[0])


def _picture(parts: Sequence[Progress], *, whole: bool) -> Mapping[str, Any]:
    """A bar per municipality in a region, a bar per state in a municipality; and the sums."""
    fours = [_four(one) for one in parts]
    sums = {name: sum(four[at] for four in fours) for at, name in enumerate(_SERIES)}
    data = [(one.unit.short_title, (one.accepted, one.waiting, one.owed)) for one in parts]
    return {
        "picture": charts.svg(
            charts.stacked(data, "Отчёты по муниципалитетам")
            if whole
            else charts.bars(list(sums.items()), "Отчёты организаций", width=_SLIM)
        ),
        "charted": _CHARTED,
        "chart_rows": [(name, *three) for name, three in data],
        "numbers": [list(zip(_SERIES, four, strict=True)) for four in fours],
        "sums": sums,
        "expected": sum(one.expected for one in parts),
    }


def _four(one: Progress) -> tuple[int, int, int, int]:
    return one.accepted, one.waiting, one.returned, one.missing


def _platform(who: Actor) -> str:
    working, broken = home.regions(actor=who)
    return render_template(
        "today/platform.html", today=clock.today(), working=working, broken=broken
    )


def _listed(found: Sequence[Task], who: Actor) -> dict[str, Any]:
    """The list of tasks and what its frame needs."""
    whole = "all" in request.args
    today = clock.today()
    return {
        "today": today,
        "task_lines": lines(found if whole else found[:SHOWN], who, today),
        "task_count": len(found),
        "all_shown": whole or len(found) <= SHOWN,
    }
