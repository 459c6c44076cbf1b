"""The form of one provision of an act, made out of the schema of its section."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Final

from wtforms import Field, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import HiddenField
from wtforms.widgets import CheckboxInput, ListWidget

from nastavnik.domain.errors import InputError
from nastavnik.domain.norm import CATALOGUE, Parameter, Word
from nastavnik.domain.provision import Unit
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.web.condition_field import ConditionField
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.plain_number import number_of
from nastavnik.web.provision_words import ROLES, empty_of, hint_of, plainly
from nastavnik.web.table_field import TABLES, TableField

if TYPE_CHECKING:
    from nastavnik.usecases.act_words import Words

_YES, _NO = "yes", "no"
_FLAGS: Final = {_YES: "да", _NO: "нет"}
_WORDS: Final = {Word.DELEGATED.value, Word.UNLIMITED.value}
_UNSAID: Final = frozenset({"gist"})
"""Keys that the page does not ask for: an act of the platform is quoted, never retold."""
_LONG: Final = frozenset({"quote", "description", "note"})
_PREFIX: Final = "k_"
NUMBER: Final = "number"
_SAYS: Final = {
    NUMBER: "число или слова — впишите ниже",
    _YES: "да, требуется",
    _NO: "нет, не требуется",
    Word.DELEGATED.value: "решает нижестоящий уровень",
    Word.UNLIMITED.value: "без ограничения",
}


class ValueField(StringField):
    """The value of a norm: what is typed, or the word chosen in the select of the same form."""


class ManyField(SelectMultipleField):
    """A list of words as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ListField(TextAreaField):
    """A list of words, one a line."""


class ProvisionForm(Form):
    """Base of the forms that `form_of` makes; a field `k_…` is a key of the section."""

    section: ClassVar[Section]
    version = HiddenField()
    was = HiddenField()
    """What a kept provision was when the form was opened."""

    def keyed(self) -> dict[str, Field]:
        """Fields by key, in the order of the schema."""
        return {
            key.name: self[_PREFIX + key.name]
            for key in self.section.keys
            if key.name not in _UNSAID
        }

    def fit(self, words: Words) -> None:
        """Give the selects the words of the unit."""
        known = {"kinds": words.kinds, "forms": words.forms}
        for name, field in self.keyed().items():
            if name in known and isinstance(field, ManyField):
                field.choices = choices(known[name].items())
            if isinstance(field, ConditionField | TableField):
                field.fit(words.facts)

    def condition(self, place: str) -> ConditionField | TableField | None:
        """The field of a button: «condition», «rows», or «rows.2» for a row's own condition."""
        name, _, row = place.partition(".")
        field = self.keyed().get(name)
        if isinstance(field, TableField):
            return field.condition(row) if row else field
        return field if isinstance(field, ConditionField) else None

    @property
    def parameter(self) -> Parameter | None:
        """The parameter of a norm, once it is chosen."""
        field = self.keyed().get("parameter")
        return CATALOGUE.get(field.data or "") if field else None

    def show(self, table: Mapping[str, Any]) -> None:
        """Fill the fields from a kept table. Call `fit` before and after."""
        for name, field in self.keyed().items():
            if name in table:
                _show(field, self.section.key(name), table[name])
        if "value" in table and "how" in self:
            self["how"].data = _how(table["value"])

    def read(self) -> dict[str, Any]:
        """The table as an act file writes it; what is left empty is not said."""
        found = {
            name: self._read(self.section.key(name), field) for name, field in self.keyed().items()
        }
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    def take(self, error: InputError) -> None:
        """Messages by key go to the fields of the keys."""
        named = {
            _PREFIX + name if _PREFIX + name in self else name: [
                plainly(self.section, text) for text in messages
            ]
            for name, messages in error.errors.items()
        }
        super().take(InputError(named))

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the library's
        """As any form; a norm's value is measured by its parameter."""
        good = super().validate(extra_validators)
        parameter = self.parameter
        if parameter is None:
            return good
        value = self.read().get("value")
        if value is None or not parameter.accepts(Word(value) if value in _WORDS else value):
            self[_PREFIX + "value"].errors = [f"{parameter.title}: {_wanted(parameter)}."]
            return False
        return good

    def _read(self, key: Key, field: Field) -> object:  # noqa: PLR0911 - one answer a type
        if isinstance(field, ConditionField | TableField):
            return field.read()
        if isinstance(field, ManyField):
            return list(field.data or ())
        if isinstance(field, DateField):
            return field.data.isoformat() if field.data else None
        typed = (field.data or "").strip()
        if isinstance(field, ListField):
            return [line.strip() for line in typed.splitlines() if line.strip()]
        if key.type is KeyType.FLAG:
            return {_YES: True, _NO: False}.get(typed)
        if key.type is KeyType.VALUE:
            return self._value(typed)
        if key.type in {KeyType.INTEGER, KeyType.NUMBER}:
            return number_of(typed)
        return typed

    def _value(self, typed: str) -> object:
        how = self["how"].data or NUMBER
        if how != NUMBER:
            return {_YES: True, _NO: False}.get(how, how)
        parameter = self.parameter
        if parameter is not None and parameter.unit is Unit.TEXT:
            return typed
        return int(typed) if typed.isdecimal() else typed


@lru_cache(maxsize=64)
def form_of(section: Section) -> type[ProvisionForm]:
    """The class of the section's form."""
    fields: dict[str, Any] = {"section": section}
    for key in section.keys:
        if key.name in _UNSAID:
            continue
        if key.type is KeyType.VALUE:
            fields["how"] = SelectField(
                "Значение", choices=choices(_SAYS.items()), validate_choice=False
            )
        fields[_PREFIX + key.name] = _field(section, key)
    return type(f"{section.name.title()}Form", (ProvisionForm,), fields)


def _field(section: Section, key: Key) -> Any:  # noqa: ANN401, PLR0911 - a field that the library has not bound yet
    options: dict[str, Any] = {"description": hint_of(section, key)}
    needed = _needed(key)
    if key.type in {KeyType.CONDITION, KeyType.TABLE}:
        rows = ConditionField if key.type is KeyType.CONDITION else TABLES[key.name]
        return rows(key.title, **options)
    match key.type:
        case KeyType.DATE:
            return DateField(key.title, needed, **options)
        case KeyType.FLAG:
            return SelectField(
                key.title, choices=choices(_FLAGS.items(), "не сказано"), validate_choice=False
            )
        case KeyType.CHOICE:
            return SelectField(
                key.title,
                needed,
                choices=choices(
                    key.choices.items(), "Выберите" if key.required else empty_of(key)
                ),
                validate_choice=False,
                **options,
            )
        case KeyType.TEXT if key.name == "role":
            return SelectField(
                key.title,
                needed,
                choices=choices(ROLES.items(), "Выберите"),
                validate_choice=False,
                **options,
            )
        case KeyType.WORDS if key.name in {"kinds", "forms"} or key.choices:
            return ManyField(
                key.title, choices=choices(key.choices.items()), validate_choice=False, **options
            )
        case KeyType.WORDS:
            return ListField(key.title, render_kw={"rows": 2}, **options)
        case KeyType.VALUE:
            return ValueField("Число или слова", render_kw={"autocomplete": "off"})
        case _ if key.name in _LONG:
            return TextAreaField(key.title, needed, render_kw={"rows": 2}, **options)
        case _:
            return StringField(key.title, needed, render_kw={"autocomplete": "off"}, **options)


def _needed(key: Key) -> list[Required]:
    if key.name == "quote":
        return [Required("Приведите слова акта дословно: их увидит куратор.")]
    return [Required()] if key.required and key.name != "code" else []


def _show(field: Field, key: Key, kept: Any) -> None:  # noqa: ANN401 - as JSON keeps it
    if isinstance(field, ConditionField | TableField):
        field.show(kept)
    elif isinstance(field, DateField):
        field.process_formdata([kept])
    elif isinstance(field, ListField):
        field.data = "\n".join(kept)
    elif key.type is KeyType.FLAG:
        field.data = _YES if kept else _NO
    elif key.type is KeyType.VALUE:
        field.data = str(kept) if _how(kept) == NUMBER else ""
    else:
        field.data = kept if isinstance(kept, list) else str(kept)


def _how(kept: object) -> str:
    if isinstance(kept, bool):
        return _YES if kept else _NO
    return str(kept) if kept in _WORDS else NUMBER


def _wanted(parameter: Parameter) -> str:
    if parameter.unit is Unit.FLAG:
        return "выберите «да, требуется» или «нет, не требуется»"
    if parameter.unit is Unit.TEXT:
        return "впишите слова"
    return f"введите целое число от {parameter.lo} до {parameter.hi}"
