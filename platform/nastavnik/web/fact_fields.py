"""Fields of a form for facts about a person. What nobody has answered stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from nastavnik.domain.facts import Fact, FactType, FactValue
from nastavnik.domain.wording import decimal
from nastavnik.web.forms import DateField, Form, choices
from nastavnik.web.training_field import TrainingsField

_YEAR: Final = 12
_LONGEST_YEARS: Final = 70
_LONGEST_NUMBER: Final = 6
_LONGEST_TEXT: Final = 200
_YES: Final = "yes"
_NO: Final = "no"
_NONE: Final = "none"


class DurationField(Field):
    """A length of service: two inputs of one name, years and months.

    `data` is in whole months; None when both inputs are empty.
    """

    data: int | None

    @property
    def typed(self) -> tuple[str, str]:
        """Years and months as they stand in the inputs."""
        if self.raw_data:
            years, months = [*map(str, self.raw_data), ""][:2]
            return years, months
        if self.data is None:
            return "", ""
        return str(self.data // _YEAR), str(self.data % _YEAR)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the two inputs. Raises ValueError, which becomes the field's message."""
        years, months = [*(text.strip() for text in valuelist), "", ""][:2]
        self.data = None
        if not years and not months:
            return
        if not all(text.isascii() and text.isdigit() for text in (years or "0", months or "0")):
            raise ValueError(f"{self.label.text}: введите целые числа, например 9 лет 6 месяцев.")
        if int(months or 0) >= _YEAR:
            raise ValueError(f"{self.label.text}: месяцев может быть от 0 до {_YEAR - 1}.")
        if int(years or 0) > _LONGEST_YEARS:
            raise ValueError(f"{self.label.text}: {years} лет — слишком много. Проверьте число.")
        self.data = int(years or 0) * _YEAR + int(months or 0)


class NumberField(Field):
    """A number with its unit beside it; `data` is in parts of the unit, None for no answer."""

    data: int | None

    def __init__(self, fact: Fact, **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(fact.question, **options)
        self.fact = fact

    @property
    def typed(self) -> str:
        """As it stands in the input."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else decimal(self.data, self.fact.scale)

    @property
    def unit(self) -> str:
        """The unit after the input: «месяцев»."""
        return self.fact.unit[2]

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the input. Raises ValueError, which becomes the field's message."""
        self.data = None
        typed = next(iter(valuelist), "").strip()
        if not typed:
            return
        whole, _, rest = typed.replace(",", ".").partition(".")
        digits = len(str(self.fact.scale)) - 1
        plain = (whole + rest).isascii() and (whole + rest).isdigit() and whole
        if not plain or len(rest) > digits or len(whole) > _LONGEST_NUMBER:
            example = "1,25" if digits else "12"
            raise ValueError(f"{self.label.text}: введите число, например {example}.")
        self.data = int(whole) * self.fact.scale + int(rest.ljust(digits, "0") or 0)


class FlagField(RadioField):
    """Yes, no or unknown; `data` is "yes", "no" or ""."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A group without a mark is an unknown answer."""
        super().process_formdata(valuelist or [""])


class ChoiceField(SelectField):
    """One of the fact's words; "" is unknown."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """A list that was not sent is an unknown answer."""
        super().process_formdata(valuelist or [""])


def _one_or_none(_form: Form, field: Field) -> None:
    if _NONE in field.data and len(field.data) > 1:
        raise ValidationError(
            f"{field.label.text}: отмечено и наличие, и отсутствие. Оставьте одно из двух."
        )


def _flag(fact: Fact) -> Field:
    return FlagField(
        fact.question,
        choices=choices([(_YES, "Да"), (_NO, "Нет"), ("", "Не указано")]),
        default="",
    )


def _choice(fact: Fact) -> Field:
    return ChoiceField(fact.question, choices=choices(fact.choices.items(), "не указано"))


def _many(fact: Fact) -> Field:
    return SelectMultipleField(
        fact.question,
        [_one_or_none],
        choices=choices([*fact.choices.items(), (_NONE, "Ничего из этого")]),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def _text(fact: Fact) -> Field:
    message = f"{fact.question}: помещается {_LONGEST_TEXT} знаков."
    return StringField(
        fact.question,
        [Length(max=_LONGEST_TEXT, message=message)],
        render_kw={"autocomplete": "off"},
    )


_FIELDS: Final[Mapping[FactType, Callable[[Fact], Field]]] = MappingProxyType(
    {
        FactType.DURATION: lambda fact: DurationField(fact.question),
        FactType.NUMBER: NumberField,
        FactType.FLAG: _flag,
        FactType.CHOICE: _choice,
        FactType.MANY: _many,
        FactType.TEXT: _text,
        FactType.DATE: lambda fact: DateField(fact.question),
        FactType.TRAININGS: TrainingsField,
    }
)


_AS_IS: Final = frozenset({FactType.DURATION, FactType.NUMBER, FactType.DATE, FactType.TRAININGS})
"""Their fields hold the fact's value itself."""


def field_name(key: str) -> str:
    """Name of the fact's field: "experience.post" -> "fact_experience_post"."""
    return f"fact_{key.replace('.', '_')}"


def fact_field(fact: Fact) -> Field:
    """The field that asks for the fact."""
    return _FIELDS[fact.type](fact)


def to_field(fact: Fact, value: FactValue | None) -> Any:  # noqa: ANN401 - each field has its own
    """A fact's value -> the field's data."""
    if fact.type is FactType.FLAG:
        return "" if value is None else (_YES if value else _NO)
    if fact.type is FactType.MANY:
        return [] if value is None else list(value if isinstance(value, tuple) else ()) or [_NONE]
    return value


def from_field(fact: Fact, data: Any) -> FactValue | None:  # noqa: ANN401 - as above
    """The field's data -> a fact's value, None for an unknown one."""
    if fact.type in _AS_IS:
        value: FactValue | None = data
        return value
    if not data:
        return None
    if fact.type is FactType.FLAG:
        return bool(data == _YES)
    if fact.type is FactType.MANY:
        return () if _NONE in data else tuple(data)
    return " ".join(str(data).split()) or None
