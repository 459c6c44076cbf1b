"""A list as a file that Excel opens by a double click."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from flask import Response

from nastavnik.reporting.sheet import as_csv


def csv_file(name: str, table: Iterable[Sequence[object]]) -> Response:
    """The answer with the file `name`; days go as 01.09.2026, None as an empty cell."""
    lines = ([_shown(cell) for cell in row] for row in table)
    answer = Response(as_csv(lines), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _shown(cell: object) -> object:
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell
