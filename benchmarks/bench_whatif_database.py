"""What-if of an act over a database of 30,000 mentorships in 300 institutions.

Loading, cases and comparison together; the floor of the same run is the bare reading of the same
columns. Median processor time of three runs. Run: python benchmarks/bench_whatif_database.py
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert, select

from nastavnik.domain.act import Act, AppliesTo, Layer
from nastavnik.domain.mentorship import State, Step
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.order import Order
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import databases, factories
from nastavnik.testing.acts import act, norm
from nastavnik.testing.statements import recorded
from nastavnik.usecases.effect import effect_of

TOWNS, SCHOOLS, PAIRS = 30, 10, 100
RUNS: Final = 3
BUDGET: Final = 3.0
_AT_ONCE: Final = 1000
FACTS: Final = {"experience.pedagogical": 130, "category": "first", "results": True}
DRAFT: Final = act(
    Layer.MINISTRY,
    norm("mentees.max", 1),
    norm("term.max_months", 12),
    code="draft",
    applies_to=AppliesTo.ALL,
    in_force=date(2026, 12, 1),
)


def settle(region: OrgUnit) -> None:
    """Institutions full of pairs: two mentees a mentor, orders, papers, marks."""
    for _ in range(TOWNS):
        town = factories.unit(region)
        for _ in range(SCHOOLS):
            _school(factories.unit(town))
    db.session.commit()


def _school(school: OrgUnit) -> None:
    place = {"org_unit_id": school.id, "org_path": school.path}
    key = school.id * 10_000
    for model, rows in (
        (Person, _people(key)),
        (Order, _orders(key)),
        (Mentorship, _pairs(key)),
        (Consent, _papers(key)),
        (MentorshipEvent, _marks(key)),
    ):
        given = (row | place for row in rows)
        while some := list(islice(given, _AT_ONCE)):
            db.session.execute(insert(model), some)


def _people(key: int) -> Iterator[dict[str, Any]]:
    for at in range(PAIRS * 2):
        yield {
            "id": key + at,
            "public_id": uuid.uuid4(),
            "last_name": f"Учителев{at}",
            "first_name": "Иван",
            "gender": "m",
            "position": "учитель математики",
            "birth_date": date(1980, 1, 1),
            "facts": FACTS,
            "facts_on": factories.TODAY,
        }


def _orders(key: int) -> Iterator[dict[str, Any]]:
    for at in range(PAIRS // 2):
        yield {
            "id": key + at,
            "public_id": uuid.uuid4(),
            "number": str(at),
            "year": 2026,
            "issued_on": date(2026, 8, 31),
            "title": "О закреплении",
            "kind": "appointment",
            "issued_by": "Директор",
            "context": {},
            "idempotency_key": str(at),
        }


def _pairs(key: int) -> Iterator[dict[str, Any]]:
    for at in range(PAIRS):
        start = date(2026, 9, 1) + timedelta(days=at % 60)
        yield {
            "id": key + at,
            "public_id": uuid.uuid4(),
            "mentor_id": key + at // 2,
            "mentee_id": key + PAIRS + at,
            "kind": "traditional",
            "form": "teacher_teacher",
            "regime": "job_function",
            "start": start,
            "end": date(2027, 8, 31),
            "state": State.DRAFT if at % 10 == 0 else State.ACTIVE,
            "order_id": None if at % 10 == 0 else key + at // 2,
            "law_on": date(2026, 8, 31) + timedelta(days=at % 60),
            "created_at": factories.NOW,
        }


def _papers(key: int) -> Iterator[dict[str, Any]]:
    for at in range(PAIRS):
        for side in ("mentor", "mentee"):
            yield {
                "public_id": uuid.uuid4(),
                "mentorship_id": key + at,
                "person_id": key + (at // 2 if side == "mentor" else PAIRS + at),
                "side": side,
                "purpose": "mentoring",
                "given_on": date(2026, 8, 30),
                "method": "paper",
                "recorded_by": "Куратор",
            }


def _marks(key: int) -> Iterator[dict[str, Any]]:
    for at in range(PAIRS):
        yield {
            "mentorship_id": key + at,
            "at": factories.NOW,
            "on": date(2026, 8, 29),
            "kind": Step.APPROVED.value,
            "actor_name": "Куратор",
            "data": {"approval": "candidate", "evidence": "1"},
        }


def measured(work: Callable[[], object]) -> float:
    """Median processor time of a run in seconds."""
    took = []
    for _ in range(RUNS):
        db.session.expunge_all()
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return statistics.median(took)


def bare() -> int:
    """The floor: pairs and people as plain rows, nothing done with them."""
    pairs = db.session.execute(
        select(Mentorship.id, Mentorship.start, Mentorship.end, Mentorship.law_on)
    ).all()
    people = db.session.execute(select(Person.id, Person.facts, Person.facts_on)).all()
    return len(pairs) + len(people)


def main() -> int:
    """Print the figures; 1 if the budget is broken."""
    draft: Act = DRAFT
    with tempfile.TemporaryDirectory() as folder:
        template = databases.sqlite_template(Path(folder))
        app = databases.bare_app(databases.sqlite_copy(template, Path(folder)))
        with app.app_context(), acting(EVERYTHING, write=True):
            region = factories.unit(region="kuzbass", slug="kuzbass")
            settle(region)
            floor = measured(bare)
            took = measured(lambda: effect_of(draft, region, factories.TODAY))
            with recorded() as statements:
                told = effect_of(draft, region, factories.TODAY).document
        databases.close(app)
    sys.stdout.write(
        f"what-if over a database of {told['looked']} mentorships: {took:.2f} s (budget "
        f"{BUDGET:.0f} s), {len(statements)} statements, {dict(told['counts'])}; "
        f"{took / floor:.1f}x bare reading ({floor:.2f} s)\n"
    )
    return int(took > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
