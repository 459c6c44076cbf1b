"""Acts of destruction are kept three years and then deleted, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from nastavnik.domain.personal_data import DESTROYED
from nastavnik.store import audit_forget
from nastavnik.store.audit import AuditEvent
from nastavnik.store.author import Author, sign
from nastavnik.store.db import db
from nastavnik.store.destruction import Destruction
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.testing import factories
from nastavnik.testing.factories import NOW
from nastavnik.usecases import keeping

TODAY = date(2029, 11, 22)
CORE = {"core_ok": True}


def school(app, kept_until: date) -> tuple[str, str, int]:
    """(path, title, account) of a school with an act, and with the deeds of its subject."""
    with app.app_context(), acting(EVERYTHING, write=True):
        unit = factories.institution()
        account = factories.account()
        sign(Author(name="Ковалёва И. Л.", account_id=account.id, origin="10.0.0.7", agent="X"))
        factories.event(unit, actor_id=account.id, actor_name="Ковалёва И. Л.")
        factories.person(unit)
        sign(None)
        factories.destruction(
            unit,
            permitted_by="Директорова А. А.",
            done_at=NOW,
            done={"authors": [account.id]},
            kept_until=kept_until,
        )
        told = unit.path, unit.title, account.id
        db.session.commit()
    return told


def authors(app, path: str) -> set[str]:
    with app.app_context(), acting(Scope.of(path)):
        rows = [
            *db.session.scalars(select(AuditEvent.actor_name)),
            *db.session.scalars(select(MentorshipEvent.actor_name)),
        ]
        return set(rows)


def test_what_is_over_goes_and_the_rest_stays(store_app) -> None:
    over, title, account = school(store_app, date(2029, 11, 21))
    young, _, _ = school(store_app, date(2029, 11, 22))
    with store_app.app_context():
        assert keeping.tidy(today=TODAY) == {title: 1}
        assert keeping.tidy(today=TODAY) == {}
    assert "Ковалёва И. Л." not in authors(store_app, over)
    assert DESTROYED in authors(store_app, over)
    assert "Ковалёва И. Л." in authors(store_app, young)
    with store_app.app_context(), acting(EVERYTHING):
        assert db.session.scalars(select(Destruction)).one().kept_until == date(2029, 11, 22)
        mine = db.session.scalars(
            select(AuditEvent).where(AuditEvent.actor_id == account, AuditEvent.org_path == over)
        ).all()
        assert {(one.origin, one.agent, one.before, one.after) for one in mine} == {
            ("", "", None, None)
        }
        trail = db.session.scalars(select(AuditEvent).where(AuditEvent.org_path == over)).all()
        assert not [one for one in trail if "Людской" in str((one.before, one.after))]


def test_who_came_back_keeps_the_name(store_app) -> None:
    over, _, account = school(store_app, date(2029, 11, 21))
    with store_app.app_context(), acting(EVERYTHING, write=True):
        act = db.session.scalars(select(Destruction)).one()
        factories.membership(db.session.get_one(OrgUnit, act.org_unit_id), account_id=account)
        db.session.commit()
    with store_app.app_context():
        keeping.tidy(today=TODAY)
    assert "Ковалёва И. Л." in authors(store_app, over)


@pytest.mark.parametrize("table", ["audit_event", "mentorship_event"])
def test_a_name_may_only_be_put_out(store_app, table) -> None:
    """Another name, another day, another deed: refused by the database itself."""
    path, _, _ = school(store_app, date(2029, 11, 21))
    moment = "at = '2026-01-01 00:00:00+00:00'"
    for change in ("actor_name = 'Другая А. А.'", moment, f"actor_name = '{DESTROYED}', {moment}"):
        with store_app.app_context(), acting(Scope.of(path), write=True):
            with pytest.raises(DBAPIError, match=r"frozen|permission|read-only|scope violation"):
                db.session.execute(text(f"update {table} set {change}"), execution_options=CORE)
            db.session.rollback()
    with store_app.app_context(), acting(Scope.of(path), write=True):
        audit_forget.forget_authors([])
