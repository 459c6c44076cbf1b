"""A database that lets nobody in: the page says so, keeps what was typed and offers to repeat."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import event

from nastavnik.store.db import db
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting

CARD = {
    "last_name": "Заречная",
    "first_name": "Нина",
    "gender": "f",
    "position": "учитель",
    "is_mentee": "y",
}


@pytest.fixture
def locked(school, sqlite_database):
    """A block during which another program writes; the site waits for a twentieth of a second."""
    with school.site.app_context():
        event.listen(
            db.engine, "connect", lambda dbapi, _: dbapi.execute("pragma busy_timeout = 50")
        )
        db.engine.dispose()

    @contextmanager
    def block():
        file = sqlite_database.url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("begin immediate")
            yield
            other.execute("rollback")

    return block


def test_what_was_typed_into_a_busy_site_is_sent_again(school, locked) -> None:
    curator = school.enter("curator")
    values = {"csrf_token": curator.token(curator.get("/people/new")), **CARD}
    with locked():
        answer = curator.post("/people/new", data=values)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Ничего не сохранено" in answer.text
    assert 'name="last_name" value="Заречная"' in answer.text
    assert "Отправить ещё раз</button>" in answer.text
    assert curator.post("/people/new", data=values).status_code == 302
    with school.site.app_context(), acting(EVERYTHING):
        assert db.session.query(Person).filter_by(last_name="Заречная").count() == 1


def test_a_fragment_gets_a_notice(school, locked) -> None:
    curator = school.enter("curator")
    values = {"csrf_token": curator.token(curator.get("/people/new")), **CARD}
    with locked():
        answer = curator.post("/people/new", data=values, headers={"HX-Request": "true"})
    assert answer.status_code == 503
    assert "<html" not in answer.text
    assert "повторите действие" in answer.text


def test_reading_goes_on_while_another_writes(school, locked) -> None:
    curator = school.enter("curator")
    with locked():
        assert curator.get("/people/").status_code == 200
        assert curator.get(f"/people/{school.people['Зимина']}").status_code == 200


def test_a_log_in_to_a_busy_site_asks_for_the_password_again(school, locked) -> None:
    browser = school.site.test_client()
    token = browser.token(browser.get("/login"))
    values = {"csrf_token": token, "login": "curator", "password": "correct horse"}
    with locked():
        answer = browser.post("/login", data=values)
    assert answer.status_code == 503
    assert 'type="password" name="password"' in answer.text
    assert "correct horse" not in answer.text
    assert browser.post("/login", data=values).status_code == 302
