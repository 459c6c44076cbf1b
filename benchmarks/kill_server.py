"""Killing the product's own server with SIGKILL while 200 cards are written, on both databases.

    python benchmarks/kill_server.py                # 5 rounds on each
    python benchmarks/kill_server.py --rounds 50

Each round kills the master and its workers at another moment, starts the server anew and looks for
every card that had been acknowledged. Ends with 1 if one is lost or stands without its trace.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from nastavnik.testing import databases, kills, races
from nastavnik.testing.databases import Database
from nastavnik.testing.postgres import cluster


def run(database: Database, name: str, number: int) -> int:
    """One round on an empty database; how many writes were lost or torn."""
    app = databases.bare_app(database)
    school = races.founded(app, "kuzbass", "yurga")
    with tempfile.TemporaryDirectory() as home:
        after = 10 + number * 37 % (kills.WRITES - 40)
        outcome = kills.struck(app, database, school, Path(home), after=after)
    databases.close(app)
    print(
        f"{name:11}round {number}: acknowledged {len(outcome.acknowledged)}, "
        f"kept {len(outcome.kept)}, cut off {outcome.cut_off}, "
        f"lost {len(outcome.lost)}, torn {len(outcome.untraced)}"
    )
    return len(outcome.lost) + len(outcome.untraced)


def main() -> int:
    """Run every round."""
    parser = argparse.ArgumentParser(description="Kill the server while it writes.")
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    bad = 0
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        template = databases.sqlite_template(folder)
        for number in range(rounds):
            copy = folder / str(number)
            copy.mkdir()
            bad += run(databases.sqlite_copy(template, copy), "sqlite", number)
        running = stack.enter_context(cluster())
        if running is None:
            print("postgresql: not installed, left out")
            return int(bad > 0)
        for number in range(rounds):
            with databases.postgres_database(running) as made:
                bad += run(made, "postgresql", number)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
