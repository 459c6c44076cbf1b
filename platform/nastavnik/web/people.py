"""Pages of the bases: the list of people, a card, its form, the file for Excel."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from nastavnik.documents.declension import Case, full_name
from nastavnik.domain.access import Permission
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.fact_text import shown
from nastavnik.domain.facts import CATALOGUE, Fact, FactGroup, Subject
from nastavnik.domain.gender import Gender
from nastavnik.store.person import Person, Wanted
from nastavnik.usecases import people
from nastavnik.usecases.facts import facts_of
from nastavnik.usecases.moves import moves_of
from nastavnik.usecases.people import FactAsked
from nastavnik.usecases.person_input import as_input
from nastavnik.usecases.vocabulary import vocabulary
from nastavnik.web import clock
from nastavnik.web.csv_file import csv_file
from nastavnik.web.fact_fields import field_name
from nastavnik.web.filters import here_with
from nastavnik.web.person_form import CASES, PersonForm, person_form
from nastavnik.web.session import actor, page
from nastavnik.web.versions import choose, choosing, differences, seen_version

bp = Blueprint("people", __name__, url_prefix="/people")

PER_PAGE: Final = 50
_WHOLE: Final = 10_000
_FOLLOW: Final = {
    "birth_date": ("age", "minor"),
    "position": ("position",),
    "admitted_on": ("employed",),
}
"""Fields of the card itself -> the facts that follow from them."""
_CONFLICT: Final = 409
_REFUSED: Final = 422
BASES: Final = {
    "all": ("Все", Wanted()),
    "mentors": ("Наставники", Wanted(mentors=True)),
    "mentees": ("Наставляемые", Wanted(mentees=True)),
    "archive": ("Архив", Wanted(archived=True)),
}


@bp.get("/")
@page(Permission.PERSON_READ)
def index() -> Response | str:
    """One page of a base; `print` shows the whole of it for paper."""
    base, wanted = _asked()
    whole = "print" in request.args
    number = max(request.args.get("page", 1, type=int), 1)
    rows, total = people.listed(
        actor=actor(),
        wanted=wanted,
        offset=0 if whole else (number - 1) * PER_PAGE,
        limit=_WHOLE if whole else PER_PAGE,
    )
    if not rows and total:
        return redirect(here_with(page=(total - 1) // PER_PAGE + 1))
    return render_template(
        "people/index.html",
        rows=rows,
        live=people.live_pairs(actor=actor(), among=rows),
        total=total,
        number=number,
        per_page=PER_PAGE,
        base=base,
        bases={key: title for key, (title, _) in BASES.items()},
        text=wanted.text,
        whole=whole,
        today=clock.today(),
        can_write=actor().can(Permission.PERSON_WRITE),
    )


@bp.get("/export.csv")
@page(Permission.PERSON_READ)
def export() -> Response:
    """The base as a file."""
    base, wanted = _asked()
    rows, _ = people.listed(actor=actor(), wanted=wanted, limit=_WHOLE)
    today = clock.today()
    facts = people.facts_here(actor=actor(), on=today)
    header = (
        "Фамилия",
        "Имя",
        "Отчество",
        "Должность",
        "В базе наставников",
        "В базе наставляемых",
        "Дата рождения",
        "Допущен(а) к работе",
        *(fact.question for fact in facts.values()),
        "В архиве с",
    )
    lines = (_line(one, facts, today) for one in rows)
    return csv_file(f"people-{base}-{today:%Y-%m-%d}.csv", (header, *lines))


@bp.get("/<uuid:public_id>")
@page(Permission.PERSON_READ)
def show(public_id: uuid.UUID) -> str:
    """The card."""
    today = clock.today()
    card = people.card(actor=actor(), public_id=public_id, today=today)
    sides = _sides(mentor=card.person.is_mentor, mentee=card.person.is_mentee)
    asked = people.asked_facts(actor=actor(), on=today, subjects=sides)
    facts = {key: one.fact for key, one in asked.items()}
    return render_template(
        "people/show.html",
        person=card.person,
        gender=Gender(card.person.gender).label,
        facts={
            key: shown(fact, card.facts[key])
            for key, fact in {**CATALOGUE, **facts}.items()
            if key in card.facts
        },
        groups=_groups(
            one
            for key, one in asked.items()
            if not one.fact.derived and (one.why or key in card.facts)
        ),
        cases=[(title, _declined(card.person, case), case) for case, title in CASES.items()],
        statuses=card.statuses,
        status_titles=card.status_titles,
        as_mentor=card.as_mentor,
        as_mentee=card.as_mentee,
        moves=moves_of(actor=actor(), person=card.person),
        words=vocabulary(actor=actor(), on=today),
        today=today,
        can_write=actor().can(Permission.PERSON_WRITE),
        can_pair=actor().can(Permission.MENTORSHIP_WRITE),
        can_pay=actor().can(Permission.ALLOWANCE_READ),
    )


@bp.route("/new", methods=["GET", "POST"])
@page(Permission.PERSON_WRITE)
def new() -> Response | str | tuple[str, int]:
    """A new card."""
    form = person_form(people.facts_here(actor=actor(), on=clock.today()))
    if form.growing:
        return _form_page(form)
    if not form.is_submitted():
        form.is_mentor.data = request.args.get("base") == "mentors"
        form.is_mentee.data = request.args.get("base") == "mentees"
        return _form_page(form)
    if not form.validate():
        return _form_page(form), _REFUSED
    values = form.read({})
    try:
        person = people.add(actor=actor(), values=values, today=clock.today(), now=clock.now())
    except InputError as error:
        form.take(error)
        return _form_page(form), _REFUSED
    flash(f"Карточка «{person.full_name}» создана.", "success")
    return redirect(url_for("people.show", public_id=person.public_id))


@bp.route("/<uuid:public_id>/edit", methods=["GET", "POST"])
@page(Permission.PERSON_WRITE)
def edit(public_id: uuid.UUID) -> Response | str | tuple[str, int]:
    """Change a card. A stale form shows both versions and may be sent over the newer one."""
    today = clock.today()
    person = people.card(actor=actor(), public_id=public_id, today=today).person
    form = person_form(people.facts_here(actor=actor(), on=today))
    if form.growing:
        return _form_page(form, person)
    if not form.is_submitted():
        form.show(as_input(person, today, form.about))
        form.version.data = str(person.version)
        return _form_page(form, person)
    if choosing():
        choose(form, _saved(form, person, today))
    if not form.validate():
        return _form_page(form, person), _REFUSED
    try:
        people.change(
            actor=actor(),
            public_id=public_id,
            version=seen_version(form.version.data),
            values=form.read(_computed(form)),
            today=today,
            now=clock.now(),
        )
    except InputError as error:
        form.take(error)
        return _form_page(form, person), _REFUSED
    except ConflictError as error:
        if not error.theirs:
            raise
        form.version.data = str(person.version)
        return _form_page(form, person, error, _saved(form, person, today)), _CONFLICT
    flash("Карточка сохранена.", "success")
    return redirect(url_for("people.show", public_id=public_id))


@bp.post("/<uuid:public_id>/archive")
@page(Permission.PERSON_WRITE)
def archive(public_id: uuid.UUID) -> Response:
    """Take the card out of the bases."""
    person, ended = people.archive(
        actor=actor(), public_id=public_id, today=clock.today(), now=clock.real()
    )
    door = " Вход на сайт закрыт." if ended else ""
    flash(f"{person.short_name}: карточка в архиве.{door} Её можно вернуть.", "success")
    return redirect(url_for("people.show", public_id=public_id))


@bp.post("/<uuid:public_id>/restore")
@page(Permission.PERSON_WRITE)
def restore(public_id: uuid.UUID) -> Response:
    """Put the card back."""
    person, opened = people.restore(actor=actor(), public_id=public_id)
    door = " Вход на сайт снова открыт." if opened else ""
    flash(f"{person.short_name}: карточка возвращена из архива.{door}", "success")
    return redirect(url_for("people.show", public_id=public_id))


def _asked() -> tuple[str, Wanted]:
    """Which base and whose last name the address asks for; an unknown base is all of them."""
    base = request.args.get("base", "all")
    base = base if base in BASES else "all"
    return base, Wanted(**asdict(BASES[base][1]) | {"text": request.args.get("text", "").strip()})


def _saved(form: PersonForm, person: Person, today: date) -> PersonForm:
    """The card as it is kept, in a form of its own."""
    saved = type(form)(formdata=None)
    saved.show(as_input(person, today, form.about))
    return saved


def _form_page(
    form: PersonForm,
    person: Person | None = None,
    conflict: ConflictError | None = None,
    saved: PersonForm | None = None,
) -> str:
    sides = _sides(mentor=bool(form.is_mentor.data), mentee=bool(form.is_mentee.data))
    asked = people.asked_facts(actor=actor(), on=clock.today(), subjects=sides)
    own = [one for key, one in asked.items() if key in form.about]
    first, rest = [one for one in own if one.why], [one for one in own if not one.why]
    return render_template(
        "people/form.html",
        form=form,
        person=person,
        conflict=conflict,
        lines=differences(form, saved, conflict) if saved else (),
        first=[(title, _fields(form, own)) for title, own in _groups(first)],
        rest=[(title, _fields(form, own)) for title, own in _groups(rest)],
        rest_open=any(
            field.errors or (form.growing and field.type == "TrainingsField")
            for field, _ in _fields(form, rest)
        ),
        why={
            name: [reason for key in keys if key in asked for reason in asked[key].why]
            for name, keys in _FOLLOW.items()
        },
        cases=[(form[f"case_{case}"], _declined(person, case)) for case in CASES]
        if person
        else [],
    )


def _groups(asked: Iterable[FactAsked]) -> list[tuple[str, list[FactAsked]]]:
    """Facts under their headings, in the order of the card."""
    listed = list(asked)
    return [
        (group.label, own)
        for group in FactGroup
        if (own := [one for one in listed if one.fact.group is group])
    ]


def _fields(form: PersonForm, asked: Iterable[FactAsked]) -> list[tuple[Field, FactAsked]]:
    return [(form[field_name(one.fact.key)], one) for one in asked]


def _sides(*, mentor: bool, mentee: bool) -> list[Subject]:
    return [
        side for side, stands in ((Subject.MENTOR, mentor), (Subject.MENTEE, mentee)) if stands
    ]


def _declined(person: Person, case: Case) -> str:
    """The name in the case by the rules of the language, whatever is written on the card."""
    parts = ("last_name", "first_name", "patronymic", "gender")
    return full_name({name: getattr(person, name) for name in parts}, case)


def _computed(form: PersonForm) -> dict[str, str]:
    """Cases of the name as typed, by the rules of the language."""
    parts = ("last_name", "first_name", "patronymic", "gender")
    typed = {name: (form[name].data or "").strip() for name in parts}
    return {case: full_name(typed, case) for case in CASES}


def _line(person: Person, facts: Mapping[str, Fact], today: date) -> list[object]:
    known = facts_of(person, today)
    return [
        person.last_name,
        person.first_name,
        person.patronymic,
        person.position,
        "да" if person.is_mentor else "нет",
        "да" if person.is_mentee else "нет",
        person.birth_date,
        person.admitted_on,
        *(shown(fact, known[key]) if key in known else None for key, fact in facts.items()),
        person.archived_on,
    ]
