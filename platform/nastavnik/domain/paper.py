"""What an act asks of a document: the fields that it must state, and the order of dates.

Source of the pattern: art. 351.8 of the Labour Code (content, term and form of the work are
stated; the work is done on the ground of a written consent).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from nastavnik.domain.cite import Cite
from nastavnik.domain.finding import Finding
from nastavnik.domain.need import Keeps
from nastavnik.domain.severity import Severity

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.requirement import Ask, Condition
    from nastavnik.domain.rulebook import RuleBook

DATES_CODE: Final = "date_order"
"""Code of a finding about the order of dates."""


class Document(StrEnum):
    """A document of a mentorship that an act may speak of."""

    ORDER = "order"
    AGREEMENT = "agreement"
    CONSENT_MENTOR = "consent_mentor"
    CONSENT_MENTEE = "consent_mentee"
    PROGRAMME = "programme"

    @property
    def label(self) -> str:
        """Name of the document, in the nominative."""
        return _DOCUMENTS[self]

    @property
    def form(self) -> str:
        """Code of the form that it is printed by."""
        return "order_appointment" if self is Document.ORDER else self.value


_DOCUMENTS: Final = {
    Document.ORDER: "приказ о назначении наставника",
    Document.AGREEMENT: "трудовой договор или дополнительное соглашение",
    Document.CONSENT_MENTOR: "согласие наставника",
    Document.CONSENT_MENTEE: "согласие наставляемого",
    Document.PROGRAMME: "персонализированная программа",
}


class Field(StrEnum):
    """What a document may have to state."""

    NUMBER = "number"
    DATE = "date"
    MENTOR = "mentor"
    MENTEE = "mentee"
    TERM = "term"
    KIND = "kind"
    FORM = "form"
    CONTENT = "content"
    PAYMENT = "payment"
    BASIS = "basis"
    CURATOR = "curator"

    @property
    def label(self) -> str:
        """Name of the field, in the nominative."""
        return _FIELDS[self][0]

    @property
    def names(self) -> tuple[str, ...]:
        """Expressions by which a form prints it, all of them."""
        return _FIELDS[self][1]


_FIELDS: Final[Mapping[Field, tuple[str, tuple[str, ...]]]] = {
    Field.NUMBER: ("номер", ("order.number",)),
    Field.DATE: ("дата", ("order.date",)),
    Field.MENTOR: ("наставник", ("pair.mentor",)),
    Field.MENTEE: ("наставляемый", ("pair.mentee",)),
    Field.TERM: ("срок", ("pair.start", "pair.end")),
    Field.KIND: ("вид наставничества", ("pair.kind_title",)),
    Field.FORM: ("форма", ("pair.form_title",)),
    Field.CONTENT: ("содержание работы", ("pair.content",)),
    Field.PAYMENT: ("оплата", ("pair.payment",)),
    Field.BASIS: ("основание", ("basis",)),
    Field.CURATOR: ("куратор", ("curator",)),
}
"""Field -> its name and the expressions by which a form prints it, all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRule:
    """The fields that a document must state; only where `when` is met, if it is there."""

    document: Document
    fields: tuple[Field, ...]
    cite: Cite
    quote: str = ""
    severity: Severity = Severity.VIOLATION
    when: Condition | None = None
    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form; an empty list speaks of all."""
        return (not self.kinds or kind in self.kinds) and (not self.forms or form in self.forms)

    @property
    def shown(self) -> str:
        """«содержание работы, срок, форма»."""
        return ", ".join(field.label for field in self.fields)


class Event(StrEnum):
    """A dated event before or at the beginning of a mentorship."""

    CONSENT_MENTOR = "consent.mentor"
    CONSENT_MENTEE = "consent.mentee"
    CONSENT_PERSONAL_DATA = "consent.personal_data"
    CONSENT_GUARDIAN = "consent.guardian"
    AGREEMENT = "agreement.supplementary"
    ADMISSION = "admission"
    ORDER = "order"
    START = "start"

    @property
    def label(self) -> str:
        """Name of the event, in the nominative."""
        return _EVENTS[self]


_EVENTS: Final = {
    Event.CONSENT_MENTOR: "согласие наставника",
    Event.CONSENT_MENTEE: "согласие наставляемого",
    Event.CONSENT_PERSONAL_DATA: "согласие на обработку персональных данных",
    Event.CONSENT_GUARDIAN: "согласие законного представителя",
    Event.AGREEMENT: "дополнительное соглашение",
    Event.ADMISSION: "допуск к работе",
    Event.ORDER: "приказ",
    Event.START: "начало срока",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOrder:
    """`earlier` may not be later than `later`; only where `when` is met, if it is there."""

    earlier: Event
    later: Event
    cite: Cite
    quote: str = ""
    severity: Severity = Severity.VIOLATION
    when: Condition | None = None
    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form; an empty list speaks of all."""
        return (not self.kinds or kind in self.kinds) and (not self.forms or form in self.forms)

    @property
    def shown(self) -> str:
        """«согласие наставника — не позже, чем приказ»."""
        return f"{self.earlier.label} — не позже, чем {self.later.label}"


@dataclass(frozen=True, slots=True)
class Wrong:
    """The dates in the wrong order, or what is not known to compare them."""

    text: str
    actual: str = ""
    missing: tuple[str, ...] = ()


Watch = tuple[Callable[["Case"], Wrong | None], Callable[["Case", Wrong], Finding], Keeps]


def watches(book: RuleBook, asked: Iterable[DateOrder]) -> Iterator[Watch]:
    """For every order of dates: a probe, its words and its quick question."""
    for rule in asked:
        told = _Told(book, rule, rule.when.compiled() if rule.when else None)
        yield told.probe, told.tell, _in_order(rule)


def _in_order(rule: DateOrder) -> Keeps:
    """Are the days in their order, whether or not the rule holds here."""
    first, second = _reader(rule.earlier), _reader(rule.later)
    unordered = rule.later is Event.ORDER

    def kept(case: Case) -> bool:
        begins, ends = first(case), second(case)
        if ends is None:
            return unordered
        return begins is not None and begins <= ends

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
        soft = rule.severity is Severity.WARNING
        return Finding(
            code=DATES_CODE,
            severity=Severity.UNDETERMINED if wrong.missing and not soft else rule.severity,
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
