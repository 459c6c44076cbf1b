"""What the audit trail costs: the same writes with its triggers and without, on both databases.

    python benchmarks/bench_audit.py

The floor is measured in the same run; times are the best of five, in microseconds per row.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Final

from flask import Flask
from sqlalchemy import select, text

from nastavnik.domain.audit import Action
from nastavnik.store import audit, migrate
from nastavnik.store.audit import Place, Row
from nastavnik.store.author import Author, sign
from nastavnik.store.db import db
from nastavnik.store.ddl_audit import unaudit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.store.writing import transaction
from nastavnik.testing import databases, factories
from nastavnik.testing.databases import Database
from nastavnik.testing.postgres import cluster

ROWS: Final = 1000
SINGLE: Final = 100
ROUNDS: Final = 5
_MICRO: Final = 1e6
AUTHOR: Final = Author(name="Кураторова А. А.", account_id=1, role="curator", origin="::1")


def best(work: Callable[[], None], rows: int) -> float:
    """Microseconds per row of the quickest round."""
    times = []
    for _ in range(ROUNDS):
        began = perf_counter()
        work()
        times.append(perf_counter() - began)
    return min(times) / rows * _MICRO


def measured(app: Flask, path: str, unit_id: int) -> dict[str, float]:
    """Inserts and updates in one transaction, and transactions of one update."""

    def insert() -> None:
        with acting(Scope.of(path), write=True), transaction():
            place = {"org_unit_id": unit_id, "org_path": path}
            fields = {"first_name": "И", "gender": "m", "position": "учитель"}
            db.session.add_all(
                Person(last_name=f"Л{at}", facts_on=factories.TODAY, **fields, **place)
                for at in range(ROWS)
            )

    def update() -> None:
        with acting(Scope.of(path), write=True), transaction():
            for one in db.session.scalars(select(Person).order_by(Person.id).limit(ROWS)):
                one.position = one.position[::-1]

    def single() -> None:
        for _ in range(SINGLE):
            with acting(Scope.of(path), write=True), transaction():
                one = db.session.scalars(select(Person).order_by(Person.id).limit(1)).one()
                one.position = one.position[::-1]

    with app.app_context():
        sign(AUTHOR)
        return {
            "insert": best(insert, ROWS),
            "update": best(update, ROWS),
            "transaction of one update": best(single, SINGLE),
        }


def read(app: Flask, path: str, unit_id: int) -> float:
    """One noted read of a card, in a transaction of its own."""

    def note() -> None:
        for at in range(SINGLE):
            place = Place(unit_id, path)
            audit.add(Action.READ, place=place, author=AUTHOR, row=Row("person", at))

    with app.app_context(), acting(Scope.of(path)):
        return best(note, SINGLE)


def report(database: Database, name: str) -> None:
    """Print the table of one database."""
    app = databases.bare_app(database)
    with app.app_context(), acting(EVERYTHING, write=True):
        unit = factories.institution()
        db.session.commit()
        path, unit_id = unit.path, unit.id
    watched = measured(app, path, unit_id)
    noted = read(app, path, unit_id)
    with migrate.owner(app) as connection:
        for statement in unaudit(connection.dialect.name, "person"):
            connection.execute(text(statement))
    databases.close(app)
    floor = measured(app, path, unit_id)
    databases.close(app)
    for what, cost in watched.items():
        ratio = cost / floor[what]
        print(f"{name:11}{what:27}{floor[what]:9.0f}{cost:9.0f} µs   x{ratio:.2f}")
    print(f"{name:11}{'a noted read':27}{'':9}{noted:9.0f} µs")


@contextmanager
def both() -> Iterator[Iterator[tuple[Database, str]]]:
    """An empty database of each kind; PostgreSQL only where it is installed."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made = [(databases.sqlite_copy(databases.sqlite_template(folder), folder), "SQLite")]
        if (running := stack.enter_context(cluster())) is not None:
            made.append((stack.enter_context(databases.postgres_database(running)), "PostgreSQL"))
        yield iter(made)


if __name__ == "__main__":
    with both() as found:
        for each, title in found:
            report(each, title)
