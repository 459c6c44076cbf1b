"""What the standard parser of TOML says of a fault, in Russian."""

from __future__ import annotations

import re
from typing import Final

_PLACE: Final = re.compile(
    r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$"
)
_WORDS: Final = (
    ("Unclosed array", "список не закрыт или в нём пропущена запятая"),
    ("Unclosed inline table", "таблица { } не закрыта или в ней пропущена запятая"),
    ("Duplicate inline table key", "ключ в таблице { } записан дважды"),
    ("Cannot overwrite", "этот ключ уже записан выше"),
    ("Cannot declare", "эта таблица уже записана выше: для второй нужны двойные скобки [[ ]]"),
    ("Cannot mutate immutable", "значение выше закрыто и не дополняется"),
    ("Expected newline", 'после значения лишние знаки; кавычку внутри строки пишут \\"'),
    (
        "Expected '='",
        "после ключа нужен знак =; ключ с пробелом пишут в кавычках",
    ),
    ("Expected ']", "скобка таблицы не закрыта"),
    ("Invalid statement", "строка начинается не с ключа и не с таблицы; ключ пишут латиницей"),
    ("Invalid initial character", "ключ пишут латиницей или в кавычках"),
    ("Invalid value", "значение не записано: слова — в кавычках, день — 2026-09-01"),
    ("Invalid date", "такого дня нет; день пишут 2026-09-01"),
    ("Unterminated string", "кавычка не закрыта"),
    ("Expected", "не хватает знака, обычно закрывающей кавычки"),
    ("Illegal character", "недопустимый знак; кавычка не закрыта в этой строке?"),
    ("Unescaped", "обратную черту пишут дважды: \\\\"),
)


def retold(said: str) -> tuple[int | None, str]:
    """The line, None at the end of the file, and the fault; what is not known stays as it is."""
    place = _PLACE.search(said)
    bare = said[: place.start()] if place else said
    words = next((russian for begins, russian in _WORDS if bare.startswith(begins)), bare)
    line = place["line"] if place else None
    return int(line) if line else None, words
