"""Forms of the register of statuses."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from nastavnik.usecases.status_input import StatusInput
from nastavnik.web.forms import DateField, Form, Required, choices

if TYPE_CHECKING:
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.usecases.status_term import Territory

_PLAIN = {"autocomplete": "off"}


class GiveForm(Form):
    """A status as the order gives it."""

    last_name = StringField("Фамилия", [Required()], render_kw=_PLAIN)
    first_name = StringField("Имя", [Required()], render_kw=_PLAIN)
    patronymic = StringField("Отчество", description="Если есть", render_kw=_PLAIN)
    birth_date = DateField(
        "Дата рождения", description="Чтобы не спутать однофамильцев. Можно не указывать."
    )
    unit = SelectField(
        "Организация", [Required("Выберите место работы.")], description="Где работает человек"
    )
    code = SelectField("Статус", [Required("Выберите статус.")])
    order_number = StringField(
        "Номер приказа", [Required()], description="Без знака «№»", render_kw=_PLAIN
    )
    order_on = DateField("Дата приказа", [Required()])
    certificate = StringField(
        "Номер удостоверения", description="Если выдано. Без знака «№».", render_kw=_PLAIN
    )
    given_on = DateField("Дата выдачи", description="Если не в день приказа")
    valid_until = DateField(
        "Действует до",
        description="Последний день. Если не указать, срок возьмётся из акта; "
        "если акт срока не называет, статус бессрочный.",
    )

    def fit(self, place: Territory) -> None:
        """Offer the institutions and the statuses of the territory."""
        self.unit.choices = choices(unit_choices(place.institutions(), place), "выберите")
        self.code.choices = choices(place.titles().items(), "выберите")

    def read(self, place: Territory) -> StatusInput:
        """What was typed."""
        units = {str(one.public_id): one for one in place.institutions()}
        return StatusInput(
            last_name=self.last_name.data or "",
            first_name=self.first_name.data or "",
            patronymic=self.patronymic.data or "",
            birth_date=self.birth_date.data,
            code=self.code.data or "",
            certificate=self.certificate.data or "",
            order_number=self.order_number.data or "",
            order_on=self.order_on.data,
            given_on=self.given_on.data,
            valid_until=self.valid_until.data,
            unit=units.get(self.unit.data or ""),
        )


class WithdrawForm(Form):
    """From which day there is no status, and why."""

    version = HiddenField()
    on = DateField("С какого дня статуса нет", [Required()])
    reason = TextAreaField(
        "Основание",
        [Required("Напишите основание: приказ или причину."), Length(max=500)],
        description="Например: приказ № 77 от 03.11.2026",
        render_kw={"rows": 2},
    )


class MoveForm(Form):
    """The new place of work."""

    version = HiddenField()
    unit = SelectField("Новая организация", [Required("Выберите организацию.")])

    def fit(self, place: Territory) -> None:
        """Offer the institutions of the territory."""
        self.unit.choices = choices(unit_choices(place.institutions(), place), "выберите")


class LinkForm(Form):
    """Whose card it is."""

    version = HiddenField()
    person = SelectField("Карточка сотрудника")

    def chosen(self) -> uuid.UUID | None:
        """The card; None: by the name."""
        return uuid.UUID(self.person.data) if self.person.data else None


def unit_choices(units: Iterable[OrgUnit], place: Territory) -> list[tuple[str, str]]:
    """Institutions with their municipalities."""
    return [(str(one.public_id), f"{one.title} ({place.above(one).short_title})") for one in units]
