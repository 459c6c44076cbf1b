"""What personal data ask of the day: papers that hold no more, requests, a permission."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.cite import Cite
from nastavnik.domain.personal_data import Ground, RequestKind
from nastavnik.domain.wording import counted
from nastavnik.store import data_request as requests
from nastavnik.store import destruction as destructions
from nastavnik.usecases import evidence
from nastavnik.usecases.pair_facts import pair_facts
from nastavnik.usecases.task import Task

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.mentorship import Mentorship


_LAW: Final = "О персональных данных"
"""The act of every term below: it is not among the acts of mentoring, so it has no page."""
REACHED: Final = Ground.REACHED.term
"""In what time data are destroyed when they are needed no more."""


def lapsed_papers(
    live: Sequence[Mentorship], books: Callable[[date], RuleBook], today: date
) -> Iterator[Task]:
    """Papers of live pairs that an act asks for and that were withdrawn or have expired."""
    held = evidence.of_rows(live)
    for one in live:
        for key, reason in evidence.lapsed_of(held[one.id], today).items():
            book = books(one.law_on)
            needed = book.value(key, one.kind, one.form, pair_facts(one))
            if needed.value is True:
                yield Task(
                    title=f"Получить новое согласие: {one.mentor.short_name} — "
                    f"{one.mentee.short_name}",
                    detail=f"{needed.parameter.title} — {reason}",
                    action="Открыть",
                    subject="mentorship",
                    target=one.public_id,
                    cite=needed.cite,
                    act_title=book.act_title(needed.cite) if needed.cite else "",
                    quote=needed.quote,
                    trace=needed.trace,
                    mark="Не действует",
                    pressing=True,
                )


def data_tasks(actor: Actor, today: date) -> Iterator[Task]:
    """Requests to answer, acts kept long enough; for a director, destructions to permit."""
    for asked in requests.unanswered():
        kind = RequestKind(asked.kind)
        yield Task(
            title=f"Ответить на обращение: {asked.person.short_name}",
            detail=f"{kind.label}, ответ за {counted(kind.term.days, kind.term.unit)}",
            action="Ответить",
            subject="data_request",
            target=asked.public_id,
            due=asked.due_on,
            cite=Cite("", kind.term.clause),
            act_title=_LAW,
        )
    for act in destructions.overdue(today):
        if act.kept_until is not None:
            yield Task(
                title=f"Удалить акт об уничтожении данных: {act.subject_name}",
                detail=f"Хранился три года, по {act.kept_until:%d.%m.%Y}",
                action="Открыть",
                subject="destruction",
                target=act.public_id,
                due=act.kept_until + timedelta(days=REACHED.days),
                cite=Cite("", REACHED.clause),
                act_title=_LAW,
            )
    if actor.can(Permission.DATA_DESTROY):
        for row in destructions.waiting():
            ground = Ground(row.ground)
            yield Task(
                title=f"Разрешить уничтожение данных: {row.subject_name}",
                detail=f"{ground.label.capitalize()}, "
                f"срок {counted(ground.term.days, ground.term.unit)}",
                action="Открыть",
                subject="destruction",
                target=row.public_id,
                due=row.due_on,
                cite=Cite("", ground.term.clause),
                act_title=_LAW,
            )
