"""A task as a line of the page: where its button leads, how its urgency looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from flask import url_for

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.wording import counted, plural
from nastavnik.usecases.task import Task, Urgency
from nastavnik.web.filters import clause, day_month, short_date

_SAME_YEAR: Final = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """`state` is late, today or "": the stripe at the edge of the row; `why` gives the clause."""

    text: str
    note: str
    href: str
    action: str
    state: str
    pill: str
    tone: str
    primary: bool
    why: Task | None = None


def lines(tasks: Iterable[Task], actor: Actor, today: date) -> list[TaskLine]:
    """Rows of the list; a reader without the right to act gets links to look."""
    return [_line(one, actor, today) for one in tasks]


def _line(task: Task, actor: Actor, today: date) -> TaskLine:
    urgency = task.urgency(today)
    acts = actor.can(Permission.MENTORSHIP_WRITE) or task.subject not in _TO_LOOK
    subject = task.subject if acts else _TO_LOOK[task.subject]
    return TaskLine(
        text=task.title,
        note=_sentence(" · ".join(_note(task))),
        href=_PLACES[subject](task),
        action=task.action if acts else "Открыть",
        state=urgency if urgency in {Urgency.LATE, Urgency.TODAY} else "",
        pill=_pill(task, urgency, today),
        tone="warning" if task.pressing and task.due is None else _TONES[urgency],
        primary=urgency is Urgency.TODAY,
        why=task if task.cite else None,
    )


def _note(task: Task) -> Iterator[str]:
    if task.detail:
        yield task.detail.rstrip(".")
    if task.due and short_date(task.due) not in task.detail:
        yield f"срок {short_date(task.due)}"
    if not task.decreed:
        yield "выходные того года ещё не утверждены, срок может сдвинуться"
    if task.cite:
        yield f"{task.act_title}, {clause(task.cite.clause)}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pill(task: Task, urgency: Urgency, today: date) -> str:
    if task.due is None or urgency is Urgency.OPEN:
        return task.mark
    days = abs((task.due - today).days)
    if urgency is Urgency.LATE:
        return f"Просрочено на {counted(days, 'day')}"
    if urgency is Urgency.TODAY:
        return "Сегодня"
    if urgency is Urgency.SOON:
        return f"{plural(days, 'Остался', 'Осталось', 'Осталось')} {counted(days, 'day')}"
    return f"До {day_month(task.due) if days < _SAME_YEAR else short_date(task.due)}"


def _period(task: Task) -> str:
    if task.target:
        return url_for("reports.territory", code=task.period, unit_id=task.target)
    return url_for("reports.period", code=task.period)


_PLACES: Final[Mapping[str, Callable[[Task], str]]] = MappingProxyType(
    {
        "act": lambda task: url_for("acts.show", public_id=task.target),
        "order": lambda task: url_for("orders.issue", public_id=task.target),
        "end": lambda task: url_for("lifecycle.complete", public_id=task.target),
        "council": lambda _task: url_for("council.show"),
        "early_end": lambda task: url_for("lifecycle.end_early", public_id=task.target),
        "mentorship": lambda task: url_for("mentorships.show", public_id=task.target),
        "mentee": lambda task: url_for("mentorships.new", mentee=task.target),
        "person": lambda task: url_for("people.show", public_id=task.target),
        "status": lambda task: url_for("statuses.show", public_id=task.target),
        "statuses": lambda task: url_for("statuses.index", standing=task.period),
        "submission": lambda task: url_for("reports.submission", public_id=task.target),
        "allowances": lambda task: url_for("allowances.show", month=task.period),
        "period": _period,
        "data_request": lambda task: url_for("data_requests.show", request_id=task.target),
        "destruction": lambda task: url_for("destructions.show", destruction_id=task.target),
    }
)
_TO_LOOK: Final = {
    "early_end": "mentorship",
    "end": "mentorship",
    "mentee": "person",
    "order": "mentorship",
}
_TONES: Final = {
    Urgency.LATE: "danger",
    Urgency.TODAY: "warning",
    Urgency.SOON: "info",
    Urgency.LATER: "secondary",
    Urgency.OPEN: "secondary",
}
