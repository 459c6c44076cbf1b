"""What a month's sheet lacks, and why it pays nothing: for the page that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from nastavnik.domain.allowance import Base
from nastavnik.domain.due import DECISION
from nastavnik.domain.fund import WAGE_FUND
from nastavnik.domain.share import EXCEEDED

if TYPE_CHECKING:
    from nastavnik.domain.resolve import Step
    from nastavnik.domain.sheet import Line
    from nastavnik.store.person import Person
    from nastavnik.usecases.allowance_case import Counted

_PARAMETER: Final = "allowance.percent"
_OF_A_PERSON: Final = (Base.SALARY, Base.SALARY_WITH_LOAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededPay:
    """A monthly sum of a person that is not known."""

    person: Person
    base: Base


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededDecision:
    """An «up to» without an order, or with one above it (`exceeded`)."""

    code: str
    title: str
    limit: str
    person: Person
    exceeded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededFacts:
    """Facts of a card that a condition asks for, by their questions."""

    person: Person
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Everything that is missing, each thing once."""

    pay: tuple[NeededPay, ...]
    decisions: tuple[NeededDecision, ...]
    facts: tuple[NeededFacts, ...]
    minimum_wage: bool
    wage_fund: bool

    def __bool__(self) -> bool:
        return bool(
            self.pay or self.decisions or self.facts or self.minimum_wage or self.wage_fund
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Pairs to which the acts give no allowance, and what was looked through.

    `looked`: short titles of the acts that reach the pairs. An `act_title` is there where an act
    leaves the decision to a lower level and that level has none.
    """

    kind: str
    form: str
    looked: tuple[str, ...]
    act_title: str
    clause: str
    quote: str
    trace: tuple[Step, ...]
    names: tuple[str, ...] = ()


def needs_of(counted: Counted) -> Needs:
    """What stands in the way of the sheet."""
    people = counted.people
    undetermined = [line for line in counted.sheet.lines if line.missing]
    missing = {key for line in undetermined for key in line.missing}
    pay = {
        (line.recipient, key): NeededPay(person=people[line.recipient], base=Base(key))
        for line in undetermined
        for key in line.missing
        if key in _OF_A_PERSON
    }
    decisions = {
        (line.recipient, line.code): NeededDecision(
            code=line.code,
            title=line.title,
            limit=line.basis,
            person=people[line.recipient],
            exceeded=EXCEEDED in line.missing,
        )
        for line in undetermined
        if {DECISION, EXCEEDED}.intersection(line.missing)
    }
    return Needs(
        pay=tuple(sorted(pay.values(), key=lambda one: one.person.full_name)),
        decisions=tuple(decisions.values()),
        facts=tuple(_facts(counted, undetermined)),
        minimum_wage=Base.MINIMUM_WAGE in missing,
        wage_fund=any(WAGE_FUND in one.missing for one in counted.sheet.findings),
    )


def _facts(counted: Counted, lines: list[Line]) -> Iterator[NeededFacts]:
    """Of whom is not said by the key: the pair's both cards may be asked."""
    known = {DECISION, EXCEEDED, *Base}
    rows = {str(row.public_id): row for row in counted.rows}
    asked: dict[Person, dict[str, None]] = {}
    for line in lines:
        for key in line.missing:
            if key in known:
                continue
            for pair in line.pairs:
                row = rows[pair]
                book = counted.books(row.law_on, counted.sheet.month.last)
                question = book.facts[key].question if key in book.facts else key
                card = row.mentor if line.side.value == "mentor" else row.mentee
                asked.setdefault(card, {})[question] = None
    for card, questions in asked.items():
        yield NeededFacts(person=card, questions=tuple(questions))


def silences_of(counted: Counted) -> tuple[Silence, ...]:
    """The pairs without any allowance, together where the same acts are silent."""
    silent = {note.pair for note in counted.sheet.notes if note.code == _PARAMETER}
    month = counted.sheet.month
    found: dict[Silence, list[str]] = {}
    for row in counted.rows:
        if str(row.public_id) in silent:
            book = counted.books(row.law_on, max(month.first, min(row.start, month.last)))
            value = book.value(_PARAMETER, row.kind, row.form)
            told = Silence(
                kind=book.kinds[row.kind].title if row.kind in book.kinds else row.kind,
                form=book.forms[row.form].title if row.form in book.forms else row.form,
                looked=tuple(act.short or act.title for act in book.acts),
                act_title=book.act_title(value.cite) if value.cite else "",
                clause=value.cite.clause if value.cite else "",
                quote=value.quote,
                trace=value.trace,
            )
            found.setdefault(told, []).append(f"{row.mentor.short_name} — {row.mentee.short_name}")
    return tuple(replace(told, names=tuple(names)) for told, names in found.items())
