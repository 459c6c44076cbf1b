"""A month of allowances in few words: one rule, one pair, and a sheet of them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from nastavnik.domain.accrual import allowances
from nastavnik.domain.act import Layer
from nastavnik.domain.allowance import Allowance, Amount, Percent, Recipient
from nastavnik.domain.cite import Cite
from nastavnik.domain.month import Month
from nastavnik.domain.sheet import Absence, Pair, Participant, Pay, Sheet
from nastavnik.testing.acts import act, book

MONTH: Final = Month(2026, 11)
FIFTEEN: Final = Percent(1500)


def day(number: int) -> date:
    """The day of the month."""
    return MONTH.first.replace(day=number)


def rule(
    amount: Amount = FIFTEEN,
    **rest: Any,  # noqa: ANN401 - any field of the record
) -> Allowance:
    """What the region pays to a mentor, unless said otherwise."""
    given: dict[str, Any] = {
        "code": "mentor",
        "recipient": Recipient.MENTOR,
        "cite": Cite("", "5.2"),
    }
    return Allowance(amount=amount, **(given | rest))


def pair(
    key: str = "1",
    mentor: Participant | None = None,
    mentee: Participant | None = None,
    **rest: Any,  # noqa: ANN401 - any field of the record
) -> Pair:
    """A pair of the whole school year; the mentor's salary is 32 000 roubles."""
    given: dict[str, Any] = {
        "kind": "traditional",
        "start": date(2026, 9, 1),
        "end": date(2027, 5, 31),
        "law_on": date(2026, 9, 1),
    }
    return Pair(
        key=key,
        mentor=mentor or Participant(key="m", pay=(Pay(kopecks=3_200_000),)),
        mentee=mentee or Participant(key=f"n{key}"),
        **(given | rest),
    )


def away(*absences: tuple[Any, ...], key: str = "n") -> Participant:
    """A participant with absences: first day, last day, and maybe a reason."""
    return Participant(key=key, absences=tuple(Absence(*one) for one in absences))


def sheet(
    rules: Allowance | list[Allowance],
    *pairs: Pair,
    month: Month = MONTH,
    **rest: Any,  # noqa: ANN401 - any argument of the sum
) -> Sheet:
    """The month by an act of the region with these rules."""
    rules = rules if isinstance(rules, list) else [rules]
    held = book(act(Layer.REGION, allowances=rules))
    return allowances(lambda _law, _day: held, month, pairs or [pair()], **rest)
