"""The form of a local act's head; its provisions have forms of their own."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField
from wtforms.fields import HiddenField

from nastavnik.domain.act import AppliesTo
from nastavnik.usecases.act_drafts import ActInput
from nastavnik.web.forms import DateField, Form, Required, choices

if TYPE_CHECKING:
    from nastavnik.store.local_act import LocalAct

REACHES: Final = {
    AppliesTo.NEW: "к новым парам — действующие сохраняют прежние правила",
    AppliesTo.ALL: "ко всем парам, и к действующим",
    AppliesTo.NEXT_PERIOD: "к парам следующего учебного года — с 1 сентября",
}
_KEPT: Final = ("number", "title", "adopted", "in_force", "applies_to")


class ActForm(Form):
    """The head of an act."""

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
    scan = FileField(
        "Скан подписанного акта",
        description="PDF, JPEG или PNG до 7 МБ. Его увидят все, кто видит акт.",
        render_kw={"accept": ".pdf,.jpg,.jpeg,.png"},
    )

    def fit(self, repealable: Mapping[str, str]) -> None:
        """Give the select of acts its options."""
        self.repeals.choices = choices(repealable.items(), "Никакой: это новый акт")

    def show(self, row: LocalAct, repeals: uuid.UUID | None) -> None:
        """Fill the fields from the draft."""
        for name in _KEPT:
            self[name].data = getattr(row, name)
        self.version.data = str(row.version)
        self.repeals.data = str(repeals) if repeals else ""

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
            repeals=_uuid(self.repeals.data),
        )


def _uuid(typed: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(typed) if typed else None
    except ValueError:
        return None
