"""Logging in: wrong pairs, the brake, the choice of a role, the way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from nastavnik.domain.access import Role
from nastavnik.domain.errors import ForbiddenError, InputError
from nastavnik.store.account import by_login
from nastavnik.store.writing import transaction
from nastavnik.testing.statements import recorded
from nastavnik.usecases import accounts
from nastavnik.usecases.accounts import WRONG, accept, prove
from nastavnik.usecases.brake import PER_ADDRESS, PER_LOGIN, PER_LOGIN_ANYWHERE, ThrottledError
from nastavnik.web import nav

PASSWORD = "correct horse"  # of everyone whom `enroll` makes
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Counting:
    """A hasher of passwords that notes each check."""

    def __init__(self, checks: list[str]) -> None:
        self._checks, self._hasher = checks, PasswordHasher(1, 8, 1)

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def verify(self, kept: str, password: str) -> bool:
        self._checks.append(kept)
        return self._hasher.verify(kept, password)


def attempt(site, login: str, password: str = "wrong", address: str = "10.0.0.1", after: int = 0):
    with site.app_context():
        now = NOW + timedelta(minutes=after)
        return accept(
            proof=prove(login=login, password=password, address=address, now=now), now=now
        )


def fail(site, times: int, login: str = "ivanova", address: str = "10.0.0.1") -> None:
    for _ in range(times):
        with pytest.raises(InputError):
            attempt(site, login, address=address)


def test_the_right_password_opens_the_site(site, enroll) -> None:
    client = site.test_client()
    answer = client.log_in(enroll("ivanova", Role.CURATOR).login.upper())
    with site.test_request_context():
        assert answer.location == nav.home()
    text = client.get("/help").text
    assert "Иванова\N{NO-BREAK SPACE}М.\N{NO-BREAK SPACE}К." in text
    assert "куратор наставничества" in text
    assert client.send("/logout", "/help").location == "/login"
    assert "куратор наставничества</span>" not in client.get("/help").text


@pytest.mark.parametrize("login", ["ivanova", "nobody"])
def test_a_wrong_pair_gives_one_message_and_keeps_the_login(site, enroll, login) -> None:
    enroll("ivanova", Role.CURATOR)
    answer = site.test_client().log_in(login, "wrong")
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert f'value="{login}"' in answer.text
    assert "wrong" not in answer.text.replace("/login", "")


@pytest.mark.parametrize("times", [1, PER_LOGIN + 1, PER_LOGIN + 2])
def test_an_unknown_login_costs_the_same_work(site, enroll, monkeypatch, times) -> None:
    """The wrong password of a known one: as many checks of it, and the same statements."""
    enroll("ivanova", Role.CURATOR)
    checks: list[str] = []
    monkeypatch.setattr(accounts, "_hasher", Counting(checks))
    spent = {}
    for login in ("ivanova", "nobody"):
        for _ in range(times):
            checks.clear()
            refused = pytest.raises((InputError, ThrottledError))
            with site.app_context(), recorded() as statements, refused:
                attempt(site, login, address=login)
            kinds = [one.split()[0] for one in statements]
        spent[login] = kinds, len(checks)
    assert spent["ivanova"] == spent["nobody"]
    assert spent["nobody"][1] == (times == 1)


def test_an_empty_form_names_both_fields(site) -> None:
    answer = site.test_client().log_in("  ", "")
    assert "Проверьте форму: 2\N{NO-BREAK SPACE}замечания" in answer.text
    assert '<a href="#login">Введите логин.</a>' in answer.text
    assert 'aria-describedby="password-error"' in answer.text


def test_five_failures_close_the_login_even_to_the_right_password(site, enroll) -> None:
    enroll("ivanova", Role.CURATOR)
    fail(site, 5)
    with pytest.raises(ThrottledError, match="через 15\N{NO-BREAK SPACE}минут"):
        attempt(site, "ivanova", PASSWORD)
    with pytest.raises(ThrottledError, match="через 1\N{NO-BREAK SPACE}минуту"):
        attempt(site, "ivanova", PASSWORD, after=14)
    assert attempt(site, "ivanova", PASSWORD, after=16)


def test_the_brake_shows_a_page(site, enroll) -> None:
    enroll("ivanova", Role.CURATOR)
    client = site.test_client()
    for _ in range(5):
        client.log_in("ivanova", "wrong")
    answer = client.log_in("ivanova")
    assert answer.status_code == 429
    assert "Слишком много неудачных попыток" in answer.text
    assert "Повторите через 15" in answer.text
    assert "кто выдал вам вход" in answer.text


def test_an_address_that_tries_many_logins_is_closed(site, enroll) -> None:
    enroll("ivanova", Role.CURATOR)
    for number in range(PER_ADDRESS):
        fail(site, 1, login=f"guess-{number}")
    with pytest.raises(ThrottledError):
        attempt(site, "ivanova", PASSWORD)
    assert attempt(site, "ivanova", PASSWORD, address="10.0.0.2")


def test_a_stranger_elsewhere_does_not_lock_the_holder_out(site, enroll) -> None:
    enroll("ivanova", Role.CURATOR)
    fail(site, 5, address="203.0.113.1")
    with pytest.raises(ThrottledError):
        attempt(site, "ivanova", PASSWORD, address="203.0.113.1")
    assert attempt(site, "ivanova", PASSWORD)


def test_many_addresses_close_a_login_but_not_to_where_its_holder_enters(site, enroll) -> None:
    enroll("ivanova", Role.CURATOR)
    site.test_client().log_in("ivanova")  # from 127.0.0.1
    for number in range(PER_LOGIN_ANYWHERE // 5):
        fail(site, 5, address=f"203.0.113.{number}")
    with pytest.raises(ThrottledError):
        attempt(site, "ivanova", PASSWORD)
    assert attempt(site, "ivanova", PASSWORD, address="127.0.0.1")


def test_success_forgets_the_failures(site, enroll) -> None:
    enroll("ivanova", Role.CURATOR)
    fail(site, 4)
    assert attempt(site, "ivanova", PASSWORD)
    fail(site, 4)
    assert attempt(site, "ivanova", PASSWORD)


def test_a_closed_account_and_one_without_a_role(site, enroll) -> None:
    enroll("nobody")
    with pytest.raises(ForbiddenError, match="не назначена роль"):
        attempt(site, "nobody", PASSWORD)
    enroll("ivanova", Role.CURATOR)
    client = site.test_client()
    client.log_in("ivanova")
    with site.app_context(), transaction():
        account = by_login("ivanova")
        assert account
        account.active = False
    with pytest.raises(InputError):
        attempt(site, "ivanova", PASSWORD)
    assert client.get("/role").location.startswith("/login")


def test_a_new_password_ends_old_sessions(site, enroll) -> None:
    enroll("ivanova", Role.CURATOR)
    client = site.test_client()
    client.log_in("ivanova")
    assert client.get("/role").status_code == 200
    with site.app_context(), transaction():
        account = by_login("ivanova")
        assert account
        account.password_hash = "changed"
    assert client.get("/role").location.startswith("/login")


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("/help?a=1", "/help?a=1"),
        ("//evil.example", ""),
        ("/\\evil.example", ""),
        ("https://evil.example", ""),
        ("/\thelp", ""),
    ],
)
def test_the_way_back_is_local(site, enroll, wanted, got) -> None:
    enroll("ivanova", Role.CURATOR)
    client = site.test_client()
    answer = client.send("/login", login="ivanova", password=PASSWORD, next=wanted)
    with site.test_request_context():
        assert answer.location == (got or nav.home())


def test_one_of_several_roles_is_chosen(site, enroll) -> None:
    person = enroll("ivanova", Role.CURATOR, Role.MENTOR)
    stranger = enroll("petrova", Role.MINISTRY)
    client = site.test_client()
    answer = client.send("/login", login="ivanova", password=PASSWORD, next="/help")
    assert answer.location == "/role?next=/help"
    page = client.get(answer.location)
    assert all(unit in page.text for unit in person.units)
    assert stranger.units[0] not in page.text
    first, second = (
        int(text.split('"')[0])
        for text in page.text.split("<main")[1].split('name="membership" value="')[1:]
    )
    assert client.send("/role", membership=str(second), next="/help").location == "/help"
    assert "<br>наставник<" in client.get("/help").text.replace('<span class="who-role">', "")
    foreign = client.send("/role", membership=str(second + 1))
    assert foreign.status_code == 404
    assert client.send("/role", membership=str(first)).status_code == 302
