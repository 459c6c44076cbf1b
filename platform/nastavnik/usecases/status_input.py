"""What is typed or read of one status, and everything that may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Level
from nastavnik.domain.status import last_day
from nastavnik.usecases.table_rows import Problem

if TYPE_CHECKING:
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.usecases.status_term import Territory

_LONGEST_NAME: Final = 200
_LONGEST_NUMBER: Final = 64
_YOUNGEST: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInput:
    """A status as typed. Without `given_on` it runs from the order's date.

    Without `valid_until` its term is that of the acts, if they set one.
    """

    last_name: str = ""
    first_name: str = ""
    patronymic: str = ""
    birth_date: date | None = None
    code: str = ""
    certificate: str = ""
    order_number: str = ""
    order_on: date | None = None
    given_on: date | None = None
    valid_until: date | None = None
    unit: OrgUnit | None = None

    @property
    def full_name(self) -> str:
        """Last name, first name, patronymic, single blanks between."""
        return " ".join(f"{self.last_name} {self.first_name} {self.patronymic}".split())

    @property
    def begins(self) -> date | None:
        """Its first day."""
        return self.given_on or self.order_on


def problems(values: StatusInput, territory: Territory, today: date) -> Iterator[Problem]:
    """Everything that is missing or impossible."""
    yield from _words(values, territory)
    yield from _days(values, today)
    unit, begins = values.unit, values.begins
    if unit is None or unit.level is not Level.INSTITUTION:
        yield Problem("unit", "Не указана организация.", "Выберите место работы из списка.")
    elif begins and values.valid_until and values.code in territory.titles():
        limit = territory.term(unit, values.code, begins)
        if limit.number is not None and values.valid_until > last_day(begins, limit.number):
            norm = limit.bound
            book = territory.book(unit, begins)
            yield Problem(
                "valid_until",
                f"Срок больше установленного: {norm.shown} "
                f"({book.act_title(norm.cite)}, п. {norm.cite.clause}).",
                f"Последний день — не позже {last_day(begins, limit.number):%d.%m.%Y}.",
            )


def _words(values: StatusInput, territory: Territory) -> Iterator[Problem]:
    needed = {
        "last_name": ("Не указана фамилия.", "Впишите её, как в приказе."),
        "first_name": ("Не указано имя.", "Впишите его, как в приказе."),
        "order_number": ("Не указан номер приказа.", "Впишите номер без знака «№»."),
    }
    for name, (wrong, remedy) in needed.items():
        if not str(getattr(values, name)).strip():
            yield Problem(name, wrong, remedy)
    for name in ("last_name", "first_name", "patronymic", "order_number", "certificate"):
        most = _LONGEST_NUMBER if name in {"order_number", "certificate"} else _LONGEST_NAME
        if len(str(getattr(values, name))) > most:
            yield Problem(name, "Слишком длинно.", f"Здесь помещается {most} знаков.")
    titles = territory.titles()
    if values.code not in titles:
        listed = ", ".join(f"«{title}»" for title in titles.values())
        typed = f"Статуса «{values.code}» нет." if values.code else "Не указан статус."
        yield Problem("code", typed, f"Есть: {listed}.")


def _days(values: StatusInput, today: date) -> Iterator[Problem]:
    if values.order_on is None:
        yield Problem("order_on", "Не указана дата приказа.", "Впишите день, месяц и год.")
    for name in ("birth_date", "order_on", "given_on"):
        day: date | None = getattr(values, name)
        if day is not None and day > today:
            yield Problem(name, f"День {day:%d.%m.%Y} ещё не наступил.", "Проверьте год.")
    begins = values.begins
    if values.order_on and values.given_on and values.given_on < values.order_on:
        yield Problem(
            "given_on",
            f"Статус выдан раньше приказа от {values.order_on:%d.%m.%Y}.",
            "Исправьте один из дней.",
        )
    if begins and values.birth_date and begins.year - values.birth_date.year < _YOUNGEST:
        yield Problem(
            "birth_date",
            f"К выдаче статуса человеку нет и {_YOUNGEST} лет.",
            "Проверьте год рождения.",
        )
    if begins and values.valid_until and values.valid_until < begins:
        yield Problem(
            "valid_until",
            f"Последний день раньше первого, {begins:%d.%m.%Y}.",
            "Исправьте один из дней.",
        )


def last_of(values: StatusInput, territory: Territory) -> date | None:
    """The last day: as typed, else by the acts. Only for values without problems."""
    if values.valid_until or values.unit is None or values.begins is None:
        return values.valid_until
    return territory.last_day(values.unit, values.code, values.begins)
