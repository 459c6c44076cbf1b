"""A document whose texts are filled in: what the renderers lay out, and nothing else.

Blocks that are only texts keep their declared type; lists and tables are unrolled.
"""

from __future__ import annotations

from dataclasses import dataclass

from nastavnik.domain.form import (
    Align,
    Heading,
    KeyValue,
    Line,
    Margins,
    PageBreak,
    Para,
    Signature,
    Space,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list with its label: «1.», «2.3.», «—»."""

    label: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; `widths` are shares of the page's width, they make 1 together."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    aligns: tuple[Align, ...]


FilledBlock = Heading | Para | Line | Entry | Table | KeyValue | Signature | Space | PageBreak


@dataclass(frozen=True, slots=True)
class FilledDocument:
    """A document ready to be laid out; `title` and `author` are the file's metadata."""

    title: str
    author: str
    margins_mm: Margins
    font_size: float
    blocks: tuple[FilledBlock, ...]
