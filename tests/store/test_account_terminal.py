"""Accounts from the terminal: the rights are those of the account in --as."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from nastavnik.cli.main import cli
from nastavnik.domain.access import Role
from nastavnik.store import account as accounts
from nastavnik.store import second_factor
from nastavnik.store.db import db
from nastavnik.store.second_factor import Totp
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.store.writing import transaction
from nastavnik.testing import factories
from nastavnik.testing.trail import events

PASSWORD = "Тихая заводь 1874"


@pytest.fixture
def terminal(store_app, monkeypatch):
    """Commands over a region with a ministry, a town with a centre, a school with a curator."""
    store_app.config["SECRET_KEY"] = "a key of the tests"
    store_app.config["NASTAVNIK_SITE"] = "https://nastavnik.example"
    store_app.config["NASTAVNIK_TODAY"] = None
    monkeypatch.setattr("nastavnik.cli.acting.ready_app", lambda: store_app)
    monkeypatch.setattr("nastavnik.cli.region_setup.ready_app", lambda: store_app)
    with store_app.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass", title="Регион")
        town = factories.unit(region, slug="yurga", title="Город")
        school = factories.unit(town, slug="school1", title="Школа № 1")
        factories.person(school, last_name="Соколова")
        for unit, role in (
            (region, Role.OPERATOR),
            (region, Role.MINISTRY),
            (town, Role.MUNICIPAL),
            (school, Role.CURATOR),
            (school, Role.MENTOR),
        ):
            account = factories.account(login=role.value, display_name=f"Кимова {role.value}")
            factories.membership(unit, role, account_id=account.id)
        db.session.commit()
    return store_app


def run(*words, code=0, typed="") -> str:
    answer = CliRunner().invoke(cli, [*words], input=typed, catch_exceptions=False)
    assert answer.exit_code == code, answer.output
    return answer.output


def data(*words):
    return json.loads(run("account", *words, "--json"))


@pytest.mark.usefixtures("terminal")
def test_the_list_is_of_those_whom_one_invites():
    assert [one["login"] for one in data("list", "--as", "operator")] == ["ministry"]
    assert "Кимова municipal" in run("account", "list", "--as", "ministry")
    assert "нужно право" in run("account", "list", "--as", "mentor", code=1).lower()
    given = data("roles", "--as", "ministry")
    assert {one["role"] for one in given} == {"institute", "municipal"}
    assert "муниципальный центр" in run("account", "roles", "--as", "ministry")
    assert "наставник" in run("account", "roles", "mentor", "--as", "curator")
    assert "никого не приглашает" in run("account", "roles", "--as", "mentor")


def test_a_role_is_added_and_its_code_opens_once(terminal):
    made = data("add", "--as", "ministry", "--give", "municipal", "--at", "yurga",
                "--name", "Центрова Ольга Олеговна")  # fmt: skip
    assert made["login"] == "tsentrova.oo"
    assert len(made["code"]) == 9
    text = run("account", "list", "--as", "ministry")
    assert "ждёт первого входа" in text
    with terminal.app_context(), acting(EVERYTHING):
        event = events(table_name="entry_key", action="insert")[-1]
    assert (event.actor_name, event.origin) == ("Кимова ministry", "терминал")


@pytest.mark.usefixtures("terminal")
def test_a_link_and_a_person_of_the_staff_list():
    words = ("account", "add", "--as", "curator", "--give", "mentee", "--at", "Сокол")
    assert "https://nastavnik.example/enter/" in run(*words, "--link")
    again = run(*words)
    assert "Код первого входа: " in again
    asked = run(*words, "--known", "ministry")
    assert "Если такой логин есть" in asked


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "ministry", "--give", "municipal", "--at", "нет такого"), "одно место"),
        (("--as", "ministry", "--give", "curator", "--at", "yurga"), "одно место"),
        (("--as", "curator", "--give", "director", "--at", "Сокол"), "выдаёт не ваша роль"),
        (("--as", "curator", "--give", "mentor", "--at", "Петров"), "одно место"),
        (("--as", "mentor", "--give", "mentor"), "нужно право"),
    ],
)
def test_what_one_may_not_is_refused(words, said):
    assert said.lower() in run("account", "add", *words, code=1).lower()


def test_a_reset_and_the_end_of_a_role(terminal):
    with terminal.app_context(), transaction():
        account = accounts.by_login("mentor")
        assert account
        account.password_hash = "some"
        db.session.add(
            Totp(
                account_id=account.id,
                secret="x",
                made_at=factories.NOW,
                confirmed_at=factories.NOW,
            )
        )
    text = run("account", "reset", "mentor", "--as", "curator", "--factor")
    assert "Код первого входа" in text
    with terminal.app_context():
        account = accounts.by_login("mentor")
        assert account
        assert second_factor.of(account.id) is None
    assert "закрыта" in run("account", "close", "mentor", "--as", "curator")
    assert "нет ролей, которые выдаёте вы" in run(
        "account", "close", "mentor", "--as", "curator", code=1
    )
    assert "нет ролей" in run("account", "reset", "ministry", "--as", "curator", code=1)


def test_the_owner_of_the_server_makes_an_operator_and_gives_the_entrance_back(terminal):
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    words = ("region", "operator", "kuzbass", "--login", "Chief")
    text = run(*words, "--person", "Операторова О. О.", typed=typed)
    assert "Оператор заведён: chief" in text
    assert PASSWORD not in text
    with terminal.app_context(), transaction():
        account = accounts.by_login("chief")
        assert account
        assert [one.role for one in account.roles] == [Role.OPERATOR]
        db.session.add(
            Totp(account_id=account.id, secret="x", made_at=factories.NOW, confirmed_at=None)
        )
    assert "Вход оператора возвращён" in run(*words, typed=typed)
    with terminal.app_context():
        account = accounts.by_login("chief")
        assert account
        assert second_factor.of(account.id) is None
    taken = run("region", "operator", "kuzbass", "--login", "mentor", "--person", "А Б", code=1,
                typed=typed)  # fmt: skip
    assert "занят" in taken
    with terminal.app_context(), acting(EVERYTHING):
        assert events(table_name="membership")[-1].actor_name == "владелец сервера"
