"""A person of one school, another school, and one of another region."""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from nastavnik.domain.access import Actor, Role
from nastavnik.domain.mentorship import State
from nastavnik.domain.move import LeaveReason
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.testing import factories
from nastavnik.usecases import arrivals, moves
from nastavnik.usecases.arrivals import Claim
from nastavnik.usecases.keys import Keys

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BORN = date(1980, 5, 17)
KEYS = Keys("a secret of the tests")
AT: dict[str, Any] = {"address": "10.0.0.7", "keys": KEYS, "today": TODAY, "now": NOW}


class World:
    """Schools `here` and `there` of one town, `away` of another region; a person of `here`."""

    def __init__(self, app) -> None:
        self.app = app
        with acting(EVERYTHING, write=True):
            region = factories.unit(region="kuzbass", slug="kuzbass")
            town = factories.unit(region, slug="yurga")
            foreign = factories.unit(factories.unit(region="altai", slug="altai"))
            self.units = {
                "here": factories.unit(town, short_title="Школа прежняя"),
                "there": factories.unit(town, short_title="Школа новая"),
                "away": factories.unit(foreign, short_title="Школа дальняя"),
            }
            here = self.units["here"]
            person = factories.person(
                here,
                last_name="Алёшина",
                birth_date=BORN,
                facts={"experience.pedagogical": 120, "experience.post": 24, "own.word": "да"},
                is_mentor=True,
                is_mentee=False,
            )
            done = {"state": State.COMPLETED, "ended_on": date(2026, 8, 31)}
            factories.mentorship(
                here, mentor_id=person.id, start=date(2025, 9, 1), end=date(2026, 8, 31), **done
            )
            factories.status_grant(
                here,
                last_name=person.last_name,
                first_name=person.first_name,
                patronymic=person.patronymic,
                birth_date=BORN,
            )
            role = factories.membership(here, Role.MENTOR, person_id=person.id)
            self.account_id = role.account_id
            self.id, self.public_id = person.id, person.public_id
            db.session.commit()
            self.of = {
                name: (unit.id, unit.path, unit.level, unit.region)
                for name, unit in self.units.items()
            }

    @contextmanager
    def by(self, unit, role=Role.CURATOR, *, write=False, **fields):
        number, path, level, region = self.of[unit]
        actor = Actor(
            account_id=1,
            login=f"{unit}.curator",
            name=f"Куратор {unit}",
            role=role,
            unit_id=number,
            unit_path=path,
            unit_level=level,
            region=region,
            **fields,
        )
        with self.app.app_context(), acting(Scope.of(path), write=write):
            yield actor

    def agree(self, **fields):
        with acting(EVERYTHING, write=True):
            unit = db.session.get_one(Person, self.id).org_unit_id
            path = db.session.get_one(Person, self.id).org_path
            given = {"given_on": TODAY, "method": "paper", "recorded_by": "Кураторова А. А."}
            db.session.add(
                Consent(
                    org_unit_id=unit,
                    org_path=path,
                    person_id=self.id,
                    side="person",
                    purpose="transfer",
                    **given | fields,
                )
            )
            db.session.commit()

    def leave(self, **changed):
        values: dict[str, Any] = {
            "on": TODAY,
            "reason": LeaveReason.TRANSFER,
            "keys": KEYS,
            "today": TODAY,
        }
        with self.by("here", write=True) as curator:
            return moves.leave(
                actor=curator, public_id=self.public_id, now=NOW, **values | changed
            )

    def look(self, code, unit="there", last_name="Алешина", born=BORN, **changed):
        claim = Claim(code=code, last_name=last_name, birth_date=born)
        with self.by(unit) as curator:
            return arrivals.look(actor=curator, claim=claim, **AT | changed)

    def receive(self, code, unit="there", last_name="Алёшина", **changed):
        claim = Claim(code=code, last_name=last_name, birth_date=BORN)
        values: dict[str, Any] = {"position": "методист", "admitted_on": TODAY, **AT}
        with self.by(unit, write=True) as curator:
            return arrivals.receive(actor=curator, claim=claim, **values | changed)

    def all(self, model, *where):
        with self.app.app_context(), acting(EVERYTHING):
            return db.session.scalars(select(model).where(*where).order_by(model.id)).all()


@pytest.fixture
def world(store_app):
    with store_app.app_context():
        yield World(store_app)


@pytest.fixture
def code(world):
    world.agree()
    return world.leave()
