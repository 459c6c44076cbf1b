"""The form of a draft: a mentor, a mentee or several, the kind, the term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from markupsafe import Markup
from wtforms import (  # type: ignore[attr-defined] # the types are older than SelectChoice
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from nastavnik.domain.errors import InputError
from nastavnik.domain.facts import REGIMES, Fact, FactValue
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.wording import counted
from nastavnik.store.person import Person
from nastavnik.usecases.draft import DraftInput
from nastavnik.web.fact_fields import fact_field, field_name, from_field, to_field
from nastavnik.web.forms import DateField, Form, Required, choices, refuse
from nastavnik.web.typed import identifier

_FORMS: Final = 64
_LONG_LIST: Final = 30
_NOTE: Final = 2000
_REGIMES: Final = {
    "labour_351_8": "Наставник получает доплату: нужны согласие и дополнительное соглашение",
    "job_function": "Наставничество уже есть в трудовом договоре или должностной инструкции",
    "outside": "Наставник или наставляемый — не работник этой организации: студент, партнёр",
}
"""What each regime means for the curator; titles are those of the catalogue of facts."""


class DraftForm(Form):
    """A draft. `fit` gives it the words and the people of the unit.

    Facts of a pair that the acts declare get a field each: see `draft_form_of`.
    """

    about: Mapping[str, Fact] = MappingProxyType({})

    version = HiddenField()
    kind = SelectField("Вид наставничества", [Required("Выберите вид наставничества.")])
    mentor_id = SelectField("Наставник", [Required("Выберите наставника.")])
    mentee_id = SelectField("Наставляемый", [Required("Выберите наставляемого.")])
    more_ids = SelectMultipleField(
        "Ещё наставляемые",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    form = SelectField("Форма наставничества", [Required("Выберите форму наставничества.")])
    regime = RadioField(
        "Как оформлена работа наставника",
        [Required("Укажите, как оформлена работа наставника.")],
    )
    start = DateField("Первый день", [Required("Укажите день начала в виде ДД.ММ.ГГГГ.")])
    end = DateField("Последний день", [Required("Укажите последний день в виде ДД.ММ.ГГГГ.")])
    planned_order_on = DateField(
        "Намеченный день приказа",
        description="По нему проверяются сроки и берутся действующие нормы; сам приказ — позже",
    )
    note = TextAreaField(
        "Примечание",
        [Length(max=_NOTE, message=f"Не длиннее {_NOTE} знаков.")],
        description="Видят только сотрудники, которые ведут наставничество",
        render_kw={"rows": 2},
    )

    def validate_mentee_id(self, field: Field) -> None:
        """Nobody is their own mentor."""
        refuse(
            bool(field.data) and field.data == self.mentor_id.data,
            "Наставник и наставляемый — один человек. Выберите другого наставляемого.",
        )

    def validate_end(self, field: Field) -> None:
        """The term goes forward."""
        start, end = self.start.data, field.data
        if start and end and end < start:
            first, last = f"{start:%d.%m.%Y}", f"{end:%d.%m.%Y}"
            refuse(True, f"Окончание {last} раньше начала {first}. Исправьте одну из дат.")  # noqa: FBT003 - reads as a sentence

    def fit(
        self,
        book: RuleBook,
        mentors: Sequence[Person],
        mentees: Sequence[Person],
        loads: Mapping[int, tuple[int, int]],
    ) -> None:
        """Give the selects their options: people of the bases, words of the unit's acts.

        `loads`: id of a person -> live pairs as a mentor and as a mentee.
        """
        self.mentor_id.choices = _people(mentors, {one: load for one, (load, _) in loads.items()})
        self.mentee_id.choices = _people(mentees, {})
        self.more_ids.choices = choices(
            (str(one.public_id), f"{one.full_name}, {one.position}") for one in mentees
        )
        kinds = ((one.code, one.title) for one in book.kinds.values())
        self.kind.choices = choices(kinds, "— выберите —")
        self.regime.choices = choices(
            (code, _explained(title, _REGIMES[code])) for code, title in REGIMES.items()
        )
        if book.forms:
            forms = ((one.code, one.title) for one in book.forms.values())
            self.form.choices = choices(forms, "— выберите —")
        else:
            del self.form
        self._name_sides(book)

    def _name_sides(self, book: RuleBook) -> None:
        """Call the participants as the chosen kind does; the words change without a reload."""
        kind = book.kinds.get(self.kind.data or "")
        self.mentor_id.label.text = word("mentor-word", kind.mentor if kind else "наставник")
        self.mentee_id.label.text = word("mentee-word", kind.mentee if kind else "наставляемый")

    def take(self, error: InputError) -> None:
        """The use-case knows one list of mentees, the page a select and a list of others."""
        renamed = {"mentee_ids": "mentee_id"}
        super().take(
            InputError({renamed.get(name, name): texts for name, texts in error.errors.items()})
        )

    def forgive_blanks(self) -> None:
        """Keep only the faults of what was typed: a half-filled form is being looked at."""
        for field in self:
            if not any(text.strip() for text in field.raw_data or ()):
                field.errors = ()

    def show(self, values: DraftInput) -> None:
        """Fill the fields from a stored draft."""
        self.mentor_id.data = str(values.mentor_id or "")
        self.mentee_id.data = str(values.mentee_ids[0]) if values.mentee_ids else ""
        for name in ("kind", "regime", "start", "end", "planned_order_on", "note"):
            self[name].data = getattr(values, name)
        if "form" in self:
            self.form.data = values.form
        for key, fact in self.about.items():
            self[field_name(key)].data = to_field(fact, values.facts.get(key))

    def read(self) -> DraftInput:
        """What was typed, as far as it can be read."""
        mentees = [self.mentee_id.data, *(self.more_ids.data or ())]
        known = [found for one in mentees if (found := identifier(one))]
        return DraftInput(
            mentor_id=identifier(self.mentor_id.data),
            mentee_ids=tuple(dict.fromkeys(known)),
            kind=self.kind.data or "",
            form=(self.form.data or "") if "form" in self else "",
            regime=self.regime.data or "",
            start=self.start.data,
            end=self.end.data,
            planned_order_on=self.planned_order_on.data,
            note=self.note.data or "",
            facts=self._answers(),
        )

    @property
    def facts(self) -> Sequence[Field]:
        """Fields of the facts of a pair."""
        return [self[field_name(key)] for key in self.about]

    def _answers(self) -> dict[str, FactValue]:
        found = {
            key: from_field(fact, self[field_name(key)].data) for key, fact in self.about.items()
        }
        return {key: value for key, value in found.items() if value is not None}


@lru_cache(maxsize=_FORMS)
def _form(facts: tuple[Fact, ...]) -> type[DraftForm]:
    class Own(DraftForm):
        about = MappingProxyType({fact.key: fact for fact in facts})

    for fact in facts:
        setattr(Own, field_name(fact.key), fact_field(fact))
    return Own


def draft_form_of(facts: Mapping[str, Fact]) -> DraftForm:
    """The form of the request that asks for these facts of a pair."""
    return _form(tuple(facts.values()))()


def word(anchor: str, text: str) -> Markup:
    """A participant's name in a label, under an id by which it can be replaced."""
    return Markup('<span id="{}">{}</span>').format(anchor, text[:1].upper() + text[1:])


def _explained(title: str, what: str) -> Markup:
    text = title[:1].upper() + title[1:]
    return Markup('{}<span class="form-hint d-block">{}</span>').format(text, what)


def _people(rows: Iterable[Person], loads: Mapping[int, int]) -> list[Any]:
    """Options by name; a long list is cut by letters, so that it can be looked through."""
    found = list(rows)
    lettered = len(found) > _LONG_LIST
    options = [
        SelectChoice(
            str(one.public_id),
            f"{one.full_name}{_load(loads.get(one.id))}, {one.position}",
            optgroup=one.last_name[:1].upper() if lettered else None,
        )
        for one in found
    ]
    return [SelectChoice("", "— выберите —"), *options]


def _load(pairs: int | None) -> str:
    if pairs is None:
        return ""
    return f" ({counted(pairs, 'pair') if pairs else 'пар нет'})"
