"""The sheet of a month's allowances: what it is counted from and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.act import within
from nastavnik.domain.allowance import Base, NotPaid, OneOff, Plain, Recipient
from nastavnik.domain.cite import Cite
from nastavnik.domain.facts import Facts
from nastavnik.domain.finding import Finding
from nastavnik.domain.month import Month

if TYPE_CHECKING:
    from nastavnik.domain.rulebook import RuleBook

Books = Callable[[date, date], "RuleBook"]
"""(date of the pair's law, day that is paid for) -> the rules that hold for the pair that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """What a person earns for a full month, in kopecks; an absent bound does not bound."""

    kopecks: int
    base: Base = Base.SALARY
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a person was not at work, both included; `reason` is shown as it is."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One side of a pair. `key` is the same in all pairs of the person; no pay: unknown.

    `facts` hold from the first day that is counted; `later` are those that hold instead from
    each of its days on, the earliest first.
    """

    key: str
    pay: tuple[Pay, ...] = ()
    absences: tuple[Absence, ...] = ()
    facts: Facts = field(default_factory=dict)
    later: tuple[tuple[date, Facts], ...] = ()

    def known(self, on: date) -> Facts:
        """The facts of the day."""
        return next((facts for first, facts in reversed(self.later) if first <= on), self.facts)

    def earns(self, base: Base, on: date) -> int | None:
        """The base on the day in kopecks, the later among several; None if unknown."""
        held = [one for one in self.pay if one.base is base and within(on, one.first, one.last)]
        latest = max(held, key=lambda one: one.first or date.min, default=None)
        return latest.kopecks if latest else None

    def away(self, on: date) -> Absence | None:
        """The absence that holds the day."""
        return next((one for one in self.absences if one.first <= on <= one.last), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A mentorship as it is paid. `end` is the actual last day; both days are included.

    `completed_on`: when the programme was fulfilled, if it was. `pair` are the facts of the two
    together.
    """

    key: str
    mentor: Participant
    mentee: Participant
    kind: str
    start: date
    end: date
    law_on: date
    form: str = ""
    pair: Facts = field(default_factory=dict)
    completed_on: date | None = None

    def side(self, recipient: Recipient) -> Participant:
        """The person who is paid."""
        return self.mentor if recipient is Recipient.MENTOR else self.mentee

    def day_of(self, one_off: OneOff) -> date | None:
        """When a payment made once is due."""
        days = {OneOff.START: self.start, OneOff.END: self.end}
        return days.get(one_off, self.completed_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the institution's order decides where the act says «up to».

    `code` is the allowance's, `recipient` the key of a person ("": everyone).
    """

    code: str
    amount: Plain
    order: str
    recipient: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Unpaid:
    """Days of the mentorship that are not paid for, both included, and whose absence it was."""

    first: date
    last: date
    why: NotPaid
    reason: str = ""

    @property
    def text(self) -> str:
        """«10.11.2026-13.11.2026 — отсутствие наставляемого (болезнь)»."""
        span = f"{self.first:%d.%m.%Y}"
        if self.last != self.first:
            span += f"–{self.last:%d.%m.%Y}"
        reason = f" ({self.reason})" if self.reason else ""
        return f"{span} — отсутствие {self.why.side.genitive}{reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one person is paid by one clause in the month, in kopecks.

    `kopecks` is None where it can't be determined; `missing` then names what is not known
    («salary», «decision», keys of facts). `first`-`last` is the span of the paid days, None if
    there is none. `basis` says of what it is counted, `basis_kopecks` is that sum (None if there
    is no such sum, or it changed in the month). `before_fund` is the amount before a fund cut it.
    """

    code: str
    title: str
    side: Recipient
    recipient: str
    pairs: tuple[str, ...]
    month: Month
    first: date | None
    last: date | None
    days: int
    kopecks: int | None
    basis: str
    basis_kopecks: int | None
    cite: Cite
    act_title: str
    quote: str
    text: str
    one_off: bool = False
    unpaid: tuple[Unpaid, ...] = ()
    missing: tuple[str, ...] = ()
    order: str = ""
    before_fund: int | None = None
    fund: Cite | None = None

    @property
    def days_in_month(self) -> int:
        """Calendar days of the month."""
        return self.month.days

    def as_dict(self) -> Mapping[str, object]:
        """Plain data for JSON and for what is frozen; dates are ISO, absent ones null."""
        return {
            "code": self.code,
            "title": self.title,
            "side": self.side.value,
            "recipient": self.recipient,
            "pairs": list(self.pairs),
            "month": self.month.code,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
            "days": self.days,
            "days_in_month": self.days_in_month,
            "kopecks": self.kopecks,
            "basis": self.basis,
            "basis_kopecks": self.basis_kopecks,
            "act": self.cite.act,
            "clause": self.cite.clause,
            "act_title": self.act_title,
            "quote": self.quote,
            "text": self.text,
            "one_off": self.one_off,
            "unpaid": [
                {
                    "first": one.first.isoformat(),
                    "last": one.last.isoformat(),
                    "why": one.why.value,
                    "reason": one.reason,
                }
                for one in self.unpaid
            ],
            "missing": list(self.missing),
            "order": self.order,
            "before_fund": self.before_fund,
        }


@dataclass(frozen=True, slots=True)
class Note:
    """Why nothing is paid to a pair, or what was paid although the act is silent of it.

    `cite` is None where the acts say nothing at all.
    """

    pair: str
    code: str
    text: str
    cite: Cite | None
    act_title: str = ""
    quote: str = ""

    def on_days(self, first: date, last: date) -> Note:
        """The same of a part of the month: «01.11.2026–14.11.2026: …»."""
        return replace(self, text=f"{first:%d.%m.%Y}–{last:%d.%m.%Y}: {self.text}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The month's lines in the order of the pairs; findings that block must be resolved first."""

    month: Month
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def total(self) -> int:
        """The sum of the lines that are determined, in kopecks."""
        return sum(line.kopecks or 0 for line in self.lines)

    @property
    def blocked(self) -> bool:
        """Must something be mended before the sheet may be approved."""
        return any(finding.blocks for finding in self.findings)
