"""A person leaves for another institution: the card is archived, and a code lets it go along.

The institution that is left writes its half of the move with the digest of the code; what the
code opens for another one is in `arrivals`.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.consent import Purpose, Standing
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE
from nastavnik.domain.move import OPEN_DAYS, LeaveReason, MoveState
from nastavnik.store import consent as consents
from nastavnik.store import mentorship as mentorships
from nastavnik.store import move
from nastavnik.store import person as people
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship, Wanted
from nastavnik.store.move import PersonMove
from nastavnik.store.person import Person
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.card_access import close_with
from nastavnik.usecases.holders import grants_of
from nastavnik.usecases.keys import Keys, new_code, plain_code

if TYPE_CHECKING:
    from nastavnik.store.consent import Consent

PURPOSE: Final = "move"
_LISTED: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A card on its way out: what stands in the way, the consent, and earlier moves."""

    person: Person
    busy: Sequence[Mentorship]
    consent: Consent | None
    moves: Sequence[PersonMove]

    @property
    def open(self) -> PersonMove | None:
        """The move whose code waits to be used."""
        return next((one for one in self.moves if one.state == MoveState.OPEN), None)


@requires(Permission.PERSON_WRITE)
def departure(*, actor: Actor, public_id: uuid.UUID, today: date) -> Departure:
    """What the page of leaving shows. NotFoundError for a person of another institution."""
    del actor
    return _departure(_own(public_id), today)


@requires(Permission.PERSON_READ)
def moves_of(*, actor: Actor, person: Person) -> Sequence[PersonMove]:
    """Where the card came from and where it has gone, the latest first."""
    del actor
    return move.of_person(person.id)


@requires(Permission.PERSON_WRITE)
def leave(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    on: date,
    reason: LeaveReason,
    keys: Keys,
    today: date,
    now: datetime,
) -> str:
    """Archive the card, end its roles, and give the code by which another institution takes it.

    Raises:
        InputError: the day; no consent to the transfer; no birth date to know the person by.
        ConflictError: drafts or live pairs, a code that waits already, or one's own card.
    """
    with transaction():
        person = people.lock_person(_own(public_id).id)
        if person is None:
            raise NotFoundError
        found = _departure(person, today)
        _refuse(actor, found, on, today)
        consent = found.consent
        if consent is None:
            raise InputError({"consent": ["Запишите согласие человека на передачу карточки."]})
        for row in grants_of([person])[person.id]:
            row.person_id = person.id  # an archived card is not found by its name any more
        person.archived_on = on
        close_with(person, actor, now)
        code = new_code(groups=3)
        db.session.add(
            PersonMove(
                org_unit_id=person.org_unit_id,
                org_path=person.org_path,
                person_id=person.id,
                side="out",
                state=MoveState.OPEN.value,
                on=on,
                reason=reason.value,
                consented_on=consent.given_on,
                code_hash=digest_of(keys, code),
                expires_on=today + timedelta(days=OPEN_DAYS),
                made_at=now,
                made_by=actor.name,
            )
        )
    return code


@requires(Permission.PERSON_WRITE)
def cancel(*, actor: Actor, move_id: uuid.UUID, now: datetime) -> PersonMove:
    """The person has changed their mind, or the slip is lost: the code opens nothing any more.

    ConflictError if the card has been taken already.
    """
    del actor
    with transaction():
        row = move.by_public_id(move_id)
        if row is None or row.side != "out":
            raise NotFoundError
        if row.state == MoveState.TAKEN:
            raise ConflictError(
                f"Карточку уже приняла организация «{row.other}». Отменить передачу нельзя."
            )
        if row.state == MoveState.OPEN:
            row.state, row.closed_at = MoveState.CANCELLED.value, now
    return row


def _departure(person: Person, today: date) -> Departure:
    busy = Wanted(person_id=person.id, states=BEFORE_ORDER | LIVE)
    return Departure(
        person=person,
        busy=mentorships.page(busy, limit=_LISTED),
        consent=consent_of(person, today),
        moves=move.of_person(person.id),
    )


def consent_of(person: Person, today: date) -> Consent | None:
    """The consent to the transfer that holds today."""
    return next(
        (
            one
            for one in consents.of_person(person.id)
            if one.purpose == Purpose.TRANSFER and one.standing(today) is Standing.HOLDS
        ),
        None,
    )


def _refuse(actor: Actor, found: Departure, on: date, today: date) -> None:
    person = found.person
    if person.id == actor.person_id:
        raise ConflictError("Свою карточку передаёт другой куратор или руководитель организации.")
    if found.open is not None:
        raise ConflictError("Код уже выдан. Если листок потерян, отмените его и выдайте новый.")
    if found.busy:
        raise ConflictError(
            f"{person.short_name} участвует в наставничестве "
            f"({found.busy[0].state.label.lower()}). Сначала завершите или замените пары."
        )
    errors: dict[str, list[str]] = {}
    if on > today:
        errors["on"] = [
            "Этот день ещё не наступил. Передайте карточку в последний день или позже."
        ]
    elif person.admitted_on and on < person.admitted_on:
        errors["on"] = [f"Человек допущен к работе {person.admitted_on:%d.%m.%Y}: это раньше."]
    if person.birth_date is None:
        errors["consent"] = [
            "В карточке нет даты рождения: новая организация не удостоверится, что это он."
        ]
    if errors:
        raise InputError(errors)


def _own(public_id: uuid.UUID) -> Person:
    person = people.by_public_id(public_id)
    if person is None:
        raise NotFoundError
    return person


def digest_of(keys: Keys, code: str) -> str:
    """What is kept of a code of a move."""
    return keys.digest(PURPOSE, plain_code(code))
