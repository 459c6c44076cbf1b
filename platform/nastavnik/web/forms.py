"""What every form shares: Russian messages, a date as people type it, errors of use-cases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Final

from flask import g
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import (  # type: ignore[attr-defined] # the types are older than SelectChoice
    Field,
    RadioField,
    SelectChoice,
    SelectMultipleField,
)
from wtforms.form import BaseForm
from wtforms.i18n import get_translations
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import HiddenInput, TextInput

from nastavnik.domain.errors import ConflictError, InputError

_RUSSIAN: Final = get_translations(["ru"])
_OWN: Final = {
    "This field is required.": "Заполните это поле.",
    "Not a valid choice.": "Выберите один из вариантов списка.",
    "Not a valid choice": "Выберите один из вариантов списка.",
    "Invalid Choice: could not coerce.": "Выберите один из вариантов списка.",
    "Not a valid integer value.": "Введите целое число цифрами.",
    "Not a valid decimal value.": "Введите число цифрами.",
    "Invalid email address.": "Проверьте адрес почты: нужен вид имя@место.рф.",
}
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[.,/\- ]+(\d{1,2})[.,/\- ]+(\d+)")
_YEAR_FIRST: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_YEAR_DIGITS: Final = 4
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2199


class Messages:
    """Translations of WTForms' own messages; ours first, then the library's Russian ones."""

    def gettext(self, string: str) -> str:
        """The message in Russian."""
        return _OWN.get(string) or str(_RUSSIAN.gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """The message that agrees with the number."""
        return str(_RUSSIAN.ngettext(singular, plural, n))


_MESSAGES: Final = Messages()


class Required:
    """The field must hold something besides blanks; without a message it names the field."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str = "") -> None:
        self.message = message

    def __call__(self, form: BaseForm, field: Field) -> None:  # noqa: ARG002 - WTForms gives both
        """Stop the chain on an empty field; what can't be read has its own message already."""
        first = next(iter(field.raw_data or ()), "")
        if first.strip() if isinstance(first, str) else first:
            return
        field.errors = []
        raise StopValidation(self.message or f"Заполните поле «{field.label.text}».")


def parse_day(text: str) -> date:
    """A day as people type it: 01.09.2026, 1.9.2026, 1/9/2026, 2026-09-01.

    Raises:
        ValueError: with a message in Russian that repeats what was typed.
    """
    typed = text.strip().rstrip("г. ")
    if match := _YEAR_FIRST.fullmatch(typed):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(typed):
        day, month, year = match.groups()
    else:
        raise ValueError(f"«{text}» — не дата. Введите день, месяц и год: 01.09.2026.")
    if len(year) != _YEAR_DIGITS:
        raise ValueError(f"«{text}»: напишите год четырьмя цифрами, например 01.09.2026.")
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        raise ValueError(f"«{text}»: год должен быть от {_FIRST_YEAR} до {_LAST_YEAR}.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"«{text}» — такого дня нет. Проверьте день и месяц.") from None


class DateField(Field):
    """A day typed by hand; `data` is a date or None. What can't be read is kept as typed."""

    widget = TextInput()
    data: date | None

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:  # noqa: ANN401 - passed on
        options["render_kw"] = {
            "inputmode": "numeric",
            "placeholder": "ДД.ММ.ГГГГ",
            "autocomplete": "off",
            "maxlength": 12,
        } | options.get("render_kw", {})
        super().__init__(label, validators, **options)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%d.%m.%Y") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed. Raises ValueError, which becomes the field's message."""
        self.data = None
        if valuelist and valuelist[0].strip():
            self.data = parse_day(valuelist[0])


class Form(FlaskForm):
    """Base of every form of ours."""

    class Meta(FlaskForm.Meta):
        """Russian messages instead of the library's."""

        def get_translations(self, form: Any) -> Messages:  # noqa: ANN401, ARG002 - the library's
            """One table for all forms."""
            return _MESSAGES

    conflict: ConflictError | None = None
    """Somebody has saved a newer version of the record meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(*args, **kwargs)
        g.form = self  # the page about two versions takes labels from here

    def take(self, error: InputError) -> None:
        """Put a use-case's messages onto the fields; those of unknown fields onto the form."""
        for name, messages in error.errors.items():
            field = self._fields.get(name)
            if field is None:
                self.form_errors = [*self.form_errors, *messages]
            else:
                field.errors = [*field.errors, *messages]

    def problems(self) -> list[tuple[str, str]]:
        """(anchor or "", message) of every error, in the order of the page."""
        found = [
            ("" if isinstance(field.widget, HiddenInput) else _anchor(field), str(text))
            for field in self
            for text in field.errors
        ]
        return [*(("", str(text)) for text in self.form_errors), *found]

    def hidden_tag(self, *names: str) -> Markup:
        """Hidden fields without ids: two forms may stand on one page."""
        hidden = (f for f in self if isinstance(f.widget, HiddenInput))
        return Markup().join(f(id=False) for f in hidden if not names or f.name in names)


def _anchor(field: Field) -> str:
    """Id of what takes the focus: of the first option where the field is a group."""
    grouped = isinstance(field, RadioField) or (
        isinstance(field, SelectMultipleField) and field.widget.__class__.__name__ == "ListWidget"
    )
    return f"{field.id}-0" if grouped else str(field.id)


def choices(pairs: Iterable[tuple[str, str]], empty: str = "") -> Any:  # noqa: ANN401 - as above
    """Options of a select out of (value, label); `empty` is the label of the choice of nothing."""
    first = [SelectChoice("", empty)] if empty else []
    return [*first, *(SelectChoice(value, label) for value, label in pairs)]


def refuse(condition: bool, message: str) -> None:  # noqa: FBT001 - reads as a sentence
    """For inline validators: `refuse(end < start, "…")`. Raises ValidationError."""
    if condition:
        raise ValidationError(message)
