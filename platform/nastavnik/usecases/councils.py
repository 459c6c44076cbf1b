"""The council of mentors: when the acts let an institution create one, and the order on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.council import Council, council
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.mentorship import LIVE
from nastavnik.store import mentorship as mentorships
from nastavnik.store import order as orders
from nastavnik.store.db import db
from nastavnik.store.order import Order
from nastavnik.store.writing import transaction
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.order_context import organisation, person
from nastavnik.usecases.orders import frozen, number_faults
from nastavnik.usecases.rulebooks import book_of
from nastavnik.usecases.task import Task

if TYPE_CHECKING:
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.resolve import Step
    from nastavnik.domain.rulebook import RuleBook
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.person import Person

KIND: Final = "council"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the acts say, who would be of the council, and the order if there is one."""

    council: Council | None
    act_title: str
    mentors: Sequence[Person]
    order: Order | None

    @property
    def cite(self) -> Cite | None:
        """Act and clause; None where the acts are silent."""
        return self.council.limit.bound.cite if self.council else None

    @property
    def quote(self) -> str:
        """Words of the clause."""
        return self.council.limit.bound.quote if self.council else ""

    @property
    def trace(self) -> tuple[Step, ...]:
        """How the layers agreed on the number."""
        return self.council.limit.trace if self.council else ()


@requires(Permission.ORDER_ISSUE)
def standing(*, actor: Actor, today: date) -> Standing:
    """The council of the actor's institution."""
    book, mentors = book_of(unit_of(actor), today), _mentors()
    found = council(book, len(mentors))
    return Standing(
        council=found,
        act_title=book.act_title(found.limit.bound.cite) if found else "",
        mentors=mentors,
        order=orders.latest_of(KIND),
    )


@requires(Permission.ORDER_ISSUE)
def issue(
    *,
    actor: Actor,
    number: str,
    issued_on: date,
    head_id: uuid.UUID | None,
    key: str,
    today: date,
) -> Order:
    """Issue the order on the council of all mentors who lead pairs now.

    Raises:
        InputError: no number, a taken number, a day to come, a head who leads no pair.
        ConflictError: the acts do not let the institution have one yet, or there is one.
    """
    with transaction():
        known = orders.by_key(actor.unit_id, key)
        if known is not None:
            return known
        stands = standing(actor=actor, today=today)
        if stands.order or stands.council is None or not stands.council.allowed:
            raise ConflictError("Совет уже создан, или наставников для него ещё мало.")
        head = next((one for one in stands.mentors if one.public_id == head_id), None)
        errors = {
            "number": number_faults(actor, number.strip(), issued_on.year),
            "issued_on": [f"Дата {issued_on:%d.%m.%Y} ещё не наступила."]
            if issued_on > today
            else [],
            "head_id": [] if head else ["Выберите руководителя совета из наставников."],
        }
        if head is None or any(errors.values()):
            raise InputError({name: found for name, found in errors.items() if found})
        unit = unit_of(actor)
        order = Order(
            org_unit_id=actor.unit_id,
            org_path=actor.unit_path,
            number=number.strip(),
            year=issued_on.year,
            issued_on=issued_on,
            title="О создании совета наставников",
            kind=KIND,
            issued_by=f"{actor.name}, {actor.role.label}",
            context=frozen(_context(unit, stands, head, number.strip(), issued_on, today)),
            idempotency_key=key,
        )
        db.session.add(order)
        db.session.flush()
    return order


def council_tasks(book: RuleBook) -> Iterator[Task]:
    """The act lets the reader's institution have a council, and there is no order on it."""
    found = council(book, mentorships.count_mentors(LIVE))
    if found is None or not found.allowed or orders.latest_of(KIND):
        return
    cite = found.limit.bound.cite
    yield Task(
        title="Можно создать совет наставников",
        detail=f"Наставников — {found.mentors}, по акту совет создают от {found.least}",
        action="Создать совет",
        subject="council",
        cite=cite,
        act_title=book.act_title(cite),
        quote=found.limit.bound.quote,
        trace=found.limit.trace,
        mark="Можно",
    )


def _mentors() -> list[Person]:
    """Who leads live pairs, by name."""
    pairs = mentorships.page(mentorships.Wanted(states=LIVE), limit=10_000)
    found = {one.mentor_id: one.mentor for one in pairs}
    return sorted(found.values(), key=lambda one: one.full_name)


def _context(  # noqa: PLR0917 - what the order is printed from
    unit: OrgUnit, stands: Standing, head: Person, number: str, issued_on: date, today: date
) -> dict[str, Any]:
    basis = []
    if stands.council:
        cite = stands.council.limit.bound.cite
        titles = {act.code: act.title for act in book_of(unit, today).acts}
        basis = [{"title": titles[cite.act], "clause": cite.clause}]
    return {
        "organisation": organisation(unit),
        "order": {"number": number, "date": issued_on},
        "basis": basis,
        "head": person(head),
        "members": [person(one) for one in stands.mentors if one.id != head.id],
    }
