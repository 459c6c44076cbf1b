"""Rows of a table that people bring in a file: looked at one by one before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Generic, NamedTuple, TypeVar

from nastavnik.domain.errors import InputError

MOST: Final = 3000
"""Rows of one file."""
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})(?: ?г\.?)?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")

Line = tuple[int, Sequence[str]]
"""Number of a row in its file, and its cells as texts."""
Values = TypeVar("Values")
"""What a row of the table says."""


class Problem(NamedTuple):
    """Of which field, what is wrong, what to do."""

    field: str
    wrong: str
    remedy: str

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.wrong} {self.remedy}"


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
    Fate.KNOWN: "Уже внесено",
    Fate.REPEATED: "Повтор в файле",
    Fate.FAULTY: "Ошибка",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Generic[Values]):
    """A row of the file: what was read, what becomes of it, and why (`problems`, `note`)."""

    number: int
    values: Values
    fate: Fate
    problems: tuple[Problem, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Looked(Generic[Values]):
    """The whole file before anything is written."""

    rows: tuple[Row[Values], ...]

    def of(self, fate: Fate) -> list[Row[Values]]:
        """Rows of one fate."""
        return [row for row in self.rows if row.fate is fate]

    @property
    def good(self) -> bool:
        """Has every row been understood."""
        return not self.of(Fate.FAULTY)

    def require(self, *, only_good: bool) -> None:
        """Raises InputError if rows are faulty and nobody said to leave them out."""
        if not self.good and not only_good:
            raise InputError({"file": ["В файле есть строки с ошибками. Ничего не записано."]})


def plain(name: str) -> str:
    """A name as names are compared: without case, quotes and «ё», single blanks."""
    kept = "".join(" " if sign in "«»\"'“”„" else sign for sign in name.casefold())
    return " ".join(kept.replace("ё", "е").split())


def body_of(table: Sequence[Line]) -> list[Line]:
    """Rows under the head that say anything. Raises InputError for none, or for too many."""
    lines = [line for line in table[1:] if any(line[1])]
    if not lines:
        raise InputError({"file": ["В файле нет ни одной строки со сведениями. Заполните его."]})
    if len(lines) > MOST:
        raise InputError(
            {"file": [f"В файле {len(lines)} строк, за раз — не больше {MOST}. Разделите его."]}
        )
    return lines


def columns_of(
    table: Sequence[Line],
    columns: Mapping[str, str],
    needed: Sequence[str],
    passed: Sequence[str] = (),
) -> Mapping[str, int]:
    """Field -> place of its column; `passed` are titles that are read over.

    Raises:
        InputError: naming what is missing or unknown, under `file`.
    """
    head = [plain(cell) for cell in table[0][1]] if table else []
    titles = {plain(title): name for name, title in columns.items()}
    at = {titles[cell]: place for place, cell in enumerate(head) if cell in titles}
    missing = [columns[name] for name in needed if name not in at]
    known = {*titles, *map(plain, passed), ""}
    strange = [cell for cell in head if cell not in known]
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


def cell_of(at: Mapping[str, int], cells: Sequence[str]) -> Callable[[str], str]:
    """The text of a field's cell, blanks squeezed; "" where there is none."""

    def cell(name: str) -> str:
        place = at.get(name, len(cells))
        return " ".join(cells[place].split()) if place < len(cells) else ""

    return cell


def day_of(name: str, text: str, unread: list[Problem]) -> date | None:
    """A day as people and spreadsheets write it; what can't be read goes to `unread`."""
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


def judged(
    number: int,
    values: Values,
    problems: tuple[Problem, ...],
    known: str,
    first: int,
    *,
    columns: Collection[str],
    same: str = "То же самое",
) -> Row[Values]:
    """A row with its fate. `known`: what is there already; `first`: the first row that says it.

    Problems are told in the order of the `columns`, as the eye goes along the row.
    """
    if problems:
        place = {name: number for number, name in enumerate(columns)}
        told = tuple(sorted(problems, key=lambda one: place.get(one.field, len(place))))
        return Row(number=number, values=values, fate=Fate.FAULTY, problems=told)
    if known:
        return Row(number=number, values=values, fate=Fate.KNOWN, note=known)
    if first != number:
        note = f"{same} стоит в строке {first}."
        return Row(number=number, values=values, fate=Fate.REPEATED, note=note)
    return Row(number=number, values=values, fate=Fate.NEW)
