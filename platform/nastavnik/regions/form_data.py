"""A form of a document as data of JSON and back: what was signed outlives its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from nastavnik.domain.form import Binding, Block, Column, DocumentForm
from nastavnik.regions.forms import BLOCKS, form_of

_TYPES: Final = {kind: name for name, kind in BLOCKS.items()}


def as_data(form: DocumentForm) -> dict[str, Any]:
    """The keys that a file of the form would have; what is by default is left out."""
    data: dict[str, Any] = {
        "code": form.code,
        "title": form.title,
        "caption": form.caption,
        "margins_mm": asdict(form.margins_mm),
        "font_size": form.font_size,
        "block": [{"type": _TYPES[type(one)], **_stated(one)} for one in form.blocks],
    }
    return data | ({"cite": asdict(form.cite)} if form.cite else {})


def from_data(data: Mapping[str, Any]) -> DocumentForm:
    """The form again. Raises RegionError for data that are not a form's."""
    return form_of(data, "сохранённый текст")


def _stated(part: Block | Column) -> dict[str, Any]:
    """Fields whose value is not the default one."""
    return {
        one.name: _plain(getattr(part, one.name))
        for one in fields(part)
        if getattr(part, one.name) != one.default
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - a value of a block
    if isinstance(value, Binding):
        return f"{value.name} in {value.source}"
    if isinstance(value, Column):
        return _stated(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
