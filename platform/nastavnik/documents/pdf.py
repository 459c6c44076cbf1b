"""A filled document -> PDF in the look of ГОСТ Р 7.0.97: A4, numbered from the second page."""

from __future__ import annotations

import io
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from nastavnik.documents.filled import FilledDocument
from nastavnik.documents.fonts import REGULAR, register_fonts
from nastavnik.documents.pdf_blocks import flowables
from nastavnik.documents.pdf_styles import Styles

_NUMBER_SIZE: Final = 11
_LEAST_NUMBER_DROP: Final = 10 * mm


def render(document: FilledDocument) -> bytes:
    """Lay the document out; the bytes are a whole PDF file with its fonts embedded."""
    register_fonts()
    width, height = A4
    margins = document.margins_mm
    frame_width = width - (margins.left + margins.right) * mm
    buffer = io.BytesIO()
    template = BaseDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=margins.left * mm,
        rightMargin=margins.right * mm,
        topMargin=margins.top * mm,
        bottomMargin=margins.bottom * mm,
        title=document.title,
        author=document.author,
        creator="Наставник",
        lang="ru-RU",
        initialFontName=REGULAR,
    )
    frame = Frame(
        margins.left * mm,
        margins.bottom * mm,
        frame_width,
        height - (margins.top + margins.bottom) * mm,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    template.addPageTemplates(PageTemplate("page", [frame], onPage=_number_page))
    story: list[Flowable] = flowables(document.blocks, Styles(document.font_size), frame_width)
    template.build(story)
    return buffer.getvalue()


def _number_page(canvas: Canvas, template: BaseDocTemplate) -> None:
    """Put the number in the middle of the top margin, never on the first page."""
    number = canvas.getPageNumber()
    if number == 1:
        return
    width, height = A4
    drop = max(template.topMargin / 2, _LEAST_NUMBER_DROP)
    canvas.setFont(REGULAR, _NUMBER_SIZE)
    canvas.drawCentredString(width / 2, height - drop - _NUMBER_SIZE / 2, str(number))
