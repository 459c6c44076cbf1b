"""The last month's allowances that nobody has approved, as a task of the home page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.mentorship import ENDED, LIVE
from nastavnik.domain.month import Month
from nastavnik.store import allowance as store
from nastavnik.store import mentorship as mentorships
from nastavnik.usecases.task import Task

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook


def own_allowances(actor: Actor, books: Callable[[date], RuleBook], today: date) -> Iterator[Task]:
    """One task where the acts pay, somebody was paid for, and there is no approved sheet."""
    month = Month.of(today).previous
    rules = books(month.last).allowances
    if not rules or store.is_approved(month.code):
        return
    pairs = mentorships.overlapping(month.first, month.last)
    if any(one.state in LIVE | ENDED for one in pairs):
        decides = actor.can(Permission.ALLOWANCE_APPROVE)
        yield Task(
            title=f"{'Утвердить' if decides else 'Подготовить'} расчёт выплат за {month.title}",
            detail=rules[0].named,
            action="Открыть",
            subject="allowances",
            period=month.code,
            cite=rules[0].cite,
            act_title=books(month.last).act_title(rules[0].cite),
            quote=rules[0].quote,
            mark="Не утверждён",
        )
