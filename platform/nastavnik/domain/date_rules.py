"""How the order of the dates of documents is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from nastavnik.domain.finding import Finding
from nastavnik.domain.need import Keeps, Need
from nastavnik.domain.paper import DateOrder, Event

if TYPE_CHECKING:
    from datetime import date

    from nastavnik.domain.case import Case
    from nastavnik.domain.requirement import Ask
    from nastavnik.domain.rulebook import RuleBook

CODE: Final = "date_order"
"""Code of a finding about the order of dates."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """The dates in the wrong order, or what is not known to compare them."""

    text: str
    actual: str = ""
    missing: tuple[str, ...] = ()


Watch = tuple[
    Callable[["Case"], Wrong | None], Callable[["Case", Wrong], Finding], Keeps | None, Need | None
]


def watches(book: RuleBook, asked: Iterable[DateOrder]) -> Iterator[Watch]:
    """For every order of dates: a probe, its words and its quick question."""
    for rule in asked:
        told = _Told(book, rule, rule.when.compiled() if rule.when else None)
        if rule.later is Event.ORDER and rule.earlier not in _OWN:
            yield told.probe, told.tell, None, Need(signed=frozenset({rule.earlier.value}))
        else:
            yield told.probe, told.tell, _in_order(rule), None


def _in_order(rule: DateOrder) -> Keeps:
    """Are the days in their order, or has one of the two not happened; whatever `when` says."""
    first, second = _reader(rule.earlier), _reader(rule.later)

    def kept(case: Case) -> bool:
        begins, ends = first(case), second(case)
        if begins is None:
            return not _happened(rule.earlier, case)
        if ends is None:
            return not _happened(rule.later, case)
        return begins <= ends

    return kept


@dataclass(frozen=True, slots=True)
class _Told:
    book: RuleBook
    rule: DateOrder
    ask: Ask | None

    def probe(self, case: Case) -> Wrong | None:
        """None where one of the two has not happened: that is another rule's matter."""
        met = self.ask is None or self.ask(case)
        if met is False:
            return None
        first, second = self.rule.earlier, self.rule.later
        if not (_happened(first, case) and _happened(second, case)):
            return None
        begins, ends = _day(first, case), _day(second, case)
        if begins is None or ends is None:
            return _unknown(first if begins is None else second)
        if begins <= ends:
            return None
        actual = f"{begins:%d.%m.%Y} и {ends:%d.%m.%Y}"
        text = (
            f"{_capital(first.label)} — {begins:%d.%m.%Y}, {second.label} — {ends:%d.%m.%Y}: "
            "должно быть не позже."
        )
        return Wrong(text, actual, () if met else self._open(case))

    def _open(self, case: Case) -> tuple[str, ...]:
        """Facts without which one can't say whether the rule holds here at all."""
        return self.rule.when.evaluate(case).missing if self.rule.when else ()

    def tell(self, _case: Case, wrong: Wrong) -> Finding:
        rule = self.rule
        known = self.book.facts
        open_facts = [known[key].title for key in wrong.missing if key in known]
        doubt = f" Обязательно ли это здесь, зависит от факта: {', '.join(open_facts)}."
        return Finding(
            code=CODE,
            severity=rule.severity.unless(wrong.missing),
            text=wrong.text + (doubt if open_facts else ""),
            cite=rule.cite,
            act_title=self.book.act_title(rule.cite),
            quote=rule.quote,
            actual=wrong.actual,
            limit=rule.shown,
            field="evidence",
            missing=wrong.missing,
        )


def _happened(event: Event, case: Case) -> bool:
    """Has it happened, on whatever day."""
    if event is Event.ORDER:
        return case.order_on is not None
    return event in _SURE or event.value in case.evidence


_SURE: Final = {Event.START, Event.ADMISSION}


def _day(event: Event, case: Case) -> date | None:
    """The day of what has happened; None if it is not known."""
    return _reader(event)(case)


def _reader(event: Event) -> Callable[[Case], date | None]:
    if event in _OWN:
        return attrgetter(_OWN[event])
    key = event.value
    return lambda case: case.dates.get(key)


_OWN: Final = {Event.START: "start", Event.ORDER: "order_on", Event.ADMISSION: "admitted_on"}


def _unknown(event: Event) -> Wrong:
    text = f"Порядок дат не проверить: неизвестен день ({event.label})."
    return Wrong(text, missing=(event.value,))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
