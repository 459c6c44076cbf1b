"""What the use-cases hand to a document: plain dictionaries, fit to be frozen as JSON.

A date is a `datetime.date` or its ISO text «2026-11-21». Names and posts are in the nominative;
the form declines them. A field that a form prints must be there and must not be None, else
`FormFillError` names it; "" prints nothing and takes its line away. `patronymic` and `position`
may be "", `overrides` may be {}: the person's full name by case («genitive»,
«dative», «accusative», «instrumental», «prepositional») where the rules of the language fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NotRequired, TypedDict


class Person(TypedDict):
    """A participant, the curator or the head of the institution."""

    last_name: str
    first_name: str
    patronymic: str
    gender: Literal["m", "f"]
    position: str
    overrides: Mapping[str, str]


class Organisation(TypedDict):
    """The institution: `founder` is the upper line of its letterhead, `place` is «г. Речной»."""

    full_name: str
    founder: str
    place: str
    head: Person


class Order(TypedDict):
    """Requisites of an order."""

    number: str
    date: date | str


class Names(TypedDict):
    """How the kind of mentoring calls its participants: «ментор», «менти»."""

    mentor: str
    mentee: str


class Former(TypedDict):
    """The pair in whose place a new one comes. `ground` is in words; `order` may be None."""

    mentor: Person
    last_day: date | str
    order: Order | None
    ground: str


class Pair(TypedDict):
    """A mentor and a mentee; `term_text` is the term in words («12 месяцев»), it may be "".

    `former` is there in `order_replacement` only, None for a pair that replaces nobody.
    """

    mentor: Person
    mentee: Person
    names: Names
    kind_title: str
    form_title: str
    start: date | str
    end: date | str
    term_text: str
    mentor_consent: date | str | None
    mentee_consent: date | str | None
    guardian_consent: NotRequired[date | str | None]
    former: NotRequired[Former | None]


class Basis(TypedDict):
    """An act in the nominative («Положение о наставничестве …») and its clause («2.3»)."""

    title: str
    clause: str


class Term(TypedDict):
    """A deadline of the rule book: `title` is due 5 `working_day` after `anchor`, or `before` it.

    `title`, `days`, `unit` are those of `domain.provision.Deadline`, `unit` is one of
    `working_day`, `calendar_day`, `month`; `anchor` is the event in the genitive, `Anchor.title`.
    """

    title: str
    days: int
    unit: str
    anchor: str
    before: NotRequired[bool]


class OrderContext(TypedDict):
    """Context of `order_appointment` and `order_replacement`. `pairs` has one member or more.

    `plan` and `report` are None where no act sets such a deadline; `curator` may be None.
    """

    organisation: Organisation
    order: Order
    pairs: Sequence[Pair]
    basis: Sequence[Basis]
    curator: Person | None
    plan: Term | None
    report: Term | None


class CouncilContext(TypedDict):
    """Context of `order_council`. `head` leads the council, `members` are the others of it."""

    organisation: Organisation
    order: Order
    basis: Sequence[Basis]
    head: Person
    members: Sequence[Person]


class Signer(TypedDict):
    """Who signs for a minor, in the nominative; `powers` is the document that proves them."""

    name: str
    powers: str


class ConsentContext(TypedDict):
    """Context of `consent_mentor`, `consent_mentee`, `consent_guardian`, given or not yet.

    `refusal_days` is the notice in working days of an early refusal, None where no act sets it.
    `representative` has signed for the mentee; None: the form has lines to write on.
    """

    organisation: Organisation
    pair: Pair
    basis: Sequence[Basis]
    refusal_days: int | None
    representative: Signer | None


class SheetRow(TypedDict):
    """A line of a month's allowances: `days` is «26 из 30», `amount` is in rubles, as text.

    `source` is the act with its clause, `told` the calculation.
    """

    person: Person
    title: str
    basis: str
    source: str
    days: str
    told: str
    amount: str


class SheetContext(TypedDict):
    """Context of `allowance_sheet`. `month` is «ноябрь 2026 года», `total` is in rubles.

    `number`, `reason`, `approved` (when and by whom) and `sha256` are "" for a draft; `unpaid`
    names the days that are not paid for, "" if there are none.
    """

    organisation: Organisation
    month: str
    number: str
    reason: str
    rows: Sequence[SheetRow]
    total: str
    unpaid: str
    approved: str
    sha256: str
