"""Readers of single values of a form's file: each checks one shape and says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from nastavnik.domain.form import Align, Binding, Marker

_EACH: Final = re.compile(r"\s*([a-z_][a-z0-9_]*)\s+in\s+(\S.*)", re.DOTALL)
_PAIR: Final = 2
_LEVELS: Final = (1, 2, 3)
_MOST_ROWS: Final = 200


class WrongValueError(Exception):
    """What is wrong with a value; the loader adds the file and the line of `key`."""

    def __init__(self, message: str, *, key: str = "") -> None:
        super().__init__(message)
        self.key = key


def text_value(value: object, key: str) -> str:
    """Read a string."""
    if not isinstance(value, str):
        message = f"«{key}» должно быть строкой в кавычках."
        raise WrongValueError(message, key=key)
    return value


def _texts(value: object, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        message = f"«{key}» должно быть непустым списком строк."
        raise WrongValueError(message, key=key)
    return tuple(text_value(entry, key) for entry in value)


def _number(value: object, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        message = f"«{key}» должно быть числом не меньше нуля."
        raise WrongValueError(message, key=key)
    return value


def _positive(value: object, key: str) -> float:
    number = _number(value, key)
    if number == 0:
        message = f"«{key}» должно быть больше нуля."
        raise WrongValueError(message, key=key)
    return number


def _flag(value: object, key: str) -> bool:
    if not isinstance(value, bool):
        message = f"«{key}» должно быть true или false."
        raise WrongValueError(message, key=key)
    return value


def _level(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in _LEVELS:
        message = f"«{key}» должно быть 1, 2 или 3."
        raise WrongValueError(message, key=key)
    return value


def _blank_rows(value: object, key: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_ROWS:
        message = f"«{key}» должно быть целым числом от 0 до {_MOST_ROWS}."
        raise WrongValueError(message, key=key)
    return value


def _align(value: object, key: str) -> Align:
    return Align(_one_of(value, key, [align.value for align in Align]))


def _marker(value: object, key: str) -> Marker:
    return Marker(_one_of(value, key, [marker.value for marker in Marker]))


def _one_of(value: object, key: str, known: list[str]) -> str:
    if not isinstance(value, str) or value not in known:
        message = f"«{key}» не может быть «{value}». Допустимы: " + ", ".join(known) + "."
        raise WrongValueError(message, key=key)
    return value


def _each(value: object, key: str) -> Binding:
    match = _EACH.fullmatch(text_value(value, key))
    if match is None:
        message = f"«{key}» записывают как «имя in список», например «pair in pairs»."
        raise WrongValueError(message, key=key)
    return Binding(match[1], match[2].strip())


def _rows(value: object, key: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list) or not value:
        message = f"«{key}» должно быть непустым списком пар [название, значение]."
        raise WrongValueError(message, key=key)
    rows = [_texts(row, key) for row in value]
    if any(len(row) != _PAIR for row in rows):
        message = f"в «{key}» каждая строка — пара [название, значение]."
        raise WrongValueError(message, key=key)
    return tuple((row[0], row[1]) for row in rows)


READERS: Final[Mapping[str, Callable[[object, str], Any]]] = {
    "align": _align,
    "blank_rows": _blank_rows,
    "bold": _flag,
    "bottom": _number,
    "dated": _flag,
    "each": _each,
    "font_size": _positive,
    "indent": _flag,
    "items": _texts,
    "keep": _flag,
    "left": _number,
    "level": _level,
    "lines": _texts,
    "marker": _marker,
    "mm": _number,
    "right": _number,
    "rows": _rows,
    "ruled": _flag,
    "small": _flag,
    "spaced": _flag,
    "top": _number,
    "width": _positive,
}
"""Keys that are not plain strings; one key means the same in every block."""
