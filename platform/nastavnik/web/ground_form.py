"""Forms of what needs a ground: out of the acts, each with its clause, or in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from wtforms import BooleanField, Field, HiddenField, RadioField, StringField
from wtforms.validators import Length

from nastavnik.domain.deadlines import NOTICE_DAYS
from nastavnik.domain.notice import earliest
from nastavnik.usecases.pair_facts import pair_facts
from nastavnik.usecases.succession import notice_of
from nastavnik.web.forms import DateField, Form, Required, choices, refuse
from nastavnik.web.why import Why, why_rule, why_value

if TYPE_CHECKING:
    from nastavnik.domain.provision import Deadline, Ground
    from nastavnik.usecases.mentorships import Card

_OTHER: Final = "other-words"
"""Option of a ground that no act names."""


class GroundForm(Form):
    """A ground out of the acts, or in words."""

    version = HiddenField()
    ground = RadioField("Основание", [Required("Выберите основание.")])
    words = StringField("Основание словами", [Length(max=300, message="Не длиннее 300 знаков.")])

    sources: Mapping[str, Why] = MappingProxyType({})
    """Code of a ground -> the clause that names it."""

    def fit(self, card: Card, grounds: Sequence[Ground]) -> None:
        """Offer the grounds that the acts name; without any, only words are left."""
        named = [(one.code, one.title) for one in grounds]
        self.sources = {one.code: why_rule(card.book, one) for one in grounds}
        self.ground.choices = choices([*named, (_OTHER, "Другое — опишите словами")])
        if not grounds and not self.ground.data:
            self.ground.data = _OTHER

    def validate_words(self, field: Field) -> None:
        """A ground of one's own needs words."""
        blank = not (field.data or "").strip()
        refuse(self.ground.data == _OTHER and blank, "Опишите основание словами.")

    @property
    def chosen(self) -> str:
        """Code of the ground, or the words."""
        return self.words.data or "" if self.ground.data == _OTHER else self.ground.data or ""


class NoticeForm(GroundForm):
    """A ground, and the notice of art. 351.8 where one is due."""

    noticed_on = DateField("День предупреждения")
    no_notice = BooleanField(
        "Предупреждать не нужно: это не отказ наставника и не отмена поручения"
    )

    rule: Deadline | None = None
    """The notice that is due; set before the form is checked."""
    why_notice: Why | None = None

    def warn(self, card: Card) -> None:
        """Learn which notice is due to the mentor of the pair, and by which clause."""
        one, book = card.mentorship, card.book
        self.rule = notice_of(one, book)
        if self.rule:
            days = book.value(NOTICE_DAYS, one.kind, one.form, pair_facts(one))
            self.why_notice = why_value(book, days)

    def validate_noticed_on(self, field: Field) -> None:
        """Where a notice is due, its day is told."""
        refuse(
            self.rule is not None and not field.data and not self.no_notice.data,
            "Укажите день предупреждения или отметьте, что предупреждать не нужно.",
        )

    @property
    def told_on(self) -> date | None:
        """The day of the notice, None where none is due."""
        return None if self.no_notice.data else self.noticed_on.data


def lawful_end(rule: Deadline | None, noticed_on: date, card: Card) -> date | None:
    """The first lawful last day after the notice; None where no notice is due."""
    return earliest(rule, noticed_on, card.book).on if rule else None
