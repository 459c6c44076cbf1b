"""Whom an act touches: names for their own school, counts for others; its clause opens it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from nastavnik.domain.mentorship import Step
from nastavnik.store.db import db
from nastavnik.store.local_act import LocalAct
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

PAST = {"adopted": "01.08.2026", "in_force": "25.08.2026", "applies_to": "new"}
STEP = {
    "k_title": "Согласование с советом",
    "k_step": "1",
    "k_by": "совет наставников",
    "k_evidence": "any",
    "k_clause": "2",
    "k_quote": "согласуется с советом",
}


def test_an_act_dated_in_the_past_keeps_whom_it_touches(country):
    ministry, curator = country.enter("ministry"), country.enter("curator")
    act = country.saved(ministry, **PAST)
    effect = country.told(ministry.get(f"{act}/effect"))
    assert "Акт действует с прошедшего дня" in effect
    assert "Их число скрыто" in effect
    assert re.search(r"Школа первая скрыто скрыто 0 0 0", effect)
    assert "Менторова" not in effect

    country.publish(ministry, act)
    assert "Менторова" not in country.told(ministry.get(act))
    assert "Менторова" not in country.told(country.enter("centre").get(act))
    page = curator.get(act)
    told = country.told(page)
    assert "целиком. Их 4;" in told
    assert told.count("Менторова И. П.") == 4
    assert told.count("нарушит правила") == 4
    pair = re.findall(r'href="(/pairs/[0-9a-f-]{36})"', page.text)[0]
    assert curator.get(pair).status_code == 200


def test_pairs_that_keep_the_new_rules_are_named_too(country):
    director = country.enter("director")
    act = country.published(director, {"k_value": "5"}, **PAST)
    told = country.told(director.get(act))
    assert told.count("по новым правилам, нарушений нет") == 4
    later = country.published(director, {"k_value": "5"}, number="813")
    assert "Пары вашей организации" not in country.told(director.get(later))


def test_a_kind_that_the_act_does_not_name_is_not_touched(country):
    ministry = country.enter("ministry")
    act = country.saved(ministry, {"k_kinds": "tutor"}, **PAST)
    assert "целиком. Их 0" in country.told(ministry.get(f"{act}/effect"))


def test_the_record_holds_no_name(country):
    country.published(country.enter("ministry"), **PAST)
    with country.site.app_context(), acting(EVERYTHING):
        kept = db.session.scalars(select(LocalAct)).one().effect
        school = db.session.scalars(select(OrgUnit).where(OrgUnit.slug == "school")).one()
        pairs = db.session.scalars(select(Mentorship)).all()
        assert kept
        assert "Менторова" not in str(kept)
        assert {one["id"] for one in kept["pairs"][school.path]} == {
            str(one.public_id) for one in pairs
        }


@pytest.mark.parametrize("marked", [False, True])
def test_a_new_step_is_compared_with_the_marks_of_every_pair(country, marked):
    ministry = country.enter("ministry")
    act = country.head(ministry)
    assert country.say(ministry, act, "approval", **STEP).status_code == 302
    if marked:
        _mark_all(country)
    effect = country.told(ministry.get(f"{act}/effect"))
    assert ("Школа первая скрыто 0 0 0" in effect) is not marked
    assert ("Ни у одной пары ничего не меняется" in effect) is marked


def _mark_all(country):
    with country.site.app_context(), acting(EVERYTHING, write=True):
        row = db.session.scalars(select(LocalAct)).one()
        (code,) = [one["code"] for one in row.content["approval"]]
        school = db.session.scalars(select(OrgUnit).where(OrgUnit.slug == "school")).one()
        for pair in db.session.scalars(select(Mentorship)).all():
            factories.event(
                school,
                mentorship_id=pair.id,
                kind=Step.APPROVED.value,
                on=date(2026, 8, 20),
                data={"approval": code, "evidence": ""},
            )
        db.session.commit()


def test_a_clause_leads_to_the_act_that_was_published_here(country):
    ministry, curator = country.enter("ministry"), country.enter("curator")
    act = country.published(ministry)
    rules = curator.get("/rules/?kind=mentor")
    (address,) = set(re.findall(r'href="(/rules/acts/[\w-]+)[^"]*">О предельном', rules.text))
    assert curator.get(address).location == act
    assert curator.get("/rules/acts/nothing").status_code == 404


def test_an_act_that_comes_later_is_among_the_dormant(country):
    ministry, curator = country.enter("ministry"), country.enter("curator")
    country.published(ministry, in_force="01.12.2026")
    told = country.told(curator.get("/rules/"))
    assert re.search(r"№ 812 от 20.11.2026 : вступает в силу 01.12.2026", told)
