"""A scope is set once; what it opens depends on whether the rows are personal."""

from __future__ import annotations

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import aliased

from nastavnik.store.account import Account
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.submission import Submission
from nastavnik.store.walls import (
    EVERYTHING,
    NOTHING,
    Scope,
    ScopeViolationError,
    acting,
    current,
    enter,
)
from nastavnik.store.writing import WriteContextError
from nastavnik.testing import factories


@pytest.mark.parametrize("path", ["", "02", "2.", "02.0013", "02.13.", "02.0013.7.", "02.%.", "~"])
def test_a_path_of_another_shape_is_refused(path):
    with pytest.raises(ValueError, match="Неверный путь"):
        Scope.of(path)


def test_a_territory_is_covered_but_only_the_unit_itself_owns():
    scope = Scope.of("02.0013.")
    assert scope.covers("02.0013.")
    assert scope.covers("02.0013.000007.")
    assert not scope.covers("02.0014.")
    assert not scope.covers("02.")
    assert not scope.covers("")
    assert scope.owns("02.0013.")
    assert not scope.owns("02.0013.000007.")
    assert not NOTHING.covers("02.")
    assert not NOTHING.owns("")
    assert EVERYTHING.covers("02.0013.000007.")
    assert EVERYTHING.owns("02.0013.000007.")


def test_a_scope_is_set_once(sqlite_app):
    with sqlite_app.app_context():
        assert current() == NOTHING
        enter(Scope.of("02."))
        enter(Scope.of("02."))
        with pytest.raises(ScopeViolationError):
            enter(EVERYTHING)
        with acting(EVERYTHING):
            assert current() == EVERYTHING
        assert current() == Scope.of("02.")


def test_the_municipality_and_the_ministry_see_reports_but_no_person(country):
    for reader in ("municipality", "ministry"):
        with country.app.app_context(), acting(country.scope(reader)):
            assert country.ids["school"] in set(db.session.scalars(select(Submission.org_unit_id)))
            own = {country.ids[reader]}
            assert set(db.session.scalars(select(Person.org_unit_id))) == own


def test_a_scope_entered_after_reading_is_told_to_the_open_transaction(country):
    """Login reads the account first, in the transaction that then serves the page."""
    with country.app.app_context():
        assert db.session.scalars(select(Account)).all() == []
        assert db.session.scalar(select(func.count(Person.id))) == 0
        enter(country.scope("school"))
        seen = set(db.session.scalars(select(Person.id)))
        assert seen == country.allowed(Person, "school")


def test_everyone_reads_units_and_only_everything_writes_them(country):
    with country.app.app_context(), acting(country.scope("ministry"), write=True):
        unit = db.session.get(OrgUnit, country.ids["stranger"])
        assert unit is not None
        unit.title = "Захвачено"
        with pytest.raises(ScopeViolationError):
            db.session.flush()
    with country.app.app_context(), acting(EVERYTHING):
        assert not db.session.scalars(select(OrgUnit).where(OrgUnit.title == "Захвачено")).all()


def test_a_second_writer_inside_an_open_write_is_refused_at_once(store_app):
    with store_app.app_context(), acting(EVERYTHING, write=True):
        factories.unit()
        with pytest.raises(WriteContextError), acting(EVERYTHING, write=True):
            pass
        db.session.commit()
        with acting(EVERYTHING, write=True):
            factories.unit()
            db.session.commit()
        assert db.session.scalar(select(func.count(OrgUnit.id))) == 2


def test_what_is_not_committed_inside_acting_is_gone(store_app):
    with store_app.app_context():
        with acting(EVERYTHING, write=True):
            factories.unit()
        with acting(EVERYTHING):
            assert db.session.scalars(select(OrgUnit)).all() == []


def test_one_compiled_statement_serves_every_scope_with_its_own_border(country):
    sent = []

    def note(_connection, _cursor, statement, parameters, context, _many):
        values = parameters.values() if isinstance(parameters, dict) else parameters
        if not statement.startswith("BEGIN"):
            sent.append((statement, set(values), context.cache_hit.name))

    mentor = aliased(Person)
    # a joined alias, an eager join, a subquery: each table of the statement has its border
    wanted = (
        select(Mentorship)
        .join(mentor, mentor.id == Mentorship.mentor_id)
        .where(Mentorship.org_unit_id.in_(select(Submission.org_unit_id)))
    )
    scopes = [country.scope("school"), country.scope("stranger")]
    for scope in (scopes[0], *scopes):  # the first run of a statement completes its key
        with country.app.app_context(), acting(scope):
            event.listen(db.engine, "before_cursor_execute", note)
            db.session.scalars(wanted).all()
            event.remove(db.engine, "before_cursor_execute", note)
    _, (first, mine, _), (second, theirs, hit) = sent
    assert first == second
    assert hit == "CACHE_HIT"
    assert mine == {scopes[0].lo, scopes[0].hi, scopes[0].own}
    assert theirs == {scopes[1].lo, scopes[1].hi, scopes[1].own}
    # the pair, its alias of a mentor, both people and the order of the eager join
    assert first.count("org_path = ") == 5
