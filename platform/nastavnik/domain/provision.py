"""Other provisions of an act: deadlines, grounds, kinds and forms of mentoring."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from nastavnik.domain.cite import Cite


class Unit(StrEnum):
    """Units of values and of deadlines."""

    MONTH = "month"
    YEAR = "year"
    PERSON = "person"
    PERCENT = "percent"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    FLAG = "flag"
    TEXT = "text"

    @property
    def label(self) -> str:
        """The unit in the plural, as in «сколько …»."""
        return _UNIT_TITLES[self]


_UNIT_TITLES: Final = {
    Unit.MONTH: "месяцев",
    Unit.YEAR: "лет",
    Unit.PERSON: "человек",
    Unit.PERCENT: "процентов",
    Unit.CALENDAR_DAY: "календарных дней",
    Unit.WORKING_DAY: "рабочих дней",
    Unit.FLAG: "да или нет",
    Unit.TEXT: "текст",
}


class Anchor(StrEnum):
    """The event from which a deadline is counted."""

    ADMISSION = "admission"
    ORDER = "order"
    START = "start"
    END = "end"
    EARLY_END = "early_end"
    YEARLY = "yearly"

    @property
    def label(self) -> str:
        """The event in the genitive: «со дня …»."""
        return _ANCHOR_TITLES[self]


_ANCHOR_TITLES = {
    Anchor.ADMISSION: "фактического допуска к работе",
    Anchor.ORDER: "издания приказа",
    Anchor.START: "начала срока наставничества",
    Anchor.END: "окончания срока наставничества",
    Anchor.EARLY_END: "досрочного прекращения",
    Anchor.YEARLY: "прошлого обновления",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """By when somebody must do something: `days` units after (before) the anchor event."""

    code: str
    title: str
    days: int
    unit: Unit
    anchor: Anchor
    role: str
    closes: str
    cite: Cite
    quote: str = ""
    before: bool = False
    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form; an empty list speaks of all."""
        return (not self.kinds or kind in self.kinds) and (not self.forms or form in self.forms)


_DEADLINE_PARAMETERS: Final = {
    "appointment": "appointment.within_days",
    "plan": "plan.within_days",
    "report": "report.within_days",
    "curator_update": "curator.update_months",
}


def deadline_parameter(code: str) -> str | None:
    """The catalogue parameter that a deadline of this code gives a value to, if any."""
    return _DEADLINE_PARAMETERS.get(code)


class GroundEvent(StrEnum):
    """What a ground allows."""

    EXTENSION = "extension"
    EARLY_END = "early_end"
    REPLACEMENT = "replacement"

    @property
    def label(self) -> str:
        """What is allowed, in the nominative."""
        return _EVENT_TITLES[self]


_EVENT_TITLES: Final = {
    GroundEvent.EXTENSION: "Продление срока",
    GroundEvent.EARLY_END: "Досрочное завершение",
    GroundEvent.REPLACEMENT: "Замена наставника",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A reason that an act names for an extension, an early end or a replacement."""

    event: GroundEvent
    code: str
    title: str
    cite: Cite
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of mentoring (вид) and how its participants are called."""

    code: str
    title: str
    mentor: str
    mentee: str
    cite: Cite
    quote: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOfMentoring:
    """A form of mentoring (форма); `students`: the mentee is a student, not a teacher."""

    code: str
    title: str
    cite: Cite
    quote: str = ""
    students: bool = False
