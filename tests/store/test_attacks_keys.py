"""Foreign keys are checked past the walls: none leads to another tenant's row."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from nastavnik.store.db import db, models
from nastavnik.store.local_act import LocalAct
from nastavnik.store.person import Person
from nastavnik.store.walls import Tenant, acting

CORE = {"core_ok": True}
TENANTS: list[Any] = [model for model in models() if issubclass(model, Tenant)]


def shared_keys() -> dict[str, set[str]]:
    """Table -> columns that name a row of a tenant's table without naming its unit."""
    tenants = {model.__tablename__ for model in TENANTS}
    loose: dict[str, set[str]] = {}
    for model in TENANTS:
        for key in model.__table__.foreign_key_constraints:
            names = {column.name for column in key.columns}
            if key.referred_table.name in tenants and "org_unit_id" not in names:
                loose.setdefault(model.__tablename__, set()).update(names)
    return loose


def test_keys_lead_to_rows_of_the_same_unit():
    """A foreign key is checked past the walls: alone it would let one point at another's row."""
    held_by_a_trigger = {"local_act": {"repeals_id", "repealed_by_id"}}
    assert shared_keys() == held_by_a_trigger


@pytest.mark.parametrize("column", ["repeals_id", "repealed_by_id"])
@pytest.mark.parametrize("victim", ["sibling", "stranger", "ministry"])
def test_an_act_neither_repeals_nor_is_repealed_by_anothers(column, victim, country):
    with country.app.app_context():
        foreign = country.rows(LocalAct, victim)[0]["id"]
        own = country.rows(LocalAct, "school")[0]["id"]
        moment = ", repealed_from = '2026-12-01'" if column == "repealed_by_id" else ""
        for way in (
            f"update local_act set {column} = {foreign}{moment} where id = {own}",
            f"update local_act set {column} = 999999{moment} where id = {own}",
        ):
            with acting(country.scope("school"), write=True):
                with pytest.raises(IntegrityError, match="foreign row"):
                    db.session.execute(text(way), execution_options=CORE)
                db.session.rollback()
    assert country.untouched()


def test_a_person_of_another_school_is_not_drawn_into_a_pair(country):
    """The row is the attacker's own in all but one key."""
    with country.app.app_context(), acting(country.scope("school"), write=True):
        foreign, own = country.rows(Person, "sibling")[0]["id"], country.paths["school"]
        wanted = text(f"update mentorship set mentor_id = {foreign} where org_path = '{own}'")
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):  # noqa: PT012 - at once on SQLite, at the end on PostgreSQL
            db.session.execute(wanted, execution_options=CORE)
            db.session.commit()
    assert country.untouched()
