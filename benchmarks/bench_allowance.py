"""Allowances against independent exact arithmetic: `python benchmarks/bench_allowance.py [COUNT]`.

A million months of invented mentors by default, each counted twice: by the engine, and day by day
with fractions. Prints how many differ by a kopeck, and the time as a ratio to the hand-written
count of the same run.
"""

from __future__ import annotations

import sys
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from random import Random
from time import process_time
from typing import Final

from nastavnik.domain.accrual import allowances
from nastavnik.domain.act import Act, Layer
from nastavnik.domain.allowance import Allowance, NotPaid, Percent, Recipient
from nastavnik.domain.cite import Cite
from nastavnik.domain.month import Month
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.sheet import Absence, Pair, Participant, Pay

COUNT: Final = 1_000_000
BATCH: Final = 1_000
DAY: Final = timedelta(days=1)
SEED: Final = 351_8


@dataclass(frozen=True)
class Sample:
    """One mentor's month: salary and its rise, spans of his pairs, absences of each mentee."""

    month: Month
    hundredths: int
    salary: int
    raised_on: date
    raised: int
    spans: tuple[tuple[date, date], ...]
    absences: tuple[tuple[tuple[date, date], ...], ...]


def sample(random: Random) -> Sample:
    """Anything that may happen in a month."""
    month = Month(random.randint(2022, 2031), random.randint(1, 12))

    def span() -> tuple[date, date]:
        first = month.first + random.randint(-20, 30) * DAY
        return first, first + random.randint(0, 40) * DAY

    pairs = random.choice((1, 1, 1, 2, 3))
    return Sample(
        month=month,
        hundredths=random.choice((1500, 1250, random.randint(0, 30_000))),
        salary=random.randint(0, 20_000_000),
        raised_on=month.first + random.randint(-5, 35) * DAY,
        raised=random.randint(0, 20_000_000),
        spans=tuple(span() for _ in range(pairs)),
        absences=tuple(
            tuple(span() for _ in range(random.choice((0, 1, 1, 2)))) for _ in range(pairs)
        ),
    )


def by_hand(one: Sample) -> int:
    """The same in kopecks, day by day, with nothing of the engine."""
    days = monthrange(one.month.year, one.month.number)[1]
    total = 0
    for number in range(1, days + 1):
        on = date(one.month.year, one.month.number, number)
        for (first, last), away in zip(one.spans, one.absences, strict=True):
            if first <= on <= last and not any(gone <= on <= back for gone, back in away):
                total += one.raised if on >= one.raised_on else one.salary
                break
    return floor(Fraction(total * one.hundredths, 10_000 * days) + Fraction(1, 2))


def book_of(hundredths: int) -> RuleBook:
    """One act: a percent of the salary, once to the mentor, not while the mentee is away."""
    rule = Allowance(
        code="mentor",
        recipient=Recipient.MENTOR,
        amount=Percent(hundredths),
        cite=Cite("act", "5.2"),
        not_paid=(NotPaid.MENTEE_ABSENT,),
    )
    act = Act(code="act", layer=Layer.REGION, title="Акт", short="Акт", allowances=(rule,))
    return RuleBook((act,), date(2022, 1, 1))


def by_engine(one: Sample, book: RuleBook) -> int:
    """The sheet's total."""
    pay = (
        Pay(kopecks=one.salary),
        Pay(kopecks=one.raised, first=one.raised_on),
    )
    mentor = Participant(key="mentor", pay=pay)
    pairs = [
        Pair(
            key=str(number),
            mentor=mentor,
            mentee=Participant(key=str(number), absences=tuple(Absence(*span) for span in away)),
            kind="traditional",
            start=first,
            end=last,
            law_on=first,
        )
        for number, ((first, last), away) in enumerate(zip(one.spans, one.absences, strict=True))
    ]
    return allowances(lambda _law, _day: book, one.month, pairs).total


def main(count: int) -> None:
    """Print the table; exit with 1 if a single kopeck is wrong."""
    random = Random(SEED)  # noqa: S311 - samples, not secrets
    wrong, engine, hand = 0, 0.0, 0.0
    for done in range(0, count, BATCH):
        samples = [sample(random) for _ in range(min(BATCH, count - done))]
        books = [book_of(one.hundredths) for one in samples]
        started = process_time()
        given = [by_engine(one, book) for one, book in zip(samples, books, strict=True)]
        between = process_time()
        wanted = [by_hand(one) for one in samples]
        hand += process_time() - between
        engine += between - started
        wrong += sum(one != other for one, other in zip(given, wanted, strict=True))
    print(f"{'months counted':32}{count:>12,}")
    print(f"{'wrong by a kopeck or more':32}{wrong:>12,}{'budget 0':>12}")
    print(f"{'engine, µs a month':32}{engine / count * 1e6:>12,.1f}{engine / hand:>10,.1f}x")
    print(f"{'by hand, µs a month':32}{hand / count * 1e6:>12,.1f}{'1.0x':>11}")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
