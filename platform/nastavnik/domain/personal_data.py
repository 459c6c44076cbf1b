"""Terms of the law on personal data: requests, destruction, incidents.

Source: Federal Law 152-FZ, art. 20 and 21; the act of destruction and its log extract are kept
for three years (order of Roskomnadzor 179 of 28.10.2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from nastavnik.domain.provision import Unit
from nastavnik.domain.term import add_months

if TYPE_CHECKING:
    from nastavnik.domain.calendar import WorkCalendar

DESTROYED: Final = "Данные уничтожены"
"""Stands in the place of the name of a person whose data are destroyed."""
_KEPT_MONTHS: Final = 36


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, and the clause that says so."""

    days: int
    unit: Unit
    clause: str

    def due(self, since: date, calendar: WorkCalendar) -> date:
        """The last day; one of calendar days is as counted, a day off too."""
        if self.unit is Unit.WORKING_DAY:
            return calendar.due(since, self.days, self.unit).on
        return since + timedelta(days=self.days)


_NO_TERM: Final = Term(0, Unit.CALENDAR_DAY, "")


class _Timed(StrEnum):
    """A code with what it is called and the term that runs from it.

    The defaults are for the look-up by a code: `RequestKind("access")`.
    """

    label: str
    term: Term

    def __new__(cls, code: str, label: str = "", term: Term = _NO_TERM) -> Self:
        one = str.__new__(cls, code)
        one._value_ = code
        one.label, one.term = label, term
        return one


class RequestKind(_Timed):
    """What a person may ask, as the list calls it, and in what time it is answered."""

    CORRECTION = (
        "correction",
        "Исправить сведения",
        Term(7, Unit.WORKING_DAY, "ч. 3 ст. 20 закона № 152-ФЗ"),
    )
    WITHDRAWAL = (
        "withdrawal",
        "Отозвать согласие на обработку",
        Term(30, Unit.CALENDAR_DAY, "ч. 5 ст. 21 закона № 152-ФЗ"),
    )
    DESTRUCTION = (
        "destruction",
        "Уничтожить сведения: они получены незаконно или не нужны для цели",
        Term(7, Unit.WORKING_DAY, "ч. 3 ст. 20 закона № 152-ФЗ"),
    )
    ACCESS = (
        "access",
        "Разъяснить, что и зачем обрабатывается",
        Term(10, Unit.WORKING_DAY, "ч. 1 ст. 20 закона № 152-ФЗ"),
    )


class Ground(_Timed):
    """Why data are destroyed, as the act writes it, and in what time it is done."""

    WITHDRAWN = (
        "withdrawn",
        "отзыв согласия на обработку персональных данных",
        Term(30, Unit.CALENDAR_DAY, "ч. 5 ст. 21 закона № 152-ФЗ"),
    )
    REACHED = (
        "reached",
        "достижение цели обработки персональных данных",
        Term(30, Unit.CALENDAR_DAY, "ч. 4 ст. 21 закона № 152-ФЗ"),
    )
    UNLAWFUL = (
        "unlawful",
        "неправомерная обработка, правомерность которой обеспечить невозможно",
        Term(10, Unit.WORKING_DAY, "ч. 3 ст. 21 закона № 152-ФЗ"),
    )


def kept_until(done_on: date) -> date:
    """The last day on which the act of destruction and its log extract are kept."""
    return add_months(done_on, _KEPT_MONTHS)


class Stage(StrEnum):
    """What an incident waits for."""

    NOTICE = "notice"
    RESULT = "result"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """What is to be done."""
        return _STAGES[self]


_STAGES: Final = {
    Stage.NOTICE: "Уведомить Роскомнадзор об инциденте",
    Stage.RESULT: "Сообщить Роскомнадзору результат расследования",
    Stage.CLOSED: "Закрыт",
}
NOTICE_WITHIN: Final = timedelta(hours=24)
RESULT_WITHIN: Final = timedelta(hours=72)
INCIDENT_CLAUSE: Final = "ч. 3.1 ст. 21 закона № 152-ФЗ"
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Timer:
    """A term of an incident: what waits, until when; both terms run from the finding."""

    stage: Stage
    due: datetime

    def left(self, now: datetime) -> str:
        """«осталось 5 ч 10 мин», «просрочено на 3 ч 00 мин»."""
        span = abs(self.due - now)
        hours, rest = divmod(span, _HOUR)
        words = f"{hours} ч {rest // _MINUTE:02d} мин"
        return f"просрочено на {words}" if now > self.due else f"осталось {words}"

    def late(self, now: datetime) -> bool:
        """Is the term over."""
        return now > self.due


def stage(notified_at: datetime | None, reported_at: datetime | None) -> Stage:
    """Where an incident stands."""
    if reported_at is not None:
        return Stage.CLOSED
    return Stage.NOTICE if notified_at is None else Stage.RESULT


def timer(
    found_at: datetime, notified_at: datetime | None, reported_at: datetime | None
) -> Timer | None:
    """What the incident waits for; None of a closed one."""
    now = stage(notified_at, reported_at)
    if now is Stage.CLOSED:
        return None
    return Timer(now, found_at + (NOTICE_WITHIN if now is Stage.NOTICE else RESULT_WITHIN))
