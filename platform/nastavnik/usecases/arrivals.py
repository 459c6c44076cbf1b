"""A person comes from another institution: a code opens their card there for a copy here.

Neither institution sees the other's rows. Whoever has the code of a move, the last name and the
birth date opens the card; that look past the walls is in this module alone, and the journal of
the institution that is left tells of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from nastavnik.domain.access import Actor, Permission, Role
from nastavnik.domain.audit import Action
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.mentorship import ENDED
from nastavnik.domain.move import MENTORED, LeaveReason, MoveState, carried, months_of
from nastavnik.domain.term import whole_months
from nastavnik.store import account as accounts
from nastavnik.store import audit, author, move
from nastavnik.store import mentorship as mentorships
from nastavnik.store import person as people
from nastavnik.store import status as register
from nastavnik.store.account import Membership
from nastavnik.store.audit import Place, Row
from nastavnik.store.author import Author
from nastavnik.store.db import db
from nastavnik.store.mentorship import Wanted
from nastavnik.store.move import PersonMove
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.status import StatusGrant, key_of
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.store.writing import transaction
from nastavnik.usecases import brake
from nastavnik.usecases.access import requires
from nastavnik.usecases.keys import Keys
from nastavnik.usecases.moves import PURPOSE, consent_of, digest_of

_ARRIVALS: Final = uuid.UUID("0d6d3b2e-5f0e-4f7c-9a43-0b6a0f5c1e77")
PAIR_ROLES: Final = (Role.MENTOR, Role.MENTEE)
WRONG: Final = (
    "Карточка по этим данным не нашлась. Проверьте код, фамилию и дату рождения: они должны быть "
    "такими же, как в прежней организации. Код действует 30 дней и только один раз."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the person brings: the code, and that it is they."""

    code: str
    last_name: str
    birth_date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """What would come with a card. `facts`: as kept; `statuses`: codes of the register.

    `archived_on`: since when the actor's institution has a card of the same person in its
    archive; None if it has none.
    """

    full_name: str
    birth_date: date
    position: str
    is_mentor: bool
    is_mentee: bool
    from_title: str
    left_on: date
    reason: LeaveReason
    consented_on: date
    facts: Mapping[str, object]
    facts_on: date
    statuses: Sequence[str]
    roles: Sequence[Role]
    archived_on: date | None


@requires(Permission.PERSON_WRITE)
def look(
    *, actor: Actor, claim: Claim, address: str, keys: Keys, today: date, now: datetime
) -> Incoming:
    """What the code opens, before it is taken. The former institution's journal tells of it.

    Raises:
        InputError: nothing is opened; it is not told which of the three is wrong.
        ThrottledError: too many wrong codes.
        ConflictError: the card is of the actor's own institution.
    """
    attempt = brake.attempt(PURPOSE, actor.login, address, now)
    with acting(EVERYTHING):
        row = _opened(actor, move.by_code(digest_of(keys, claim.code)), claim, today)
        person, unit = row.person, db.session.get_one(OrgUnit, row.org_unit_id)
        same = unit.region == actor.region
        twin = move.archived_twin(actor.unit_id, person)
        place, card = Place(unit.id, unit.path), Row("person", person.id, person.public_id)
        incoming = Incoming(
            full_name=person.full_name,
            birth_date=claim.birth_date,
            position=person.position,
            is_mentor=person.is_mentor,
            is_mentee=person.is_mentee,
            from_title=unit.short_title,
            left_on=row.on,
            reason=LeaveReason(row.reason or LeaveReason.OTHER),
            consented_on=row.consented_on,
            facts=_facts(person, same_region=same),
            facts_on=person.facts_on,
            statuses=[one.code for one in _statuses(person)] if same else [],
            roles=sorted({one.role for one in _roles(person)}),
            archived_on=twin.archived_on if twin else None,
        )
    with transaction():
        attempt.succeeded(now)
    where = author.current() or Author(name=actor.name)
    audit.add(Action.READ, place=place, author=where, row=card, details=None)
    return incoming


@requires(Permission.PERSON_WRITE)
def receive(
    *,
    actor: Actor,
    claim: Claim,
    position: str,
    admitted_on: date,
    reopen: bool = True,
    address: str,
    keys: Keys,
    today: date,
    now: datetime,
) -> uuid.UUID:
    """Take the card: a new one here, linked to nothing there. The same form twice makes one card.

    With `reopen` the institution's own archived card of the person, if there is one, comes out of
    the archive instead, with its pairs and papers: one person, one card.
    The history of the pairs, their papers and notes stay; facts of the person, trainings, statuses
    of the region's register and the months of mentoring come along, and the login with its roles.

    Raises:
        InputError: the position is missing, the day is wrong, or as for `look`.
        ConflictError: this institution has a card of the person, or another one was faster.
    """
    _refuse_joining(position, admitted_on, today)
    attempt = brake.attempt(PURPOSE, actor.login, address, now)
    with acting(EVERYTHING, write=True), transaction():
        row = move.lock_by_code(digest_of(keys, claim.code))
        if row is not None and (mine := _taken_here(actor, row)) is not None:
            return mine
        row = _opened(actor, row, claim, today)
        _refuse_twin(actor, row.person)
        unit = db.session.get_one(OrgUnit, actor.unit_id)
        twin = move.archived_twin(unit.id, row.person) if reopen else None
        card = _filled(twin or Person(), row.person, unit, position.strip(), admitted_on)
        _take(row, card, unit, actor, now)
        public_id = card.public_id
    with transaction():
        attempt.succeeded(now)
    return public_id


def _refuse_joining(position: str, admitted_on: date, today: date) -> None:
    errors: dict[str, list[str]] = {}
    if not position.strip():
        errors["position"] = ["Введите должность в вашей организации."]
    if admitted_on > today:
        errors["admitted_on"] = ["Этот день ещё не наступил."]
    if errors:
        raise InputError(errors)


def _opened(actor: Actor, row: PersonMove | None, claim: Claim, today: date) -> PersonMove:
    """The half that the claim opens today. Only under EVERYTHING."""
    wrong = InputError({"code": [WRONG]})
    if row is None or row.state != MoveState.OPEN or row.person.birth_date is None:
        raise wrong
    same = key_of(row.person.last_name) == key_of(claim.last_name)
    if not same or row.person.birth_date != claim.birth_date:
        raise wrong
    if row.expires_on is None or row.expires_on < today or consent_of(row.person, today) is None:
        raise wrong
    if row.org_unit_id == actor.unit_id:
        raise ConflictError("Это карточка вашей организации. Отмените передачу на её странице.")
    return row


def _taken_here(actor: Actor, row: PersonMove) -> uuid.UUID | None:
    """Address of the card if this institution has taken it by this code already."""
    arrival = move.by_public_id(_arrival(row))
    if arrival is None or arrival.org_unit_id != actor.unit_id:
        return None
    return arrival.person.public_id


def _refuse_twin(actor: Actor, person: Person) -> None:
    for one in people.named(person.last_name, person.first_name):
        if one.org_unit_id == actor.unit_id and one.birth_date in {None, person.birth_date}:
            raise ConflictError(
                f"Карточка «{one.full_name}» в вашей организации уже есть. "
                "Если это другой человек, укажите в ней дату рождения; если тот же, её и ведите."
            )


def _filled(
    card: Person, former: Person, unit: OrgUnit, position: str, admitted_on: date
) -> Person:
    """What comes along; an own card of before keeps its place in the pairs that it once had."""
    there = db.session.get_one(OrgUnit, former.org_unit_id)
    card.org_unit_id, card.org_path = unit.id, unit.path
    card.last_name, card.first_name = former.last_name, former.first_name
    card.patronymic, card.gender = former.patronymic, former.gender
    card.birth_date = former.birth_date
    card.position, card.admitted_on, card.archived_on = position, admitted_on, None
    card.facts = _facts(former, same_region=there.region == unit.region)
    card.facts_on = former.facts_on
    card.is_mentor = former.is_mentor or bool(card.is_mentor)
    card.is_mentee = former.is_mentee or bool(card.is_mentee)
    card.overrides = dict(former.overrides)
    db.session.add(card)
    db.session.flush()
    return card


def _take(row: PersonMove, card: Person, unit: OrgUnit, actor: Actor, now: datetime) -> None:
    there = db.session.get_one(OrgUnit, row.org_unit_id)
    row.state, row.closed_at, row.other = MoveState.TAKEN.value, now, unit.short_title
    db.session.add(
        PersonMove(
            public_id=_arrival(row),
            org_unit_id=unit.id,
            org_path=unit.path,
            person_id=card.id,
            side="in",
            state=MoveState.TAKEN.value,
            on=card.admitted_on or row.on,
            reason=row.reason,
            other=there.short_title,
            consented_on=row.consented_on,
            made_at=now,
            made_by=actor.name,
        )
    )
    if there.region == unit.region:
        for grant in _statuses(row.person):
            left = {"on": now.date().isoformat(), "from": there.title, "by": actor.name}
            grant.moves = [*grant.moves, left]
            grant.org_unit_id, grant.org_path, grant.person_id = unit.id, unit.path, card.id
    for former in _roles(row.person):
        _give_role(former, unit, card)


def _facts(person: Person, *, same_region: bool) -> dict[str, object]:
    """What goes along; the months of mentoring are at least those that the pairs tell of."""
    facts = carried(person.facts, same_region=same_region)
    pairs = mentorships.page(Wanted(person_id=person.id, states=ENDED), limit=1000)
    terms = [(one.start, one.ended_on or one.end) for one in pairs if one.mentor_id == person.id]
    if terms:
        last = max(last for _, last in terms)
        grown = whole_months(person.facts_on, last) if last > person.facts_on else 0
        facts[MENTORED] = max(facts.get(MENTORED) or 0, months_of(terms) - grown)
    return facts


def _statuses(person: Person) -> list[StatusGrant]:
    return [one for one in register.of_paths([person.org_path]) if one.person_id == person.id]


def _roles(person: Person) -> Sequence[Membership]:
    """Roles of the pair that the card has had, of accounts that may be entered."""
    return [
        one
        for one in accounts.ever_of_people([person.id])
        if one.role in PAIR_ROLES and one.account.active
    ]


def _give_role(former: Membership, unit: OrgUnit, card: Person) -> None:
    """The same role here: one person, one login. The person has brought the code themselves.

    The former role does not come back with the former card.
    """
    former.with_card = False
    for one in former.account.memberships:
        if (one.org_unit_id, one.role) == (unit.id, former.role):
            one.asked_at = one.ended_at = None
            one.person_id, one.with_card = card.id, False
            return
    fresh = Membership(org_unit_id=unit.id, role=former.role, person_id=card.id, org_unit=unit)
    former.account.memberships.append(fresh)


def _arrival(row: PersonMove) -> uuid.UUID:
    return uuid.uuid5(_ARRIVALS, row.public_id.hex)
