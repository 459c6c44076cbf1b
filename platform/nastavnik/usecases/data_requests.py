"""Requests of people about their data, the days of the answers, and the answers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.personal_data import RequestKind
from nastavnik.store import data_request as store
from nastavnik.store import person as people
from nastavnik.store.data_request import DataRequest
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.rulebooks import calendar_of

_LATEST_ANSWERS = 50


@requires(Permission.DATA_READ_OWN)
def ask(*, actor: Actor, kind: RequestKind, words: str, today: date) -> DataRequest:
    """The person asks about their own data. InputError without words, under `words`."""
    if actor.person_id is None:
        raise NotFoundError("У вашей учётной записи нет карточки в этой организации.")
    with transaction():
        return open_request(actor, actor.person_id, kind, _said(words), today, method="system")


@requires(Permission.DATA_WRITE)
def record(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    kind: RequestKind,
    words: str,
    asked_on: date,
    today: date,
) -> DataRequest:
    """Note a request that came on paper. InputError by field."""
    if asked_on > today:
        raise InputError({"asked_on": ["Этот день ещё не наступил. Укажите день получения."]})
    with transaction():
        person = people.by_public_id(public_id)
        if person is None:
            raise NotFoundError
        return open_request(actor, person.id, kind, _said(words), asked_on)


@requires(Permission.DATA_WRITE)
def answer(
    *, actor: Actor, public_id: uuid.UUID, granted: bool, words: str, today: date
) -> DataRequest:
    """Write the answer down. ConflictError if it was answered already."""
    with transaction():
        row = _found(public_id)
        if row.answered_on is not None:
            raise ConflictError(f"Ответ уже дан {row.answered_on:%d.%m.%Y}: {row.answered_by}.")
        row.answer = _said(words, "answer")
        row.granted = granted
        row.answered_on = today
        row.answered_by = actor.name
    return row


@requires(Permission.DATA_WRITE)
def one(*, actor: Actor, public_id: uuid.UUID) -> DataRequest:
    """The request of an address."""
    del actor
    return _found(public_id)


@requires(Permission.DATA_WRITE)
def waiting(*, actor: Actor) -> Sequence[DataRequest]:
    """Requests without an answer, the most urgent first."""
    del actor
    return store.unanswered()


@requires(Permission.DATA_WRITE)
def answered(*, actor: Actor) -> Sequence[DataRequest]:
    """The last answers."""
    del actor
    return store.answered(_LATEST_ANSWERS)


def of_person(person: Person) -> Sequence[DataRequest]:
    """Requests of the person, the latest first."""
    return store.of_person(person.id)


def open_request(
    actor: Actor,
    person_id: int,
    kind: RequestKind,
    words: str,
    asked_on: date,
    *,
    method: str = "",
) -> DataRequest:
    """A new request with its last day by the unit's calendar. Only within a transaction."""
    row = DataRequest(
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        person_id=person_id,
        kind=kind.value,
        words=words,
        method=method or ("system" if actor.person_id == person_id else "paper"),
        asked_on=asked_on,
        due_on=kind.term.due(asked_on, calendar_of(unit_of(actor))),
        recorded_by=actor.name,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _said(words: str, field: str = "words") -> str:
    if not words.strip():
        raise InputError({field: ["Напишите, в чём дело: без этого ответ не дать."]})
    return words.strip()


def _found(public_id: uuid.UUID) -> DataRequest:
    row = store.by_public_id(public_id)
    if row is None:
        raise NotFoundError
    return row
