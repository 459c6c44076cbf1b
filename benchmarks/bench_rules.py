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
from nastavnik.domain.check import check, compiled, grouped
from nastavnik.domain.norm import CATALOGUE
from nastavnik.domain.rulebook import RuleBook, acts_for
from nastavnik.domain.rules import rules_for
from nastavnik.regions import registry

ON: Final = date(2026, 11, 21)
UNITS: Final = ("yurga",)
KIND, FORM = "traditional", "teacher_teacher"
ROUNDS: Final = 25
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
class Row:
    """What is measured: `calls` at a time, each doing `units` of it; the budget is in µs."""

    title: str
    work: Callable[[], object]
    calls: int
    units: int = 1
    budget: float | None = None

    def cost(self) -> float:
        """Processor time of one unit in µs."""
        timer = Timer(self.work, timer=lambda: process_time_ns() / 1000)
        return timer.timeit(self.calls) / self.calls / self.units


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


def rows() -> list[Row]:
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
                grouped(compiled(rules_for(fresh, kind, form)))

    return [
        Row("floor: an empty call", lambda: empty(LAWFUL), 4_000),
        Row("floor: the same rules by hand", lambda: by_hand(LAWFUL), 500),
        Row("one check of a lawful mentorship", lambda: check(LAWFUL, book), 500, budget=5),
        Row(f"one check with {findings} findings in words", lambda: check(UNLAWFUL, book), 20),
        Row(
            "cold resolve of one parameter, with trace",
            resolve_all,
            10,
            units=len(CATALOGUE),
            budget=10,
        ),
        Row("a value already resolved", lambda: book.value("mentees.max", KIND, FORM), 2_000),
        Row("rule book, every kind and form compiled", compile_all, 1, budget=5_000),
        Row("loading four regions", load_all, 1, budget=150_000),
    ]


def load_all() -> None:
    """Read every file of every region anew."""
    registry.federal.cache_clear()
    good, broken = registry.discover(registry.claims())
    assert good
    assert not broken


def main() -> None:
    """Print the table. The rows take turns, so that a busy minute weighs on all of them."""
    measured = rows()
    rounds = [[row.cost() for row in measured] for _ in range(ROUNDS)]
    print(f"{'':44}{'µs':>12}{'empty call':>12}{'by hand':>10}{'budget, µs':>12}")
    for place, row in enumerate(measured):
        cost = median(costs[place] for costs in rounds)
        empty_calls, by_hands = (
            median(costs[place] / costs[floor] for costs in rounds) for floor in (0, 1)
        )
        budget = f"{row.budget:,.0f}" if row.budget else ""
        print(f"{row.title:44}{cost:12,.2f}{empty_calls:11,.0f}x{by_hands:9,.1f}x{budget:>12}")


if __name__ == "__main__":
    main()
