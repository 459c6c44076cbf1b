"""What the engine costs: `python benchmarks/bench_rules.py`.

Medians and leasts of processor time, each as a ratio to two floors of the same run: an empty call,
and a direct call: the same rules written by hand as one function, against which «12x» is meant.
The ratios hold on a busy or slow machine too; of its own times the least tells more. A check is
of many mentorships in turn, of different dates and people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from time import process_time_ns
from timeit import Timer
from typing import Final

from nastavnik.domain.approval import Approved
from nastavnik.domain.case import Case, Load
from nastavnik.domain.check import check, groups_of
from nastavnik.domain.norm import CATALOGUE
from nastavnik.domain.rulebook import RuleBook, acts_for
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
    order_on=ON,
    dates={"consent.mentor": ON},
    approvals=(Approved(code="candidate", on=ON),),
)
PAIRS: Final = tuple(
    replace(
        LAWFUL,
        start=date(2026 + month // 12, month % 12 + 1, 1),
        end=date(2029 + month // 12, month % 12 + 1, 1) - timedelta(days=1),
        mentor={"experience.pedagogical": months},
    )
    for month in range(24)
    for months in range(121, 141)
)
UNLAWFUL: Final = Case(on=ON, kind=KIND, form=FORM, start=date(2026, 12, 1), end=date(2027, 4, 30))


@dataclass(frozen=True)
class Row:
    """What is measured: `calls` at a time, each doing `units` of it.

    The budget is in µs, and in times of a direct call of the rules by hand.
    """

    title: str
    work: Callable[[], object]
    calls: int
    units: int = 1
    budget: float | None = None
    times: int | None = None

    def cost(self) -> float:
        """Processor time of one unit in µs."""
        timer = Timer(self.work, timer=lambda: process_time_ns() / 1000)
        return timer.timeit(self.calls) / self.calls / self.units


def empty(_case: Case) -> None:
    """Do nothing: the floor of floors."""


SHORTEST, LONGEST, USUAL = timedelta(days=180), timedelta(days=1096), timedelta(days=1093)
PAPERS: Final = frozenset({"consent.mentor", "consent.mentee"})


def by_hand(case: Case) -> list[str]:  # noqa: C901 - as it would be written by hand
    """The rules that `LAWFUL` is checked by, as a programmer would write them into the code."""
    found = []
    term = case.end - case.start
    if term < SHORTEST:
        found.append("term.min_months")
    if term > LONGEST:
        found.append("term.max_months")
    if not USUAL < term <= LONGEST:
        found.append("term.usual_months")
    if len(case.others) >= 2:  # noqa: PLR2004 - written by hand
        found.append("mentees.max")
    if not case.mentor.get("experience.pedagogical", 0) >= 120:  # type: ignore[operator]  # noqa: PLR2004 - written by hand
        found.append("mentor.experience")
    if not (case.mentee.get("first_job") or case.mentee.get("newly_appointed")):
        found.append("mentee.eligible")
    if not case.evidence >= PAPERS:
        found.append("consent")
    if case.pair.get("regime") == "labour_351_8" and (
        "agreement.supplementary" not in case.evidence
    ):
        found.append("agreement.supplementary")
    if not any(step.code == "candidate" and step.on for step in case.approvals or ()):
        found.append("approval.candidate")
    signed = case.dates.get("consent.mentor")
    if case.order_on and (signed is None or signed > case.order_on):
        found.append("date_order")
    return found


def in_turn(work: Callable[[Case], object]) -> Callable[[], None]:
    """The work for every pair."""

    def every() -> None:
        for pair in PAIRS:
            work(pair)

    return every


def rows() -> list[Row]:
    """Every row; the first two are the floors."""
    region = registry.region("kuzbass")
    acts = acts_for(region.acts, UNITS)
    book = region.book(UNITS, ON)
    assert not [pair for pair in PAIRS if check(pair, book)]
    assert all(by_hand(pair) == [] for pair in PAIRS)
    findings = len(check(UNLAWFUL, book))

    def resolve_all() -> None:
        for key in CATALOGUE:
            book.possible(key, KIND, FORM).fold(frozenset())

    def compile_all() -> None:
        fresh = RuleBook(acts, ON)
        for kind in fresh.kinds:
            for form in fresh.forms:
                groups_of(fresh, kind, form)

    return [
        Row("floor: an empty call", in_turn(empty), 10, len(PAIRS)),
        Row("floor: the same rules by hand", in_turn(by_hand), 2, len(PAIRS)),
        Row(
            "one check of a lawful mentorship",
            in_turn(lambda pair: check(pair, book)),
            2,
            len(PAIRS),
            budget=5,
            times=12,
        ),
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
    head = ("median µs", "least µs", "empty call", "by hand", "budget")
    print(f"{'':44}" + "".join(f"{one:>14}" for one in head))
    for place, row in enumerate(measured):
        every = [costs[place] for costs in rounds]
        empty_calls, by_hands = (
            median(costs[place] / costs[floor] for costs in rounds) for floor in (0, 1)
        )
        budget = f"{row.budget:,.0f} µs" if row.budget else ""
        budget += f", {row.times}x" if row.times else ""
        told = f"{median(every):14,.2f}{min(every):14,.2f}{empty_calls:13,.0f}x{by_hands:13,.1f}x"
        print(f"{row.title:44}{told}{budget:>14}")


if __name__ == "__main__":
    main()
