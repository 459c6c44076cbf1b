"""The site over a small migrated database, people to log in as, and a reader of its forms."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from nastavnik.domain.access import Role
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import databases, factories
from nastavnik.testing.databases import Database
from nastavnik.usecases import accounts
from nastavnik.web.app import create_app

PASSWORD = "correct horse"
_TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


@pytest.fixture
def site_database(sqlite_database: Database) -> Database:
    """Where the site keeps its rows; a folder of tests may put another here."""
    return sqlite_database


def _built(url: str, folder: Path) -> Flask:
    app = create_app(
        {
            "TESTING": True,
            "NASTAVNIK_DATABASE_URL": url,
            "NASTAVNIK_INSTANCE": folder,
            "NASTAVNIK_SECRET_KEY": "a key of the tests",
            "NASTAVNIK_TODAY": "2026-11-21",
        }
    )
    app.test_client_class = Browser
    return app


@pytest.fixture(scope="session")
def _standing(tmp_path_factory) -> Callable[[str], Flask]:
    return cache(lambda url: _built(url, tmp_path_factory.mktemp("instance")))


@pytest.fixture
def site(site_database: Database, _standing: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application as it is served, with the day fixed and nothing in its folder."""
    with databases.lent(_standing(site_database.url)) as app:
        for left in Path(app.instance_path).iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        yield app


@pytest.fixture
def new_site(site_database: Database, tmp_path) -> Iterator[Flask]:
    """A site that has answered nobody yet: it may be given more pages."""
    app = _built(site_database.url, tmp_path / "instance")
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


@dataclass
class School:
    """A school of a town whose acts are known, its people and accounts by name."""

    site: Flask
    people: dict[str, str] = field(default_factory=dict)
    """Name -> the card's address."""
    ids: dict[str, int] = field(default_factory=dict)
    unit_id: int = 0

    def enter(self, login: str) -> Browser:
        """A browser of the logged-in person."""
        browser = self.site.test_client()
        assert isinstance(browser, Browser)
        assert browser.log_in(login).status_code == 302
        return browser

    def draft(self, **changes: object) -> dict[str, object]:
        """A lawful draft as the form sends it."""
        return {
            "mentor_id": self.people["Соколова"],
            "mentee_id": self.people["Зимина"],
            "kind": "traditional",
            "form": "teacher_teacher",
            "regime": "job_function",
            "start": "01.12.2026",
            "end": "30.11.2029",
        } | changes

    def send(self, browser: Browser, address: str, **values: object) -> TestResponse:
        """Send the values with the session's token; a field may be called `form`."""
        token = browser.token(browser.get("/pairs/"))
        return browser.post(address, data={"csrf_token": token, **values})

    def drafted(self, browser: Browser, **changes: object) -> str:
        """The address of a saved draft."""
        answer = self.send(browser, "/pairs/new", **self.draft(**changes))
        assert answer.status_code == 302, answer.text
        return answer.location

    def agreed(self, browser: Browser, pair: str) -> str:
        """The same address, both consents noted."""
        for side in ("mentor", "mentee"):
            address = f"{pair}/papers/{side}/mentoring"
            assert self.send(browser, address, given_on="20.11.2026").status_code == 302
        return pair


_YEARS = 12
_ACCOUNTS = {
    "curator": (Role.CURATOR, ""),
    "colleague": (Role.CURATOR, ""),
    "viewer": (Role.VIEWER, ""),
    "mentor": (Role.MENTOR, "Соколова"),
    "mentee": (Role.MENTEE, "Зимина"),
    "bystander": (Role.MENTOR, "Никитина"),
}


@pytest.fixture
def school(site: Flask) -> School:
    """Мария Соколова may be a mentor, Ольга Никитина lacks a year; three mentees; a neighbour."""
    built = School(site)
    with site.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass", title="Регион")
        town = factories.unit(region, slug="yurga", title="Город")
        unit = factories.unit(
            town,
            title="Школа № 1",
            place="г. Юрга",
            head_position="директор",
            head_gender="f",
            head_last_name="Тарасова",
            head_first_name="Лариса",
            head_patronymic="Геннадьевна",
        )
        built.unit_id = unit.id
        for last, years in (("Соколова", 21), ("Никитина", 9)):
            facts = {"experience.pedagogical": years * _YEARS, "position_group": "teacher"}
            _enrol_person(built, unit, last, is_mentee=False, facts=facts)
        for last in ("Зимина", "Лебедева", "Гусева"):
            facts = {"first_job": True, "position_group": "teacher"}
            _enrol_person(built, unit, last, is_mentor=False, facts=facts)
        for login, (role, person) in _ACCOUNTS.items():
            _enrol_account(unit, login, role, person_id=built.ids.get(person))
        neighbour = factories.unit(town, title="Школа № 2")
        _enrol_account(neighbour, "stranger", Role.CURATOR)
        _enrol_account(region, "ministry", Role.MINISTRY)
        db.session.commit()
    return built


def _enrol_person(school: School, unit: OrgUnit, last: str, **fields: object) -> None:
    person = factories.person(
        unit,
        last_name=last,
        first_name="Ольга",
        patronymic="Сергеевна",
        gender="f",
        birth_date=date(1990, 5, 1),
        admitted_on=date(2026, 11, 2),
        **fields,
    )
    school.people[last], school.ids[last] = str(person.public_id), person.id


def _enrol_account(unit: OrgUnit, login: str, role: Role, **fields: object) -> None:
    account = factories.account(
        login=login, password_hash=accounts.hashed(PASSWORD), display_name=f"Кимова {login}"
    )
    factories.membership(unit, role, account_id=account.id, **fields)
