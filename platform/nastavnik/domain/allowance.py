"""Allowances: what an act pays for mentoring, to whom, out of what, and when it does not.

An amount is exact: percents are kept in hundredths (12,5 % is 1250), money in kopecks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from nastavnik.domain.cite import Cite
from nastavnik.domain.money import rubles
from nastavnik.domain.norm import Word
from nastavnik.domain.requirement import Condition

_HUNDREDTHS: Final = 100
WHOLE: Final = 10_000
"""The whole in hundredths of a percent."""
_NBSP: Final = "\N{NO-BREAK SPACE}"


class Recipient(StrEnum):
    """Who is paid."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def label(self) -> str:
        """In the nominative, lower case."""
        return {"mentor": "наставник", "mentee": "наставляемый"}[self.value]

    @property
    def genitive(self) -> str:
        """«оклад наставника»."""
        return {"mentor": "наставника", "mentee": "наставляемого"}[self.value]


class Base(StrEnum):
    """What a percent is taken of; all are sums of a full month."""

    SALARY = "salary"
    SALARY_WITH_LOAD = "salary_with_load"
    MINIMUM_WAGE = "minimum_wage"

    @property
    def label(self) -> str:
        """In the nominative."""
        return _BASES[self][0]

    @property
    def genitive(self) -> str:
        """After «15 %»."""
        return _BASES[self][1]


_BASES: Final = {
    Base.SALARY: ("должностной оклад", "должностного оклада"),
    Base.SALARY_WITH_LOAD: (
        "должностной оклад с учётом нагрузки",
        "должностного оклада с учётом нагрузки",
    ),
    Base.MINIMUM_WAGE: ("минимальный размер оплаты труда", "минимального размера оплаты труда"),
}


class Per(StrEnum):
    """How often one month is paid: once to a person, or for each of his pairs."""

    PERSON = "person"
    PAIR = "pair"

    @property
    def label(self) -> str:
        """In Russian."""
        return "один раз получателю" if self is Per.PERSON else "за каждую пару"


class NotPaid(StrEnum):
    """Whose absence stops the payment."""

    MENTEE_ABSENT = "mentee_absent"
    MENTOR_ABSENT = "mentor_absent"

    @property
    def label(self) -> str:
        """«не выплачивается за время отсутствия наставляемого»."""
        return f"за время отсутствия {self.side.genitive}"

    @property
    def side(self) -> Recipient:
        """Who is absent."""
        return Recipient.MENTEE if self is NotPaid.MENTEE_ABSENT else Recipient.MENTOR


class OneOff(StrEnum):
    """On what day a payment made once is due; `completion`: the programme was fulfilled."""

    START = "start"
    END = "end"
    COMPLETION = "completion"

    @property
    def label(self) -> str:
        """After «единовременно»."""
        return {
            "start": "при начале наставничества",
            "end": "по окончании срока наставничества",
            "completion": "после выполнения программы",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Percent:
    """A part of the base, in hundredths of a percent."""

    hundredths: int

    @classmethod
    def of_number(cls, percent: float) -> Percent:
        """From percents with at most two digits after the point: 12.5 -> 1250 hundredths."""
        return cls(round(percent * _HUNDREDTHS))

    @property
    def text(self) -> str:
        """«12,5 %»."""
        whole, rest = divmod(self.hundredths, _HUNDREDTHS)
        shown = f"{whole},{rest:02d}".rstrip("0") if rest else str(whole)
        return f"{shown}{_NBSP}%"

    def of(self, base: int) -> int:
        """Of the base in kopecks: in 1/10000 of a kopeck, exactly."""
        return self.hundredths * base


@dataclass(frozen=True, slots=True)
class Fixed:
    """A sum in kopecks for a full month, or once."""

    kopecks: int

    @property
    def text(self) -> str:
        """«2 000,00 ₽»."""
        return rubles(self.kopecks)

    def of(self, _base: int) -> int:
        """In 1/10000 of a kopeck, whatever the base."""
        return self.kopecks * WHOLE


Plain = Percent | Fixed


@dataclass(frozen=True, slots=True)
class PerMentee:
    """So much for each mentee."""

    each: Plain


@dataclass(frozen=True, slots=True)
class ByNumber:
    """By the number of mentees: (from how many, amount), the numbers rising."""

    steps: tuple[tuple[int, Plain], ...]

    def at(self, number: int) -> Plain | None:
        """The amount for so many mentees; None below the first step."""
        found = [amount for least, amount in self.steps if least <= number]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class UpTo:
    """Not more than this; the institution decides by an order."""

    limit: Plain


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the amount where the condition is met.

    `from_year` and `to_year`, both included: years of this mentorship, the first one is 1.
    """

    amount: Plain
    when: Condition | None = None
    from_year: int = 1
    to_year: int | None = None

    def in_years(self, year: int) -> bool:
        """Does it speak of this year of the mentorship."""
        return self.from_year <= year and (self.to_year is None or year <= self.to_year)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in the order of the act: the first that fits holds; if none fits, nothing is due."""

    rows: tuple[Row, ...]


Amount = Percent | Fixed | PerMentee | ByNumber | UpTo | Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """A payment for mentoring.

    Acts of several layers may state one of the same `code`: the inner one replaces the outer.
    `when` is three-valued: a missing fact leaves the payment undetermined. `first` and `last`
    bound the days that it is paid for, both included.
    """

    code: str
    recipient: Recipient
    amount: Amount
    cite: Cite
    title: str = ""
    quote: str = ""
    base: Base = Base.SALARY
    per: Per = Per.PERSON
    when: Condition | None = None
    not_paid: tuple[NotPaid, ...] = ()
    one_off: OneOff | None = None
    first: date | None = None
    last: date | None = None
    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form; an empty list speaks of all."""
        return (not self.kinds or kind in self.kinds) and (not self.forms or form in self.forms)

    @property
    def specificity(self) -> int:
        """How many selectors it has; inside a layer the more specific one wins."""
        return bool(self.kinds) + bool(self.forms) + (self.when is not None)

    @property
    def main_value(self) -> float | Word | None:
        """What it gives to the parameter `allowance.percent`: a monthly percent to the mentor.

        `delegated` for «up to», which the institution decides; None for other amounts.
        """
        if self.recipient is not Recipient.MENTOR or self.one_off is not None:
            return None
        match self.amount:
            case Percent(hundredths):
                whole, rest = divmod(hundredths, _HUNDREDTHS)
                return hundredths / _HUNDREDTHS if rest else whole
            case UpTo(Percent()):
                return Word.DELEGATED
            case _:
                return None

    @property
    def asks(self) -> bool:
        """Does it depend on facts of people."""
        rows = self.amount.rows if isinstance(self.amount, Rows) else ()
        return self.when is not None or any(row.when for row in rows)

    @property
    def of_pay(self) -> bool:
        """Does every amount of it depend on the base."""
        match self.amount:
            case PerMentee(each):
                amounts: tuple[Plain, ...] = (each,)
            case ByNumber(steps):
                amounts = tuple(amount for _, amount in steps)
            case UpTo(limit):
                amounts = (limit,)
            case Rows(rows):
                amounts = tuple(row.amount for row in rows)
            case amount:
                amounts = (amount,)
        return all(isinstance(amount, Percent) for amount in amounts)

    @property
    def named(self) -> str:
        """Its title, or what it is."""
        return self.title or f"Выплата за наставничество ({self.recipient.label})"

    @property
    def shown(self) -> str:
        """How much, in Russian: «15 % должностного оклада»."""
        return f"{_shown(self.amount, self.base)}{self._times}"

    @property
    def _times(self) -> str:
        if self.one_off:
            return f", единовременно {self.one_off.label}"
        return ", за каждую пару" if self.per is Per.PAIR else ""


def of_base(amount: Plain, base: Base) -> str:
    """«15 % должностного оклада», «2 000,00 ₽»."""
    return f"{amount.text} {base.genitive}" if isinstance(amount, Percent) else amount.text


def _shown(amount: Amount, base: Base) -> str:
    match amount:
        case PerMentee(each):
            return f"{of_base(each, base)} за каждого наставляемого"
        case ByNumber(steps):
            return "; ".join(
                f"наставляемых от {least} — {of_base(each, base)}" for least, each in steps
            )
        case UpTo(limit):
            return f"до {of_base(limit, base)}, размер решает приказ организации"
        case Rows(rows):
            return "; ".join(f"{_row(row)}{of_base(row.amount, base)}" for row in rows)
        case _:
            return of_base(amount, base)


def _row(row: Row) -> str:
    """For whom the row is, before its amount."""
    parts = [row.when.describe()] if row.when else []
    if row.to_year == row.from_year:
        parts.append(f"{row.from_year}-й год наставничества")
    elif row.to_year:
        parts.append(f"{row.from_year}-{row.to_year}-й годы наставничества")
    elif row.from_year > 1:
        parts.append(f"с {row.from_year}-го года наставничества")
    return f"{', '.join(parts)} — " if parts else "в остальных случаях — "


class Exceeded(StrEnum):
    """What happens to the lines when together they exceed the fund."""

    PROPORTIONAL = "proportional"
    IN_ORDER = "in_order"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """In Russian, after «при превышении»."""
        return {
            "proportional": "выплаты уменьшаются соразмерно",
            "in_order": "выплаты производятся по порядку начала наставничества, пока хватает",
            "refuse": "ведомость не утверждается",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """A limit of the whole institution for a month; a percent is of its wage fund.

    `allowances` are the codes that it limits together; empty: all.
    """

    code: str
    limit: Plain
    cite: Cite
    exceeded: Exceeded = Exceeded.REFUSE
    allowances: frozenset[str] = field(default_factory=frozenset)
    title: str = ""
    quote: str = ""

    def covers(self, code: str) -> bool:
        """Does it limit the allowance."""
        return not self.allowances or code in self.allowances

    def kopecks(self, wage_fund: int | None) -> int | None:
        """The limit in kopecks, rounded down; None if the wage fund is not known."""
        if isinstance(self.limit, Fixed):
            return self.limit.kopecks
        return None if wage_fund is None else self.limit.of(wage_fund) // WHOLE

    @property
    def named(self) -> str:
        """Its title, or what it is."""
        return self.title or "Фонд выплат за наставничество"

    @property
    def shown(self) -> str:
        """«100 000,00 ₽ в месяц», «2 % фонда оплаты труда»."""
        tail = " фонда оплаты труда" if isinstance(self.limit, Percent) else ""
        return f"{self.limit.text}{tail} в месяц"
