"""The site over a small migrated database, people to log in as, and a reader of its forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nastavnik.domain.access import Role
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import databases, factories
from nastavnik.testing.databases import Database
from nastavnik.usecases import accounts
from nastavnik.web.app import create_app

PASSWORD = "correct horse"
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@pytest.fixture
def site(sqlite_database: Database, tmp_path) -> Iterator[Flask]:
    """The application as it is served, with the day fixed."""
    app = create_app(
        {
            "TESTING": True,
            "NASTAVNIK_DATABASE_URL": sqlite_database.url,
            "NASTAVNIK_INSTANCE": tmp_path / "instance",
            "NASTAVNIK_SECRET_KEY": "a key of the tests",
            "NASTAVNIK_TODAY": "2026-11-21",
        }
    )
    app.test_client_class = Browser
    yield app
    databases.close(app)


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch) -> None:
    """The same checks at a low cost: a test of the brake logs in twenty times."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", cheap)
    accounts._stand_in.cache_clear()  # noqa: SLF001 - it is of the other cost


@dataclass(frozen=True)
class Enrolled:
    """An account that can log in, and where its roles are."""

    login: str
    units: tuple[str, ...]


@pytest.fixture
def enroll(site: Flask) -> Callable[..., Enrolled]:
    """`enroll("ivanova", Role.CURATOR)`: an account, each role in an institution of its own."""

    def enrolled(login: str, *roles: Role, name: str = "Иванова Мария Кимовна") -> Enrolled:
        with site.app_context(), acting(EVERYTHING, write=True):
            account = factories.account(
                login=login, password_hash=accounts.hashed(PASSWORD), display_name=name
            )
            units = [factories.institution() for _ in roles]
            for unit, role in zip(units, roles, strict=True):
                factories.membership(unit, role, account_id=account.id)
            titles = tuple(unit.title for unit in units)
            db.session.commit()
        return Enrolled(login, titles)

    return enrolled


class Browser(FlaskClient):
    """A test client that fills in forms."""

    @staticmethod
    def token(page: TestResponse) -> str:
        """The token of the page's first form."""
        found = _TOKEN.search(page.text)
        assert found, "the page has no form"
        return found[1]

    def send(self, address: str, form: str = "", **values: str) -> TestResponse:
        """Open the page with the form, fill it in and send it to `address`."""
        token = self.token(self.get(form or address))
        return self.post(address, data={"csrf_token": token, **values})

    def log_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        return self.send("/login", login=login, password=password)
