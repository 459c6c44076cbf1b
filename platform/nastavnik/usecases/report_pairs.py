"""An institution's mentorships as its reports see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Level
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.indicator import ORDERED, Group, Pair, Span
from nastavnik.domain.period import Period
from nastavnik.domain.report import person_key
from nastavnik.store import mentorship as mentorships
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.usecases.rulebooks import books_of

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook

Books = Callable[[date], "RuleBook"]
_OF_FORM: Final = {True: Group.STUDENTS, False: Group.TEACHERS}


def span_of(period: Period, today: date) -> Span:
    """Days of the period that have come. Raises NotFoundError for a period of the future."""
    if period.first > today:
        raise NotFoundError(
            f"{period.title} ещё не начался: отчёт за него появится {period.first:%d.%m.%Y}."
        )
    return Span(period.first, min(period.last, today))


def is_institution(actor: Actor) -> bool:
    """Has the actor a report to send rather than reports to look at."""
    return actor.unit_level is Level.INSTITUTION


def pairs_of(unit: OrgUnit, span: Span) -> dict[Pair, Mentorship]:
    """Ordered mentorships of the reader's own unit that touch the span."""
    books = books_of(unit)
    return {
        _pair(unit, one, span, books): one
        for one in mentorships.overlapping(span.first, span.last)
        if one.state in ORDERED
    }


def _pair(unit: OrgUnit, one: Mentorship, span: Span, books: Books) -> Pair:
    """A mentorship as reports see it."""
    return Pair(
        id=str(one.public_id),
        kind=one.kind,
        form=one.form,
        group=_group(books, one, span.last),
        state=one.state,
        start=one.start,
        end=one.end,
        ended_on=one.ended_on,
        mentor=person_key(unit.region, one.mentor.public_id),
        mentee=person_key(unit.region, one.mentee.public_id),
    )


def _group(books: Books, one: Mentorship, on: date) -> Group:
    """By the acts of the report's day, else by those under which the mentorship was made."""
    for day in (on, one.law_on):
        form = books(day).forms.get(one.form)
        if form is not None:
            return _OF_FORM[form.students]
    return Group.UNSORTED
