"""Two versions of a record: the one that a person typed over, and the one saved meanwhile.

The form of a record carries the version in which it was opened. When another person has saved a
newer one, the page shows field by field «Ваши значения» and «Сохранено другим»; the choice goes
with the form itself, as `take.<field>`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import request
from wtforms import BooleanField, Field, FieldList, FileField, SelectFieldBase, StringField
from wtforms.widgets import HiddenInput

from nastavnik.domain.errors import ConflictError
from nastavnik.web.forms import DateField, Form
from nastavnik.web.money_field import ExactField

_TAKE: Final = "take."
_THEIRS: Final = "theirs"
_EMPTY: Final = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field in which the versions differ. `choice` is "" where it can only be retyped."""

    label: str
    mine: str
    theirs: str
    choice: str


def seen_version(text: str | None) -> int:
    """The number in a form's hidden field; what is no number is no version."""
    typed = text or ""
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def differences(
    mine: Form, theirs: Form, conflict: ConflictError | None = None
) -> Sequence[Difference]:
    """Fields of the sent form that the saved record, in a form of its own, has otherwise.

    The words of the conflict win over those of the fields: it knows months from years.
    """
    ours, other = (conflict.mine, conflict.theirs) if conflict else ({}, {})
    return [
        Difference(
            label=field.label.text,
            mine=ours.get(field.label.text) or _text(field, field.data),
            theirs=other.get(field.label.text) or _kept_text(field, theirs[field.name]),
            choice=f"{_TAKE}{field.name}" if _simple(field) else "",
        )
        for field in mine
        if not isinstance(field.widget, HiddenInput)
        and not isinstance(field, FileField)
        and field.name in theirs
        and _value(field) != _value(theirs[field.name])
    ]


def overtaken(form: Form, error: ConflictError, version: int | str | None) -> None:
    """The page of the form shows both versions, and may be sent again over the newer one.

    Raises the error itself where it is not about versions: the database was busy, or the step
    has become impossible.
    """
    if not error.theirs:
        raise error
    form.conflict = error
    form["version"].data = str(version or "")


def choosing() -> bool:
    """Has the person chosen between two versions."""
    return any(name.startswith(_TAKE) for name in request.form)


def choose(mine: Form, theirs: Form) -> None:
    """Put what was chosen of the saved record into the sent form. Before its validation."""
    for field in mine:
        if request.form.get(f"{_TAKE}{field.name}") == _THEIRS and _simple(field):
            data = theirs[field.name].data
            field.data = data
            typed = field.typed(data) if isinstance(field, ExactField) else _typed(data)
            field.raw_data = list(data) if isinstance(data, list) else [typed]


def _simple(field: Field) -> bool:
    """One value, or a choice out of a list."""
    kinds = StringField | DateField | ExactField | BooleanField | SelectFieldBase
    return isinstance(field, kinds)


def _value(field: Field) -> Any:  # noqa: ANN401 - of any field; our tables have a `read`
    """Rows of a table are what they say: an empty row that is only offered says nothing."""
    table: Any = field if isinstance(field, FieldList) else None
    return _plain(field.data if table is None else table.read())


def _plain(data: Any) -> Any:  # noqa: ANN401 - of any field
    """Nothing is nothing, whether it was typed as a blank or never was."""
    return (data.strip() if isinstance(data, str) else data) or ""


def _typed(data: Any) -> str:  # noqa: ANN401 - as above
    """As a browser would send it."""
    if isinstance(data, date):
        return f"{data:%d.%m.%Y}"
    return "" if data in {None, False} else str(data)


def _kept_text(field: Field, kept: Field) -> str:
    """What is kept, in words; only the sent field knows the titles of its choices."""
    return _rows(kept) if isinstance(kept, FieldList) else _text(field, kept.data)


def _rows(field: FieldList[Any]) -> str:
    """Rows of a table with the titles of what was chosen."""
    rows = (
        " ".join(
            _text(one, one.data) for one in entry.form if one.data and one.short_name != "join"
        )
        for entry in field
    )
    return "; ".join(filter(None, rows)) if _value(field) else _EMPTY


def _text(field: Field, data: Any) -> str:  # noqa: ANN401 - as above
    """The value in words."""
    if isinstance(field, FieldList):
        return _rows(field)
    if isinstance(field, BooleanField):
        return "да" if data else "нет"
    if isinstance(field, SelectFieldBase):
        chosen = [str(one) for one in (data if isinstance(data, list) else [data])]
        titles = {str(option.data): str(option.label.text) for option in field}
        return ", ".join(titles.get(one, one) for one in chosen if one != "None") or _EMPTY
    if isinstance(field, ExactField):
        return field.typed(data) or _EMPTY
    if isinstance(data, list):
        return "; ".join(", ".join(_typed(part) for part in _parts(one)) for one in data) or _EMPTY
    return _typed(data) or _EMPTY


def _parts(one: Any) -> Sequence[Any]:  # noqa: ANN401 - as above
    """Filled parts of one row of a field that has several."""
    values = one.values() if isinstance(one, dict) else [one]
    return [value for value in values if value]
