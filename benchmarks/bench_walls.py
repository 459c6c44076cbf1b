"""What both walls cost: the same ORM query behind them and with a filter written by hand.

    python benchmarks/bench_walls.py                     # 200,000 mentorships, both databases
    python benchmarks/bench_walls.py --pairs 20000 --rounds 10

Budget: at most 1.4 times the filter for a row by its address, a page of a list and a sum. The
floor asks past the walls (on PostgreSQL as the superuser, on SQLite by a bare connection) and
names the unit itself. Both are measured in turn, round by round; the ratio is of the medians. The
machine may be shared: repeat before believing one number.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from flask import Flask
from sqlalchemy import Select, create_engine, func, insert, select, text
from sqlalchemy.orm import Session

from nastavnik.domain.mentorship import LIVE, State
from nastavnik.store import migrate
from nastavnik.store.db import db
from nastavnik.store.ddl_audit import unaudit
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.testing import databases, factories
from nastavnik.testing.databases import Database
from nastavnik.testing.postgres import cluster

BUDGET: Final = 1.4
SCHOOLS, PEOPLE = 400, 40
_BATCH: Final = 20_000
_REPEATED: Final = {"get": 60, "list": 30, "sum": 30}
_MICRO: Final = 1e6
_DAY: Final = timedelta(days=1)
Query = Select[Any]


def filled(app: Flask, pairs: int) -> tuple[str, list[uuid.UUID]]:
    """Load the country; returns the path of one school and addresses of its pairs."""
    with migrate.owner(app) as connection:
        for table in ("person", "mentorship"):
            for statement in unaudit(connection.dialect.name, table):
                connection.execute(text(statement))
    databases.close(app)
    with app.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit()
        towns = [factories.unit(region) for _ in range(10)]
        schools = [factories.unit(towns[at % 10]) for at in range(SCHOOLS)]
        places = [(one.id, one.path) for one in schools]
        _insert(Person, [_person(place) for place in places for _ in range(PEOPLE)])
        people: dict[int, list[int]] = {number: [] for number, _ in places}
        for unit_id, number in db.session.execute(select(Person.org_unit_id, Person.id)):
            people[unit_id].append(number)
        chance = random.Random(7)  # noqa: S311 - no secret
        rows = [_pair(places[at % SCHOOLS], people, chance) for at in range(pairs)]
        _insert(Mentorship, rows)
        db.session.commit()
        chosen = places[SCHOOLS // 2]
    with migrate.owner(app) as connection:
        connection.execute(text("analyze"))
    databases.close(app)
    return chosen[1], [one["public_id"] for one in rows if one["org_unit_id"] == chosen[0]]


def _insert(model: type[Any], rows: Sequence[dict[str, Any]]) -> None:
    for at in range(0, len(rows), _BATCH):
        db.session.execute(insert(model), rows[at : at + _BATCH])


def _person(place: tuple[int, str]) -> dict[str, Any]:
    return {
        "public_id": uuid.uuid4(),
        "org_unit_id": place[0],
        "org_path": place[1],
        "last_name": "Учителев",
        "first_name": "Иван",
        "gender": "m",
        "position": "учитель",
        "facts": {},
        "facts_on": factories.TODAY,
        "overrides": {},
        "is_mentor": True,
        "is_mentee": True,
    }


def _pair(
    place: tuple[int, str], people: dict[int, list[int]], chance: random.Random
) -> dict[str, Any]:
    mentor, mentee = chance.sample(people[place[0]], 2)
    start = date(2024, 9, 1) + chance.randrange(700) * _DAY
    return {
        "public_id": uuid.uuid4(),
        "org_unit_id": place[0],
        "org_path": place[1],
        "mentor_id": mentor,
        "mentee_id": mentee,
        "kind": chance.choice(["traditional", "group", "virtual"]),
        "form": "teacher_teacher",
        "regime": "job_function",
        "start": start,
        "end": start + 365 * _DAY,
        "state": chance.choice([State.DRAFT, State.ACTIVE, State.ACTIVE, State.COMPLETED]),
        "law_on": start,
        "created_at": factories.NOW,
    }


def queries(addresses: Sequence[uuid.UUID]) -> dict[str, Callable[[int], Query]]:
    """What is asked, by the number of the repetition."""
    shown = (Mentorship.id, Mentorship.kind, Mentorship.start, Mentorship.end, Mentorship.state)
    page = select(*shown).where(Mentorship.state.in_(LIVE)).order_by(Mentorship.end).limit(50)
    total = (
        select(Mentorship.kind, func.count(Mentorship.id), func.max(Mentorship.end))
        .where(Mentorship.state.in_(LIVE))
        .group_by(Mentorship.kind)
    )
    return {
        "get": lambda at: select(*shown).where(
            Mentorship.public_id == addresses[at % len(addresses)]
        ),
        "list": lambda _: page,
        "sum": lambda _: total,
    }


@contextmanager
def behind(app: Flask, path: str) -> Iterator[Callable[[Query], int]]:
    """Ask behind the walls, as a request of the school does."""
    with app.app_context(), acting(Scope.of(path)):
        yield lambda query: len(db.session.execute(query).all())


@contextmanager
def by_hand(database: Database, path: str) -> Iterator[Callable[[Query], int]]:
    """Ask past the walls, with the unit in every query."""
    engine = create_engine(database.witness_url)
    with Session(engine) as session:
        yield lambda query: len(session.execute(query.where(Mentorship.org_path == path)).all())
    engine.dispose()


def took(ask: Callable[[Query], int], make: Callable[[int], Query], times: int) -> float:
    """Seconds of one query, out of many."""
    begun = perf_counter()
    for at in range(times):
        ask(make(at))
    return (perf_counter() - begun) / times


def report(database: Database, name: str, pairs: int, rounds: int) -> bool:
    """Print the table of one database; is it within the budget."""
    app = databases.bare_app(database)
    path, addresses = filled(app, pairs)
    fit = True
    with behind(app, path) as walled, by_hand(database, path) as plain:
        for what, make in queries(addresses).items():
            if walled(make(0)) != plain(make(0)):
                raise SystemExit(f"{what}: the two ask different rows")
            times = _REPEATED[what]
            both = [(took(walled, make, times), took(plain, make, times)) for _ in range(rounds)]
            cost, floor = (statistics.median(side) for side in zip(*both, strict=True))
            each = sorted(one / other for one, other in both)
            fit = fit and cost / floor <= BUDGET
            print(
                f"{name:11}{what:5}{floor * _MICRO:8.0f} -> {cost * _MICRO:6.0f} µs"
                f"   x{cost / floor:.2f}   rounds x{each[len(each) // 4]:.2f}"
                f"..x{each[3 * len(each) // 4]:.2f}",
                flush=True,
            )
    databases.close(app)
    return fit


def main() -> int:
    """1 if a median is over the budget."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=30)
    given = parser.parse_args()
    fit = True
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = [(databases.sqlite_copy(databases.sqlite_template(folder), folder), "SQLite")]
        if (running := stack.enter_context(cluster())) is not None:
            made.append((stack.enter_context(databases.postgres_database(running)), "PostgreSQL"))
        for database, name in made:
            fit = report(database, name, given.pairs, given.rounds) and fit
    return int(not fit)


if __name__ == "__main__":
    sys.exit(main())
