"""What a requirement of a status means over time: it must hold on the order's day and to the end.

The requirement itself says whether the status is held. Here is said why it is not any more, and
that it will not last; both with the clause that sets the term, else with the requirement's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.facts import People, Subject
from nastavnik.domain.finding import Finding
from nastavnik.domain.severity import Severity
from nastavnik.domain.status import FACT, TERM, Held, given, held_on, latest

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.requirement import Ask, Requirement
    from nastavnik.domain.rulebook import RuleBook

Found = tuple[Severity, str, str]
"""Severity, text, and what is so (`actual`)."""
Watch = tuple[Callable[["Case"], Found | None], Callable[["Case", Found], Finding]]


def watches(book: RuleBook, form: str, asked: Iterable[Requirement]) -> Iterator[Watch]:
    """For every requirement that asks for the mentor's status: a probe and its words."""
    for rule in asked:
        codes = {
            code
            for leaf in rule.condition.leaves()
            if leaf.fact == FACT and leaf.of is Subject.MENTOR
            for code in leaf.codes()
        }
        if codes:
            told = _Told(book, form, rule, rule.condition.compiled(), frozenset(codes))
            yield told.probe, told.tell


@dataclass(frozen=True, slots=True)
class _Told:
    book: RuleBook
    form: str
    rule: Requirement
    ask: Ask
    codes: frozenset[str]

    def probe(self, case: Case) -> Found | None:
        """None where the statuses are not known one by one, and where they last."""
        if not case.statuses:
            return None
        day = case.order_on or case.on
        own = [one for one in case.statuses if one.code in self.codes and one.given_on <= day]
        if not self._met(case, held_on(case.statuses, day)):
            lost = [one for one in own if not one.on(day)]
            return self._gone(lost, day) if lost and self._met(case, given(own)) else None
        if self._met(case, held_on(case.statuses, case.end)):
            return None
        return self._short([one for one in own if one.on(day) and not one.on(case.end)], case.end)

    def _met(self, case: Case, codes: tuple[str, ...]) -> bool:
        mentor = {**case.mentor, FACT: codes}
        return self.ask(People(mentor=mentor, mentee=case.mentee, pair=case.pair)) is not False

    def tell(self, _case: Case, found: Found) -> Finding:
        """By the clause of the term, if the acts have one for this status."""
        severity, text, actual = found
        limits = (self.book.value(TERM, code, self.form) for code in sorted(self.codes))
        limit = next((one for one in limits if one.binding is not None), None)
        cite, quote = self.rule.cite, self.rule.quote
        if limit is not None:
            cite, quote = limit.bound.cite, limit.bound.quote
        return Finding(
            code=TERM,
            severity=severity,
            text=text,
            actual=actual,
            limit=limit.shown if limit else "",
            cite=cite,
            act_title=self.book.act_title(cite),
            quote=quote,
            field="mentor_id",
            trace=limit.trace if limit else (),
        )

    def _named(self, one: Held) -> str:
        title = self.book.facts[FACT].choices.get(one.code, one.code)
        return f"Статус «{title}» ({one.paper})"

    def _gone(self, lost: Iterable[Held], day: date) -> Found:
        """A status that was held, and is not on the day."""
        one = latest(lost)[-1]
        if one.withdrawn_on is not None and one.withdrawn_on <= day:
            actual = f"прекращён {one.withdrawn_on:%d.%m.%Y}"
        else:
            actual = f"действовал до {one.last:%d.%m.%Y}"
        text = (
            f"{self._named(one)} {actual}: на {day:%d.%m.%Y} его нет. "
            "Нужен новый приказ министерства."
        )
        return Severity.VIOLATION, text, actual

    def _short(self, held: Iterable[Held], end: date) -> Found:
        """A status held now that ends before the mentorship does."""
        one = latest(held)[-1]
        actual = f"действует до {one.last:%d.%m.%Y}"
        text = (
            f"{self._named(one)} {actual}, наставничество — до {end:%d.%m.%Y}. "
            "Продлите статус до его окончания или укоротите срок."
        )
        return Severity.WARNING, text, actual
