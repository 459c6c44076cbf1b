"""How each bounded parameter is broken: the comparison, and the words if it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from nastavnik.domain.case import Case, Load, peak
from nastavnik.domain.need import Need
from nastavnik.domain.provision import Unit
from nastavnik.domain.severity import Severity
from nastavnik.domain.term import against, whole_months
from nastavnik.domain.wording import counted

if TYPE_CHECKING:
    from nastavnik.domain.resolve import Resolved
    from nastavnik.domain.rulebook import RuleBook

ADMISSION: Final = "admission"
"""Name of the missing fact when the mentee's admission to work is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a case; `severity` only where it is not the limit's own."""

    text: str
    field: str
    actual: str = ""
    severity: Severity | None = None
    missing: tuple[str, ...] = ()


Probe = Callable[["Case"], Fault | None]
"""Looks at one case; None if the bound is kept."""


class Bound(NamedTuple):
    """One compiled bound: whoever meets the `need` keeps it; None if there is no such question."""

    need: Need | None
    probe: Probe


def kept(_case: Case) -> None:
    """The probe of a value that bounds nothing."""


FREE: Final = Bound(Need(), kept)


def too_short(limit: Resolved, _book: RuleBook) -> Bound:
    """The term against `term.min_months`."""
    months = number(limit)

    def probe(case: Case) -> Fault | None:
        if against(case.start, case.end, months) >= 0:
            return None
        actual = _term(case)
        text = f"Срок {actual} короче наименьшего: {limit.bound.shown}."
        return Fault(text=text, actual=actual, field="end")

    return Bound(Need(shortest=months), probe)


def too_long(limit: Resolved, _book: RuleBook) -> Bound:
    """The term against `term.max_months`."""
    months = number(limit)

    def probe(case: Case) -> Fault | None:
        if against(case.start, case.end, months) <= 0:
            return None
        actual = _term(case)
        text = f"Срок {actual} длиннее наибольшего: {limit.bound.shown}."
        return Fault(text=text, actual=actual, field="end")

    return Bound(Need(longest=months), probe)


def unusual(limit: Resolved, _book: RuleBook) -> Bound:
    """The term against `term.usual_months`."""
    months = number(limit)

    def probe(case: Case) -> Fault | None:
        if against(case.start, case.end, months) == 0:
            return None
        actual = _term(case)
        text = f"Обычно срок — {limit.bound.shown}, здесь — {actual}."
        return Fault(text=text, actual=actual, field="end")

    return Bound(Need(shortest=months, longest=months), probe)


def _term(case: Case) -> str:
    return counted(whole_months(case.start, case.end), "month")


def beyond_period(limit: Resolved, _book: RuleBook) -> Bound:
    """The term against `term.period`: it must lie within one such period."""
    known = _PERIODS.get(str(limit.limit))
    if known is None:
        return FREE
    month, title = known

    def probe(case: Case) -> Fault | None:
        first_year = case.start.year - (case.start.month < month)
        if case.end < date(first_year + 1, month, 1):
            return None
        return Fault(text=f"Срок выходит за пределы {title}.", field="end")

    return Bound(None, probe)


_PERIODS: Final = {
    "academic_year": (9, "одного учебного года (1 сентября — 31 августа)"),
    "calendar_year": (1, "одного календарного года"),
}


def too_many(limit: Resolved, book: RuleBook) -> Bound:
    """The mentor's busiest day against `mentees.max`."""
    most, key = number(limit), limit.parameter.key

    @cache
    def always(kind: str, form: str) -> bool | None:
        """Is a mentee of the kind and form under the same norm; None if facts decide."""
        possible = book.possible(key, kind, form)
        return None if possible.conditions else possible.settled.binding is limit.binding

    def counts(load: Load, case: Case) -> bool:
        """Only mentees to whom the same norm applies count against its cap."""
        told = always(load.kind, load.form)
        if told is not None:
            return told
        outcomes = book.possible(key, load.kind, load.form).of(case)
        return any(outcome.binding is limit.binding for outcome in outcomes)

    def probe(case: Case) -> Fault | None:
        if len(case.others) < most:
            return None
        same = tuple([load for load in case.others if counts(load, case)])
        busiest, day = peak(case.start, case.end, same)
        if busiest < most:
            return None
        actual = counted(busiest + 1, "mentee")
        text = (
            f"С {day:%d.%m.%Y} у наставника будет одновременно {actual}; "
            f"допускается не более {most}."
        )
        return Fault(text=text, actual=actual, field="mentor_id")

    return Bound(Need(cap=most), probe)


def too_few(limit: Resolved, _book: RuleBook) -> Bound:
    """The programme's mentees against `mentees.min`."""
    least = number(limit)

    def probe(case: Case) -> Fault | None:
        if case.group >= least:
            return None
        actual = counted(case.group, "mentee")
        text = f"В программе {actual}; для этого вида нужно не менее {least}."
        return Fault(text=text, actual=actual, field="mentee_id")

    return Bound(Need(least=least), probe)


def late_appointment(limit: Resolved, book: RuleBook) -> Bound:
    """The day of the order against `appointment.within_days` after the admission to work."""
    count, unit = number(limit), limit.bound.unit

    def probe(case: Case) -> Fault | None:
        if case.admitted_on is None:
            return _NOT_ADMITTED
        ordered = case.order_on or case.start
        last = last_day(case.admitted_on, count, unit, book)
        if ordered <= last:
            return None
        days = (ordered - case.admitted_on).days
        text = (
            f"Наставник утверждается на {days}-й календарный день после допуска к работе "
            f"{case.admitted_on:%d.%m.%Y}; крайний день — {last:%d.%m.%Y}."
        )
        actual = counted(days, "calendar_day")
        return Fault(text=text, actual=actual, field="order_on")

    return Bound(None, probe)


_NOT_ADMITTED: Final = Fault(
    text="Не указан день фактического допуска наставляемого к работе: "
    "срок утверждения наставника не проверить. Дополните карточку.",
    severity=Severity.UNDETERMINED,
    field="mentee_id",
    missing=(ADMISSION,),
)


def last_day(admitted_on: date, count: int, unit: Unit, book: RuleBook) -> date:
    """The last day to approve a mentor."""
    # Calendar days are counted as written: the order itself needs no working day.
    if unit is Unit.CALENDAR_DAY:
        return admitted_on + timedelta(days=count)
    return book.calendar.due(admitted_on, count, unit).on


def no_paper(limit: Resolved, _book: RuleBook) -> Bound:
    """A consent or an agreement that must be on file."""
    key = limit.parameter.key
    title = limit.parameter.title
    missing = Fault(text=f"Не получено: {title.lower()}.", field="evidence")

    def probe(case: Case) -> Fault | None:
        if key in case.evidence:
            return None
        if reason := case.lapsed.get(key):
            return Fault(text=f"{title} — {reason}. Нужен новый документ.", field="evidence")
        return missing

    return Bound(Need(papers=frozenset({key})), probe)


def number(limit: Resolved) -> int:
    """The bound of a parameter that is a number. Only for one that bounds."""
    return cast("int", limit.bound.value)
