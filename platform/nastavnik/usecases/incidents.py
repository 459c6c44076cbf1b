"""The register of incidents: recorded, told to the supervisor in 24 hours, its result in 72.

Every unit keeps its own; whoever runs the platform keeps the platform's, which all units read.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nastavnik.domain.access import Actor, Permission, Role
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.personal_data import RESULT_WITHIN, Timer, timer
from nastavnik.store import incident as store
from nastavnik.store.db import db
from nastavnik.store.incident import Incident, PlatformIncident
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.store.writing import give_up, transaction
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
    of: uuid.UUID | None = None
    """The incident of the platform of which the unit writes down its own part."""


Line = Incident | PlatformIncident


@dataclass(frozen=True, slots=True)
class FromPlatform:
    """An incident of the platform; `own` if the unit has written down its part of it."""

    row: PlatformIncident
    own: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What was sent to the supervisor and when; `number` is of its answer, "" if there is none."""

    words: str
    at: datetime
    number: str = ""


@requires(Permission.INCIDENT_WRITE)
def listed(*, actor: Actor) -> Sequence[Line]:
    """The register of the actor's own unit, an operator's the platform's; the latest first."""
    return store.every(_register(actor))


@requires(Permission.INCIDENT_WRITE)
def from_platform(*, actor: Actor) -> Sequence[FromPlatform]:
    """Incidents of the platform as a unit is told of them; nothing for the operator's own."""
    if actor.role is Role.OPERATOR:
        return ()
    rows = store.every(PlatformIncident)
    answered = store.answered() if rows else frozenset()
    return [FromPlatform(row, row.id in answered) for row in rows]


@requires(Permission.INCIDENT_WRITE)
def fresh_from_platform(*, actor: Actor, now: datetime) -> Sequence[PlatformIncident]:
    """Those that the unit has not written down, for three days: its own 24 hours may run."""
    return [
        one.row
        for one in from_platform(actor=actor)
        if not one.own and now - one.row.recorded_at < RESULT_WITHIN
    ]


@requires(Permission.INCIDENT_WRITE)
def platform_one(*, actor: Actor, incident_id: uuid.UUID) -> PlatformIncident:
    """The platform's incident of an address."""
    del actor
    return _platform(incident_id)


@requires(Permission.INCIDENT_WRITE)
def waiting(*, actor: Actor) -> Sequence[tuple[Line, Timer]]:
    """Incidents that are not closed, with what they wait for."""
    return [(one, due) for one in store.opened(_register(actor)) if (due := timer_of(one))]


@requires(Permission.INCIDENT_WRITE)
def one(*, actor: Actor, incident_id: uuid.UUID) -> Line:
    """The incident of an address."""
    return _found(actor, incident_id)


@requires(Permission.INCIDENT_WRITE)
def record(*, actor: Actor, values: IncidentInput, now: datetime) -> Line:
    """Write the incident down; both terms run from the moment when it was found.

    An operator's is the platform's: every unit reads of it at once.
    """
    if values.found_at > now:
        raise InputError({"found_at": ["Этот момент ещё не наступил. Проверьте день и время."]})
    with _writing(actor):
        row = _new(actor, values)
        row.found_at, row.recorded_at, row.recorded_by = values.found_at, now, actor.name
        row.what, row.cause = values.what.strip(), values.cause.strip()
        row.harm, row.categories = values.harm.strip(), values.categories.strip()
        row.people_count, row.measures = values.people_count, values.measures.strip()
        db.session.add(row)
    return row


@requires(Permission.INCIDENT_WRITE)
def notify(*, actor: Actor, incident_id: uuid.UUID, told: Told, now: datetime) -> Line:
    """Note that the supervisor was told of the incident. Once; ConflictError a second time."""
    with _writing(actor):
        row = _found(actor, incident_id)
        if row.notified_at is not None:
            raise ConflictError(f"Уведомление уже отмечено: {row.notified_by}.")
        _check(told, row.found_at, now)
        row.notice = told.words.strip()
        row.notice_number = told.number.strip() or None
        row.notified_at = told.at
        row.notified_by = actor.name
    return row


@requires(Permission.INCIDENT_WRITE)
def report(*, actor: Actor, incident_id: uuid.UUID, told: Told, now: datetime) -> Line:
    """Note the result of the inquiry as it was sent: that closes the incident."""
    with _writing(actor):
        row = _found(actor, incident_id)
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
    """Whose register it is, for the print: the unit's, or that of whoever runs the platform."""
    whose = organisation(unit_of(actor))
    if actor.role is Role.OPERATOR:
        whose |= {"full_name": "Платформа «Наставник»", "founder": "", "place": ""}
        whose["head"] |= {"position": "оператор платформы", "last_name": ""}
    return {"organisation": whose}


def timer_of(row: Line) -> Timer | None:
    """What the incident waits for."""
    return timer(row.found_at, row.notified_at, row.reported_at)


def _check(told: Told, since: datetime, now: datetime) -> None:
    if not told.words.strip():
        raise InputError({"words": ["Напишите, что отправлено: без этого закрыть нельзя."]})
    if not since <= told.at <= now:
        raise InputError({"at": ["Момент должен быть после предыдущего шага и не в будущем."]})


def _register(actor: Actor) -> type[Incident | PlatformIncident]:
    return PlatformIncident if actor.role is Role.OPERATOR else Incident


@contextmanager
def _writing(actor: Actor) -> Iterator[None]:
    """The platform's register belongs to no unit."""
    if actor.role is Role.OPERATOR:
        give_up()  # what the page has read so far holds the lock of SQLite
        with acting(EVERYTHING, write=True), transaction():
            yield
    else:
        with transaction():
            yield


def _new(actor: Actor, values: IncidentInput) -> Line:
    if actor.role is Role.OPERATOR:
        return PlatformIncident()
    return Incident(
        org_unit_id=actor.unit_id,
        org_path=actor.unit_path,
        platform_incident_id=_platform(values.of).id if values.of else None,
    )


def _found(actor: Actor, incident_id: uuid.UUID) -> Line:
    row: Line | None = store.by_public_id(_register(actor), incident_id)
    if row is None:
        raise NotFoundError
    return row


def _platform(incident_id: uuid.UUID) -> PlatformIncident:
    row = store.by_public_id(PlatformIncident, incident_id)
    if row is None:
        raise NotFoundError
    return row
