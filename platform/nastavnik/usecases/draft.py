"""What a person types to form a pair or a group, and its reading against the store."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.errors import InputError
from nastavnik.domain.fact_text import shown
from nastavnik.domain.facts import REGIMES, Facts, asked_of_pair
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.usecases.pair_facts import answers_of_pair

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.person import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInput:
    """A draft as typed. Several mentees make a group: a row each, one programme.

    Absent values are None or "": such a draft can be looked at, but not saved.
    """

    mentor_id: uuid.UUID | None = None
    mentee_ids: tuple[uuid.UUID, ...] = ()
    kind: str = ""
    form: str = ""
    regime: str = ""
    start: date | None = None
    end: date | None = None
    planned_order_on: date | None = None
    note: str = ""
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A complete draft: people found, dates in order, words known."""

    mentor: Person
    mentees: tuple[Person, ...]
    kind: str
    form: str
    regime: str
    start: date
    end: date
    planned_order_on: date | None
    note: str
    facts: Facts


def as_input(one: Mentorship) -> DraftInput:
    """A stored draft as the form shows it."""
    return DraftInput(
        mentor_id=one.mentor.public_id,
        mentee_ids=(one.mentee.public_id,),
        kind=one.kind,
        form=one.form,
        regime=one.regime,
        start=one.start,
        end=one.end,
        planned_order_on=one.planned_order_on,
        note=one.note or "",
        facts=answers_of_pair(one.facts),
    )


def described(values: DraftInput, book: RuleBook) -> dict[str, str]:
    """A draft in words, label -> text, for the comparison of two versions."""
    mentor = people.by_public_id(values.mentor_id) if values.mentor_id else None
    mentees = [one for one in map(people.by_public_id, values.mentee_ids) if one]
    kind, form = book.kinds.get(values.kind), book.forms.get(values.form)
    planned = values.planned_order_on
    told = {
        "Наставник": mentor.full_name if mentor else "",
        "Наставляемый": ", ".join(one.full_name for one in mentees),
        "Вид": kind.title if kind else values.kind,
        "Форма": form.title if form else values.form,
        "Режим работы наставника": REGIMES.get(values.regime, ""),
        "Начало": f"{values.start:%d.%m.%Y}" if values.start else "",
        "Окончание": f"{values.end:%d.%m.%Y}" if values.end else "",
        "Намеченный день приказа": f"{planned:%d.%m.%Y}" if planned else "",
        "Примечание": values.note,
    }
    asked = asked_of_pair(book.facts)
    return told | {
        fact.question: shown(fact, values.facts[key])
        for key, fact in asked.items()
        if key in values.facts
    }


def complete(values: DraftInput, book: RuleBook) -> Draft:
    """The draft fit to be saved, but for `refuse_twice`.

    Raises:
        InputError: everything that is missing or contradicts itself, by field.
    """
    errors: dict[str, list[str]] = {}
    known = people.by_public_ids(asked_for(values))
    mentor = _mentor(values, known, errors)
    mentees = _mentees(values, known, errors)
    _words(values, book, errors)
    _dates(values, errors)
    if mentor and mentor.public_id in values.mentee_ids:
        errors.setdefault("mentee_ids", []).append(
            "Наставник и наставляемый — один человек. Выберите другого наставляемого."
        )
    if errors or mentor is None or values.start is None or values.end is None:
        raise InputError(errors)
    return Draft(
        mentor=mentor,
        mentees=mentees,
        kind=values.kind,
        form=values.form,
        regime=values.regime,
        start=values.start,
        end=values.end,
        planned_order_on=values.planned_order_on,
        note=values.note.strip(),
        facts=values.facts,
    )


def asked_for(values: DraftInput) -> tuple[uuid.UUID, ...]:
    """Addresses of everyone whom the draft names."""
    return (*([values.mentor_id] if values.mentor_id else []), *values.mentee_ids)


def _mentor(
    values: DraftInput, known: Mapping[uuid.UUID, Person], errors: dict[str, list[str]]
) -> Person | None:
    person = known.get(values.mentor_id) if values.mentor_id else None
    if person is None or not person.is_mentor or person.archived_on is not None:
        errors["mentor_id"] = ["Выберите наставника из базы наставников организации."]
        return None
    return person


def _mentees(
    values: DraftInput, known: Mapping[uuid.UUID, Person], errors: dict[str, list[str]]
) -> tuple[Person, ...]:
    found = [known.get(one) for one in dict.fromkeys(values.mentee_ids)]
    fit = tuple(one for one in found if one and one.is_mentee and one.archived_on is None)
    if not fit or len(fit) < len(found):
        errors["mentee_ids"] = ["Выберите наставляемого из базы наставляемых организации."]
    return fit


def _words(values: DraftInput, book: RuleBook, errors: dict[str, list[str]]) -> None:
    if values.kind not in book.kinds:
        errors["kind"] = ["Выберите вид наставничества из списка."]
    if book.forms and values.form not in book.forms:
        errors["form"] = ["Выберите форму наставничества из списка."]
    if values.regime not in REGIMES:
        errors["regime"] = ["Укажите, как оформлена работа наставника."]


def _dates(values: DraftInput, errors: dict[str, list[str]]) -> None:
    if values.start is None:
        errors["start"] = ["Укажите день начала в виде ДД.ММ.ГГГГ."]
    if values.end is None:
        errors["end"] = ["Укажите последний день в виде ДД.ММ.ГГГГ."]
    elif values.start is not None and values.end < values.start:
        first, last = f"{values.start:%d.%m.%Y}", f"{values.end:%d.%m.%Y}"
        errors["end"] = [f"Окончание {last} раньше начала {first}. Исправьте одну из дат."]


def refuse_twice(draft: Draft, own: Sequence[int] = ()) -> None:
    """One mentee once with one mentor at one time; call it with the mentor locked.

    `own` are ids of the mentorships that the draft itself replaces. Raises InputError.
    """
    for mentee in draft.mentees:
        for other in mentorships.of_mentee(mentee.id, BEFORE_ORDER | LIVE):
            if other.id in own or other.mentor_id != draft.mentor.id:
                continue
            if other.start <= draft.end and other.end >= draft.start:
                raise InputError({"mentee_ids": [_twice(mentee, other)]})


def _twice(mentee: Person, other: Mentorship) -> str:
    return (
        f"{mentee.short_name} уже закреплён(а) за этим наставником "
        f"с {other.start:%d.%m.%Y} по {other.end:%d.%m.%Y} "
        f"(состояние «{other.state.label}»). Выберите другие даты или другого наставляемого."
    )
