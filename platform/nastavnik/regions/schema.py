"""What an act file may say: sections and their keys. Reader, reference and page form use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class KeyType(StrEnum):
    """How a key's value is written in the file and asked for on the page."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DATE = "date"
    CHOICE = "choice"
    WORDS = "words"
    CONDITION = "condition"
    VALUE = "value"
    TABLE = "table"

    @property
    def label(self) -> str:
        """The type in Russian, with the way it is written."""
        return _TYPES[self]


_TYPES: Mapping[KeyType, str] = {
    KeyType.TEXT: "строка в кавычках",
    KeyType.INTEGER: "целое число",
    KeyType.NUMBER: "число, можно с точкой",
    KeyType.FLAG: "true или false",
    KeyType.DATE: "дата вида 2022-06-09 без кавычек",
    KeyType.CHOICE: "одно из слов",
    KeyType.WORDS: "список строк",
    KeyType.CONDITION: "условие",
    KeyType.VALUE: "число, true, false или слово",
    KeyType.TABLE: "таблица или список таблиц",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key: its name in the file, its Russian `title` on the page, and what it means.

    `choices`: permitted words -> Russian. `default` says in words what an absent key means.
    """

    name: str
    type: KeyType
    title: str
    help: str = ""
    required: bool = False
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Section:
    """One table of an act file, `[name]` or, if it is `many`, `[[name]]`.

    `example` is TOML that the reader takes without a fault.
    """

    name: str
    title: str
    help: str
    keys: tuple[Key, ...]
    example: str
    many: bool = True

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of all keys."""
        return frozenset(key.name for key in self.keys)

    @property
    def header(self) -> str:
        """The table's head as written in the file."""
        return f"[[{self.name}]]" if self.many else f"[{self.name}]"

    @property
    def field(self) -> str:
        """The attribute of `Act` that holds what the section says."""
        return f"{self.name}s"

    def key(self, name: str) -> Key:
        """The key of the name. Raises StopIteration for an unknown one."""
        return next(key for key in self.keys if key.name == name)
