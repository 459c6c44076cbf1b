"""Access goes with the card into the archive, and comes back with it."""

from __future__ import annotations

import re

from nastavnik.domain.access import Role
from nastavnik.store.account import by_login
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.store.writing import transaction
from nastavnik.testing import factories

CODE = re.compile(r'name="code" value="([^"]+)"')
NEW = "зелёный чайник бежит"


def card(school, name) -> str:
    return f"/people/{school.people[name]}"


def test_the_door_closes_at_once_and_opens_with_the_card(school, site) -> None:
    curator, mentor = school.enter("curator"), school.enter("mentor")
    answer = school.send(curator, f"{card(school, 'Соколова')}/archive")
    assert "Вход на сайт закрыт" in curator.get(answer.location).text
    assert mentor.get("/account").location.startswith("/login")
    assert site.test_client().log_in("mentor").status_code == 403
    answer = school.send(curator, f"{card(school, 'Соколова')}/restore")
    assert "снова открыт" in curator.get(answer.location).text
    assert mentor.get("/account").status_code == 302  # the old session is over for good
    assert school.enter("mentor").get("/account").status_code == 200
    page = curator.get(f"/history/access/{membership(site, 'mentor')}").text
    assert page.index("Роль открыта снова") < page.index("Роль закрыта")


def membership(site, login) -> int:
    with site.app_context():
        account = by_login(login)
        assert account
        number: int = account.memberships[0].id
        return number


def test_a_role_that_was_closed_before_stays_closed(school, site) -> None:
    curator = school.enter("curator")
    school.send(curator, "/access/close", membership=membership(site, "mentor"))
    school.send(curator, f"{card(school, 'Соколова')}/archive")
    school.send(curator, f"{card(school, 'Соколова')}/restore")
    assert site.test_client().log_in("mentor").status_code == 403


def test_a_slip_that_waits_dies_with_the_card(school, site) -> None:
    curator = school.enter("curator")
    gusev = school.people["Гусева"]
    page = school.send(curator, "/people/invite", person=[gusev], **{f"role-{gusev}": "viewer"})
    code = CODE.findall(page.text)[0]
    school.send(curator, f"{card(school, 'Гусева')}/archive")
    values = {"new_password": NEW, "again_password": NEW}
    entered = site.test_client().send("/enter", login="guseva.os", code=code, **values)
    assert entered.status_code == 422


def test_a_role_elsewhere_is_not_touched(school, site) -> None:
    with site.app_context(), acting(EVERYTHING, write=True), transaction():
        account = by_login("mentor")
        assert account
        factories.membership(factories.institution(), Role.MENTOR, account_id=account.id)
    mentor = site.test_client()
    mentor.log_in("mentor")
    curator = school.enter("curator")
    school.send(curator, f"{card(school, 'Соколова')}/archive")
    assert site.test_client().log_in("mentor").status_code == 302


def test_nobody_archives_the_own_card(school, site) -> None:
    with site.app_context(), transaction():
        account = by_login("curator")
        assert account
        account.memberships[0].person_id = school.ids["Лебедева"]
    curator = school.enter("curator")
    refused = school.send(curator, f"{card(school, 'Лебедева')}/archive")
    assert refused.status_code == 409
    assert "Это ваша карточка" in refused.text
    assert curator.get("/account").status_code == 200
