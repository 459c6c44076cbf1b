"""Blocks of a filled document -> reportlab's flowables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, HRFlowable, PageBreak, Paragraph, Spacer
from reportlab.platypus import Table as TableFlowable

from nastavnik.documents.filled import Entry, FilledBlock, Table
from nastavnik.documents.pdf_styles import (
    BARE_TABLE,
    CELL_PADDING,
    GRID_TABLE,
    ROLE_SIGNATURE,
    RULE,
    SIGNATURE,
    SIGNATURE_GAP,
    Styles,
)
from nastavnik.documents.typography import NBSP, hyphenated, spaced
from nastavnik.domain.form import Align, Heading, KeyValue, Line, Para, Signature, Space

_ASIDE_WIDTH: Final = 0.5
_KEY_WIDTHS: Final = (0.34, 0.66)
_LINE_WIDTHS: Final = (0.36, 0.28, 0.36)
_SIGNATURE_WIDTHS: Final = {
    (True, False): (0.42, 0.26, 0.32),
    (True, True): (0.24, 0.18, 0.24, 0.34),
    (False, False): (0.34, 0.66),
    (False, True): (0.28, 0.33, 0.39),
}
_RULE_MAY_YIELD: Final = 0.6
_BREAKS: Final = re.compile("[ -]")
_DATE_TO_WRITE: Final = f"«____»{NBSP}____________{NBSP}20___{NBSP}г."


def flowables(blocks: Iterable[FilledBlock], styles: Styles, width: float) -> list[Flowable]:
    """Lay the blocks out in a column of `width` points."""
    story: list[Flowable] = []
    for block in blocks:
        if isinstance(block, Signature):
            _hold_to_signature(story)
        story += _flowables(block, styles, width)
    return story


def _hold_to_signature(story: Sequence[Flowable]) -> None:
    """A signature never stands alone on a page: the text above it goes with it."""
    for flowable in reversed(story):
        if not isinstance(flowable, Spacer | Paragraph):
            return
        flowable.keepWithNext = 1
        if isinstance(flowable, Paragraph):
            return


def _flowables(block: FilledBlock, styles: Styles, width: float) -> Iterator[Flowable]:
    match block:
        case Heading():
            yield from _heading(block, styles)
        case Para():
            yield _para(block, styles, width)
        case Entry(label, text):
            style = styles.text(Align.JUSTIFY, indent=True)
            yield Paragraph(f"{label}{NBSP}{_markup(text)}", style)
        case Line():
            yield _line(block, styles, width)
        case Table():
            yield _table(block, styles, width)
        case KeyValue():
            yield _key_values(block, styles, width)
        case Signature():
            yield _signature(block, styles, width)
        case Space():
            yield Spacer(1, block.mm * mm)
        case _:
            yield PageBreak()


def _heading(block: Heading, styles: Styles) -> Iterator[Flowable]:
    heading = Paragraph(escape(block.text), styles.heading(block.level, block.align))
    heading.keepWithNext = 1
    yield heading
    if block.ruled:
        yield HRFlowable(width="100%", thickness=0.8, color=black, spaceBefore=4, spaceAfter=4)


def _para(block: Para, styles: Styles, width: float) -> Paragraph:
    share = block.width or (_ASIDE_WIDTH if block.align is Align.ASIDE else 1)
    rest = max(0.0, 1 - share) * width
    aside = block.align is Align.ASIDE
    style = styles.text(
        block.align,
        indent=block.indent and not aside,
        bold=block.bold,
        small=block.small,
        left=rest if aside else 0,
        right=0 if aside else rest,
    )
    para = Paragraph("<br/>".join(escape(_set(line, block)) for line in block.lines), style)
    if block.keep:
        para.keepWithNext = 1
    return para


def _set(text: str, block: Para) -> str:
    if block.spaced:
        return spaced(text)
    return hyphenated(text) if block.align is Align.JUSTIFY else text


def _line(block: Line, styles: Styles, width: float) -> TableFlowable:
    aligns = (Align.LEFT, Align.CENTER, Align.RIGHT)
    texts = (block.start, block.centre, block.end)
    cells = [
        Paragraph(escape(text), styles.text(align))
        for text, align in zip(texts, aligns, strict=True)
    ]
    return TableFlowable([cells], _widths(_LINE_WIDTHS, width), style=BARE_TABLE)


def _table(block: Table, styles: Styles, width: float) -> TableFlowable:
    widths = _widths(block.widths, width)
    head_style = styles.cell(Align.CENTER, bold=True)
    head = [_cell(*one, head_style) for one in zip(block.head, widths, strict=True)]
    cells = [styles.cell(align) for align in block.aligns]
    rows = [[_cell(*one) for one in zip(row, widths, cells, strict=True)] for row in block.rows]
    return TableFlowable([head, *rows], widths, style=GRID_TABLE, repeatRows=1)


def _key_values(block: KeyValue, styles: Styles, width: float) -> TableFlowable:
    widths = _widths(_KEY_WIDTHS, width)
    cells = (styles.cell(bold=True), styles.cell())
    rows = [[_cell(*one) for one in zip(row, widths, cells, strict=True)] for row in block.rows]
    return TableFlowable(rows, widths, style=GRID_TABLE)


def _signature(block: Signature, styles: Styles, width: float) -> TableFlowable:
    name_style = styles.text(Align.LEFT if block.dated else Align.RIGHT)
    cells: list[Flowable] = [
        HRFlowable(width="100%", thickness=RULE, color=black, spaceBefore=0, spaceAfter=0),
        Paragraph(escape(block.name), name_style),
    ]
    if block.role:
        cells.insert(0, Paragraph(escape(block.role), styles.text()))
    if block.dated:
        cells.append(Paragraph(_DATE_TO_WRITE, styles.text(Align.RIGHT)))
    widths = _widths(_SIGNATURE_WIDTHS[bool(block.role), block.dated], width)
    name = 2 if block.role else 1
    needed = stringWidth(block.name, name_style.fontName, name_style.fontSize) + SIGNATURE_GAP + 1
    longer = min(max(0.0, needed - widths[name]), widths[name - 1] * _RULE_MAY_YIELD)
    widths[name], widths[name - 1] = widths[name] + longer, widths[name - 1] - longer
    style = ROLE_SIGNATURE if block.role else SIGNATURE
    return TableFlowable([cells], widths, style=style)


def _cell(text: str, width: float, style: ParagraphStyle) -> Paragraph:
    """A cell breaks a word only if it is wider than the column."""
    room = width - 2 * CELL_PADDING
    words = (stringWidth(part, style.fontName, style.fontSize) for part in _BREAKS.split(text))
    return Paragraph(escape(hyphenated(text, names=True) if max(words) > room else text), style)


def _markup(text: str) -> str:
    return escape(hyphenated(text))


def _widths(shares: Iterable[float], width: float) -> list[float]:
    return [share * width for share in shares]
