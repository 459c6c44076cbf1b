"""Reading a declared form of a document from TOML.

A file holds one form: its keys stand at the top, then a `[[block]]` per block with its `type`.
Whatever the reader does not know is an error with its file, line and block, for a mistyped key
would otherwise silently drop a line of an order.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, TypeVar

from nastavnik.domain.cite import Cite
from nastavnik.domain.form import (
    Block,
    Column,
    DocumentForm,
    Grid,
    Heading,
    Items,
    KeyValue,
    Line,
    Margins,
    PageBreak,
    Para,
    Signature,
    Space,
)
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.form_fields import READERS, WrongValueError, text_value
from nastavnik.regions.lines import Lines
from nastavnik.regions.reader import parse

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")

BLOCKS: Final[Mapping[str, type[Block]]] = {
    "heading": Heading,
    "para": Para,
    "line": Line,
    "items": Items,
    "key_value": KeyValue,
    "grid": Grid,
    "signature": Signature,
    "space": Space,
    "page_break": PageBreak,
}
_SINGLE_TEXT: Final = {"para": "lines", "items": "items"}
_TOP_KEYS: Final = (
    "code",
    "title",
    "caption",
    "cite",
    "margins_mm",
    "font_size",
    "block",
)
_NEEDED_KEYS: Final = ("code", "title", "block")


def load_form(text: str, name: str) -> DocumentForm:
    """Read one form out of TOML `text`; `name` is the file's name for the messages.

    Raises RegionError with every faulty block of the file.
    """
    lines = Lines(text)
    raw, unread = parse(text, name)
    if unread is not None:
        raise RegionError([unread])
    try:
        _known(raw, _TOP_KEYS)
        _needed(raw, _NEEDED_KEYS)
    except WrongValueError as error:
        raise RegionError([Problem(name, lines.of("", 0, error.key), str(error))]) from error
    blocks = _blocks(raw["block"], lines, name)
    try:
        return _form(raw, blocks)
    except WrongValueError as error:
        raise RegionError([Problem(name, lines.of("", 0, error.key), str(error))]) from error


def form_of(raw: Mapping[str, Any], name: str) -> DocumentForm:
    """The form out of data with the keys of a file. Raises RegionError."""
    return _form(raw, _blocks(raw["block"], Lines(""), name))


def _form(raw: Mapping[str, Any], blocks: tuple[Block, ...]) -> DocumentForm:
    return DocumentForm(
        code=text_value(raw["code"], "code"),
        title=text_value(raw["title"], "title"),
        caption=text_value(raw.get("caption", ""), "caption"),
        cite=_table(Cite, raw["cite"], "cite") if "cite" in raw else None,
        margins_mm=_table(Margins, raw.get("margins_mm", {}), "margins_mm"),
        font_size=READERS["font_size"](raw.get("font_size", 12), "font_size"),
        blocks=blocks,
    )


def _blocks(raw: object, lines: Lines, name: str) -> tuple[Block, ...]:
    if not isinstance(raw, list):
        message = "блоки записывают как [[block]], в двойных скобках."
        raise RegionError([Problem(name, lines.of("block"), message)])
    blocks: list[Block] = []
    problems: list[Problem] = []
    for index, body in enumerate(raw):
        kind = body.get("type", "") if isinstance(body, dict) else ""
        try:
            blocks.append(_block(kind, body))
        except WrongValueError as error:
            place = f"блок {index + 1} ({kind or 'без вида'})"
            line = lines.of("block", index, error.key)
            problems.append(Problem(name, line, f"{place}: {error}"))
    if problems:
        raise RegionError(problems)
    return tuple(blocks)


def _block(kind: object, body: Mapping[str, Any]) -> Block:
    if kind == "":
        message = "нет ключа «type». Назовите вид блока: " + ", ".join(BLOCKS) + "."
        raise WrongValueError(message)
    if not isinstance(kind, str) or kind not in BLOCKS:
        message = f"такого вида блоков нет.{_hint(str(kind), BLOCKS)}"
        raise WrongValueError(message, key="type")
    rest = {key: value for key, value in body.items() if key != "type"}
    many = _SINGLE_TEXT.get(kind)
    if many and "text" in rest:
        if many in rest:
            message = f"укажите что-то одно: «text» или «{many}»."
            raise WrongValueError(message, key="text")
        rest[many] = [rest.pop("text")]
    return _table(BLOCKS[kind], rest, kind)


def _table(cls: type[T], raw: object, where: str) -> T:
    """Build the dataclass `cls` out of a TOML table with the same keys."""
    if not isinstance(raw, dict):
        message = f"«{where}» должно быть таблицей {{ключ = значение}}."
        raise WrongValueError(message, key=where)
    known: dict[str, Field[Any]] = {field.name: field for field in fields(cls)}
    _known(raw, tuple(known))
    _needed(raw, [name for name, field in known.items() if field.default is MISSING])
    return cls(**{key: _value(value, key) for key, value in raw.items()})


def _value(value: object, key: str) -> Any:  # noqa: ANN401 - the key decides the type
    if key != "columns":
        return READERS.get(key, text_value)(value, key)
    if not isinstance(value, list) or not value:
        message = "«columns» должно быть непустым списком таблиц {title = …, text = …}."
        raise WrongValueError(message, key=key)
    return tuple(_table(Column, column, key) for column in value)


def _known(raw: Mapping[str, Any], known: Sequence[str]) -> None:
    for key in raw:
        if key not in known:
            message = f"неизвестный ключ «{key}».{_hint(key, known)}"
            raise WrongValueError(message, key=key)


def _needed(raw: Mapping[str, Any], needed: Sequence[str]) -> None:
    for key in needed:
        if key not in raw:
            message = f"нет обязательного ключа «{key}». Добавьте его."
            raise WrongValueError(message)


def _hint(word: str, known: Collection[str]) -> str:
    close = get_close_matches(word, known, n=1)
    if close:
        return f" Может быть, «{close[0]}»?"
    return " Известны: " + ", ".join(known) + "."
