"""A small country whose institutions have pairs to report, on both databases."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from nastavnik.domain.access import Actor, Role
from nastavnik.domain.mentorship import State
from nastavnik.domain.period import Period
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.testing import factories
from nastavnik.usecases import report_overview, report_reading, report_review, reports

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
Q4 = Period(2026, 4)


@dataclass
class World:
    """Two municipalities of a region; `first` and `second` are institutions of one of them."""

    app: Flask
    units: dict[str, OrgUnit]

    @contextmanager
    def by(self, role, unit):
        """The unit's person at work: inside the walls of that unit, with leave to write."""
        of = self.units[unit]
        actor = Actor(
            account_id=1,
            login=role.value,
            name=f"Петрова {unit}",
            role=role,
            unit_id=of.id,
            unit_path=of.path,
            unit_level=of.level,
            region=of.region,
        )
        with acting(Scope.of(of.path), write=True):
            yield actor

    def send(self, unit, key="key", **given):
        with self.by(Role.CURATOR, unit) as curator:
            call: dict[str, Any] = {"note": "", "today": TODAY, "now": NOW, "period": Q4}
            return reports.submit_report(actor=curator, key=key, **call | given).public_id

    def accept(self, public_id, unit="town"):
        with self.by(Role.MUNICIPAL, unit) as centre:
            report_review.accept_report(actor=centre, public_id=public_id, now=NOW)

    def give_back(self, public_id, reason="Проверьте даты", unit="town", **given):
        with self.by(Role.MUNICIPAL, unit) as centre:
            report_review.return_report(
                actor=centre, public_id=public_id, reason=reason, now=NOW, **given
            )

    def draft(self, unit="first", period=Q4):
        with self.by(Role.CURATOR, unit) as curator:
            return reports.report_draft(actor=curator, period=period, today=TODAY)

    def open_as(self, role, unit, public_id):
        with self.by(role, unit) as actor:
            return report_reading.open_submission(actor=actor, public_id=public_id)

    def look(self, role, unit, of=None):
        with self.by(role, unit) as actor:
            unit_id = self.units[of].public_id if of else None
            return report_overview.overview(actor=actor, period=Q4, today=TODAY, unit_id=unit_id)

    def fill(self, unit, number, **fields):
        """Give the unit so many more pairs: small figures are not shown outside it."""
        with acting(EVERYTHING, write=True):
            for _ in range(number):
                factories.mentorship(self.units[unit], **fields)
            db.session.commit()

    def change(self, unit, **fields):
        """Change the first live pair of the unit past the use-cases."""
        with acting(Scope.of(self.units[unit].path), write=True):
            one = db.session.scalars(
                select(Mentorship).where(Mentorship.state == State.ACTIVE).order_by(Mentorship.id)
            ).first()
            for name, value in fields.items():
                setattr(one, name, value)
            db.session.commit()


@pytest.fixture
def world(store_app):
    with store_app.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass")
        town = factories.unit(region, slug="yurga", title="Город")
        far = factories.unit(region, slug="far", title="Дальний район")
        units = {
            "region": region,
            "town": town,
            "far": far,
            "first": factories.unit(town, slug="first", title="Школа 1"),
            "second": factories.unit(town, slug="second", title="Школа 2"),
            "third": factories.unit(far, slug="third", title="Школа 3"),
        }
        _pairs(units["first"])
        factories.mentorship(units["third"])
        db.session.commit()
        for unit in units.values():
            db.session.expunge(unit)
    with store_app.app_context():
        yield World(store_app, units)


def _pairs(school):
    """One mentor with two teachers, one of them from October; a student; one that ended early."""
    mentor = factories.person(school)
    factories.mentorship(school, mentor_id=mentor.id)
    factories.mentorship(school, mentor_id=mentor.id, start=date(2026, 10, 5), kind="mentor")
    factories.mentorship(school, form="employer_student")
    ended = {"state": State.ENDED_EARLY, "ended_on": date(2026, 10, 20)}
    factories.mentorship(school, **ended)
    factories.mentorship(school, state=State.DRAFT)
