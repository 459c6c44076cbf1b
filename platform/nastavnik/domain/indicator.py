"""Indicators: what a report counts, and how its parts make a whole.

An indicator never mixes teachers and students: each of its figures belongs to one `Group`. It is
counted in all and apart for every kind of mentoring.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.mentorship import ENDED, LIVE, State

if TYPE_CHECKING:
    from collections.abc import Mapping


class Additivity(StrEnum):
    """How the figures of parts make the figure of a whole.

    `sum` and `ratio` add up over units and periods; `last` adds up over units only, of several
    periods the latest counts; `distinct` is counted anew from the keys of the persons.
    """

    SUM = "sum"
    RATIO = "ratio"
    DISTINCT = "distinct"
    LAST = "last"


class Group(StrEnum):
    """Whose mentoring a figure is about. `unsorted`: no act in force knows the pair's form."""

    TEACHERS = "teachers"
    STUDENTS = "students"
    UNSORTED = "unsorted"

    @property
    def label(self) -> str:
        """Head of the column."""
        return _GROUP_TITLES[self]

    @property
    def short(self) -> str:
        """The same inside a sentence."""
        return _GROUP_WORDS[self]


_GROUP_TITLES: Final = {
    Group.TEACHERS: "Наставляемые — педагоги",
    Group.STUDENTS: "Наставляемые — обучающиеся",
    Group.UNSORTED: "Форма не определена",
}
_GROUP_WORDS: Final = {
    Group.TEACHERS: "педагоги",
    Group.STUDENTS: "обучающиеся",
    Group.UNSORTED: "форма не определена",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What is counted. A change of meaning is a new version, never an edit."""

    code: str
    version: int
    title: str
    additivity: Additivity
    unit: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A mentorship as reports see it: no names, `mentor` and `mentee` are keys of persons."""

    id: str
    kind: str
    form: str
    group: Group
    state: State
    start: date
    end: date
    ended_on: date | None
    mentor: str
    mentee: str

    @property
    def finish(self) -> date:
        """The last day in fact, else by the order."""
        return self.ended_on or self.end


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a report covers, both included."""

    first: date
    last: date


Test = Callable[[Pair, Span], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """Which pairs count. `whole` is the denominator of a ratio, `person` whom to count."""

    counts: Test
    whole: Test | None = None
    person: Callable[[Pair], str] | None = None


ORDERED: Final = LIVE | ENDED
"""States of a mentorship that an order has started: what a report may count at all."""


def _active(pair: Pair, span: Span) -> bool:
    began = pair.start <= min(pair.finish, span.last)
    return pair.state in ORDERED and began and pair.finish >= span.first


def _started(pair: Pair, span: Span) -> bool:
    return _active(pair, span) and pair.start >= span.first


def _completed(pair: Pair, span: Span) -> bool:
    return _active(pair, span) and pair.state is State.COMPLETED and pair.finish <= span.last


def _ended_early(pair: Pair, span: Span) -> bool:
    return _active(pair, span) and pair.state is State.ENDED_EARLY and pair.finish <= span.last


def _ended(pair: Pair, span: Span) -> bool:
    return _completed(pair, span) or _ended_early(pair, span)


def _replaced(pair: Pair, span: Span) -> bool:
    return _active(pair, span) and pair.state is State.REPLACED and pair.finish <= span.last


def _going_on(pair: Pair, span: Span) -> bool:
    return _active(pair, span) and not (_ended(pair, span) or _replaced(pair, span))


_TABLE: Final[tuple[tuple[Indicator, Rule], ...]] = (
    (
        Indicator(
            code="pairs.active",
            version=1,
            title="Пары, действовавшие в периоде",
            additivity=Additivity.SUM,
            unit="pair",
            definition="Приказ издан, и хотя бы один день срока пришёлся на период.",
        ),
        Rule(_active),
    ),
    (
        Indicator(
            code="pairs.started",
            version=1,
            title="Начаты в периоде",
            additivity=Additivity.SUM,
            unit="pair",
            definition="Первый день срока пришёлся на период.",
        ),
        Rule(_started),
    ),
    (
        Indicator(
            code="pairs.completed",
            version=1,
            title="Завершены в периоде",
            additivity=Additivity.SUM,
            unit="pair",
            definition="Наставничество завершено, последний день пришёлся на период.",
        ),
        Rule(_completed),
    ),
    (
        Indicator(
            code="pairs.ended_early",
            version=1,
            title="Прекращены досрочно",
            additivity=Additivity.SUM,
            unit="pair",
            definition="Наставничество прекращено до конца срока, последний день — в периоде.",
        ),
        Rule(_ended_early),
    ),
    (
        Indicator(
            code="pairs.replaced",
            version=1,
            title="Наставник заменён",
            additivity=Additivity.SUM,
            unit="pair",
            definition="Приказом о замене наставляемый передан другому наставнику, последний день "
            "прежнего — в периоде. Это не досрочное прекращение: наставничество продолжается.",
        ),
        Rule(_replaced),
    ),
    (
        Indicator(
            code="pairs.going_on",
            version=1,
            title="Не завершены на конец периода",
            additivity=Additivity.LAST,
            unit="pair",
            definition="Действовали в периоде и к его концу не завершены, не прекращены и не "
            "заменены.",
        ),
        Rule(_going_on),
    ),
    (
        Indicator(
            code="persons.mentors",
            version=1,
            title="Наставники",
            additivity=Additivity.DISTINCT,
            unit="person",
            definition="Люди, а не пары: наставник нескольких человек считается один раз.",
        ),
        Rule(_active, person=lambda pair: pair.mentor),
    ),
    (
        Indicator(
            code="persons.mentees",
            version=1,
            title="Наставляемые",
            additivity=Additivity.DISTINCT,
            unit="person",
            definition="Люди, а не пары: наставляемый с двумя наставниками считается один раз.",
        ),
        Rule(_active, person=lambda pair: pair.mentee),
    ),
    (
        Indicator(
            code="share.completed",
            version=1,
            title="Доля завершённых без досрочного прекращения",
            additivity=Additivity.RATIO,
            unit="percent",
            definition="Завершены в периоде : (завершены + прекращены досрочно).",
        ),
        Rule(_completed, whole=_ended),
    ),
)

INDICATORS: Final = tuple(indicator for indicator, _ in _TABLE)
RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {indicator.code: rule for indicator, rule in _TABLE}
)


def indicator(code: str) -> Indicator:
    """The present indicator of the code. Raises NotFoundError."""
    found = next((one for one in INDICATORS if one.code == code), None)
    if found is None:
        raise NotFoundError(f"Нет показателя «{code}».")
    return found
