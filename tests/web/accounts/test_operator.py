"""The operator's journal: everything is counted and found, nobody is named."""

from __future__ import annotations

import pytest

from nastavnik.domain.access import Role
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit


@pytest.fixture
def operator(site, enroll):
    client = site.test_client()
    client.log_in(enroll("operator", Role.OPERATOR, name="Операторова О. О.").login)
    return client


def test_deeds_of_every_region_are_counted_and_nobody_is_named(school, operator) -> None:
    curator = school.enter("curator")
    assert curator.get(f"/people/{school.people['Соколова']}").status_code == 200
    page = operator.get("/platform/audit").text
    assert "Просмотрено" in page
    with school.site.app_context():
        assert db.session.get_one(OrgUnit, school.unit_id).short_title in page
    assert "куратор наставничества" in page
    assert "127.0.0.1" in page
    for personal in ("Соколова", "Кимова", "curator<", "Тарасова"):
        assert personal not in page.split("<main")[1]


def test_the_search_is_narrowed_by_what_is_asked(school, operator) -> None:
    school.enter("curator")
    school.site.test_client().log_in("curator", "не тот пароль")
    events = "/platform/audit?action="
    assert "Вход не удался" in table(operator, f"{events}login_failed")
    assert "Вход выполнен" not in table(operator, f"{events}login_failed")
    assert "Вход не удался" in table(operator, f"{events}entries")
    assert "Создано" not in table(operator, f"{events}entries")
    assert "Создано" in table(operator, "/platform/audit?origin=&days=90&page=1")
    nobody = operator.get("/platform/audit?account=999999").text
    assert "Ничего не нашлось" in nobody
    ministry = table(operator, "/platform/audit?role=curator")
    assert "куратор наставничества" in ministry
    assert "Создано" not in ministry


def table(browser, address) -> str:
    """The rows that were found."""
    text: str = browser.get(address).text.split('id="events"')[1]
    return text


def test_what_the_form_can_not_say_is_left_out(operator) -> None:
    strange = "/platform/audit?days=5&action=drop&role=king&account=x&place=here&page=99"
    assert operator.get(strange).status_code in {200, 302}
    gone = "/platform/audit?place=00000000-0000-4000-8000-000000000000"
    assert operator.get(gone).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_nobody_else_opens_it(site, enroll, role) -> None:
    client = site.test_client()
    client.log_in(enroll("somebody", role).login)
    assert client.get("/platform/audit").status_code == 403
