"""Approved sheets never change; money that can't be is refused by the database itself."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from nastavnik.store import pay
from nastavnik.store.allowance import AllowanceSheet
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

LAZY = {"synchronize_session": False}
CORE = {"core_ok": True}
CHANGES = {
    "bulk update": lambda: db.session.execute(
        update(AllowanceSheet).values(total=1), execution_options=LAZY
    ),
    "bulk delete": lambda: db.session.execute(delete(AllowanceSheet), execution_options=LAZY),
    "raw update": lambda: db.session.execute(
        text("update allowance_sheet set document = '{}'"), execution_options=CORE
    ),
    "raw delete": lambda: db.session.execute(
        text("delete from allowance_sheet"), execution_options=CORE
    ),
}


@pytest.fixture
def unit(store_app):
    with store_app.app_context(), acting(EVERYTHING, write=True):
        made = factories.institution()
        db.session.commit()
        yield made


@pytest.mark.parametrize("change", CHANGES)
def test_an_approved_sheet_is_never_changed(unit, change):
    factories.allowance_sheet(unit)
    db.session.commit()
    with pytest.raises(DBAPIError, match=r"is frozen|permission denied"):
        CHANGES[change]()
    db.session.rollback()
    assert db.session.scalars(select(AllowanceSheet)).one().total == 0


IMPOSSIBLE = {
    "negative pay": lambda unit: factories.person_pay(unit, kopecks=-1),
    "pay that ends first": lambda unit: factories.person_pay(unit, last_on=date(2026, 8, 31)),
    "absence that ends first": lambda unit: factories.person_absence(
        unit, last_on=date(2026, 11, 9)
    ),
    "unknown sum": lambda unit: factories.wage_sum(unit, kind="bonus"),
    "no amount": lambda unit: factories.allowance_decision(unit, hundredths=None),
    "two amounts": lambda unit: factories.allowance_decision(unit, hundredths=1, kopecks=1),
    "recount without a reason": lambda unit: factories.allowance_sheet(unit, reason=None),
    "first sheet with a reason": lambda unit: factories.allowance_sheet(unit, number=1),
}


@pytest.mark.parametrize("wrong", IMPOSSIBLE)
def test_what_cannot_be_is_refused(unit, wrong):
    with pytest.raises(IntegrityError):
        IMPOSSIBLE[wrong](unit)
    db.session.rollback()


def test_the_fund_is_of_the_month_and_the_minimum_wage_of_every_month_before(unit):
    for kind, month in (
        ("wage_fund", "2026-10"),
        ("wage_fund", "2026-11"),
        ("minimum_wage", "2026-01"),
        ("minimum_wage", "2026-12"),
    ):
        factories.wage_sum(unit, kind=kind, month=month)
    found = [(one.kind, one.month) for one in pay.sums_until("2026-11")]
    assert found == [("minimum_wage", "2026-01"), ("wage_fund", "2026-11")]
