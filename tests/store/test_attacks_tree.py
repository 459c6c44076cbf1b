"""Nobody renames, moves, takes or grows another's branch of the tree of units.

`org_unit` is no tenant's table, so the attacks by reflection pass it by; here it is attacked.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, SAWarning
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from nastavnik.domain.access import Level
from nastavnik.store.db import db, models
from nastavnik.store.ddl_tree import ASKEW
from nastavnik.store.org_unit import OrgUnit, allocate_path
from nastavnik.store.walls import (
    EVERYTHING,
    NOTHING,
    Scope,
    ScopeViolationError,
    Tenant,
    acting,
)
from nastavnik.testing import factories

TABLE: Any = OrgUnit.__table__
TENANTS: list[Any] = [model for model in models() if issubclass(model, Tenant)]
CORE = {"core_ok": True}
LAZY = {"synchronize_session": False}
REFUSALS = ("scope violation", "row-level security", "permission denied", ASKEW)
PAIRS = [
    ("school", "sibling"),
    ("school", "municipality"),
    ("school", "ministry"),
    ("school", "stranger"),
    ("municipality", "ministry"),
    ("municipality", "stranger"),
    ("ministry", "stranger"),
]
ATTACKS: list[Callable[..., Any]] = []


def attack(function):
    ATTACKS.append(function)
    return function


class Branch:
    """The attacker's unit and the victim's, and a unit to slip in under the victim."""

    def __init__(self, country, attacker, victim):
        self.id, self.path = country.ids[victim], country.paths[victim]
        self.new: dict[str, Any]
        self.own_id, self.own_path = country.ids[attacker], country.paths[attacker]
        with acting(EVERYTHING):
            parent = db.session.get(OrgUnit, self.id)
            assert parent is not None
            root = parent.level is Level.INSTITUTION
            above = parent.parent_id if root else parent.id
            above_path = self.path[:-7] if root else self.path
            self.new = {
                "id": 100_000,
                "public_id": uuid.uuid4(),
                "parent_id": above,
                "level": Level.MUNICIPALITY if len(above_path) == 3 else Level.INSTITUTION,
                "path": f"{above_path}{'0777.' if len(above_path) == 3 else '000777.'}",
                "region": parent.region,
                "slug": "slipped-in",
                "title": "Подброшено",
                "short_title": "П",
                "week_days": 5,
            }

    def stub(self, **known):
        row = OrgUnit(id=self.id, **known)
        make_transient_to_detached(row)
        db.session.add(row)
        return row

    def raw(self, sql: str) -> Any:
        return db.session.execute(text(sql), execution_options=CORE)


@attack
def rename(branch):
    unit = db.session.get(OrgUnit, branch.id)
    assert unit is not None
    unit.title = "Захвачено"
    db.session.flush()


@attack
def rename_a_stub(branch):
    branch.stub(path=branch.own_path).title = "Захвачено"
    db.session.flush()


@attack
def rename_a_bare_stub(branch):
    branch.stub().title = "Захвачено"
    db.session.flush()


@attack
def rename_in_bulk(branch):
    wanted = update(OrgUnit).where(OrgUnit.id == branch.id).values(title="Захвачено")
    return db.session.execute(wanted, execution_options=LAZY)


@attack
def rename_by_key(branch):
    db.session.execute(update(OrgUnit), [{"id": branch.id, "title": "Захвачено"}])


@attack
def rename_by_old_bulk(branch):
    db.session.bulk_update_mappings(OrgUnit, [{"id": branch.id, "title": "Захвачено"}])


@attack
def rename_by_core(branch):
    wanted = update(TABLE).where(TABLE.c.id == branch.id).values(title="Захвачено")
    return db.session.execute(wanted, execution_options=CORE)


@attack
def rename_raw(branch):
    return branch.raw(f"update org_unit set title = 'x' where id = {branch.id}")


@attack
def rename_raw_after_comment(branch):
    return branch.raw(f"/* x */ update org_unit set title = 'x' where id = {branch.id}")


@attack
def rename_raw_after_cte(branch):
    return branch.raw(
        f"with x as (select 1) update org_unit set title = 'x' where id = {branch.id}"
    )


@attack
def rename_all_above(branch):
    return branch.raw(
        f"update org_unit set title = 'x' where '{branch.own_path}' like path || '%'"
        f" and path <> '{branch.own_path}'"
    )


@attack
def overwrite_by_merge(branch):
    db.session.merge(OrgUnit(**branch.new | {"id": branch.id}))
    db.session.flush()


@attack
def remove(branch):
    db.session.delete(branch.stub(path=branch.own_path))
    db.session.flush()


@attack
def remove_in_bulk(branch):
    wanted = delete(OrgUnit).where(OrgUnit.id == branch.id)
    return db.session.execute(wanted, execution_options=LAZY)


@attack
def remove_raw(branch):
    return branch.raw(f"delete from org_unit where id = {branch.id}")


@attack
def grow(branch):
    db.session.add(OrgUnit(**branch.new))
    db.session.flush()


@attack
def grow_in_bulk(branch):
    db.session.execute(insert(OrgUnit), [branch.new])


@attack
def grow_by_values(branch):
    db.session.execute(insert(OrgUnit).values(**branch.new))


@attack
def grow_by_core(branch):
    db.session.execute(insert(TABLE).values(**branch.new), execution_options=CORE)


@attack
def grow_by_copy(branch):
    copied = ", ".join(column.name for column in TABLE.columns)
    told = {name: f"'{value}'" for name, value in branch.new.items() if name != "level"}
    told |= {"level": f"'{branch.new['level'].value}'", "id": "100000"}
    told |= {"parent_id": str(branch.new["parent_id"]), "week_days": "5"}
    made = ", ".join(told.get(column.name, "null") for column in TABLE.columns)
    branch.raw(f"insert into org_unit ({copied}) select {made}")


@attack
def grow_with_a_parent_of_ones_own(branch):
    """The path is the victim's, the parent the attacker's own unit."""
    db.session.execute(
        insert(TABLE).values(**branch.new | {"parent_id": branch.own_id}), execution_options=CORE
    )


@attack
def steal(branch):
    """Draw the victim under one's own unit."""
    return branch.raw(
        f"update org_unit set parent_id = {branch.own_id}, path = '{branch.own_path}000888.'"
        f" where id = {branch.id}"
    )


@attack
def move_in(branch):
    """Stand with the own unit under the victim's parent, or under the victim."""
    return branch.raw(
        f"update org_unit set parent_id = {branch.new['parent_id']}, path = '{branch.new['path']}'"
        f" where id = {branch.own_id}"
    )


@attack
def move_in_by_flush(branch):
    unit = db.session.get(OrgUnit, branch.own_id)
    assert unit is not None
    unit.parent_id, unit.path = branch.new["parent_id"], branch.new["path"]
    db.session.flush()


@attack
def call_the_victim_parent(branch):
    """The path stays, the parent lies."""
    return branch.raw(
        f"update org_unit set parent_id = {branch.id} where id = {branch.own_id}"
        f" and coalesce(parent_id, 0) <> {branch.id}"
    )


@attack
def take_another_regions_rules(branch):
    return branch.raw(f"update org_unit set region = 'другой' where id = {branch.own_id}")


@attack
def rise_to_another_level(branch):
    return branch.raw(
        f"update org_unit set level = 'region' where id = {branch.own_id} and level <> 'region'"
    )


def refused(error):
    if isinstance(error, DBAPIError):
        return any(words in str(error) for words in REFUSALS)
    if isinstance(error, SAWarning):
        return "0 were matched" in str(error)
    return isinstance(error, ScopeViolationError | StaleDataError | ObjectDeletedError)


def tree(country) -> list[Any]:
    """Every unit as it is, past the walls."""
    with country.witness.connect() as connection:
        return [tuple(row) for row in connection.execute(text("select * from org_unit"))]


@pytest.mark.parametrize("way", ATTACKS, ids=lambda way: way.__name__)
def test_a_foreign_branch_stays_as_it_is(way, country):
    for attacker, victim in PAIRS:
        before = tree(country)
        with country.app.app_context():
            branch = Branch(country, attacker, victim)
            if branch.new["path"].startswith(branch.own_path) and way.__name__.startswith("grow"):
                continue  # under the attacker's own unit: that is its right
            with acting(country.scope(attacker), write=True):
                try:
                    result = way(branch)
                    db.session.commit()
                except Exception as error:
                    if not refused(error):
                        raise
                else:
                    assert getattr(result, "rowcount", result) == 0, (attacker, victim)
        assert tree(country) == before, (attacker, victim)
    assert country.untouched()


@pytest.mark.parametrize("way", ATTACKS, ids=lambda way: way.__name__)
def test_without_a_scope_no_unit_is_written(way, country):
    before = tree(country)
    with country.app.app_context():
        branch = Branch(country, "school", "sibling")
        with acting(NOTHING, write=True):
            try:
                result = way(branch)
                db.session.commit()
            except Exception as error:
                if not refused(error):
                    raise
            else:
                assert getattr(result, "rowcount", result) == 0
    assert tree(country) == before


STOLEN = [
    "(select max(last_name) from person where org_path = '{path}')",
    "(select max(last_name) from main.person where org_path = '{path}')",
    '(select max(last_name) from "main"."person" where org_path = \'{path}\')',
    "(select max(last_name) from main/**/.person)",
    "(select max(cast(id as text)) from [main].person where org_path = '{path}')",
]


@pytest.mark.parametrize("stolen", STOLEN)
def test_what_one_may_write_is_no_window_on_the_rows_of_others(stolen, country):
    """The own unit's title is the attacker's to write: not with another's data."""
    own = country.ids["school"]
    hidden = stolen.format(path=country.paths["stranger"])
    way = f"update org_unit set title = coalesce({hidden}, 'пусто') where id = {own}"
    with country.app.app_context(), acting(country.scope("school"), write=True):
        try:
            db.session.execute(text(way), execution_options=CORE)
        except (DBAPIError, ScopeViolationError):
            return
        title = select(OrgUnit.title).where(OrgUnit.id == own)
        assert db.session.scalar(title) == "пусто"


class TestOfTheScopesOwn:
    def test_everyone_reads_the_ancestors(self, country):
        with country.app.app_context(), acting(country.scope("school")):
            above = db.session.scalars(select(OrgUnit.path).order_by(OrgUnit.path)).all()
        assert {country.paths["ministry"], country.paths["municipality"]} <= set(above)

    @pytest.mark.parametrize("reader", ["school", "municipality", "ministry"])
    def test_its_title_is_written(self, reader, country):
        with country.app.app_context(), acting(country.scope(reader), write=True):
            unit = db.session.get(OrgUnit, country.ids[reader])
            assert unit is not None
            unit.title = "Новое название"
            db.session.flush()
            wanted = update(OrgUnit).where(OrgUnit.path.startswith("")).values(short_title="Н")
            below = sum(path.startswith(unit.path) for path in country.paths.values())
            done: Any = db.session.execute(wanted, execution_options=LAZY)
            assert done.rowcount >= below
            foreign = select(OrgUnit.short_title).where(OrgUnit.id == country.ids["stranger"])
            assert db.session.scalar(foreign) != "Н"
            db.session.rollback()

    def test_a_municipality_opens_a_school_and_moves_it_with_its_rows(self, store_app):
        with store_app.app_context():
            with acting(EVERYTHING, write=True):
                town = factories.unit(factories.unit())
                db.session.commit()
                town_path = town.path
            with acting(Scope.of(town_path), write=True):
                school = factories.unit(town)
                db.session.commit()
                with acting(Scope.of(school.path), write=True):
                    for make in factories.MAKERS.values():
                        make(school)
                    db.session.commit()
                db.session.refresh(school)
                old, school.path = school.path, f"{town_path}000777."
                db.session.commit()
                moved = school.path
            for path, number in ((old, 0), (moved, 1)):
                with acting(Scope.of(path)):
                    for model in TENANTS:
                        there = select(model.id).where(model.org_path == path).limit(1)
                        assert len(db.session.scalars(there).all()) == number, (model, path)

    def test_a_unit_with_units_below_does_not_leave_them_behind(self, store_app):
        with store_app.app_context(), acting(EVERYTHING, write=True):
            town = factories.unit(factories.unit())
            factories.unit(town)
            town.path = f"{town.path[:3]}0777."
            with pytest.raises(DBAPIError, match=ASKEW):
                db.session.flush()

    def test_the_next_path_is_free(self, store_app):
        with store_app.app_context(), acting(EVERYTHING, write=True):
            town = factories.unit(factories.unit())
            assert allocate_path(town) == f"{town.path}000001."
