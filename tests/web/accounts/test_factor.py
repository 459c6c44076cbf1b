"""The second factor: enrolment, the code at the log-in, replay, recovery codes, who must."""

from __future__ import annotations

import re
import time

import pyotp
import pytest

from nastavnik.domain.access import Role
from nastavnik.store import second_factor as store
from nastavnik.store.account import by_login
from nastavnik.store.db import db
from nastavnik.store.second_factor import RecoveryCode

PASSWORD = "correct horse"
SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]+)</code>')
CODE = re.compile(r"<li><code>([^<]+)</code>")


@pytest.fixture
def person(enroll) -> str:
    login: str = enroll("ivanova", Role.MINISTRY).login
    return login


def begun(client) -> str:
    """The secret of a begun enrolment."""
    assert client.send("/account/factor/begin", "/account/factor").status_code == 302
    page = client.get("/account/factor").text
    assert re.search(r'<svg[^>]*viewBox="[^>]*class="qr"', page)  # scaled whole, never cut
    assert "style=" not in page
    found = SECRET.search(page)
    assert found
    return found[1].replace(" ", "")


def enrolled(site, login) -> tuple[str, list[str]]:
    """The secret and the recovery codes of a person with the factor on."""
    client = site.test_client()
    client.log_in(login)
    secret = begun(client)
    page = client.send("/account/factor", code=pyotp.TOTP(secret).now())
    assert page.status_code == 200, page.text
    codes = CODE.findall(page.text)
    assert len(codes) == 10
    return secret, codes


def next_code(secret: str) -> str:
    """The code of the next half-minute: that of this one has been used."""
    return pyotp.TOTP(secret).at(int(time.time()) + 30)


def half_way(site, login):
    client = site.test_client()
    assert client.log_in(login).location == "/login/code"
    return client


def test_the_factor_is_turned_on_and_asked_for(site, person) -> None:
    secret, _ = enrolled(site, person)
    client = half_way(site, person)
    assert client.get("/account").location.startswith("/login")
    assert client.send("/login/code", code="000000").status_code == 422
    done = client.send("/login/code", code=next_code(secret))
    assert done.status_code == 302, done.text
    assert "включён" in client.get("/account").text


def test_a_code_enters_once(site, person) -> None:
    secret, _ = enrolled(site, person)
    code = next_code(secret)
    assert half_way(site, person).send("/login/code", code=code).status_code == 302
    again = half_way(site, person).send("/login/code", code=code)
    assert again.status_code == 422
    assert "уже использован" in again.text


def test_a_recovery_code_enters_once_and_new_ones_replace_them(site, person) -> None:
    _, codes = enrolled(site, person)
    client = half_way(site, person)
    assert client.send("/login/code", code=codes[0].lower()).status_code == 302
    assert "осталось 9" in client.get("/account").text
    assert half_way(site, person).send("/login/code", code=codes[0]).status_code == 422
    fresh = CODE.findall(client.send("/account/factor/codes", password=PASSWORD).text)
    assert len(fresh) == 10
    assert half_way(site, person).send("/login/code", code=codes[1]).status_code == 422
    assert half_way(site, person).send("/login/code", code=fresh[1]).status_code == 302


def test_guessing_is_stopped(site, person) -> None:
    secret, _ = enrolled(site, person)
    client = half_way(site, person)
    for number in range(5):
        assert client.send("/login/code", code=f"00000{number}").status_code == 422
    assert client.send("/login/code", code=next_code(secret)).status_code == 429


def test_the_secret_and_the_codes_are_not_kept_in_the_open(site, person) -> None:
    secret, codes = enrolled(site, person)
    with site.app_context():
        account = by_login(person)
        assert account
        kept = store.of(account.id)
        assert kept
        assert secret not in kept.secret
        hashes = [one.code_hash for one in db.session.query(RecoveryCode)]
    assert not {code.replace("-", "") for code in codes} & set(hashes)
    assert all(len(one) == 64 for one in hashes)


def test_a_wrong_first_code_turns_nothing_on(site, person) -> None:
    client = site.test_client()
    client.log_in(person)
    begun(client)
    assert client.send("/account/factor", code="000000").status_code == 422
    assert site.test_client().log_in(person).location != "/login/code"


def test_turning_it_off_asks_for_the_password(site, person) -> None:
    secret, _ = enrolled(site, person)
    client = half_way(site, person)
    client.send("/login/code", code=next_code(secret))
    assert client.send("/account/factor/off", password="guess").status_code == 422
    assert client.send("/account/factor/off", password=PASSWORD).status_code == 302
    assert site.test_client().log_in(person).location != "/login/code"


@pytest.mark.parametrize("role", Role)
def test_roles_that_see_many_units_need_it_where_it_is_demanded(site, enroll, role) -> None:
    site.config["NASTAVNIK_REQUIRE_TOTP"] = True
    client = site.test_client()
    client.log_in(enroll("somebody", role).login)
    answer = client.get("/account")
    if role not in {Role.OPERATOR, Role.MINISTRY, Role.MUNICIPAL}:
        assert answer.status_code == 200
        return
    assert answer.location == "/account/factor"
    assert client.get("/account/password").location == "/account/factor"
    assert "работать нельзя" in client.get("/account/factor").text
    secret = begun(client)
    assert client.send("/account/factor", code=pyotp.TOTP(secret).now()).status_code == 200
    assert client.get("/account").status_code == 200


def test_who_gave_the_access_may_turn_it_off(school, site) -> None:
    enrolled(site, "mentor")
    with site.app_context():
        account = by_login("mentor")
        assert account
        membership = account.memberships[0].id
    stranger = school.enter("stranger")
    assert school.send(stranger, "/access/factor", membership=membership).status_code == 404
    curator = school.enter("curator")
    assert school.send(curator, "/access/factor", membership=membership).status_code == 302
    assert site.test_client().log_in("mentor").location != "/login/code"
