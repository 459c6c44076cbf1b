"""Local acts: drafts change, published acts don't; one statement tells what reaches a unit."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from nastavnik.store import local_act
from nastavnik.store.db import db
from nastavnik.store.local_act import LocalAct
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, Scope, ScopeViolationError, acting
from nastavnik.testing import factories
from nastavnik.testing.statements import recorded

PUBLISHED = {"published_at": factories.NOW, "published_by": "Центрова О. О."}


@pytest.fixture
def paths(store_app):
    """Paths of a ministry, its town, its school and of another region."""
    with store_app.app_context():
        with acting(EVERYTHING, write=True):
            ministry = factories.unit()
            town = factories.unit(ministry)
            units = {
                "ministry": ministry,
                "town": town,
                "school": factories.unit(town),
                "stranger": factories.unit(),
            }
            db.session.commit()
            known = {name: unit.path for name, unit in units.items()}
        yield known


def put(path, **fields) -> int:
    with acting(EVERYTHING, write=True):
        unit = db.session.scalars(select(OrgUnit).filter_by(path=path)).one()
        row = factories.local_act(unit, **fields)
        db.session.commit()
        return row.id


def test_a_draft_changes_and_goes(paths):
    put(paths["town"])
    with acting(Scope.of(paths["town"]), write=True):
        row = db.session.scalars(select(LocalAct)).one()
        row.title = "Иначе"
        db.session.flush()
        db.session.delete(row)
        db.session.commit()
        assert db.session.scalars(select(LocalAct)).all() == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Иначе"},
        {"content": {"norm": []}},
        {"in_force": date(2030, 1, 1)},
        {"effect": {}},
        {"applies_to": "all"},
        {"published_at": None, "published_by": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_published_act_is_frozen(paths, change):
    put(paths["town"], **PUBLISHED)
    with acting(Scope.of(paths["town"]), write=True):
        row = db.session.scalars(select(LocalAct)).one()
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(DBAPIError, match="is frozen"):
            db.session.flush()


@pytest.mark.parametrize("way", ["statement", "words"])
def test_a_published_act_is_not_deleted(paths, way):
    put(paths["town"], **PUBLISHED)
    statement = delete(LocalAct) if way == "statement" else text("delete from local_act")
    options = {"synchronize_session": False, "core_ok": True}
    with (
        acting(Scope.of(paths["town"]), write=True),
        pytest.raises(DBAPIError, match="is frozen"),
    ):
        db.session.execute(statement, execution_options=options)


def test_a_published_act_is_repealed(paths):
    old, new = put(paths["town"], **PUBLISHED), put(paths["town"], **PUBLISHED)
    with acting(Scope.of(paths["town"]), write=True):
        row = local_act.by_id(old)
        assert row is not None
        row.repealed_by_id, row.repealed_from = new, date(2027, 1, 1)
        db.session.commit()
        assert row.version == 2


def test_a_school_reads_the_ministry_and_writes_only_its_own(paths):
    put(paths["ministry"], **PUBLISHED)
    with acting(Scope.of(paths["school"]), write=True):
        row = db.session.scalars(select(LocalAct)).one()
        row.repealed_from = date(2027, 1, 1)
        with pytest.raises(ScopeViolationError):
            db.session.flush()
    with acting(Scope.of(paths["stranger"])):
        assert db.session.scalars(select(LocalAct)).all() == []


def test_the_chain_is_told_in_one_statement(paths):
    put(paths["ministry"], **PUBLISHED)
    put(paths["ministry"])
    put(paths["school"], **PUBLISHED)
    with acting(Scope.of(paths["school"])), recorded() as statements:
        chain = local_act.chain(paths["school"])
        assert len(statements) == 1
        assert len(chain.slugs) == 2
        assert [version for _, version in chain.revision] == [1, 1]
        assert len(local_act.of_revision(chain.revision)) == 2
    with acting(Scope.of(paths["town"])):
        assert len(local_act.chain(paths["town"]).revision) == 1


def test_the_register_holds_foreign_drafts_back(paths):
    for name in ("ministry", "town", "school"):
        put(paths[name])
        put(paths[name], **PUBLISHED)
    with acting(Scope.of(paths["town"])):
        found = local_act.register(paths["town"])
    assert [row.org_path for row in found if row.published_at is None] == [paths["town"]]
    assert {row.org_path for row in found} == {paths[n] for n in ("ministry", "town", "school")}
