"""Statuses out of a table: every row is looked at first, and nothing is written by looking."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import InputError
from nastavnik.store import status as register
from nastavnik.store.db import db
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.status_input import Problem, StatusInput, problems
from nastavnik.usecases.status_term import Territory, plain, territory_of
from nastavnik.usecases.statuses import already, granted, key, known, twin

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
MOST: Final = 3000
"""Rows of one file."""
_DAYS: Final = ("birth_date", "order_on", "given_on", "valid_until")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})(?: ?г\.?)?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")

Line = tuple[int, Sequence[str]]
"""Number of a row in its file, and its cells as texts."""


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    REPEATED = "repeated"
    FAULTY = "faulty"

    @property
    def label(self) -> str:
        """Russian label of the pill."""
        return _FATES[self]


_FATES: Final = {
    Fate.NEW: "Будет внесено",
    Fate.KNOWN: "Уже в реестре",
    Fate.REPEATED: "Повтор в файле",
    Fate.FAULTY: "Ошибка",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the file: what was read, what becomes of it, and why (`problems`, `note`)."""

    number: int
    values: StatusInput
    fate: Fate
    problems: tuple[Problem, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """The whole file before anything is written."""

    rows: tuple[Row, ...]

    def of(self, fate: Fate) -> list[Row]:
        """Rows of one fate."""
        return [row for row in self.rows if row.fate is fate]

    @property
    def good(self) -> bool:
        """Has every row been understood."""
        return not self.of(Fate.FAULTY)


@requires(Permission.STATUS_WRITE)
def look(*, actor: Actor, table: Sequence[Line], today: date) -> Looked:
    """What would become of every row of the table; its first row names the columns.

    Raises:
        InputError: the table as a whole can't be read, under `file`.
    """
    return _looked(actor, table, territory_of(unit_of(actor)), today)


@requires(Permission.STATUS_WRITE)
def bring_in(
    *, actor: Actor, table: Sequence[Line], only_good: bool, today: date, now: datetime
) -> Looked:
    """Write the new rows; all or nothing unless `only_good` leaves the faulty ones out.

    Returns:
        The same as `look` before the writing.

    Raises:
        InputError: the table can't be read, or rows are faulty and `only_good` is not said.
    """
    with transaction():
        place = territory_of(unit_of(actor))
        looked = _looked(actor, table, place, today)
        if not looked.good and not only_good:
            raise InputError({"file": ["В файле есть строки с ошибками. Ничего не записано."]})
        db.session.add_all(granted(actor, row.values, place, now) for row in looked.of(Fate.NEW))
    return looked


def _looked(actor: Actor, table: Sequence[Line], place: Territory, today: date) -> Looked:
    at = _columns(table)
    read = _Reader(place)
    lines = [(number, *read.row(at, cells)) for number, cells in table[1:] if any(cells)]
    if not lines:
        raise InputError({"file": ["В файле нет ни одной строки со сведениями. Заполните его."]})
    if len(lines) > MOST:
        raise InputError(
            {"file": [f"В файле {len(lines)} строк, за раз — не больше {MOST}. Разделите его."]}
        )
    kept = known(actor, [values for _, values, _ in lines])
    seen: dict[tuple[object, ...], int] = {}
    rows = []
    for number, values, unread in lines:
        told = {one.field for one in unread}
        found = (one for one in problems(values, place, today) if one.field not in told)
        order = [*COLUMNS]
        faults = tuple(sorted((*unread, *found), key=lambda one: order.index(one.field)))
        first = seen.setdefault(key(values), number)
        rows.append(_row(number, values, faults, twin(values, kept), first))
    return Looked(tuple(rows))


def _row(
    number: int,
    values: StatusInput,
    faults: tuple[Problem, ...],
    same: register.StatusGrant | None,
    first: int,
) -> Row:
    if faults:
        return Row(number=number, values=values, fate=Fate.FAULTY, problems=faults)
    if same is not None:
        return Row(number=number, values=values, fate=Fate.KNOWN, note=already(same))
    if first != number:
        note = f"Тот же статус стоит в строке {first}."
        return Row(number=number, values=values, fate=Fate.REPEATED, note=note)
    return Row(number=number, values=values, fate=Fate.NEW)


def _columns(table: Sequence[Line]) -> Mapping[str, int]:
    """Field -> place of its column. Raises InputError naming what is missing or unknown."""
    head = [plain(cell) for cell in table[0][1]] if table else []
    titles = {plain(title): name for name, title in COLUMNS.items()}
    at = {titles[cell]: place for place, cell in enumerate(head) if cell in titles}
    missing = [COLUMNS[name] for name in NEEDED if name not in at]
    passed = {*titles, *map(plain, ADDED), ""}
    strange = [cell for cell in head if cell not in passed]
    faults = []
    if missing:
        faults.append(
            f"В первой строке нет граф: {', '.join(f'«{one}»' for one in missing)}. "
            "Скачайте шаблон и перенесите сведения в него."
        )
    if strange:
        faults.append(
            f"Лишние графы: {', '.join(f'«{one}»' for one in strange)}. Уберите их: "
            "платформа не знает, что с ними делать."
        )
    if faults:
        raise InputError({"file": faults})
    return at


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

        def cell(name: str) -> str:
            place = at.get(name, len(cells))
            return " ".join(cells[place].split()) if place < len(cells) else ""

        unread: list[Problem] = []
        days = {name: _day(name, cell(name), unread) for name in _DAYS}
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


def _day(name: str, text: str, unread: list[Problem]) -> date | None:
    """A day as people and spreadsheets write it."""
    if not text:
        return None
    first, last = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    try:
        if first:
            return date(int(first[3]), int(first[2]), int(first[1]))
        if last:
            return date(int(last[1]), int(last[2]), int(last[3]))
    except ValueError:
        unread.append(Problem(name, f"«{text}» — такого дня нет.", "Проверьте день и месяц."))
        return None
    remedy = "Напишите день, месяц и год: 01.09.2026."
    unread.append(Problem(name, f"«{text}» — не дата.", remedy))
    return None
