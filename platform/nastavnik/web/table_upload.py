"""A table that people bring in a file: read, looked at, and carried through the page, sealed."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from flask import current_app, send_file
from flask_wtf.file import FileField
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response
from wtforms import HiddenField

from nastavnik.domain.errors import InputError
from nastavnik.reporting.table_file import Line, TableError, as_xlsx, read_table
from nastavnik.web.forms import Form
from nastavnik.web.session import actor

_HOURS: Final = 8 * 3600
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(Form):
    """A table in a file."""

    table = FileField("Файл .xlsx или .csv", description="По шаблону; до 3000 строк")

    def rows(self) -> list[Line] | None:
        """Rows of the sent table; None with the message at the field if there are none."""
        sent = self.table.data
        data = sent.read() if sent else b""
        if not data:
            self.table.errors = ["Выберите файл."]
            return None
        try:
            return read_table(data)
        except TableError as error:
            self.table.errors = [str(error)]
            return None

    def refuse(self, error: InputError) -> None:
        """The table as a whole can't be taken: whatever is wrong is said at the file."""
        self.table.errors = [text for texts in error.errors.values() for text in texts]


class KeptForm(Form):
    """The table that was looked at, sealed for its reader and packed by the serializer."""

    kept = HiddenField()

    def keep(self, table: Sequence[Line], what: str) -> None:
        """Put the table into the page."""
        self.kept.data = _seal(what).dumps(table)

    def rows(self, what: str) -> list[Line] | None:
        """The table out of the page; None for one that is too old or not ours."""
        try:
            table = _seal(what).loads(self.kept.data or "", max_age=_HOURS)
        except BadData:
            return None
        return [(number, cells) for number, cells in table]


def workbook(name: str, sheets: Sequence[tuple[str, Sequence[tuple[str, ...]]]]) -> Response:
    """Sheets by name as a file of Excel."""
    answer = send_file(
        BytesIO(as_xlsx(sheets)), mimetype=_XLSX, as_attachment=True, download_name=name
    )
    answer.cache_control.no_store = True
    return answer


def _seal(what: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        current_app.config["SECRET_KEY"], salt=f"{what} of {actor().account_id}"
    )
