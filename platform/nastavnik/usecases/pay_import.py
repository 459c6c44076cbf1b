"""Sums and absences of a whole institution out of a file: every row is looked at first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.allowance import Base
from nastavnik.domain.money import kopecks_of
from nastavnik.store import pay as payroll
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.pay_input import BASES, AbsenceInput, Input, PayInput
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

_WHO: Final = {"name": "Сотрудник", "birth_date": "Дата рождения"}
_SPAN: Final = {"first_on": "С какого дня", "last_on": "По какой день"}
_EVERYBODY: Final = 10_000
_UNREAD: Final = date.min
"""Stands for a day that could not be read: the row has its problem already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a row says: of whom (`name` as it stands there, the card if it was found), and what."""

    name: str
    person: Person | None
    values: Input

    @property
    def key(self) -> tuple[object, ...]:
        """Two rows with one key are one entry."""
        return (plain(self.name), *self.values.columns().values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A kind of table: its columns, those that must be there, and the reader of its rows."""

    name: str
    columns: Mapping[str, str]
    needed: tuple[str, ...]
    read: Callable[[Callable[[str], str], list[Problem]], Input]
    hints: Mapping[str, str] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)


def _pay(cell: Callable[[str], str], unread: list[Problem]) -> PayInput:
    typed = plain(cell("base"))
    bases = {plain(base.label): base for base in BASES} | {"": Base.SALARY, "оклад": Base.SALARY}
    if typed not in bases:
        listed = " или ".join(f"«{base.label}»" for base in BASES)
        wrong = f"«{cell('base')}» — такой суммы нет."
        unread.append(Problem("base", wrong, f"Напишите {listed}."))
    return PayInput(
        base=bases.get(typed, Base.SALARY),
        kopecks=_kopecks(cell("kopecks"), unread),
        first_on=_day("first_on", cell, unread),
        last_on=day_of("last_on", cell("last_on"), unread),
    )


def _absence(cell: Callable[[str], str], unread: list[Problem]) -> AbsenceInput:
    return AbsenceInput(
        first_on=_day("first_on", cell, unread),
        last_on=_day("last_on", cell, unread),
        reason=cell("reason"),
    )


SHEETS: Final[Mapping[str, Sheet]] = MappingProxyType(
    {
        "pay": Sheet(
            name="Оклады",
            columns=_WHO | {"kopecks": "Сумма в месяц"} | _SPAN | {"base": "Что это"},
            needed=("name", "kopecks", "first_on"),
            read=_pay,
            hints={
                "kopecks": "Рубли за полный месяц: 32000 или 32 000,50.",
                "first_on": "Прежняя сумма кончится сама.",
                "last_on": "Если известен.",
                "base": "«должностной оклад» (если пусто) или «должностной оклад с учётом "
                "нагрузки».",
            },
            example={"kopecks": "32 000,50", "first_on": "01.09.2026"},
        ),
        "absence": Sheet(
            name="Отсутствия",
            columns=_WHO | _SPAN | {"reason": "Причина"},
            needed=("name", "first_on", "last_on", "reason"),
            read=_absence,
            hints={"last_on": "Включительно.", "reason": "Болезнь, отпуск, командировка."},
            example={"first_on": "10.11.2026", "last_on": "13.11.2026", "reason": "болезнь"},
        ),
    }
)
"""By the words of the addresses."""


@requires(Permission.ALLOWANCE_WRITE)
def look(*, actor: Actor, kind: str, table: Sequence[Line]) -> Looked[Entry]:
    """What would become of every row of the table; its first row names the columns.

    Raises:
        InputError: the table as a whole can't be read, under `file`.
    """
    del actor
    return _looked(SHEETS[kind], table)


@requires(Permission.ALLOWANCE_WRITE)
def bring_in(*, actor: Actor, kind: str, table: Sequence[Line], only_good: bool) -> Looked[Entry]:
    """Write the new rows; all or nothing unless `only_good` leaves the faulty ones out.

    Returns:
        The same as `look` before the writing.

    Raises:
        InputError: the table can't be read, or rows are faulty and `only_good` is not said.
    """
    with transaction():
        looked = _looked(SHEETS[kind], table)
        looked.require(only_good=only_good)
        new = [row.values for row in looked.of(Fate.NEW)]
        for person_id in sorted({one.person.id for one in new if one.person}):
            people.lock_person(person_id)
        db.session.add_all(_row(actor, one) for one in new)
    return looked


def _row(actor: Actor, one: Entry) -> Any:  # noqa: ANN401 - a row of the input's own model
    if one.person is None:
        raise ValueError("a row without a person is faulty")
    return one.values.model(
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        person_id=one.person.id,
        recorded_by=actor.name,
        **one.values.columns(),
    )


def _looked(sheet: Sheet, table: Sequence[Line]) -> Looked[Entry]:
    at = columns_of(table, sheet.columns, sheet.needed)
    find = _Cards()
    read = [(number, *_entry(sheet, find, cell_of(at, cells))) for number, cells in body_of(table)]
    ids = {one.person.id for _, one, _ in read if one.person}
    kept: defaultdict[int, list[Any]] = defaultdict(list)
    model = next((one.values.model for _, one, _ in read), None)
    for row in payroll.entries_of(model, ids) if model else ():
        kept[row.person_id].append(row)
    seen: dict[tuple[object, ...], int] = {}
    rows = []
    for number, one, unread in read:
        own = kept[one.person.id] if one.person else []
        there = _there(one.values, own)
        first = number if unread else seen.setdefault(one.key, number)
        faults = (*unread, *(() if there or first != number else _faults(one, own, unread)))
        rows.append(judged(number, one, faults, there, first, columns=sheet.columns))
        if not unread:
            own.append(one.values)  # the rows below are held against it too
    return Looked(tuple(rows))


def _entry(sheet: Sheet, find: _Cards, cell: Callable[[str], str]) -> tuple[Entry, list[Problem]]:
    unread: list[Problem] = []
    born = day_of("birth_date", cell("birth_date"), unread)
    person = find.one(cell("name"), born, unread)
    values = sheet.read(cell, unread)
    return Entry(name=cell("name"), person=person, values=values), unread


def _there(values: Input, own: Sequence[Any]) -> str:
    """What is kept already, if it is this very entry."""
    same = values.same(own)
    if not isinstance(same, values.model) or type(values).of(same) != values:
        return ""
    return f"Внёс(ла) {same.recorded_by}."


def _faults(one: Entry, own: Sequence[Any], unread: Sequence[Problem]) -> Iterator[Problem]:
    told = {problem.field for problem in unread}
    for name, wrong in one.values.faults(own):
        if name not in told:
            yield Problem(name, wrong, "Исправьте строку или уберите её из файла.")


class _Cards:
    """Cards of the institution by their names, and by the birth date where there are several."""

    def __init__(self) -> None:
        self._named: defaultdict[str, list[Person]] = defaultdict(list)
        for one in people.page(people.Wanted(), limit=_EVERYBODY):
            self._named[plain(one.full_name)].append(one)

    def one(self, name: str, born: date | None, unread: list[Problem]) -> Person | None:
        """The card of the name; why there is none goes to `unread`."""
        if not name:
            unread.append(
                Problem("name", "Не указан сотрудник.", "Впишите фамилию, имя, отчество.")
            )
            return None
        found = self._named.get(plain(name), [])
        if born:
            found = [one for one in found if one.birth_date in {None, born}]
        if len(found) == 1:
            return found[0]
        if found:
            wrong, remedy = f"Сотрудников «{name}» несколько.", "Впишите дату рождения."
        else:
            wrong = f"Сотрудника «{name}» в базе нет."
            remedy = "Проверьте имя или заведите карточку."
        unread.append(Problem("name", wrong, remedy))
        return None


def _kopecks(text: str, unread: list[Problem]) -> int:
    if not text:
        unread.append(Problem("kopecks", "Не указана сумма.", "Впишите рубли за полный месяц."))
        return 0
    try:
        return kopecks_of(text)
    except ValueError as error:
        unread.append(Problem("kopecks", str(error), "Впишите рубли за полный месяц."))
        return 0


def _day(name: str, cell: Callable[[str], str], unread: list[Problem]) -> date:
    """An obligatory day."""
    text = cell(name)
    if not text:
        unread.append(Problem(name, "Не указан день.", "Впишите день, месяц и год: 01.09.2026."))
    return day_of(name, text, unread) or _UNREAD
