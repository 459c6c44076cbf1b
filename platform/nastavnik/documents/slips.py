"""Slips with codes for the first log-in: eight on a sheet, cut along the lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from nastavnik.documents.fonts import BOLD, REGULAR, register_fonts

COLUMNS: Final = 2
ROWS: Final = 4
_WIDTH: Final = A4[0] / COLUMNS
_HEIGHT: Final = A4[1] / ROWS
_INSET: Final = 9 * mm
_ROOM: Final = _WIDTH - 2 * _INSET
_STEP: Final = 5.2 * mm
_TEXT: Final = 9.5
_SMALLEST: Final = 6.0
_DO: Final = (
    "1. Откройте адрес и нажмите «Первый вход».",
    "2. Введите логин и код, придумайте пароль.",
    "3. Код сработает один раз. Листок уничтожьте.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What a person needs to enter first; `until` is the last day of the code, as text."""

    name: str
    role: str
    unit: str
    site: str
    login: str
    code: str
    until: str


def render(slips: Sequence[Slip], title: str) -> bytes:
    """The sheets as a whole PDF file."""
    register_fonts()
    buffer = io.BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=A4,
        initialFontName=REGULAR,  # type: ignore[arg-type] # its types take a name for a number
        lang="ru-RU",
    )
    canvas.setTitle(title)
    canvas.setCreator("Наставник")
    for start in range(0, len(slips), COLUMNS * ROWS):
        _sheet(canvas, slips[start : start + COLUMNS * ROWS])
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _sheet(canvas: Canvas, slips: Sequence[Slip]) -> None:
    canvas.saveState()
    canvas.setDash(2, 3)
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.4)
    canvas.line(_WIDTH, 0, _WIDTH, A4[1])
    for row in range(1, ROWS):
        canvas.line(0, row * _HEIGHT, A4[0], row * _HEIGHT)
    canvas.restoreState()
    for at, slip in enumerate(slips):
        row, column = divmod(at, COLUMNS)
        _slip(canvas, slip, column * _WIDTH + _INSET, A4[1] - row * _HEIGHT - _INSET)


def _slip(canvas: Canvas, slip: Slip, left: float, top: float) -> None:
    lines = (
        (slip.name, BOLD, 12.0),
        (f"{slip.role}. {slip.unit}", REGULAR, 8.5),
        ("", REGULAR, _TEXT),
        (f"Сайт: {slip.site}", REGULAR, _TEXT),
        (f"Логин: {slip.login}", BOLD, 12.0),
        (f"Код: {slip.code}", BOLD, 15.0),
        (f"Код действует по {slip.until} включительно.", REGULAR, 8.5),
        *((text, REGULAR, _TEXT) for text in _DO),
    )
    y = top - _STEP / 2
    for text, font, size in lines:
        fitting = _fitting(text, font, size)
        canvas.setFont(font, fitting)
        canvas.drawString(left, y, _cut(text, font, fitting))
        y -= _STEP * (1.35 if size > _TEXT else 1)


def _fitting(text: str, font: str, size: float) -> float:
    """The size at which the line stays on its slip, but never too small to read."""
    width = stringWidth(text, font, size)
    return size if width <= _ROOM else max(size * _ROOM / width, _SMALLEST)


def _cut(text: str, font: str, size: float) -> str:
    """The line without the end that does not fit even so."""
    if stringWidth(text, font, size) <= _ROOM + 1:
        return text
    while stringWidth(f"{text}…", font, size) > _ROOM:
        text = text[:-1]
    return f"{text}…"
