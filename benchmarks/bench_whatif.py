"""What-if of an act over 30,000 mentorships of 300 towns: the pure part.

The floors of the same run: a bare loop, and two whole checks of every mentorship.
Budget: median processor time of five runs <= 0.5 s. Run: python benchmarks/bench_whatif.py
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

from nastavnik.domain.act import Act, AppliesTo, Layer
from nastavnik.domain.case import Load
from nastavnik.domain.check import check
from nastavnik.domain.cite import Cite
from nastavnik.domain.provision import FormOfMentoring, Kind
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.whatif import Subject, Units, everywhere, whatif
from nastavnik.testing.acts import act, case, norm

COUNT, TOWNS, BUDGET = 30_000, 300, 0.5
TOWN_NORMS = (
    norm("mentees.max", 5),
    norm("term.min_months", 6),
    norm("term.max_months", 36),
    norm("consent.mentor", value=True),
)
WORD = Cite("", "1")
KINDS = (Kind(code="traditional", title="", mentor="", mentee="", cite=WORD),)
FORMS = (FormOfMentoring(code="teacher_teacher", title="", cite=WORD),)
PAPERS = frozenset({"consent.mentor"})


def subjects() -> list[Subject]:
    """Every tenth mentor has four mentees; laws of 600 days."""
    first = date(2026, 12, 1)
    full = tuple(Load("traditional", "teacher_teacher", first, date(2027, 11, 30)) for _ in "123")
    return [
        Subject(
            at,
            (f"town-{at % TOWNS}",),
            case(
                on=date(2025, 1, 1) + timedelta(days=at % 600),
                evidence=PAPERS,
                others=full if at % 10 == 0 else (),
            ),
        )
        for at in range(COUNT)
    ]


def measured(work: Callable[[], object]) -> float:
    """Median of five runs, seconds."""
    took = []
    for _ in range(5):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return statistics.median(took)


def main() -> int:
    """Print the figures; 1 if the budget is broken."""
    towns: dict[Units, Act] = {
        (f"town-{at}",): act(
            Layer.MUNICIPALITY, *TOWN_NORMS, unit=f"town-{at}", kinds=KINDS, forms=FORMS
        )
        for at in range(TOWNS)
    }
    draft = act(
        Layer.MINISTRY,
        norm("mentees.max", 3),
        code="draft",
        applies_to=AppliesTo.ALL,
        in_force=date(2026, 12, 1),
    )
    day = date(2026, 12, 1)
    before = {units: RuleBook((one,), day) for units, one in towns.items()}
    after = {units: RuleBook((one, everywhere(draft)), day) for units, one in towns.items()}
    given = subjects()
    floor = measured(lambda: [one.case.others for one in given])

    def work() -> int:
        return len(list(whatif(given, draft, lambda u, _: before[u], lambda u, _: after[u])))

    def naive() -> None:
        for one in given:
            check(one.case, before[one.units])
            check(one.case, after[one.units])

    took, whole = measured(work), measured(naive)
    sys.stdout.write(
        f"what-if over {COUNT} mentorships: {took:.3f} s (budget {BUDGET} s), "
        f"{work()} changed; {took / whole:.2f} of two checks each ({whole:.3f} s), "
        f"{took / floor:.0f}x a bare loop ({floor * 1000:.1f} ms)\n"
    )
    return int(took > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
