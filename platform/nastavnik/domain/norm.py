"""The catalogue of parameters and a norm: the value that one clause gives to one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Final

from nastavnik.domain.cite import Cite
from nastavnik.domain.provision import Unit
from nastavnik.domain.requirement import Condition
from nastavnik.domain.severity import Severity
from nastavnik.domain.wording import counted


class Word(StrEnum):
    """Values that are not numbers. Never a silent default."""

    UNREGULATED = "unregulated"
    DELEGATED = "delegated"
    UNLIMITED = "unlimited"

    @property
    def label(self) -> str:
        """How the word is shown."""
        return _WORD_TITLES[self]


_WORD_TITLES: Final = {
    Word.UNREGULATED: "не урегулировано",
    Word.DELEGATED: "решает нижестоящий уровень",
    Word.UNLIMITED: "без ограничения",
}

Value = int | float | bool | str | Word
"""A float is a percent with one or two digits after the point; it is shown, not counted with."""


_DAYS: Final = frozenset({Unit.CALENDAR_DAY, Unit.WORKING_DAY})
_PERIODS: Final = _DAYS | {Unit.MONTH}


class InnerMay(StrEnum):
    """What an inner layer may do to the outer value without a delegation."""

    TIGHTEN_MAX = "tighten_max"
    TIGHTEN_MIN = "tighten_min"
    REPLACE = "replace"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A thing that acts regulate: bounds `lo`-`hi` are those of sense, for the linter.

    `words` are all the texts that it may be; () for any.
    """

    key: str
    title: str
    unit: Unit
    inner_may: InnerMay
    lo: int = 0
    hi: int = 1
    severity: Severity = Severity.VIOLATION
    words: tuple[str, ...] = ()

    def measured_in(self, unit: Unit) -> bool:
        """May a norm state it in this unit; a period of days may be of any days or months."""
        return unit is self.unit or (self.unit in _DAYS and unit in _PERIODS)

    def accepts(self, value: Value) -> bool:
        """Is the value of the parameter's type and within its bounds of sense."""
        if isinstance(value, Word):
            return value is not Word.UNREGULATED
        if self.unit is Unit.FLAG:
            return isinstance(value, bool)
        if self.unit is Unit.TEXT:
            return isinstance(value, str) and (
                value in self.words or bool(value and not self.words)
            )
        if isinstance(value, float) and self.unit is not Unit.PERCENT:
            return False
        return (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and self.lo <= value <= self.hi
        )


_LOWER, _UPPER, _FREE = InnerMay.TIGHTEN_MIN, InnerMay.TIGHTEN_MAX, InnerMay.REPLACE


def _number(  # noqa: PLR0913, PLR0917 - one line per parameter reads as a table
    key: str, title: str, unit: Unit, inner_may: InnerMay, hi: int, lo: int = 1
) -> Parameter:
    return Parameter(key=key, title=title, unit=unit, inner_may=inner_may, lo=lo, hi=hi)


def _flag(key: str, title: str) -> Parameter:
    return Parameter(key=key, title=title, unit=Unit.FLAG, inner_may=_LOWER)


def _text(key: str, title: str) -> Parameter:
    return Parameter(key=key, title=title, unit=Unit.TEXT, inner_may=_FREE)


PERIODS: Final = MappingProxyType(
    {"academic_year": "учебный год", "calendar_year": "календарный год"}
)
"""Texts of `term.period`."""


def _terms() -> Iterator[Parameter]:
    month, year = Unit.MONTH, Unit.YEAR
    yield _number("term.min_months", "Наименьший срок наставничества", month, _LOWER, 120)
    yield _number("term.max_months", "Наибольший срок наставничества", month, _UPPER, 120)
    usual = _number("term.usual_months", "Обычный срок наставничества", month, _FREE, 120)
    yield replace(usual, severity=Severity.WARNING)
    period = _text("term.period", "Период, которому равен срок")
    yield replace(period, words=tuple(PERIODS))
    yield _number("programme.min_months", "Наименьший срок программы", month, _LOWER, 120)
    yield _number("programme.max_months", "Наибольший срок программы", month, _UPPER, 120)
    yield _number("route.min_years", "ИОМ: не менее", year, _LOWER, 20)
    yield _number("route.max_years", "ИОМ: не более", year, _UPPER, 20)
    yield _number("status.valid_years", "Статус действителен", year, _UPPER, 50)


def _people() -> Iterator[Parameter]:
    person = Unit.PERSON
    yield _number("mentees.max", "Наставляемых у одного наставника, не более", person, _UPPER, 100)
    yield _number("mentees.min", "Наставляемых в программе, не менее", person, _LOWER, 100)
    yield _number("allowance.percent", "Доплата наставнику", Unit.PERCENT, _FREE, 300, 0)
    yield _number("council.from_mentors", "Совет наставников создаётся от", person, _FREE, 1000)


def _deadlines() -> Iterator[Parameter]:
    calendar, working = Unit.CALENDAR_DAY, Unit.WORKING_DAY
    ten_years = 3660
    yield _number(
        "appointment.within_days", "Наставник утверждается в срок", calendar, _UPPER, ten_years
    )
    yield _number("plan.within_days", "План составляется в срок", working, _UPPER, ten_years)
    yield _number(
        "report.within_days", "Отчёт наставника сдаётся в срок", working, _UPPER, ten_years
    )
    yield _number(
        "curator.update_months", "Куратор обновляет сведения раз в", Unit.MONTH, _UPPER, 120
    )
    yield _number(
        "refusal.notice_days", "Предупреждение об отказе или отмене", working, InnerMay.NEVER, 366
    )


def _papers() -> Iterator[Parameter]:
    yield _flag("consent.mentor", "Письменное согласие наставника")
    yield _flag("consent.mentee", "Письменное согласие наставляемого")
    yield _flag("consent.personal_data", "Согласие на обработку персональных данных")
    yield _flag("consent.guardian", "Согласие родителя (законного представителя)")
    yield _flag("agreement.supplementary", "Дополнительное соглашение к трудовому договору")
    yield _flag("order.required", "Назначение оформляется приказом")
    yield _flag("order.with_term", "В приказе указывается срок")
    yield _text("system.order_by", "Систему вводит приказ")
    yield _text("curator.appointed_by", "Куратора назначает")


CATALOGUE: Final[Mapping[str, Parameter]] = MappingProxyType(
    {one.key: one for one in chain(_terms(), _people(), _deadlines(), _papers())}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """One value of one parameter, by one clause, for the kinds, forms and facts it names."""

    parameter: str
    value: Value
    unit: Unit
    cite: Cite
    quote: str = ""
    severity: Severity = Severity.VIOLATION
    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    when: Condition | None = None
    first: date | None = None
    last: date | None = None

    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form; an empty list speaks of all."""
        return (not self.kinds or kind in self.kinds) and (not self.forms or form in self.forms)

    @property
    def specificity(self) -> int:
        """How many selectors it has; inside a layer the more specific norm wins."""
        return bool(self.kinds) + bool(self.forms) + (self.when is not None)

    @property
    def shown(self) -> str:
        """The value in Russian words."""
        return shown(self.value, self.unit)


def shown(value: Value, unit: Unit) -> str:
    """A value in Russian words: «6 месяцев», «требуется», «не урегулировано»."""
    if isinstance(value, Word):
        return value.label
    if isinstance(value, bool):
        return "требуется" if value else "не требуется"
    if isinstance(value, int):
        return counted(value, unit)
    if isinstance(value, float):
        return f"{value:g}\N{NO-BREAK SPACE}%".replace(".", ",")
    return PERIODS.get(value, value)
