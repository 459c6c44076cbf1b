"""What a draft changes in the month's allowances: exactly inside, without small sums outside."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from nastavnik.store.db import db
from nastavnik.store.local_act import LocalAct
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

PAYS = {
    "k_recipient": "mentor",
    "k_percent": "10",
    "k_clause": "3",
    "k_quote": "в размере 10 %",
}


@pytest.fixture
def paid(country):
    """`paid("school", 6)`: so many mentors of the unit with a salary of 30 000 ₽ each."""

    def settle(slug, number, *, unpaid=0):
        with country.site.app_context(), acting(EVERYTHING, write=True):
            unit = db.session.scalars(select(OrgUnit).filter_by(slug=slug)).one_or_none()
            if unit is None:
                town = db.session.scalars(select(OrgUnit).filter_by(slug="yurga")).one()
                unit = factories.unit(town, slug=slug, title=f"Школа {slug}")
            for at in range(number + unpaid):
                pair = factories.mentorship(unit, start=date(2026, 9, 1))
                if at < number:
                    factories.person_pay(unit, person_id=pair.mentor_id, kopecks=30_000_00)
            db.session.commit()

    return settle


def looked(country, browser, **head):
    act = country.head(browser, **head)
    assert country.say(browser, act, "allowance", **PAYS).status_code == 302
    return act, country.told(browser.get(f"{act}/effect"))


def test_an_institution_sees_its_own_change_to_the_kopeck_and_the_record_keeps_no_small_sum(
    country, paid
):
    paid("school", 2, unpaid=1)
    director = country.enter("director")
    act, told = looked(country, director)
    assert "+6 000 ₽ в месяц у 2 человек" in told
    assert "Ещё у 2 человек сумма не определена" in told
    assert country.publish(director, act).status_code == 302
    with country.site.app_context(), acting(EVERYTHING):
        kept = db.session.scalars(select(LocalAct).where(LocalAct.published_at.is_not(None))).all()
        money = (kept[-1].effect or {})["money"]
    assert money["whole"]["kopecks"] is None
    assert "менее чем у 5 человек" in country.told(director.get(act))


def test_sums_of_fewer_than_five_people_are_not_told_outside(country, paid):
    paid("big", 6)
    paid("small", 3)
    paid("middle", 7)
    ministry = country.enter("ministry")
    _, told = looked(country, ministry)
    assert "+48 000 ₽ в месяц у 16 человек" in told
    assert "Школа big не показано" in told
    assert "Школа small не показано" in told
    assert "Школа middle +21 000 ₽" in told
    assert "+9 000 ₽" not in told
    assert "+18 000 ₽" not in told


def test_people_whose_pay_nobody_entered_are_counted_without_sums(country, paid):
    paid("poor", 0, unpaid=6)
    ministry = country.enter("ministry")
    act, told = looked(country, ministry)
    assert "Школа poor 0 ₽ 0 6" in told
    assert "Школа первая 0 ₽ 0 менее 5" in told
    fixed = PAYS | {"k_percent": "", "k_sum": "1000"}
    assert country.say(ministry, act, "allowance", place="0", **fixed).status_code == 302
    assert "+7 000 ₽ в месяц у 7 человек" in country.told(ministry.get(f"{act}/effect"))


def test_pairs_that_keep_their_law_are_paid_as_before(country, paid):
    paid("big", 6)
    _, told = looked(country, country.enter("ministry"), applies_to="new")
    assert "сумма не меняется" in told


def test_an_act_that_is_not_of_money_says_nothing_of_it(country, paid):
    paid("big", 6)
    ministry = country.enter("ministry")
    act = country.saved(ministry)
    assert "Что изменится в выплатах" not in country.told(ministry.get(f"{act}/effect"))
