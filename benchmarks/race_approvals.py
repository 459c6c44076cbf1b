"""Racing orders for one mentor over HTTP: the cap holds, nobody gets a fault of the server.

    python benchmarks/race_approvals.py                  # 10 rounds of 50 on both databases
    python benchmarks/race_approvals.py --rounds 100 --racers 50

Each round drafts a new mentor's pairs, reads every order, then issues all of them at once on the
product's own server with two workers. Ends with 1 if any round misses the cap of the town (two)
or answers anything but «issued» (302), «others were faster» (409) and, on a machine that is too
busy to let everybody in, «send it again» (503).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Final

from nastavnik.testing import databases, races
from nastavnik.testing.databases import Database
from nastavnik.testing.postgres import cluster
from nastavnik.testing.served import served

TODAY: Final = date(2026, 11, 21)
REGION, TOWN, CAP = "kuzbass", "yurga", 2
ISSUED: Final = 302
ANSWERS: Final = frozenset({ISSUED, 409, 503})


def run(database: Database, name: str, rounds: int, racers: int) -> int:
    """Race; returns how many rounds were lost."""
    app = databases.bare_app(database)
    school = races.founded(app, REGION, TOWN)
    total: Counter[int] = Counter()
    waits: list[float] = []
    lost = 0
    with (
        tempfile.TemporaryDirectory() as home,
        served(database, Path(home), today=TODAY.isoformat()) as address,
    ):
        for number in range(1, rounds + 1):
            result = races.raced(app, address, school, racers, TODAY)
            total.update(result.statuses)
            waits += [one.seconds for one in result.answers]
            issued, strange = result.statuses[ISSUED], result.statuses.keys() - ANSWERS
            if result.live != CAP or issued != CAP or strange:
                lost += 1
                print(f"{name}: round {number}: {result.live} pairs, {dict(result.statuses)}")
    databases.close(app)
    waits.sort()
    print(
        f"{name:11}{rounds} x {racers}: cap broken or strange answers in {lost} rounds;"
        f" statuses {dict(total)}; waits: median {statistics.median(waits):.1f} s,"
        f" longest {waits[-1]:.1f} s"
    )
    return lost


def main() -> int:
    """Both databases; PostgreSQL only where it is installed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--racers", type=int, default=50)
    given = parser.parse_args()
    lost = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = [(databases.sqlite_copy(databases.sqlite_template(folder), folder), "SQLite")]
        if (running := stack.enter_context(cluster())) is not None:
            made.append((stack.enter_context(databases.postgres_database(running)), "PostgreSQL"))
        for database, name in made:
            lost += run(database, name, given.rounds, given.racers)
    return min(lost, 1)


if __name__ == "__main__":
    sys.exit(main())
