"""The register of incidents: recorded, told to the supervisor in 24 hours, its result in 72."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.personal_data import Timer, timer
from nastavnik.store import incident as store
from nastavnik.store.db import db
from nastavnik.store.incident import Incident
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.order_context import organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentInput:
    """An incident as typed."""

    found_at: datetime
    what: str
    cause: str
    harm: str
    categories: str
    people_count: int
    measures: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was sent to the supervisor and when; `number` is of its answer, "" if there is none."""

    words: str
    at: datetime
    number: str = ""


@requires(Permission.INCIDENT_WRITE)
def listed(*, actor: Actor) -> Sequence[Incident]:
    """The register of the actor's own unit, the latest first."""
    del actor
    return store.every()


@requires(Permission.INCIDENT_WRITE)
def waiting(*, actor: Actor) -> Sequence[tuple[Incident, Timer]]:
    """Incidents that are not closed, with what they wait for."""
    del actor
    return [(one, due) for one in store.opened() if (due := timer_of(one))]


@requires(Permission.INCIDENT_WRITE)
def one(*, actor: Actor, incident_id: uuid.UUID) -> Incident:
    """The incident of an address."""
    del actor
    return _found(incident_id)


@requires(Permission.INCIDENT_WRITE)
def record(*, actor: Actor, values: IncidentInput, now: datetime) -> Incident:
    """Write the incident down; both terms run from the moment when it was found."""
    if values.found_at > now:
        raise InputError({"found_at": ["Этот момент ещё не наступил. Проверьте день и время."]})
    with transaction():
        row = Incident(
            org_unit_id=actor.unit_id,
            org_path=actor.unit_path,
            found_at=values.found_at,
            recorded_at=now,
            recorded_by=actor.name,
            what=values.what.strip(),
            cause=values.cause.strip(),
            harm=values.harm.strip(),
            categories=values.categories.strip(),
            people_count=values.people_count,
            measures=values.measures.strip(),
        )
        db.session.add(row)
    return row


@requires(Permission.INCIDENT_WRITE)
def notify(*, actor: Actor, incident_id: uuid.UUID, told: Told, now: datetime) -> Incident:
    """Note that the supervisor was told of the incident. Once; ConflictError a second time."""
    with transaction():
        row = _found(incident_id)
        if row.notified_at is not None:
            raise ConflictError(f"Уведомление уже отмечено: {row.notified_by}.")
        _check(told, row.found_at, now)
        row.notice = told.words.strip()
        row.notice_number = told.number.strip() or None
        row.notified_at = told.at
        row.notified_by = actor.name
    return row


@requires(Permission.INCIDENT_WRITE)
def report(*, actor: Actor, incident_id: uuid.UUID, told: Told, now: datetime) -> Incident:
    """Note the result of the inquiry as it was sent: that closes the incident."""
    with transaction():
        row = _found(incident_id)
        if row.notified_at is None or row.reported_at is not None:
            raise ConflictError("Сначала отмечают уведомление, потом результат, каждое один раз.")
        _check(told, row.notified_at, now)
        row.result = told.words.strip()
        row.result_number = told.number.strip() or None
        row.reported_at = told.at
        row.reported_by = actor.name
    return row


@requires(Permission.INCIDENT_WRITE)
def heading(*, actor: Actor) -> Mapping[str, Any]:
    """Whose register it is, for the print."""
    return {"organisation": organisation(unit_of(actor))}


def timer_of(row: Incident) -> Timer | None:
    """What the incident waits for."""
    return timer(row.found_at, row.notified_at, row.reported_at)


def _check(told: Told, since: datetime, now: datetime) -> None:
    if not told.words.strip():
        raise InputError({"words": ["Напишите, что отправлено: без этого закрыть нельзя."]})
    if not since <= told.at <= now:
        raise InputError({"at": ["Момент должен быть после предыдущего шага и не в будущем."]})


def _found(incident_id: uuid.UUID) -> Incident:
    row = store.by_public_id(incident_id)
    if row is None:
        raise NotFoundError
    return row
