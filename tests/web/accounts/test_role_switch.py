"""One person, several roles: the scope changes at once, a form of the former role is refused."""

from __future__ import annotations

import re

import pytest

from nastavnik.domain.access import Role
from nastavnik.store.account import by_login
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories


@pytest.fixture
def two_schools(school, site):
    """The curator of the first school is a mentor of a second one besides."""
    with site.app_context(), acting(EVERYTHING, write=True):
        account = by_login("curator")
        assert account
        own = db.session.get_one(OrgUnit, school.unit_id)
        town = db.session.get_one(OrgUnit, own.parent_id)
        other = factories.unit(town, title="Школа № 3", short_title="Школа № 3")
        factories.person(other, last_name="Третьякова", is_mentee=False)
        factories.membership(other, Role.CURATOR, account_id=account.id)
        db.session.commit()
    browser = site.test_client()
    assert browser.log_in("curator").location.startswith("/role")
    return browser


def other_role(browser) -> str:
    found = re.search(r'who-roles.*?name="membership" value="(\d+)"', browser.get("/help").text)
    assert found
    return found[1]


def test_the_top_bar_switches_and_the_records_change_at_once(two_schools, school) -> None:
    card = f"/people/{school.people['Соколова']}"
    assert "Соколова" in two_schools.get("/people/").text
    assert two_schools.get(card).status_code == 200
    switched = two_schools.send("/role", "/help", membership=other_role(two_schools))
    assert switched.status_code == 302
    text = two_schools.get("/people/").text
    assert "Третьякова" in text
    assert "Соколова" not in text
    assert two_schools.get(card).status_code == 404


def test_a_form_of_the_former_role_is_refused_and_kept(two_schools) -> None:
    stale = two_schools.token(two_schools.get("/people/new"))
    typed = {"csrf_token": stale, "last_name": "Крылова", "first_name": "Вера"}
    typed |= {"gender": "f", "position": "учитель"}
    here, there = two_schools, other_role(two_schools)
    here.send("/role", "/help", membership=there)
    back = other_role(here)
    answer = here.post("/people/new", data=typed)
    assert answer.status_code == 409
    assert "Форма открыта в другой роли" in answer.text
    assert "Школа № 1" in answer.text
    assert 'value="Крылова"' in answer.text
    assert here.post("/people/new", data=typed).status_code == 409
    assert "Крылова" not in here.get("/people/").text
    # back in the former role the same form needs one more press
    here.send("/role", "/help", membership=back)
    again = here.post("/people/new", data=typed)
    assert again.status_code == 400
    assert "Форма устарела" in again.text
    done = here.post("/people/new", data=typed | {"csrf_token": here.token(again)})
    assert done.status_code == 302
    assert "Крылова" in here.get("/people/").text


def test_a_role_that_has_ended_stops_with_the_next_request(school, site) -> None:
    mentor = school.enter("mentor")
    curator = school.enter("curator")
    with site.app_context():
        account = by_login("mentor")
        assert account
        membership = account.memberships[0].id
    assert mentor.get("/account").status_code == 200
    assert school.send(curator, "/access/close", membership=membership).status_code == 302
    assert mentor.get("/account").location.startswith("/login")
    refused = site.test_client().log_in("mentor")
    assert refused.status_code == 403
    assert "не назначена роль" in refused.text
