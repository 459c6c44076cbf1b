"""Reading one TOML table: typed keys, unknown ones reported, every fault with file and line."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from nastavnik.regions.errors import Problem
from nastavnik.regions.lines import Lines
from nastavnik.regions.schema import Section
from nastavnik.regions.toml_words import retold

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_TYPES: Final = {
    str: "строка в кавычках",
    int: "целое число",
    bool: "true или false",
    date: "дата вида 2022-06-09",
    list: "список в квадратных скобках",
    dict: "таблица",
}


class Table:
    """One table of a file.

    Keys that its section does not have, or without a section those not asked for by the time of
    `close()`, are reported. To ask for a key that the section lacks is a mistake of the reader.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a table is where it stands
        self,
        raw: Mapping[str, Any],
        file: str,
        name: str,
        index: int,
        lines: Lines,
        section: Section | None = None,
    ) -> None:
        self.raw = raw
        self.file = file
        self.name = name
        self.index = index
        self.lines = lines
        self.problems: list[Problem] = []
        self._section = section
        self._asked: set[str] = set()

    def fault(self, message: str, key: str = "") -> None:
        """Report a fault at the key's line."""
        self.problems.append(
            Problem(self.file, self.lines.of(self.name, self.index, key), message, self.name, key)
        )

    def take(self, key: str, kind: type[T], default: T) -> T:
        """The key's value of the type, or the default if it is absent or wrong (reported)."""
        self._ask(key)
        value = self.raw.get(key)
        if value is None:
            return default
        wrong_bool = kind is int and isinstance(value, bool)
        wrong_date = kind is date and isinstance(value, datetime)
        if not isinstance(value, kind) or wrong_bool or wrong_date:
            self.fault(
                f"{key}: ожидается {_TYPES.get(kind, kind.__name__)}, а здесь {value!r}",
                key,
            )
            return default
        return value

    def need(self, key: str, kind: type[T], default: T) -> T:
        """As `take`, but the key must be there, and a text must not be empty."""
        if self.raw.get(key, "") == "":
            self._ask(key)
            self.fault(f"в [[{self.name}]] нет обязательного ключа {key}; добавьте его", key)
            return default
        return self.take(key, kind, default)

    def optional_date(self, key: str) -> date | None:
        """A date or None."""
        self._ask(key)
        value = self.raw.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self.fault(f"{key}: ожидается дата вида 2022-06-09 без кавычек, а здесь {value!r}", key)
        return None

    def span(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Two optional dates, the first not after the last."""
        begin, end = self.optional_date(first), self.optional_date(last)
        if begin and end and end < begin:
            self.fault(f"{last}: {end} раньше, чем {first} ({begin}); исправьте одну из дат", last)
        return begin, end

    def words(self, key: str) -> tuple[str, ...]:
        """A list of strings, empty by default."""
        found = self.take(key, list, [])
        if not all(isinstance(one, str) for one in found):
            self.fault(f"{key}: в списке должны быть строки в кавычках", key)
            return ()
        return tuple(found)

    def choice(self, key: str, kind: type[E], default: E) -> E:
        """One of the enum's values."""
        raw = self.take(key, str, default.value)
        try:
            return kind(raw)
        except ValueError:
            self.fault(
                f"{key}: нет значения {raw!r}; можно: {', '.join(one.value for one in kind)}",
                key,
            )
            return default

    def _ask(self, key: str) -> None:
        if self._section and key not in self._section.names:
            message = f"{self._section.header} has no key {key} in its schema"
            raise LookupError(message)
        self._asked.add(key)

    def close(self) -> list[Problem]:
        """Unknown keys become problems; returns all problems of the table."""
        names = self._section.names if self._section else self._asked
        for key in sorted(self.raw.keys() - names):
            known = ", ".join(sorted(names))
            self.fault(f"неизвестный ключ {key}; можно: {known}", key)
        return self.problems


def parse(text: str, file: str) -> tuple[dict[str, Any], Problem | None]:
    """The TOML document, or the problem with its line."""
    try:
        return tomllib.loads(text), None
    except tomllib.TOMLDecodeError as error:
        line, words = retold(str(error))
        at = line or len(text.splitlines())
        return {}, Problem(file, at, f"файл не читается как TOML ({words}); исправьте строку")


def head_of(
    raw: dict[str, Any], name: str, file: str, lines: Lines, section: Section | None = None
) -> Table:
    """Take the single table `[name]` out of the document; an empty one if it is absent."""
    found = raw.pop(name, {})
    table = Table(found if isinstance(found, dict) else {}, file, name, 0, lines, section)
    if not isinstance(found, dict):
        table.fault(f"{name} пишется один раз, в одинарных скобках: [{name}]")
    return table


def tables_of(
    raw: dict[str, Any], name: str, file: str, lines: Lines, section: Section | None = None
) -> tuple[list[Table], list[Problem]]:
    """Take the tables `[[name]]` out of the document; faults of their form apart."""
    found = raw.pop(name, [])
    if isinstance(found, list) and all(isinstance(one, dict) for one in found):
        tables = [Table(one, file, name, index, lines, section) for index, one in enumerate(found)]
        return tables, []
    message = f"{name} пишется в двойных скобках: [[{name}]]"
    return [], [Problem(file, lines.of(name), message)]
