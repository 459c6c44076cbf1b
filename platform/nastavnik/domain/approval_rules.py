"""How the steps of approval are checked.

A step that nobody wrote down is not done. A step written down without its day, or without the
number of its protocol, proves nothing yet: the finding is undetermined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik.domain.approval import PREFIX, Approval, Approved, Since
from nastavnik.domain.finding import Finding
from nastavnik.domain.need import Keeps

if TYPE_CHECKING:
    from datetime import date

    from nastavnik.domain.case import Case
    from nastavnik.domain.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Lack:
    """What is wrong with a step; `missing` names what is not known."""

    text: str
    actual: str = ""
    missing: tuple[str, ...] = ()


Watch = tuple[Callable[["Case"], Lack | None], Callable[["Case", Lack], Finding], Keeps | None]


def watches(book: RuleBook, asked: Iterable[Approval]) -> Iterator[Watch]:
    """For every step: a probe, its words and its quick question, in the order of the steps."""
    chain = tuple(sorted(asked, key=lambda rule: rule.step))
    for rule in chain:
        told = _Told(book, rule, chain)
        alone = not rule.days and rule.step == chain[0].step
        yield told.probe, told.tell, _done(rule) if alone else None


def _done(rule: Approval) -> Keeps:
    """Is a step that no other one nor a deadline binds done, and not later than the order."""
    code, numbered = rule.code, rule.evidence.numbered

    def kept(case: Case) -> bool:
        for one in reversed(case.approvals or ()):
            if one.code == code:
                day = one.on
                if day is None or (numbered and not one.number):
                    return False
                return case.order_on is None or day <= case.order_on
        return False

    return kept


@dataclass(frozen=True, slots=True)
class _Told:
    book: RuleBook
    rule: Approval
    chain: tuple[Approval, ...]

    def probe(self, case: Case) -> Lack | None:
        rule = self.rule
        if case.approvals is None:
            return Lack(f"неизвестно, пройден ли шаг ({rule.who}).", missing=(self._key,))
        held = {one.code: one for one in case.approvals}
        own = held.get(rule.code)
        if own is None:
            return Lack(f"шаг не пройден ({rule.who}). Отметьте его до приказа.")
        if own.on is None:
            return Lack("шаг отмечен без даты. Укажите день документа.", missing=(self._key,))
        if rule.evidence.numbered and not own.number:
            text = f"не указан номер документа ({rule.evidence.label}). Дополните."
            return Lack(text, missing=(self._key,))
        return self._out_of_order(own.on, held, case) or self._late(own.on, held, case)

    @property
    def _key(self) -> str:
        return f"{PREFIX}{self.rule.code}"

    def _out_of_order(self, on: date, held: dict[str, Approved], case: Case) -> Lack | None:
        for other, day in self._before(held):
            if day > on:
                text = (
                    f"шаг {self.rule.step} датирован {on:%d.%m.%Y}, а шаг {other.step} "
                    f"«{other.title}» перед ним — {day:%d.%m.%Y}. Исправьте даты."
                )
                return Lack(text, f"{on:%d.%m.%Y}")
        if case.order_on is not None and on > case.order_on:
            text = f"датировано {on:%d.%m.%Y}, позже приказа ({case.order_on:%d.%m.%Y})."
            return Lack(text, f"{on:%d.%m.%Y}")
        return None

    def _before(self, held: dict[str, Approved]) -> Iterator[tuple[Approval, date]]:
        """Earlier steps with their days, as far as these are known."""
        for other in self.chain:
            one = held.get(other.code)
            if other.step < self.rule.step and one is not None and one.on is not None:
                yield other, one.on

    def _late(self, on: date, held: dict[str, Approved], case: Case) -> Lack | None:
        rule = self.rule
        if not rule.days:
            return None
        anchor = self._anchor(held, case)
        if anchor is None:
            return Lack(f"неизвестен день {rule.since.label}.", missing=(rule.since.value,))
        last = self.book.calendar.due(anchor, rule.days, rule.unit, before=rule.before).on
        if on <= last:
            return None
        text = f"датировано {on:%d.%m.%Y}; крайний день — {last:%d.%m.%Y} ({rule.within})."
        return Lack(text, f"{on:%d.%m.%Y}")

    def _anchor(self, held: dict[str, Approved], case: Case) -> date | None:
        if self.rule.since is Since.START:
            return case.start
        if self.rule.since is Since.ADMISSION:
            return case.admitted_on
        return max((day for _, day in self._before(held)), default=None)

    def tell(self, _case: Case, lack: Lack) -> Finding:
        rule = self.rule
        return Finding(
            code=self._key,
            severity=rule.severity.unless(lack.missing),
            text=f"{rule.title}: {lack.text}",
            cite=rule.cite,
            act_title=self.book.act_title(rule.cite),
            quote=rule.quote,
            actual=lack.actual,
            limit=rule.within,
            field="evidence",
            missing=lack.missing,
        )
