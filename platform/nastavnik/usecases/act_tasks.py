"""Live pairs that a new act finds unlawful, as tasks of the home page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from nastavnik.domain.act import AppliesTo
from nastavnik.domain.whatif import Fate
from nastavnik.store import local_act
from nastavnik.usecases.judging import Backdrop, answers_of
from nastavnik.usecases.rulebooks import laws_of
from nastavnik.usecases.task import Task

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.local_act import LocalAct
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.org_unit import OrgUnit

_NOTICE: Final = timedelta(days=60)
_NAMED: Final = 3


def of_new_acts(unit: OrgUnit, live: Sequence[Mentorship], today: date) -> Iterator[Task]:
    """A task for each act of the last two months that applies to all, while pairs break it.

    Which pairs to look at is in the act's record; whether they still break it is checked anew.
    """
    for row in local_act.published_since(unit.path, today - _NOTICE):
        if row.applies_to != AppliesTo.ALL or row.repealed_by_id is not None:
            continue
        told = (row.effect or {}).get("pairs", {}).get(unit.path, ())
        broken = {one["id"] for one in told if one["fate"] == Fate.BROKEN.value}
        suspects = [one for one in live if str(one.public_id) in broken]
        law = laws_of(unit, max(today, row.in_force))
        beside = Backdrop(suspects)
        judged = ((one, _breach(one, law(one.law_on), row, today, beside)) for one in suspects)
        found = [(one, said) for one, said in judged if said]
        if found:
            yield _task(row, found, today)


def _breach(
    one: Mentorship, law: RuleBook, row: LocalAct, today: date, beside: Backdrop
) -> Finding | None:
    """The first thing that the act forbids in the pair."""
    (answer,) = answers_of([one], law, order_on=one.law_on, today=today, beside=beside)
    return next((said for said in answer if said.blocks and said.cite.act == row.code), None)


def _task(row: LocalAct, found: Sequence[tuple[Mentorship, Finding]], today: date) -> Task:
    names = [f"{one.mentor.short_name} — {one.mentee.short_name}" for one, _ in found[:_NAMED]]
    more = len(found) - len(names)
    begun = row.in_force <= today
    first = found[0][1]
    return Task(
        title=f"Не соответствуют новому акту пары: {len(found)}",
        detail="; ".join(names) + (f"; ещё {more}" if more else ""),
        action="Открыть",
        subject="act",
        target=row.public_id,
        due=None if begun else row.in_force,
        mark=f"Действует с {row.in_force:%d.%m.%Y}" if begun else "",
        pressing=begun,
        cite=first.cite,
        act_title=first.act_title,
        quote=first.quote,
        trace=first.trace,
    )
