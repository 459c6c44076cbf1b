"""Letters go to a real server over TLS with a password; while it is down, none is lost."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from email import message_from_string, policy
from pathlib import Path
from urllib.parse import quote

import pytest

from nastavnik.domain.access import Role
from nastavnik.store.account import by_login
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.store.writing import transaction
from nastavnik.testing import smtp
from nastavnik.testing.trail import events
from nastavnik.web import mail, postman

NEW = "зелёный чайник бежит"


@pytest.fixture
def trusted(tmp_path, monkeypatch) -> Path:
    """A folder with the certificate of the server, which this process trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(smtp.certificate(tmp_path)))
    monkeypatch.setattr(postman, "_FIRST_PAUSE", 0.2)
    return Path(tmp_path)


@pytest.fixture(autouse=True)
def _retired(site) -> Iterator[None]:
    """The postman of one test does not walk into the next."""
    yield
    site.config["NASTAVNIK_SMTP_URL"] = None
    mail.init_mail(site)


def connect(site, port, password=smtp.PASSWORD) -> None:
    """As the operator sets it before the start."""
    site.config["NASTAVNIK_SMTP_URL"] = f"smtp://{smtp.USER}:{quote(password)}@127.0.0.1:{port}"
    mail.init_mail(site)


@pytest.fixture
def person(site, enroll) -> str:
    login: str = enroll("ivanova", Role.CURATOR).login
    with site.app_context(), transaction():
        account = by_login(login)
        assert account
        account.email = "own@mail.example"
    return login


def ask(site, who) -> None:
    assert site.test_client().send("/enter/forgot", who=who).location == "/enter/sent"


def until(ready) -> None:
    deadline = time.monotonic() + 20
    while not ready():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def waiting(site) -> list[postman.Waiting]:
    with site.app_context():
        return list(mail.waiting())


def said(site) -> str:
    found = waiting(site)
    return found[0].said if found else ""


def told(site, action) -> list[dict[str, str]]:
    with site.app_context(), acting(EVERYTHING):
        return [one.after for one in events(action=action)]


def test_a_letter_goes_over_tls_and_its_link_lets_in(site, person, trusted) -> None:
    with smtp.mail_server(trusted) as (port, taken):
        connect(site, port)
        ask(site, person)
        until(lambda: taken.letters)
        until(lambda: told(site, "mail"))
    assert taken.safely == [True]
    letter = message_from_string(taken.letters[0], policy=policy.default)
    assert letter["To"] == "own@mail.example"
    assert "X-Nastavnik-Account" not in letter
    link = re.search(r"http://localhost(\S+)", letter.get_content())
    assert link
    guest = site.test_client()
    assert guest.send(link[1], new_password=NEW, again_password=NEW).status_code == 302
    assert told(site, "mail") == [{"letter": "Новый пароль"}]
    assert not waiting(site)


def test_a_server_that_is_down_loses_nothing(site, person, trusted, enroll) -> None:
    with smtp.mail_server(trusted) as (port, _):
        pass  # a port at which nobody answers now
    connect(site, port)
    ask(site, person)
    until(lambda: said(site))
    operator = site.test_client()
    operator.log_in(enroll("operator", Role.OPERATOR).login)
    page = operator.get("/platform/mail").text
    assert "Ждут отправки: 1" in page
    assert "не отвечает" in page
    assert "own@mail.example" not in page
    until(lambda: told(site, "mail_failed"))
    assert told(site, "mail_failed") == [{"letter": "Новый пароль", "reason": "ждёт"}]
    with smtp.mail_server(trusted, port) as (_, taken):
        until(lambda: taken.letters)
        until(lambda: not waiting(site))
    assert len(taken.letters) == 1


def test_letters_of_an_earlier_run_go_when_the_site_starts(site, person, trusted) -> None:
    outbox = Path(site.config["NASTAVNIK_INSTANCE"]) / "outbox"
    with smtp.mail_server(trusted) as (port, _):
        pass
    connect(site, port)
    ask(site, person)
    until(lambda: said(site))
    (letter,) = outbox.glob("*.eml")
    kept = outbox / f"{letter.stem}.kept"
    letter.rename(kept)  # the postman of the earlier run finds nothing and goes home
    time.sleep(0.5)
    kept.rename(letter)
    with smtp.mail_server(trusted) as (port, taken):
        connect(site, port)
        until(lambda: taken.letters)


def test_what_the_server_will_never_take_does_not_wait(site, person, trusted) -> None:
    with site.app_context(), transaction():
        account = by_login(person)
        assert account
        account.email = "nobody@mail.example"
    with smtp.mail_server(trusted) as (port, taken):
        connect(site, port)
        ask(site, person)
        until(lambda: told(site, "mail_failed"))
    assert "не принимает этот адрес" in told(site, "mail_failed")[0]["reason"]
    assert not waiting(site)
    assert not taken.letters


def test_a_wrong_password_of_the_server_is_said_to_the_operator(site, person, trusted) -> None:
    with smtp.mail_server(trusted) as (port, taken):
        connect(site, port, "guess")
        ask(site, person)
        until(lambda: said(site))
        assert "не принял логин или пароль" in said(site)
    assert not taken.letters


def test_a_server_without_trust_gets_no_letter(site, person, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(postman, "_FIRST_PAUSE", 0.2)
    with smtp.mail_server(tmp_path) as (port, taken):
        connect(site, port)
        ask(site, person)
        until(lambda: said(site))
        assert "нет доверия" in said(site)
    assert not taken.letters


def test_an_unanswering_server_does_not_hold_the_page(site, person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        connect(site, silent.getsockname()[1])
        began = time.monotonic()
        ask(site, person)
        assert time.monotonic() - began < postman.TIMEOUT / 2
