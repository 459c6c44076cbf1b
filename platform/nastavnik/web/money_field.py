"""Sums and percents as people type them, kept exactly: kopecks and hundredths."""

from __future__ import annotations

from typing import Any

from wtforms import Field
from wtforms.widgets import TextInput

from nastavnik.domain.money import kopecks_of

_KOPECKS = 100


class ExactField(Field):
    """A number with at most two digits after the comma; `data` is it in hundredths, or None."""

    widget = TextInput()
    data: int | None

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:  # noqa: ANN401 - passed on
        options["render_kw"] = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}
        super().__init__(label, validators, **options)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.typed(self.data)

    @staticmethod
    def typed(data: int | None) -> str:
        """As a person would type it."""
        if data is None:
            return ""
        whole, rest = divmod(data, _KOPECKS)
        return f"{whole},{rest:02d}" if rest else str(whole)


class RoublesField(ExactField):
    """Rubles; `data` is kopecks."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which becomes the field's message."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = kopecks_of(valuelist[0])


class PercentField(ExactField):
    """Percents; `data` is hundredths of a percent."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which becomes the field's message."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = kopecks_of(valuelist[0].replace("%", ""))
            except ValueError:
                raise ValueError(
                    f"«{valuelist[0].strip()}» — не процент. Введите число: 10 или 12,5."
                ) from None
