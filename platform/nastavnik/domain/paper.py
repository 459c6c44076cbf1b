"""What an act asks of a document: the fields that it must state, and the order of dates.

Source of the pattern: art. 351.8 of the Labour Code (content, term and form of the work are
stated; the work is done on the ground of a written consent).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from nastavnik.domain.cite import Cite
from nastavnik.domain.severity import Severity

if TYPE_CHECKING:
    from nastavnik.domain.requirement import Condition


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
