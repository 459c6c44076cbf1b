"""Destruction of a person's data: prepared by a curator, permitted by a director, never undone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from nastavnik.domain.access import Actor, Permission, Role
from nastavnik.domain.audit import Action
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE
from nastavnik.domain.personal_data import Ground, RequestKind, kept_until
from nastavnik.store import audit as audit_store
from nastavnik.store import data_request as requests
from nastavnik.store import destruction as store
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store.audit import Row
from nastavnik.store.db import db
from nastavnik.store.destruction import Destruction
from nastavnik.store.mentorship import Wanted
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases import audit
from nastavnik.usecases.access import requires
from nastavnik.usecases.consents import processor_named
from nastavnik.usecases.destruction_log import extract, lines
from nastavnik.usecases.erasure import Summary, erase_all, summary
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.order_context import organisation
from nastavnik.usecases.rulebooks import calendar_of

_LATEST = 50


@dataclass(frozen=True, slots=True)
class Looked:
    """A destruction with its summary; `obstacles` are what must be done before it."""

    row: Destruction
    person: Person
    summary: Summary | None
    obstacles: Sequence[str]


@requires(Permission.DATA_WRITE)
def preview(*, actor: Actor, public_id: uuid.UUID) -> tuple[Person, Summary, Sequence[str]]:
    """What would be destroyed and held, and what stands in the way."""
    del actor
    person = _person(public_id)
    return person, summary(person), _obstacles(person)


@requires(Permission.DATA_WRITE)
def prepare(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    ground: Ground,
    ground_on: date,
    note: str,
    now: datetime,
    today: date,
) -> Destruction:
    """Ask the director to permit it. The last day runs from the day of the ground.

    Raises:
        InputError: by field.
        ConflictError: one waits already, or the data are destroyed.
    """
    if ground_on > today:
        raise InputError({"ground_on": ["Этот день ещё не наступил. Проверьте дату основания."]})
    if not note.strip():
        raise InputError({"note": ["Назовите документ: заявление, приказ, акт проверки."]})
    with transaction():
        person = _person(public_id)
        if any(one.open or one.done_at for one in store.of_person(person.id)):
            raise ConflictError("Уничтожение уже готовится или выполнено. Обновите страницу.")
        row = Destruction(
            org_unit_id=person.org_unit_id,
            org_path=person.org_path,
            person_id=person.id,
            subject_name=person.full_name,
            ground=ground.value,
            ground_on=ground_on,
            ground_note=note.strip(),
            due_on=ground.term.due(ground_on, calendar_of(unit_of(actor))),
            prepared_by=actor.name,
            prepared_at=now,
        )
        db.session.add(row)
    return row


@requires(Permission.DATA_WRITE)
def looked(*, actor: Actor, destruction_id: uuid.UUID) -> Looked:
    """The destruction of an address; a waiting one with what it would do."""
    del actor
    row = _found(destruction_id)
    person = db.session.get_one(Person, row.person_id)
    if not row.open:
        return Looked(row, person, None, ())
    return Looked(row, person, summary(person), _obstacles(person))


@requires(Permission.DATA_WRITE)
def cancel(*, actor: Actor, destruction_id: uuid.UUID, today: date) -> Destruction:
    """Give it up: the ground was a mistake."""
    with transaction():
        row = _found(destruction_id)
        if not row.open:
            raise ConflictError("Уничтожение уже выполнено или отменено. Обновите страницу.")
        row.cancelled_on = today
        row.cancelled_by = actor.name
    return row


@requires(Permission.DATA_DESTROY)
def destroy(
    *,
    actor: Actor,
    destruction_id: uuid.UUID,
    typed: str,
    processor: str,
    today: date,
    now: datetime,
) -> Destruction:
    """Permit and do it at once: nothing brings the data back.

    `processor` is named in the act: the site's own setting, or "" for the region's ministry.

    Raises:
        InputError: the last name was not typed as it is, under `typed`.
        ConflictError: it is done already, or the person has a draft or a live pair.
    """
    with transaction():
        row = _found(destruction_id)
        if not row.open:
            raise ConflictError("Уничтожение уже выполнено или отменено. Обновите страницу.")
        person = people.lock_person(row.person_id)
        if person is None or person.id == actor.person_id:
            raise ConflictError("Уничтожить собственные данные разрешает другой руководитель.")
        if typed.strip().casefold() != person.last_name.casefold():
            raise InputError({"typed": [f"Введите фамилию: {person.last_name}."]})
        if obstacles := _obstacles(person):
            raise ConflictError(" ".join(obstacles))
        row = _found(destruction_id)
        done = summary(person)
        _answer_requests(actor, person, today)
        erased = erase_all(person, today=today, now=now, actor_id=actor.account_id)
        row = _found(destruction_id)
        row.permitted_by = actor.name
        row.done_at = now
        row.kept_until = kept_until(today)
        row.done = {
            **done.as_data(),
            **extract(erased),
            "processor": processor_named(actor.region, processor),
            "prepared_role": _role_of(row),
            "permitted_role": actor.role.label,
            "authors": list(erased.authors),
        }
        db.session.flush()
        audit.record(
            actor=actor, action=Action.REDACT, row=Row("destruction", row.id, row.public_id)
        )
    return row


@requires(Permission.DATA_WRITE)
def to_print(*, actor: Actor, destruction_id: uuid.UUID, zone: tzinfo) -> Mapping[str, Any]:
    """Context of the act and of the log extract, hours in `zone`. NotFoundError before it.

    What both hold: items 3 and 5 of the requirements of Roskomnadzor's order 179.
    """
    row = _found(destruction_id)
    if row.done_at is None:
        raise NotFoundError("Акт печатают после уничтожения.")
    done, done_at = row.done or {}, row.done_at.astimezone(zone)
    ground = Ground(row.ground)
    return {
        "organisation": organisation(unit_of(actor)),
        "subject_name": row.subject_name,
        "ground": ground.label,
        "clause": ground.term.clause,
        "ground_on": row.ground_on,
        "ground_note": row.ground_note,
        "due_on": row.due_on,
        "done_on": done_at.date(),
        "done_at": f"{done_at:%d.%m.%Y %H:%M}",
        "prepared_by": row.prepared_by,
        "permitted_by": row.permitted_by or "",
        "kept_until": row.kept_until,
        "number": str(row.public_id)[:8],
        "processor": done.get("processor", ""),
        "prepared_role": done.get("prepared_role", ""),
        "permitted_role": done.get("permitted_role", ""),
        "categories": "; ".join(one["words"] for one in done.get("destroyed", [])),
        "events": lines(done, zone),
        "blanked": done.get("blanked", []),
        "destroyed": done.get("destroyed", []),
        "held": done.get("held", []),
    }


@requires(Permission.DATA_WRITE)
def waiting(*, actor: Actor) -> Sequence[Destruction]:
    """Those that wait for the permission."""
    del actor
    return store.waiting()


@requires(Permission.DATA_WRITE)
def finished(*, actor: Actor) -> Sequence[Destruction]:
    """Those that are done, with their acts."""
    del actor
    return store.finished(_LATEST)


def of_person(person: Person) -> Sequence[Destruction]:
    """Destructions of the person's data."""
    return store.of_person(person.id)


def _role_of(row: Destruction) -> str:
    """In which role it was prepared, as the journal has it; "" if that is not known."""
    wanted = audit_store.Wanted(rows={"destruction": [row.id]}, actions=[Action.INSERT])
    found = [one.actor_role for one in audit_store.page(wanted, limit=1) if one.actor_role]
    return Role(found[0]).label if found else ""


def _answer_requests(actor: Actor, person: Person, today: date) -> None:
    """What was asked for is done: the requests that wait for it are answered."""
    for one in requests.of_person(person.id):
        if one.answered_on is None:
            one.granted = one.kind in {RequestKind.WITHDRAWAL, RequestKind.DESTRUCTION}
            one.answer = "Данные уничтожены"
            one.answered_on = today
            one.answered_by = actor.name
    db.session.flush()


def _obstacles(person: Person) -> Sequence[str]:
    busy = mentorships.page(Wanted(person_id=person.id, states=BEFORE_ORDER | LIVE), limit=20)
    return [
        f"Пара {one.mentor.short_name} — {one.mentee.short_name}: "
        f"{one.state.label.lower()}. Сначала завершите её."
        for one in busy
    ]


def _person(public_id: uuid.UUID) -> Person:
    person = people.by_public_id(public_id)
    if person is None:
        raise NotFoundError
    return person


def _found(destruction_id: uuid.UUID) -> Destruction:
    row = store.by_public_id(destruction_id)
    if row is None:
        raise NotFoundError
    return row
