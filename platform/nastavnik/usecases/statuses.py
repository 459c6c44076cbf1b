"""The register of statuses: the ministry gives, moves and withdraws; those below read their own.

An institution sees whose card it is: it may choose the card by hand. The ministry sees no card.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.errors import ConflictError, InputError, NotFoundError
from nastavnik.domain.status import title
from nastavnik.store import org_unit
from nastavnik.store import person as people
from nastavnik.store import status as register
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.status import Counted, StatusGrant, Wanted, key_of
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.holders import cards_of
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.status_input import StatusInput, last_of, problems
from nastavnik.usecases.status_term import Territory, territory_of

if TYPE_CHECKING:
    from nastavnik.domain.resolve import Resolved
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.person import Named

_UNIT: Final = "Организация"
_WITHDRAWN: Final = "Прекращён"
_CARD: Final = "Карточка"
_BY_NAME: Final = "по имени и дате рождения"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCard:
    """A status with its place, the norm of its term, and the person's other statuses.

    `card` and `cards` are for the institution itself: whose card it is, and which may be chosen.
    """

    row: StatusGrant
    municipality: OrgUnit
    term: Resolved
    term_act: str
    others: Sequence[StatusGrant]
    card: Named | None
    cards: Sequence[Named]


@requires(Permission.STATUS_READ)
def listed(
    *, actor: Actor, wanted: Wanted, offset: int = 0, limit: int = 50
) -> Sequence[StatusGrant]:
    """One page of the register."""
    del actor
    return register.page(wanted, offset=offset, limit=limit)


@requires(Permission.STATUS_READ)
def counted(*, actor: Actor, wanted: Wanted) -> Counted:
    """How many statuses are wanted, and how many of the territory stand where."""
    del actor
    return register.counted(wanted)


@requires(Permission.STATUS_READ)
def territory(*, actor: Actor) -> Territory:
    """The units and the rules of the reader's territory."""
    return territory_of(unit_of(actor))


@requires(Permission.STATUS_READ)
def whose(*, actor: Actor, rows: Sequence[StatusGrant]) -> Mapping[int, Named]:
    """Id of a row -> the card of its holder; for an institution about its own people."""
    if actor.unit_level is not Level.INSTITUTION or not actor.can(Permission.PERSON_READ):
        return {}
    own = people.names([actor.unit_path])
    cards = {one.id: one for one in own}
    found = zip(rows, cards_of(rows, own), strict=True)
    return {row.id: cards[number] for row, number in found if number in cards}


@requires(Permission.STATUS_READ)
def card(*, actor: Actor, public_id: uuid.UUID) -> StatusCard:
    """A status. NotFoundError for one of another territory."""
    row = _found(public_id)
    place = territory_of(row.org_unit)
    term = place.term(row.org_unit, row.code, row.given_on)
    own = actor.unit_level is Level.INSTITUTION and actor.can(Permission.PERSON_READ)
    same = register.page(Wanted(on=row.given_on, text=row.last_name, path=row.org_path))
    return StatusCard(
        row=row,
        municipality=place.above(row.org_unit),
        term=term,
        term_act=place.book(row.org_unit, row.given_on).act_title(term.cite) if term.cite else "",
        others=[one for one in same if one.name_key == row.name_key and one.id != row.id],
        card=whose(actor=actor, rows=[row]).get(row.id),
        cards=people.names([row.org_path]) if own else (),
    )


@requires(Permission.STATUS_WRITE)
def give(*, actor: Actor, values: StatusInput, today: date, now: datetime) -> StatusGrant:
    """Write a status into the register.

    Raises:
        InputError: by field; of a certificate that is in the register already too.
    """
    with transaction():
        place = territory_of(unit_of(actor))
        errors: dict[str, list[str]] = {}
        for fault in problems(values, place, today):
            errors.setdefault(fault.field, []).append(fault.text)
        if errors:
            raise InputError(errors)
        if (same := twin(values, known(actor, [values]))) is not None:
            field = "certificate" if values.certificate else "order_number"
            raise InputError({field: [f"{already(same)} Вторая запись не нужна."]})
        row = granted(actor, values, place, now)
        db.session.add(row)
        db.session.flush()
    return row


@requires(Permission.STATUS_WRITE)
def withdraw(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    version: int,
    on: date | None,
    reason: str,
    today: date,
) -> StatusGrant:
    """Withdraw a status from the day `on`; the row stays, with the reason.

    Raises:
        InputError: by field.
        ConflictError: it was changed since it was seen, or is withdrawn already.
    """
    with transaction():
        day = f"с {on:%d.%m.%Y}" if on else ""
        row = _seen(public_id, version, {_WITHDRAWN: " — ".join(filter(None, (day, reason)))})
        if row.withdrawn_on is not None:
            raise ConflictError(f"Статус уже прекращён {row.withdrawn_on:%d.%m.%Y}.")
        errors = {}
        if on is None:
            errors["on"] = ["Укажите день, с которого статуса нет."]
        elif on < row.given_on or on > today:
            errors["on"] = [
                f"День должен быть от {row.given_on:%d.%m.%Y} (выдача) до сегодняшнего."
            ]
        if not reason.strip():
            errors["reason"] = ["Напишите основание: приказ или причину."]
        if errors:
            raise InputError(errors)
        row.withdrawn_on, row.withdrawn_reason = on, " ".join(reason.split())
        row.withdrawn_by = f"{actor.name}, {actor.role.label}"
    return row


@requires(Permission.STATUS_WRITE)
def move(
    *,
    actor: Actor,
    public_id: uuid.UUID,
    version: int,
    unit_id: uuid.UUID | None,
    today: date,
) -> StatusGrant:
    """The holder has moved: the status goes to their new institution, the card's link goes.

    Raises:
        InputError: no such institution, or it is the same one.
        ConflictError: it was changed since it was seen.
    """
    with transaction():
        unit = org_unit.by_public_id(unit_id) if unit_id else None
        row = _seen(public_id, version, {_UNIT: unit.title if unit else ""})
        inside = unit is not None and unit.path.startswith(actor.unit_path)
        if unit is None or not inside or unit.level is not Level.INSTITUTION:
            raise InputError({"unit": ["Выберите организацию из списка."]})
        if unit.id == row.org_unit_id:
            raise InputError({"unit": ["Статус и так числится за этой организацией."]})
        left = {"on": today.isoformat(), "from": row.org_unit.title, "by": actor.name}
        row.moves = [*row.moves, left]
        row.person_id = None
        row.org_unit_id, row.org_path = unit.id, unit.path
        db.session.flush()
        db.session.refresh(row)
    return row


@requires(Permission.PERSON_WRITE)
def link(
    *, actor: Actor, public_id: uuid.UUID, version: int, person_id: uuid.UUID | None
) -> StatusGrant:
    """The institution says whose card it is; None: let the name and the birth date decide.

    Raises:
        NotFoundError: of another institution.
        ConflictError: it was changed since it was seen.
    """
    with transaction():
        person = people.by_public_id(person_id) if person_id else None
        row = _seen(public_id, version, {_CARD: person.full_name if person else _BY_NAME})
        if row.org_unit_id != actor.unit_id or (person_id and person is None):
            raise NotFoundError
        row.person_id = person.id if person else None
    return row


def granted(actor: Actor, values: StatusInput, place: Territory, now: datetime) -> StatusGrant:
    """The row of values without problems."""
    unit, order_on, begins = values.unit, values.order_on, values.begins
    if unit is None or order_on is None or begins is None:
        raise ValueError("values were not checked")
    return StatusGrant(
        org_unit_id=unit.id,
        org_path=unit.path,
        region=unit.region,
        last_name=" ".join(values.last_name.split()),
        first_name=" ".join(values.first_name.split()),
        patronymic=" ".join(values.patronymic.split()) or None,
        name_key=key_of(values.full_name),
        birth_date=values.birth_date,
        code=values.code,
        certificate=values.certificate.strip() or None,
        order_number=values.order_number.strip(),
        order_on=order_on,
        given_on=begins,
        valid_until=last_of(values, place),
        recorded_by=f"{actor.name}, {actor.role.label}",
        recorded_at=now,
        moves=[],
    )


Twins = Mapping[tuple[object, ...], StatusGrant]


def known(actor: Actor, many: Sequence[StatusInput]) -> Twins:
    """What the register holds already of the certificates and orders, by `same_key`."""
    numbers = {one.certificate.strip() for one in many} - {""}
    orders = {one.order_number.strip() for one in many}
    return {
        same_key(
            row.code, row.certificate or "", row.full_name, row.order_number, row.order_on
        ): row
        for row in register.known(actor.region, numbers, orders)
    }


def same_key(
    code: str, certificate: str, full_name: str, order_number: str, order_on: date | None
) -> tuple[object, ...]:
    """Two rows with the same key are one status: one certificate, or one line of one order."""
    if certificate.strip():
        return code, certificate.strip()
    return code, key_of(full_name), order_number.strip(), order_on


def key(values: StatusInput) -> tuple[object, ...]:
    """`same_key` of what was typed."""
    return same_key(
        values.code, values.certificate, values.full_name, values.order_number, values.order_on
    )


def twin(values: StatusInput, kept: Twins) -> StatusGrant | None:
    """The row of the register that is this very status."""
    return kept.get(key(values))


def already(row: StatusGrant) -> str:
    """What the register says of a status that is given again."""
    return (
        f"В реестре уже есть: {row.full_name}, «{title(row.code)}», {row.held.order}"
        f"{f', удостоверение № {row.certificate}' if row.certificate else ''}, "
        f"{row.org_unit.short_title}."
    )


def _found(public_id: uuid.UUID) -> StatusGrant:
    row = register.by_public_id(public_id)
    if row is None:
        raise NotFoundError
    return row


def _seen(public_id: uuid.UUID, version: int, mine: Mapping[str, str]) -> StatusGrant:
    """The status as the person saw it; `mine` is what it was to become, label -> text."""
    row = _found(public_id)
    if row.version != version:
        withdrawn = row.withdrawn_on
        card = db.session.get(Person, row.person_id) if row.person_id else None
        by_hand = card.full_name if card else "выбрана вручную"
        raise ConflictError(
            "Пока вы работали, эту запись реестра изменил другой человек. Ваш вариант не записан.",
            mine=mine,
            theirs={
                _UNIT: row.org_unit.title,
                _WITHDRAWN: f"с {withdrawn:%d.%m.%Y} — {row.withdrawn_reason}"
                if withdrawn
                else "нет, действует",
                _CARD: by_hand if row.person_id else _BY_NAME,
            },
        )
    return row
