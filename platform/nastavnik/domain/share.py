"""What one pair gives to a line of the sheet, and the full-month amount of it."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from nastavnik.domain.allowance import ByNumber, OneOff, Percent, PerMentee, Plain, Recipient
from nastavnik.domain.due import Due
from nastavnik.domain.money import rubles
from nastavnik.domain.sheet import Pair, Unpaid
from nastavnik.domain.wording import counted

EXCEEDED: Final = "exceeded"
"""In `missing`: the order decided more than the act allows."""


class Slot(NamedTuple):
    """Pieces of one slot are counted together; `pair` is "" where the person is paid once."""

    side: Recipient
    person: str
    code: str
    pair: str
    one_off: OneOff | None


class Term(NamedTuple):
    """A full-month amount in 1/10000 of a kopeck and how it is written; None: not determined."""

    amount: int | None
    text: str = ""
    base: int | None = None
    missing: tuple[str, ...] = ()


class Share(NamedTuple):
    """What one pair gives to its slot on the closed span of days, inside which nothing changes."""

    slot: Slot
    pair: Pair
    first: date
    last: date
    due: Due
    pay: int | None
    unpaid: Unpaid | None = None

    def term(self, mentees: int) -> Term:
        """The full-month amount for so many mentees."""
        amount = self.due.amount
        if amount is None:
            return Term(None, missing=self.due.missing)
        if isinstance(amount, ByNumber):
            step = amount.at(mentees)
            return self._plain(step) if step else Term(0, self._below(amount, mentees))
        if isinstance(amount, PerMentee):
            each = self._plain(amount.each)
            times = f" × {counted(mentees, 'mentee')}"
            if each.amount is None:
                return each
            return Term(each.amount * mentees, each.text + times, each.base)
        return self._plain(amount)

    def _plain(self, amount: Plain) -> Term:
        limit = self.due.limit
        if self.pay is None and (isinstance(amount, Percent) or isinstance(limit, Percent)):
            return Term(None, missing=(self.due.rule.base.value,))
        pay = self.pay or 0
        if limit and amount.of(pay) > limit.of(pay):
            return Term(None, missing=(EXCEEDED,))
        if isinstance(amount, Percent):
            return Term(amount.of(pay), f"{amount.text} от {rubles(pay)}", pay)
        return Term(amount.of(pay), amount.text)

    def _below(self, amount: ByNumber, mentees: int) -> str:
        least = amount.steps[0][0]
        return f"{rubles(0)} ({counted(mentees, 'mentee')}, а акт платит от {least})"
