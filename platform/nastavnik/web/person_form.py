"""The form of a person's card."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from wtforms import BooleanField, HiddenField, RadioField, StringField

from nastavnik.documents.declension import Case
from nastavnik.domain.facts import Fact
from nastavnik.domain.gender import Gender
from nastavnik.usecases.person_input import PersonInput
from nastavnik.web.fact_fields import fact_field, field_name, from_field, to_field
from nastavnik.web.forms import DateField, Form, Required, choices
from nastavnik.web.training_field import TrainingsField

_FORMS: Final = 64

CASES: Final = {
    Case.GENITIVE: "Родительный (кого?)",
    Case.DATIVE: "Дательный (кому?)",
    Case.ACCUSATIVE: "Винительный (кого?)",
    Case.INSTRUMENTAL: "Творительный (кем?)",
    Case.PREPOSITIONAL: "Предложный (о ком?)",
}
"""Cases that documents use, with the question each answers."""


class PersonForm(Form):
    """A card. Facts get a field each, `fact_<key>`; cases of the name too, `case_<case>`.

    Which facts are `about` the person the subclass of the region says: see `person_form`.
    """

    about: Mapping[str, Fact]

    version = HiddenField()
    last_name = StringField("Фамилия", [Required()], render_kw={"autocomplete": "off"})
    first_name = StringField("Имя", [Required()], render_kw={"autocomplete": "off"})
    patronymic = StringField(
        "Отчество", description="Если есть", render_kw={"autocomplete": "off"}
    )
    is_namesake = BooleanField("Это однофамилец: такая карточка уже есть, но человек другой")
    gender = RadioField(
        "Пол",
        [Required("Укажите пол: он нужен, чтобы склонять имя в документах.")],
        choices=choices((one.value, one.label.capitalize()) for one in Gender),
        description="Нужен, чтобы склонять имя в приказах. По имени не угадывается.",
    )
    birth_date = DateField("Дата рождения", description="Например, 17.04.1981")
    position = StringField(
        "Должность",
        [Required("Укажите должность, как в приказе: например, «учитель математики».")],
        description="Как в приказе, с маленькой буквы: «учитель математики»",
    )
    admitted_on = DateField(
        "Фактически допущен(а) к работе", description="От этого дня считают срок назначения"
    )
    is_mentor = BooleanField("В базе наставников")
    is_mentee = BooleanField("В базе наставляемых")

    @property
    def growing(self) -> bool:
        """Was a button pressed that asks for one more row, not for saving."""
        return any(isinstance(one, TrainingsField) and one.more for one in self)

    def show(self, values: PersonInput) -> None:
        """Fill the fields from the card."""
        for name in _PLAIN:
            self[name].data = getattr(values, name)
        for key, fact in self.about.items():
            self[field_name(key)].data = to_field(fact, values.facts.get(key))
        for case in CASES:
            self[f"case_{case}"].data = values.overrides.get(case, "")

    def read(self, computed: Mapping[str, str]) -> PersonInput:
        """What was typed. A case typed as it is `computed` anyway is no override."""
        facts = {
            key: from_field(fact, self[field_name(key)].data) for key, fact in self.about.items()
        }
        cases = {case.value: _plain(self[f"case_{case}"].data) for case in CASES}
        texts: dict[str, Any] = {name: _plain(self[name].data) for name in _TEXTS}
        return PersonInput(
            **texts,
            birth_date=self.birth_date.data,
            admitted_on=self.admitted_on.data,
            is_mentor=self.is_mentor.data,
            is_mentee=self.is_mentee.data,
            about=self.about,
            facts={key: value for key, value in facts.items() if value is not None},
            overrides={case: text for case, text in cases.items() if text != computed.get(case)},
            is_namesake=self.is_namesake.data,
        )


_TEXTS: Final = ("last_name", "first_name", "patronymic", "gender", "position")
_PLAIN: Final = (*_TEXTS, "birth_date", "admitted_on", "is_mentor", "is_mentee")


def _plain(data: str | None) -> str:
    """Blanks around go, those inside become single."""
    return " ".join((data or "").split())


@lru_cache(maxsize=_FORMS)
def _form(facts: tuple[Fact, ...]) -> type[PersonForm]:
    class Own(PersonForm):
        about = MappingProxyType({fact.key: fact for fact in facts})

    for fact in facts:
        setattr(Own, field_name(fact.key), fact_field(fact))
    for case, title in CASES.items():
        setattr(Own, f"case_{case}", StringField(title, render_kw={"autocomplete": "off"}))
    return Own


def person_form(facts: Mapping[str, Fact]) -> PersonForm:
    """The form of the request that asks for these facts."""
    return _form(tuple(facts.values()))()
