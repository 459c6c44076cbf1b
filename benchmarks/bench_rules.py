"""What the engine costs: `python benchmarks/bench_rules.py`.

Medians of processor time, each as a ratio to two floors of the same run: an empty call, and the
same rules written by hand as one function. The ratios hold on a busy or slow machine too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from time import process_time_ns
from timeit import Timer
from typing import Final

from nastavnik.domain.case import Case, Load
from nastavnik.domain.check import check
from nastavnik.domain.norm import CATALOGUE
from nastavnik.domain.rulebook import RuleBook, acts_for
from nastavnik.regions import registry

ON: Final = date(2026, 11, 21)
UNITS: Final = ("yurga",)
KIND, FORM = "traditional", "teacher_teacher"
ROUNDS: Final = 15
LAWFUL: Final = Case(
    on=ON,
    kind=KIND,
    form=FORM,
    start=date(2026, 12, 1),
    end=date(2029, 11, 30),
    mentor={"experience.pedagogical": 121},
    mentee={"first_job": True},
    pair={"regime": "labour_351_8"},
    evidence=frozenset({"consent.mentor", "consent.mentee", "agreement.supplementary"}),
    others=(Load(KIND, FORM, date(2026, 9, 1), date(2027, 8, 31)),),
)
UNLAWFUL: Final = Case(on=ON, kind=KIND, form=FORM, start=date(2026, 12, 1), end=date(2027, 4, 30))


@dataclass(frozen=True)
class Line:
    """One row of the table: what, how long in microseconds, and what is allowed."""

    title: str
    cost: float
    budget: float | None = None


def cost_of(work: Callable[[], object], number: int) -> float:
    """Median of the rounds, in microseconds a call."""
    timer = Timer(work, timer=lambda: process_time_ns() / 1000)
    return median(timer.repeat(ROUNDS, number)) / number


def empty(_case: Case) -> None:
    """Do nothing: the floor of floors."""


def by_hand(case: Case) -> list[str]:
    """The rules that `LAWFUL` is checked by, as a programmer would write them into the code."""
    found = []
    term = case.end + timedelta(days=1) - case.start
    if term < timedelta(days=182):
        found.append("term.min_months")
    if term > timedelta(days=1097):
        found.append("term.max_months")
    if not timedelta(days=1094) < term < timedelta(days=1097):
        found.append("term.usual_months")
    if sum(one.kind != "mentor" and one.end >= case.start for one in case.others) >= 2:  # noqa: PLR2004
        found.append("mentees.max")
    if not case.mentor.get("experience.pedagogical", 0) >= 120:  # type: ignore[operator]  # noqa: PLR2004
        found.append("mentor.experience")
    if not (case.mentee.get("first_job") or case.mentee.get("newly_appointed")):
        found.append("mentee.eligible")
    needed = ["consent.mentor", "consent.mentee"]
    if case.pair.get("regime") == "labour_351_8":
        needed.append("agreement.supplementary")
    found.extend(paper for paper in needed if paper not in case.evidence)
    return found


def measured() -> list[Line]:
    """Every row; the first two are the floors."""
    region = registry.region("kuzbass")
    acts = acts_for(region.acts, UNITS)
    book = region.book(UNITS, ON)
    assert check(LAWFUL, book) == ()
    assert by_hand(LAWFUL) == []
    findings = len(check(UNLAWFUL, book))

    def resolve_all() -> None:
        for key in CATALOGUE:
            book.possible(key, KIND, FORM).fold(frozenset())

    def compile_all() -> None:
        fresh = RuleBook(acts, ON)
        for kind in fresh.kinds:
            for form in fresh.forms:
                fresh.rules(kind, form)

    return [
        Line("floor: an empty call", cost_of(lambda: empty(LAWFUL), 20_000)),
        Line("floor: the same rules by hand", cost_of(lambda: by_hand(LAWFUL), 10_000)),
        Line("one check of a lawful mentorship", cost_of(lambda: check(LAWFUL, book), 5_000), 5),
        Line(
            f"one check with {findings} findings in words",
            cost_of(lambda: check(UNLAWFUL, book), 500),
        ),
        Line(
            "cold resolve of one parameter, with trace",
            cost_of(resolve_all, 50) / len(CATALOGUE),
            10,
        ),
        Line(
            "a value already resolved",
            cost_of(lambda: book.value("mentees.max", KIND, FORM), 10_000),
        ),
        Line("rule book, every kind and form compiled", cost_of(compile_all, 3), 5_000),
        Line("loading four regions", cost_of(load_all, 1), 150_000),
    ]


def load_all() -> None:
    """Read every file of every region anew."""
    registry.federal.cache_clear()
    good, broken = registry.discover(registry.claims())
    assert good
    assert not broken


def main() -> None:
    """Print the table."""
    rows = measured()
    empty_call, hand = rows[0].cost, rows[1].cost
    print(f"{'':44}{'µs':>12}{'empty call':>12}{'by hand':>10}{'budget, µs':>12}")
    for row in rows:
        budget = f"{row.budget:,.0f}" if row.budget else ""
        print(
            f"{row.title:44}{row.cost:12,.2f}{row.cost / empty_call:11,.0f}x"
            f"{row.cost / hand:9,.1f}x{budget:>12}"
        )


if __name__ == "__main__":
    main()
