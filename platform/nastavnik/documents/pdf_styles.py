"""Styles of paragraphs and tables in PDF, all in the embedded face."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from reportlab.lib.colors import black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import TableStyle

from nastavnik.documents.fonts import BOLD, REGULAR
from nastavnik.domain.form import Align

INDENT: Final = 12.5 * mm
RULE: Final = 0.5
CELL_PADDING: Final = 4
SIGNATURE_GAP: Final = 3 * mm

_LEADING: Final = 1.35
_ALIGNMENTS: Final[Mapping[Align, Literal[0, 1, 2, 4]]] = {
    Align.LEFT: TA_LEFT,
    Align.CENTER: TA_CENTER,
    Align.RIGHT: TA_RIGHT,
    Align.JUSTIFY: TA_JUSTIFY,
    Align.ASIDE: TA_LEFT,
}
_HEADING_STEPS: Final = {1: 2, 2: 1, 3: 0}
_SMALL_STEP: Final = -2
_CELL_STEP: Final = -1
_AT_ANY_HYPHEN: Final = 2
_WHOLE: Final = ((0, 0), (-1, -1))
# A table's own font is set by hand: the default is a face that is not embedded.
_FACE: Final = ("FONT", *_WHOLE, REGULAR, 10)

BARE_TABLE: Final = TableStyle(
    [_FACE, ("VALIGN", *_WHOLE, "BOTTOM"), ("LEFTPADDING", *_WHOLE, 0),
     ("RIGHTPADDING", *_WHOLE, 0), ("TOPPADDING", *_WHOLE, 0), ("BOTTOMPADDING", *_WHOLE, 1)]
)  # fmt: skip


def _signature_table(line: int) -> TableStyle:
    """The rule on which one signs stands in the column `line`, at the foot of the text."""
    cell, after = (line, 0), (line + 1, 0)
    return TableStyle(
        [("TOPPADDING", *_WHOLE, 4 * mm), ("BOTTOMPADDING", cell, cell, 4),
         ("LEFTPADDING", after, after, SIGNATURE_GAP)],
        parent=BARE_TABLE,
    )  # fmt: skip


SIGNATURE: Final = _signature_table(0)
ROLE_SIGNATURE: Final = _signature_table(1)
GRID_TABLE: Final = TableStyle(
    [_FACE, ("GRID", *_WHOLE, RULE, black), ("VALIGN", *_WHOLE, "TOP"),
     ("LEFTPADDING", *_WHOLE, CELL_PADDING), ("RIGHTPADDING", *_WHOLE, CELL_PADDING),
     ("TOPPADDING", *_WHOLE, 2), ("BOTTOMPADDING", *_WHOLE, 4)]
)  # fmt: skip


class Styles:
    """Styles of one document, whose texts have `size` points."""

    def __init__(self, size: float) -> None:
        self.size = size

    def text(  # noqa: PLR0913 - the properties of a paragraph
        self,
        align: Align = Align.LEFT,
        *,
        indent: bool = False,
        bold: bool = False,
        small: bool = False,
        left: float = 0,
        right: float = 0,
    ) -> ParagraphStyle:
        """Style of a running text; `left` and `right` are indents of the whole in points."""
        size = self.size + (_SMALL_STEP if small else 0)
        return self._style(align, size, bold=bold, indent=indent, left=left, right=right)

    def heading(self, level: int, align: Align) -> ParagraphStyle:
        """Style of a heading; a line of the letterhead is not bold."""
        return self._style(
            align, self.size + _HEADING_STEPS[level], bold=level < max(_HEADING_STEPS)
        )

    def cell(self, align: Align = Align.LEFT, *, bold: bool = False) -> ParagraphStyle:
        """Style inside a ruled table, a step smaller than the text."""
        return self._style(align, self.size + _CELL_STEP, bold=bold, leading=1.2)

    def _style(  # noqa: PLR0913 - the properties of a paragraph
        self,
        align: Align,
        size: float,
        *,
        bold: bool,
        indent: bool = False,
        left: float = 0,
        right: float = 0,
        leading: float = _LEADING,
    ) -> ParagraphStyle:
        return ParagraphStyle(
            "text",
            fontName=BOLD if bold else REGULAR,
            fontSize=size,
            leading=size * leading,
            alignment=_ALIGNMENTS[align],
            firstLineIndent=INDENT if indent else 0,
            leftIndent=left,
            rightIndent=right,
            allowWidows=0,
            allowOrphans=0,
            embeddedHyphenation=_AT_ANY_HYPHEN,
            uriWasteReduce=0,
        )
