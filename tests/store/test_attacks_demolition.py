"""The wall is not taken down by a statement from inside."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from nastavnik.store.db import db, models
from nastavnik.store.walls import ScopeViolationError, Tenant, acting

CORE = {"core_ok": True}
TENANT_MODELS = [model for model in models() if issubclass(model, Tenant)]
DEMOLITION = [
    "drop view temp.{}",
    "drop trigger temp.{}_update_scope",
    "create temp view x as select * from main.{}",
    "attach database ':memory:' as other",
    "select set_config('app.own_last', '~', true) from {}",
    "set local app.lo = '0'",
    "set app . own_first = '0'",
    "reset role",
    "alter table {} no force row level security",
    "drop policy {0}_scope on {0}",
    "alter table {} disable row level security",
    "truncate {} cascade",
]


@pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model.__tablename__)
@pytest.mark.parametrize("blow", DEMOLITION)
def test_the_wall_is_not_taken_down_from_inside(blow, model, country):
    """Whatever an injected statement says, the rows afterwards are the reader's own."""
    with country.app.app_context(), acting(country.scope("school"), write=True):
        try:
            db.session.execute(text(blow.format(model.__tablename__)), execution_options=CORE)
            db.session.commit()
        except (DBAPIError, ScopeViolationError):
            db.session.rollback()
        seen = text(f"select id from {model.__tablename__}")
        found = set(db.session.scalars(seen, execution_options=CORE))
    assert found == country.allowed(model, "school")
    assert country.untouched()
