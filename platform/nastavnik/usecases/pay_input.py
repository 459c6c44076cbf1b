"""What is typed or read of a sum and of an absence, and everything that may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from nastavnik.domain.allowance import Base
from nastavnik.domain.money import rubles
from nastavnik.store.pay import PersonAbsence, PersonPay

BASES: Final = (Base.SALARY, Base.SALARY_WITH_LOAD)
"""What is entered for a person; the minimum wage is one for the whole institution."""
LARGEST: Final = 100_000_000_00
_LETTERS: Final = 200
_MORE_THAN_NOTHING: Final = "Введите сумму за месяц в рублях: больше нуля."

Fault = tuple[str, str]
"""A field and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayInput:
    """A monthly sum of a person from a day on; what was paid before ends by itself."""

    model: ClassVar[type[Any]] = PersonPay
    gone: ClassVar[str] = "Этой суммы уже нет: возможно, её убрал другой человек."

    base: Base
    kopecks: int
    first_on: date
    last_on: date | None = None

    @classmethod
    def of(cls, row: Any) -> PayInput:  # noqa: ANN401 - a row of `model`
        """As it is kept."""
        return cls(
            base=Base(row.base), kopecks=row.kopecks, first_on=row.first_on, last_on=row.last_on
        )

    def columns(self) -> Mapping[str, Any]:
        """As it is to be kept."""
        return {
            "base": self.base.value,
            "kopecks": self.kopecks,
            "first_on": self.first_on,
            "last_on": self.last_on,
        }

    def same(self, kept: Iterable[Any]) -> PersonPay | None:
        """The sum of the same base from the same day, whatever it is."""
        wanted = self.base.value, self.first_on
        return next((one for one in kept if (one.base, one.first_on) == wanted), None)

    def faults(self, kept: Iterable[Any]) -> Iterator[Fault]:
        """What can't be so; `kept` are the person's other sums."""
        yield from _span(self.first_on, self.last_on)
        if self.base not in BASES:
            yield "base", "Выберите, что это за сумма."
        if not 0 < self.kopecks <= LARGEST:
            yield "kopecks", _MORE_THAN_NOTHING
        if self.same(kept):
            begins = f"С {self.first_on:%d.%m.%Y} сумма уже внесена."
            yield "first_on", f"{begins} Исправьте её или укажите другой день."

    def told(self) -> Mapping[str, str]:
        """In words, by the labels of the form."""
        return {
            "Что это": self.base.label.capitalize(),
            "Сумма в месяц, ₽": rubles(self.kopecks),
            "С какого дня": f"{self.first_on:%d.%m.%Y}",
            "По какой день": f"{self.last_on:%d.%m.%Y}" if self.last_on else "",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceInput:
    """Days off work, both included."""

    model: ClassVar[type[Any]] = PersonAbsence
    gone: ClassVar[str] = "Этой записи уже нет: возможно, её убрал другой человек."

    first_on: date
    last_on: date
    reason: str

    @classmethod
    def of(cls, row: Any) -> AbsenceInput:  # noqa: ANN401 - a row of `model`
        """As it is kept."""
        return cls(first_on=row.first_on, last_on=row.last_on, reason=row.reason)

    def columns(self) -> Mapping[str, Any]:
        """As it is to be kept."""
        return {
            "first_on": self.first_on,
            "last_on": self.last_on,
            "reason": " ".join(self.reason.split()),
        }

    def same(self, kept: Iterable[Any]) -> PersonAbsence | None:
        """The absence of the same days."""
        wanted = self.first_on, self.last_on
        return next((one for one in kept if (one.first_on, one.last_on) == wanted), None)

    def faults(self, kept: Iterable[Any]) -> Iterator[Fault]:
        """What can't be so; `kept` are the person's other absences."""
        yield from _span(self.first_on, self.last_on)
        if not self.reason.strip():
            yield "reason", "Напишите причину: болезнь, отпуск, командировка."
        if len(self.reason.strip()) > _LETTERS:
            yield "reason", f"Причина длиннее {_LETTERS} знаков. Сократите её."
        if self.same(kept):
            yield "first_on", "Эти дни уже внесены."

    def told(self) -> Mapping[str, str]:
        """In words, by the labels of the form."""
        return {
            "С какого дня": f"{self.first_on:%d.%m.%Y}",
            "По какой день": f"{self.last_on:%d.%m.%Y}",
            "Причина": self.reason,
        }


Input = PayInput | AbsenceInput


def by_field(faults: Iterable[Fault]) -> dict[str, list[str]]:
    """Messages of each field."""
    found: dict[str, list[str]] = {}
    for field, text in faults:
        found.setdefault(field, []).append(text)
    return found


def wage_faults(kopecks: int) -> dict[str, list[str]]:
    """What is wrong with a sum of the whole institution."""
    return {} if 0 < kopecks <= LARGEST * 100 else {"kopecks": [_MORE_THAN_NOTHING]}


def _span(first_on: date, last_on: date | None) -> Iterator[Fault]:
    if last_on and last_on < first_on:
        yield "last_on", f"Последний день раньше первого ({first_on:%d.%m.%Y})."
