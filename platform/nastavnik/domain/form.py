"""A declared form of a printed document: blocks whose texts are templates, filled in elsewhere.

Every `text`-like field is a template over the document's context. A text that comes out empty
takes its block away, so an optional sentence needs no condition of its own. `when` is a condition
over the context («curator», «pairs|length > 1»), "" means always. `each` is a loop over a list of
the context («pair in pairs»); inside it the named item is visible to the texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nastavnik.domain.cite import Cite


class Align(StrEnum):
    """Where a paragraph stands; `ASIDE` is the right half of the page, as an addressee's lines."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"
    ASIDE = "aside"


class Marker(StrEnum):
    """What stands before an item: the document's running number, or a dash."""

    NUMBER = "number"
    DASH = "dash"


@dataclass(frozen=True, slots=True)
class Margins:
    """Margins of the page in millimetres; ГОСТ Р 7.0.97 asks 20/10/20/20 at least."""

    left: float = 30
    right: float = 10
    top: float = 20
    bottom: float = 20


@dataclass(frozen=True, slots=True)
class Binding:
    """A loop: every member of `source` (an expression over the context) under the name `name`."""

    name: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A title line. Level 1 is the document's name, 2 a section, 3 a line of the letterhead.

    `ruled` draws a line under it, as under a letterhead.
    """

    text: str
    level: int = 1
    align: Align = Align.CENTER
    ruled: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Para:
    """A paragraph of one or several forced lines.

    `indent` sets the first line in; `width` is the part of the page's width that it may take, 0
    for all of it (a half for `ASIDE`); `keep` ties it to the next block, so that a page can't end
    with it; `small` is for notes; `spaced` sets the letters apart, as in «П Р И К А З Ы В А Ю».
    """

    lines: tuple[str, ...]
    align: Align = Align.JUSTIFY
    indent: bool = True
    bold: bool = False
    small: bool = False
    spaced: bool = False
    width: float = 0
    keep: bool = False
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Three texts on one line, at its start, centre and end: date, number, place."""

    start: str
    centre: str = ""
    end: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """Items of a list. Numbers run on through the document; level 2 is «1.1» under the last item.

    With `each` the texts are repeated for every member of the list.
    """

    items: tuple[str, ...]
    each: Binding | None = None
    level: int = 1
    marker: Marker = Marker.NUMBER
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyValue:
    """A table of two columns without a head: (name, value) templates."""

    rows: tuple[tuple[str, str], ...]
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a grid; `width` is a share, the shares of a grid are scaled to the page."""

    title: str
    text: str
    width: float = 1.0
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table with a row per member of `each`; in its texts `number` is the row's number from 1.

    `blank_rows` adds empty rows to be filled in by hand.
    """

    columns: tuple[Column, ...]
    each: Binding | None = None
    blank_rows: int = 0
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A line to sign: post, rule, name; `dated` adds a place for the date in handwriting."""

    role: str
    name: str
    dated: bool = False
    each: Binding | None = None
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """An empty strip of `mm` millimetres."""

    mm: float = 4
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBreak:
    """The next block begins a new page."""

    when: str = ""


Block = Heading | Para | Line | Items | KeyValue | Grid | Signature | Space | PageBreak


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentForm:
    """A form of a document, e.g. the order of appointment.

    `code` is its name for the use-cases; a region's form takes the place of the federal one with
    the same code. `title` is plain text for lists; `caption` is a template of the file's title.
    `cite` says which act asks for the form, None for a form that no act prescribes.
    """

    code: str
    title: str
    blocks: tuple[Block, ...]
    caption: str = ""
    cite: Cite | None = None
    margins_mm: Margins = Margins()
    font_size: float = 12
