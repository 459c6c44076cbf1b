"""The own account: sessions, the password, the address, idle and whole limits of a session."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from nastavnik.domain.access import Role
from nastavnik.store.account import by_login
from nastavnik.web import clock, mail
from nastavnik.web.app import create_app
from nastavnik.web.device import UNKNOWN, device

PASSWORD = "correct horse"
NEW = "зелёный чайник бежит"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
YANDEX = "Mozilla/5.0 (Linux; Android 14) Chrome/138 YaBrowser/25.8 Mobile Safari/537.36"


@pytest.fixture
def person(enroll) -> str:
    login: str = enroll("ivanova", Role.CURATOR, Role.MENTOR).login
    return login


def entered(site, login, agent=FIREFOX):
    client = site.test_client()
    client.environ_base["HTTP_USER_AGENT"] = agent
    assert client.log_in(login).status_code == 302
    return client


def letter(site) -> str:
    with site.app_context():
        return next(mail.kept()).text


@pytest.mark.parametrize(
    ("agent", "shown"),
    [(FIREFOX, "Firefox, Windows"), (YANDEX, "Яндекс Браузер, Android"), ("curl/8", UNKNOWN)],
)
def test_a_device_is_called_as_people_call_it(agent, shown) -> None:
    assert device(agent) == shown


def test_sessions_are_listed_and_ended_from_another_browser(site, person) -> None:
    first, second = entered(site, person), entered(site, person, YANDEX)
    page = second.get("/account").text
    assert "Firefox, Windows" in page
    assert "Яндекс Браузер, Android" in page
    found = re.search(r'name="session" value="(\d+)"', page)
    assert found
    assert second.send("/account/sessions/end", "/account", session=found[1]).status_code == 302
    assert first.get("/account").location.startswith("/login")
    assert second.get("/account").status_code == 200
    third = entered(site, person)
    second.send("/account/sessions/end-others", "/account")
    assert third.get("/account").status_code == 302
    assert second.get("/account").status_code == 200


def test_nobody_ends_a_session_of_another_person(site, person, enroll) -> None:
    own = entered(site, person)
    stranger = entered(site, enroll("petrova", Role.CURATOR).login)
    assert stranger.send("/account/sessions/end", "/account", session="1").status_code == 404
    assert own.get("/account").status_code == 200


def test_a_cookie_that_was_copied_dies_with_the_logout(site, person) -> None:
    client = entered(site, person)
    copied = client.get_cookie("nastavnik").value
    client.send("/logout", "/account")
    thief = site.test_client()
    thief.set_cookie("nastavnik", copied)
    assert thief.get("/account").status_code == 302


def test_a_session_ends_when_idle_and_after_half_a_day(site, person, monkeypatch) -> None:
    client = entered(site, person)
    begun = datetime.now(UTC)

    def after(minutes: int) -> int:
        monkeypatch.setattr(clock, "real", lambda: begun + timedelta(minutes=minutes))
        answer: int = client.get("/account").status_code
        return answer

    assert after(59) == 200
    assert after(59 + 59) == 200  # being used put the end off
    assert after(59 + 59 + 62) == 302
    assert client.log_in(person).status_code == 302
    used = [after(180 + minutes) for minutes in range(30, 720, 30)]
    assert set(used) == {200}
    assert after(180 + 721) == 302


def test_what_was_typed_outlives_the_session(site, person, monkeypatch) -> None:
    client = entered(site, person)
    token = client.token(client.get("/account/email"))
    late = datetime.now(UTC) + timedelta(hours=2)
    monkeypatch.setattr(clock, "real", lambda: late)
    answer = client.post("/account/email", data={"csrf_token": token, "email": "a@b.example"})
    assert answer.status_code == 401
    assert 'value="a@b.example"' in answer.text


def test_a_new_password_ends_the_other_sessions(site, person) -> None:
    other, client = entered(site, person), entered(site, person)
    values = {"new_password": NEW, "again_password": NEW}
    wrong = client.send("/account/password", password="guess", **values)
    assert "Неверный пароль" in wrong.text
    same = {"new_password": PASSWORD, "again_password": PASSWORD}
    assert "прежний пароль" in client.send("/account/password", password=PASSWORD, **same).text
    done = client.send("/account/password", password=PASSWORD, **values)
    assert done.status_code == 302
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert site.test_client().log_in(person, NEW).status_code == 302


def test_an_address_counts_when_its_owner_has_answered_and_then_resets(site, person) -> None:
    client = entered(site, person)
    assert "вид имя@место" in client.send("/account/email", email="no", password=PASSWORD).text
    sent = client.send("/account/email", email="Own@Mail.example", password=PASSWORD)
    assert sent.status_code == 302
    link = re.search(r"http://localhost(\S+)", letter(site))
    assert link
    guest = site.test_client()
    assert guest.send("/enter/forgot", who=person).location == "/enter/sent"
    assert "Подтвердить почту" in letter(site) or "подтвердить её" in letter(site)
    assert guest.send(link[1]).status_code == 302
    with site.app_context():
        account = by_login(person)
        assert account
        assert account.email == "own@mail.example"
    assert guest.get(link[1]).status_code == 200  # the page; its button works once
    assert guest.send(link[1]).status_code == 404
    for who in (person, "own@mail.example", "nobody@mail.example"):
        assert guest.send("/enter/forgot", who=who).location == "/enter/sent"
    reset = re.search(r"http://localhost(/enter/\S+)", letter(site))
    assert reset
    assert guest.send(reset[1], new_password=NEW, again_password=NEW).status_code == 302
    assert client.get("/account").status_code == 302
    assert site.test_client().log_in(person, NEW).status_code == 302


def test_letters_are_read_by_the_operator_and_never_in_production(site, enroll) -> None:
    operator = entered(site, enroll("operator", Role.OPERATOR).login)
    assert "Писем пока нет" in operator.get("/platform/mail").text
    assert entered(site, enroll("x", Role.CURATOR).login).get("/platform/mail").status_code == 403
    operator.send("/account/email", email="own@mail.example", password=PASSWORD)
    assert "own@mail.example" in operator.get("/platform/mail").text
    site.config["NASTAVNIK_ENV"] = "production"
    page = operator.get("/platform/mail").text
    assert "own@mail.example" not in page
    assert "Почтовый сервер не настроен" in page


def test_production_names_its_site_and_keeps_its_cookie_secure(sqlite_database, tmp_path) -> None:
    given = {
        "NASTAVNIK_DATABASE_URL": sqlite_database.url,
        "NASTAVNIK_INSTANCE": tmp_path,
        "NASTAVNIK_ENV": "production",
    }
    with pytest.raises(ValueError, match="NASTAVNIK_SITE"):
        create_app(given)
    app = create_app({**given, "NASTAVNIK_SITE": "https://nastavnik.example/"})
    cookie = app.test_client().get("/login", base_url="http://127.0.0.1").headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert app.config["NASTAVNIK_REQUIRE_TOTP"] is True
    assert app.config["NASTAVNIK_SITE"] == "https://nastavnik.example"


@pytest.mark.parametrize(
    ("name", "value"), [("NASTAVNIK_ENV", "prod"), ("NASTAVNIK_IDLE_MINUTES", "час")]
)
def test_a_setting_that_can_not_be_read_names_itself(tmp_path, name, value) -> None:
    with pytest.raises(ValueError, match=name):
        create_app({"NASTAVNIK_INSTANCE": tmp_path, name: value})
