"""The form of a local act: its head and as many norms as one adds."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from wtforms import FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.fields import HiddenField

from nastavnik.domain.act import AppliesTo
from nastavnik.domain.norm import CATALOGUE, Parameter, Word
from nastavnik.domain.provision import Unit
from nastavnik.usecases.act_drafts import ActInput, NormInput
from nastavnik.web.forms import DateField, Form, Messages, Required, choices

if TYPE_CHECKING:
    from nastavnik.domain.norm import Value
    from nastavnik.store.local_act import LocalAct

_MESSAGES: Final = Messages()
_MOST: Final = 60
NUMBER: Final = "number"
_WORDS: Final[Mapping[str, Value]] = {
    "yes": True,
    "no": False,
    Word.DELEGATED.value: Word.DELEGATED,
    Word.UNLIMITED.value: Word.UNLIMITED,
}
_SAYS: Final = {
    NUMBER: "число или слова — впишите справа",
    "yes": "да, требуется",
    "no": "нет, не требуется",
    Word.DELEGATED.value: "решает нижестоящий уровень",
    Word.UNLIMITED.value: "без ограничения",
}
UNITS: Final = {
    Unit.MONTH: "месяцы",
    Unit.YEAR: "годы",
    Unit.PERSON: "человек",
    Unit.PERCENT: "проценты",
    Unit.CALENDAR_DAY: "календарные дни",
    Unit.WORKING_DAY: "рабочие дни",
    Unit.FLAG: "да или нет",
    Unit.TEXT: "слова",
}
_PERIODS: Final = (Unit.CALENDAR_DAY, Unit.WORKING_DAY, Unit.MONTH)
REACHES: Final = {
    AppliesTo.NEW: "к новым парам — действующие сохраняют прежние правила",
    AppliesTo.ALL: "ко всем парам, и к действующим",
    AppliesTo.NEXT_PERIOD: "к парам следующего учебного года — с 1 сентября",
}


class NormRow(PlainForm):
    """One norm. A row in which nothing is typed does not count."""

    class Meta:
        """Russian messages instead of the library's."""

        def get_translations(self, form: Any) -> Messages:  # noqa: ANN401, ARG002 - the library's
            """One table for all forms."""
            return _MESSAGES

    parameter = SelectField(
        "Что устанавливает",
        choices=choices(
            ((key, f"{one.title} ({UNITS[one.unit]})") for key, one in CATALOGUE.items()),
            "Выберите правило",
        ),
    )
    kind = SelectField("Для какого вида", validate_choice=False)
    how = SelectField("Значение", choices=choices(_SAYS.items()))
    value = StringField("Число или слова", render_kw={"autocomplete": "off"})
    unit = SelectField(
        "Единица срока",
        choices=choices(((one.value, UNITS[one]) for one in _PERIODS), "обычная для правила"),
        validate_choice=False,
    )
    clause = StringField("Пункт акта", render_kw={"autocomplete": "off", "maxlength": 40})
    quote = TextAreaField("Слова акта дословно", render_kw={"rows": 2})

    @property
    def blank(self) -> bool:
        """Has nothing been typed."""
        typed = (self.parameter, self.value, self.clause, self.quote)
        return not any((field.data or "").strip() for field in typed)

    @property
    def about(self) -> Parameter | None:
        """The chosen parameter."""
        return CATALOGUE.get(self.parameter.data or "")

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the library's
        """Every field of a row that counts."""
        good = super().validate(extra_validators)
        if self.blank:
            return good
        for field, message in (
            (self.parameter, "Выберите, что устанавливает норма, или уберите строку."),
            (self.clause, "Укажите пункт акта: без него значение не на что опереть."),
            (self.quote, "Приведите слова акта дословно: их увидит куратор."),
        ):
            if not (field.data or "").strip():
                field.errors = [message]
                good = False
        parameter = self.about
        if parameter is None:
            return False
        value = self.said()
        if value is None or not parameter.accepts(value):
            self.value.errors = [f"{parameter.title}: {_wanted(parameter)}."]
            return False
        return good

    def said(self) -> Value | None:
        """The value as the engine keeps it; None for what can't be one."""
        how, typed = self.how.data or NUMBER, (self.value.data or "").strip()
        if how != NUMBER:
            return _WORDS.get(how)
        parameter = self.about
        if parameter is not None and parameter.unit is Unit.TEXT:
            return typed
        return int(typed) if typed.isdecimal() else None

    def read(self) -> NormInput:
        """The norm. Only after a successful check."""
        value = self.said()
        return NormInput(
            parameter=self.parameter.data,
            value="" if value is None else value,
            clause=(self.clause.data or "").strip(),
            quote=(self.quote.data or "").strip(),
            kind=self.kind.data or "",
            unit=(self.unit.data or "") if self.about and self.about.unit in _PERIODS else "",
        )


def _wanted(parameter: Parameter) -> str:
    if parameter.unit is Unit.FLAG:
        return "выберите «да, требуется» или «нет, не требуется»"
    if parameter.unit is Unit.TEXT:
        return "впишите слова"
    return f"введите целое число от {parameter.lo} до {parameter.hi}"


class ActForm(Form):
    """A draft of an act."""

    version = HiddenField()
    number = StringField("Номер", [Required()], render_kw={"autocomplete": "off"})
    title = StringField(
        "Название",
        [Required()],
        description="Как в документе: Приказ министерства «О числе наставляемых»",
        render_kw={"autocomplete": "off"},
    )
    adopted = DateField("Принят", [Required()])
    in_force = DateField("Действует с", [Required()])
    applies_to = RadioField(
        "К кому применяется",
        choices=choices((one.value, label) for one, label in REACHES.items()),
        default=AppliesTo.NEW.value,
    )
    repeals = SelectField("Отменяет акт", validate_choice=False)
    norms = FieldList(FormField(NormRow), min_entries=1, max_entries=_MOST)

    def fit(self, kinds: Mapping[str, str], repealable: Mapping[str, str]) -> None:
        """Give the selects their options."""
        self.repeals.choices = choices(repealable.items(), "Никакой: это новый акт")
        for row in self.norms:
            row.form.kind.choices = choices(kinds.items(), "Все виды")

    def add_row(self, parameter: str = "") -> None:
        """One more row."""
        self.norms.append_entry({"parameter": parameter})

    def drop_row(self, typed: str) -> None:
        """Take the row of the number out; the last one is emptied."""
        kept = [one for one in self.norms.entries if one.short_name != typed]
        self.norms.entries = kept
        if not kept:
            self.add_row()

    def show(self, row: LocalAct, repeals: uuid.UUID | None) -> None:
        """Fill the fields from the draft."""
        for name in ("number", "title", "adopted", "in_force", "applies_to"):
            self[name].data = getattr(row, name)
        self.version.data = str(row.version)
        self.repeals.data = str(repeals) if repeals else ""
        norms = row.content.get("norm", [])
        if norms:
            self.norms.entries = []
        for norm in norms:
            self.norms.append_entry(_typed(norm))

    def read(self) -> ActInput:
        """What was typed. Only after a successful check."""
        assert self.adopted.data  # required
        assert self.in_force.data
        return ActInput(
            number=self.number.data or "",
            title=self.title.data or "",
            adopted=self.adopted.data,
            in_force=self.in_force.data,
            applies_to=self.applies_to.data,
            norms=tuple(row.form.read() for row in self.norms if not row.form.blank),
            repeals=_uuid(self.repeals.data),
        )

    def problems(self) -> list[tuple[str, str]]:
        """As of any form, with those of every row in its place."""
        rows = [
            (field.id, str(text))
            for row in self.norms
            for field in row.form
            for text in field.errors
        ]
        whole = [("", text) for text in self.norms.errors if isinstance(text, str)]
        self.norms.errors, kept = [], self.norms.errors
        found = super().problems()
        self.norms.errors = kept
        return [*found, *whole, *rows]


def _typed(norm: Mapping[str, Any]) -> dict[str, str]:
    """A kept norm as the fields of a row."""
    value = norm["value"]
    how = {True: "yes", False: "no"}[value] if isinstance(value, bool) else NUMBER
    if isinstance(value, str) and value in _WORDS:
        how = value
    return {
        "parameter": norm["parameter"],
        "kind": next(iter(norm.get("kinds", ())), ""),
        "how": how,
        "value": str(value) if how == NUMBER else "",
        "unit": norm.get("unit", ""),
        "clause": norm["clause"],
        "quote": norm["quote"],
    }


def _uuid(typed: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed) if typed else None
    except ValueError:
        return None
