"""Forms of allowances: sums of people, absences, decisions, the approval of a month."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from nastavnik.domain.allowance import Base
from nastavnik.usecases.allowance_decisions import DecisionInput
from nastavnik.usecases.pay_input import BASES, AbsenceInput, PayInput
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.money_field import PercentField, RoublesField
from nastavnik.web.typed import day_of

if TYPE_CHECKING:
    from nastavnik.store.allowance import AllowanceDecision
    from nastavnik.store.pay import PersonAbsence, PersonPay, WageSum
    from nastavnik.store.person import Named
    from nastavnik.usecases.allowance_decisions import Upper
    from nastavnik.usecases.allowance_needs import NeededPay

_PLAIN: Final = {"autocomplete": "off"}
_SUM: Final = "s"


class PayForm(Form):
    """A monthly sum of a person from a day on."""

    version = HiddenField()
    base = SelectField(
        "Что это", choices=choices((one.value, one.label.capitalize()) for one in BASES)
    )
    kopecks = RoublesField(
        "Сумма в месяц, ₽", [Required("Введите сумму в рублях, например 32000.")]
    )
    first_on = DateField("С какого дня", [Required()], description="Прежняя сумма кончится сама")
    last_on = DateField("По какой день", description="Если известен")

    def show(self, row: PersonPay) -> None:
        """Fill in what is kept."""
        self.base.data, self.kopecks.data = row.base, row.kopecks
        self.first_on.data, self.last_on.data = row.first_on, row.last_on
        self.version.data = str(row.version)

    def read(self) -> PayInput:
        """What was typed."""
        return PayInput(
            base=Base(self.base.data),
            kopecks=self.kopecks.data or 0,
            first_on=day_of(self.first_on),
            last_on=self.last_on.data,
        )


class AbsenceForm(Form):
    """Days off work."""

    version = HiddenField()
    first_on = DateField("С какого дня", [Required()])
    last_on = DateField("По какой день", [Required()])
    reason = StringField(
        "Причина",
        [Required("Напишите причину: болезнь, отпуск, командировка."), Length(max=200)],
        description="Болезнь, отпуск, командировка",
        render_kw=_PLAIN,
    )

    def show(self, row: PersonAbsence) -> None:
        """Fill in what is kept."""
        self.first_on.data, self.last_on.data = row.first_on, row.last_on
        self.reason.data, self.version.data = row.reason, str(row.version)

    def read(self) -> AbsenceInput:
        """What was typed."""
        return AbsenceInput(
            first_on=day_of(self.first_on),
            last_on=day_of(self.last_on),
            reason=self.reason.data or "",
        )


class WageForm(Form):
    """A sum of the whole institution for a month."""

    version = HiddenField()
    kopecks = RoublesField("Сумма за месяц, ₽", [Required("Введите сумму в рублях.")])

    def show(self, row: WageSum) -> None:
        """Fill in what is kept for the very month."""
        self.kopecks.data, self.version.data = row.kopecks, str(row.version)


class ApproveForm(Form):
    """The sheet as it was seen, and why it is counted anew."""

    digest = HiddenField()
    reason = TextAreaField(
        "Почему расчёт меняется",
        [Length(max=500)],
        description="Например: уточнён оклад с 10.11.2026, приказ № 91",
        render_kw={"rows": 2},
    )


class DecisionForm(Form):
    """How much the institution pays where the act says «до»."""

    version = HiddenField()
    code = SelectField("Какая выплата", [Required("Выберите выплату.")])
    person = SelectField("Кому")
    percent = PercentField("Процент", description="Например, 10 или 12,5")
    kopecks = RoublesField("Или сумма в месяц, ₽", description="Заполните что-то одно")
    order_number = StringField(
        "Номер приказа", [Required()], description="Без знака «№»", render_kw=_PLAIN
    )
    order_on = DateField("Дата приказа", [Required()])
    first_on = DateField("С какого дня", [Required()])
    last_on = DateField("По какой день", description="Если не указать — до отмены")

    def fit(self, uppers: Sequence[Upper], people: Mapping[int, Named]) -> None:
        """Offer what may be decided, and whom."""
        self.code.choices = choices(
            ((one.rule.code, f"{one.rule.named}: {one.rule.shown}") for one in uppers),
            "" if len(uppers) == 1 else "выберите",
        )
        named = sorted(people.values(), key=lambda one: one.full_name)
        self.person.choices = choices(
            ((str(one.public_id), one.full_name) for one in named), "всем получателям"
        )

    def show(self, row: AllowanceDecision, person: uuid.UUID | None) -> None:
        """Fill in what is kept; `person` is whom it is about, None: everyone."""
        self.code.data, self.person.data = row.code, str(person or "")
        self.percent.data, self.kopecks.data = row.hundredths, row.kopecks
        self.order_number.data, self.order_on.data = row.order_number, row.order_on
        self.first_on.data, self.last_on.data = row.first_on, row.last_on
        self.version.data = str(row.version)

    def read(self) -> DecisionInput:
        """What was typed."""
        return DecisionInput(
            code=self.code.data or "",
            person_id=uuid.UUID(self.person.data) if self.person.data else None,
            hundredths=self.percent.data,
            kopecks=self.kopecks.data,
            order_number=self.order_number.data or "",
            order_on=day_of(self.order_on),
            first_on=day_of(self.first_on),
            last_on=self.last_on.data,
        )


class SumsForm(Form):
    """Base of the forms that `sums_form` makes: sums of several people from one day."""

    first_on = DateField("С какого дня", [Required()])
    fields: Mapping[str, tuple[uuid.UUID, Base]] = {}

    def sums(self) -> dict[tuple[uuid.UUID, Base], int]:
        """What was typed, the empty left out."""
        return {
            whose: self[name].data
            for name, whose in self.fields.items()
            if self[name].data is not None
        }

    def of(self, public_id: uuid.UUID, base: Base) -> Field:
        """The field of the person's sum."""
        return self[_name(public_id, base)]


def sums_form(needed: Sequence[NeededPay], first_on: date) -> SumsForm:
    """A field for each sum that is missing."""
    whose = {
        _name(one.person.public_id, one.base): (one.person.public_id, one.base) for one in needed
    }
    fields: dict[str, Any] = {
        _name(one.person.public_id, one.base): RoublesField(
            f"{one.person.full_name}: {one.base.label}, ₽ в месяц"
        )
        for one in needed
    }
    made: SumsForm = type("MissingSums", (SumsForm,), {**fields, "fields": whose})()
    if not made.is_submitted():
        made.first_on.data = first_on
    return made


def _name(public_id: uuid.UUID, base: Base) -> str:
    return f"{_SUM}_{public_id.hex}_{base.value}"
