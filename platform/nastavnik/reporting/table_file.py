"""A table out of a file that people have: XLSX, or CSV as Excel in Russian saves it.

Cells come as texts: days as 01.09.2026, whole numbers without a fraction.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

Line = tuple[int, list[str]]
"""Number of a row in the file, and its cells."""

MOST_ROWS: Final = 20_000
MOST_CELLS: Final = 100
_UNPACKED: Final = 60 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_ENCODINGS: Final = ("utf-8-sig", "cp1251")
_WIDEST: Final = 60


class TableError(ValueError):
    """The file is not a table that can be read; the message says what to do."""


def read_table(data: bytes) -> list[Line]:
    """Rows of the first sheet that are not empty. Raises TableError."""
    lines = _xlsx(data) if data.startswith(_ZIP) else _csv(data)
    found = []
    for number, cells in lines:
        if number > MOST_ROWS:
            raise TableError(f"В файле больше {MOST_ROWS} строк. Разделите его на части.")
        if any(cells):
            found.append((number, cells[:MOST_CELLS]))
    if not found:
        raise TableError("Файл пуст. Скачайте шаблон и заполните его.")
    return found


def _xlsx(data: bytes) -> Iterator[Line]:
    try:
        with ZipFile(io.BytesIO(data)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if size > _UNPACKED:
            raise TableError("Файл слишком велик. Оставьте в нём только нужные строки.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, [_text(cell) for cell in row]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        if isinstance(error, TableError):
            raise
        raise TableError(
            "Это не книга Excel, которую можно прочесть. Сохраните файл как .xlsx или .csv."
        ) from error


def _csv(data: bytes) -> Iterator[Line]:
    text = _decoded(data)
    if "\0" in text:
        raise TableError("Это не таблица. Нужен файл .xlsx или .csv.")
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            # what our own files quote against formulas comes back as it was
            yield number, [cell.strip().removeprefix("'") for cell in row]
    except csv.Error as error:
        raise TableError("Файл .csv повреждён. Сохраните таблицу заново.") from error


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("Кодировку файла не понять. Сохраните его как .xlsx или CSV в UTF-8.")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return f"{cell:%d.%m.%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def as_xlsx(sheets: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """A workbook: sheets by name, the first row of each is its head; every cell is a text."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for at, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                cell = sheet.cell(at, place)
                cell.value, cell.number_format = text, "@"
                cell.data_type = "s"  # a title that begins with «=» is no formula
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                cell.font = Font(bold=at == 1)
        for place, column in enumerate(zip(*rows, strict=False), 1):
            width = min(max(map(len, column)) + 3, _WIDEST)
            sheet.column_dimensions[get_column_letter(place)].width = width
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
