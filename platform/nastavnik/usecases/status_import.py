"""Statuses out of a table: every row is looked at first, and nothing is written by looking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.store.db import db
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.status_input import StatusInput, problems
from nastavnik.usecases.status_term import Territory, territory_of
from nastavnik.usecases.statuses import already, granted, key, known, twin
from nastavnik.usecases.table_rows import (
    Fate,
    Line,
    Looked,
    Problem,
    body_of,
    cell_of,
    columns_of,
    day_of,
    judged,
    plain,
)

if TYPE_CHECKING:
    from nastavnik.store.org_unit import OrgUnit

COLUMNS: Final = MappingProxyType(
    {
        "last_name": "Фамилия",
        "first_name": "Имя",
        "patronymic": "Отчество",
        "birth_date": "Дата рождения",
        "code": "Статус",
        "order_number": "Номер приказа",
        "order_on": "Дата приказа",
        "certificate": "Номер удостоверения",
        "given_on": "Дата выдачи",
        "valid_until": "Действует до",
        "unit": "Организация",
        "municipality": "Муниципалитет",
    }
)
"""Columns of the template, in their order."""
ADDED: Final = ("Состояние", "Прекращён с", "Основание")
"""What the register's own file says besides; a file with these columns may be brought back."""
NEEDED: Final = ("last_name", "first_name", "code", "order_number", "order_on", "unit")
_DAYS: Final = ("birth_date", "order_on", "given_on", "valid_until")


@requires(Permission.STATUS_WRITE)
def look(*, actor: Actor, table: Sequence[Line], today: date) -> Looked[StatusInput]:
    """What would become of every row of the table; its first row names the columns.

    Raises:
        InputError: the table as a whole can't be read, under `file`.
    """
    return _looked(actor, table, territory_of(unit_of(actor)), today)


@requires(Permission.STATUS_WRITE)
def bring_in(
    *, actor: Actor, table: Sequence[Line], only_good: bool, today: date, now: datetime
) -> Looked[StatusInput]:
    """Write the new rows; all or nothing unless `only_good` leaves the faulty ones out.

    Returns:
        The same as `look` before the writing.

    Raises:
        InputError: the table can't be read, or rows are faulty and `only_good` is not said.
    """
    with transaction():
        place = territory_of(unit_of(actor))
        looked = _looked(actor, table, place, today)
        looked.require(only_good=only_good)
        db.session.add_all(granted(actor, row.values, place, now) for row in looked.of(Fate.NEW))
    return looked


def _looked(
    actor: Actor, table: Sequence[Line], place: Territory, today: date
) -> Looked[StatusInput]:
    at = columns_of(table, COLUMNS, NEEDED, ADDED)
    read = _Reader(place)
    lines = [(number, *read.row(at, cells)) for number, cells in body_of(table)]
    kept = known(actor, [values for _, values, _ in lines])
    seen: dict[tuple[object, ...], int] = {}
    rows = []
    for number, values, unread in lines:
        told = {one.field for one in unread}
        found = (one for one in problems(values, place, today) if one.field not in told)
        same = twin(values, kept)
        first = seen.setdefault(key(values), number)
        there = already(same) if same is not None else ""
        faults = (*unread, *found)
        rows.append(
            judged(number, values, faults, there, first, columns=COLUMNS, same="Тот же статус")
        )
    return Looked(tuple(rows))


class _Reader:
    """Reads the rows of one territory: its institutions and statuses by their names."""

    def __init__(self, place: Territory) -> None:
        self.place = place
        self.units = place.named()
        self.codes = {plain(name): code for code, name in place.titles().items()}

    def row(
        self, at: Mapping[str, int], cells: Sequence[str]
    ) -> tuple[StatusInput, list[Problem]]:
        """What the cells say, and what of them can't be read."""
        cell = cell_of(at, cells)
        unread: list[Problem] = []
        days = {name: day_of(name, cell(name), unread) for name in _DAYS}
        status = cell("code")
        values = StatusInput(
            last_name=cell("last_name"),
            first_name=cell("first_name"),
            patronymic=cell("patronymic"),
            code=self.codes.get(plain(status), status),
            certificate=_number(cell("certificate")),
            order_number=_number(cell("order_number")),
            unit=self._unit(cell("unit"), cell("municipality"), unread),
            birth_date=days["birth_date"],
            order_on=days["order_on"],
            given_on=days["given_on"],
            valid_until=days["valid_until"],
        )
        return values, unread

    def _unit(self, name: str, town: str, unread: list[Problem]) -> OrgUnit | None:
        """The institution by its name, of several the one of the municipality."""
        if not name:
            return None
        found = self.units.get(plain(name), ())
        if town:
            found = [one for one in found if plain(town) in _names(self.place.above(one))]
        if len(found) == 1:
            return found[0]
        where = f" в муниципалитете «{town}»" if town else ""
        if found:
            wrong = f"Организаций «{name}»{where} несколько."
            remedy = "Напишите полное название или заполните графу «Муниципалитет»."
        else:
            wrong = f"Организации «{name}»{where} в регионе нет."
            remedy = "Возьмите название с листа «Организации» в шаблоне."
        unread.append(Problem("unit", wrong, remedy))
        return None


def _names(unit: OrgUnit) -> set[str]:
    return {plain(unit.title), plain(unit.short_title), plain(unit.slug)}


def _number(text: str) -> str:
    return text.removeprefix("№").strip()
