"""A declared form and a context -> a document with filled texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from nastavnik.documents.filled import Entry, FilledBlock, FilledDocument, Table
from nastavnik.documents.template import TextError, fill_text, is_true, members
from nastavnik.documents.typography import set_text
from nastavnik.domain.errors import NastavnikError
from nastavnik.domain.form import (
    Binding,
    Block,
    DocumentForm,
    Grid,
    Heading,
    Items,
    KeyValue,
    Line,
    Marker,
    Para,
    Signature,
)

Context = Mapping[str, object]
_DASH: Final = "—"


class FormFillError(NastavnikError):
    """A form can't be filled in; the message names the form, the block and the missing field."""


def fill(form: DocumentForm, context: Context) -> FilledDocument:
    """Fill every text of the form. Raises FormFillError."""
    blocks: list[FilledBlock] = []
    numbers = _Numbers()
    for index, block in enumerate(form.blocks, start=1):
        try:
            if not block.when or is_true(block.when, context):
                blocks += _filled(block, context, numbers)
        except TextError as error:
            raise _failed(form, f"блок {index} ({type(block).__name__.lower()})", error) from error
    try:
        title = set_text(fill_text(form.caption or form.title, context))
        author = fill_text("{{ organisation.full_name }}", context)
    except TextError as error:
        raise _failed(form, "название файла", error) from error
    return FilledDocument(title, author, form.margins_mm, form.font_size, tuple(blocks))


def _failed(form: DocumentForm, place: str, error: TextError) -> FormFillError:
    return FormFillError(
        f"Форма «{form.title}» ({form.code}), {place}: {error}. "
        "Внесите недостающее и откройте документ снова."
    )


class _Numbers:
    """Running numbers of the document's items."""

    def __init__(self) -> None:
        self._first = self._second = 0

    def label(self, level: int) -> str:
        """«1.» at level 1; «1.1.» under it."""
        if level == 1:
            self._first, self._second = self._first + 1, 0
            return f"{self._first}."
        self._second += 1
        return f"{self._first}.{self._second}."


def _filled(block: Block, context: Context, numbers: _Numbers) -> Iterator[FilledBlock]:  # noqa: C901 - one branch a kind of block
    """Yield the filled block, the blocks of a loop, or nothing if its texts came out empty."""
    match block:
        case Heading():
            if text := _text(block.text, context):
                yield replace(block, text=text)
        case Para():
            if lines := _texts(block.lines, context):
                yield replace(block, lines=lines)
        case Line():
            start, centre, end = (
                _text(source, context) for source in (block.start, block.centre, block.end)
            )
            yield replace(block, start=start, centre=centre, end=end)
        case Items():
            yield from _entries(block, context, numbers)
        case Grid():
            yield _table(block, context)
        case KeyValue():
            rows = ((_text(name, context), _text(value, context)) for name, value in block.rows)
            yield replace(block, rows=tuple(rows))
        case Signature():
            for inner in _loop(block.each, context):
                name, role = _text(block.name, inner), _text(block.role, inner)
                yield replace(block, name=name, role=role, each=None)
        case _:
            yield block


def _entries(block: Items, context: Context, numbers: _Numbers) -> Iterator[Entry]:
    for inner in _loop(block.each, context):
        for text in _texts(block.items, inner):
            label = _DASH if block.marker is Marker.DASH else numbers.label(block.level)
            yield Entry(label, text, block.level)


def _table(block: Grid, context: Context) -> Table:
    columns = block.columns
    rows = [
        tuple(_text(column.text, {**inner, "number": number}) for column in columns)
        for number, inner in enumerate(_loop(block.each, context), start=1)
        if block.each
    ]
    rows += [("",) * len(columns)] * block.blank_rows
    whole = sum(column.width for column in columns)
    return Table(
        head=_heads(block, context),
        rows=tuple(rows),
        widths=tuple(column.width / whole for column in columns),
        aligns=tuple(column.align for column in columns),
    )


def _heads(block: Grid, context: Context) -> tuple[str, ...]:
    return tuple(_text(column.title, context) for column in block.columns)


def _loop(each: Binding | None, context: Context) -> Iterator[Context]:
    """Yield the context once per member of the list, or as it is if there is no loop."""
    if each is None:
        yield context
        return
    for member in members(each.source, context):
        yield {**context, each.name: member}


def _texts(sources: tuple[str, ...], context: Context) -> tuple[str, ...]:
    return tuple(text for source in sources if (text := _text(source, context)))


def _text(source: str, context: Context) -> str:
    return set_text(fill_text(source, context))
