"""The site with a victim and its attackers, on both databases; attacks leave no trace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import databases, marked
from nastavnik.testing.marked import Victim
from nastavnik.usecases import accounts
from nastavnik.web.app import create_app

PASSWORD = "correct horse"


@dataclass
class Attacked:
    """The site, and what the victim keeps; `faults`: who met a fault at which address.

    `known`: beginning of a rule up to an id, and the name of the id -> ids that open there.
    """

    site: Flask
    victim: Victim
    faults: list[tuple[str, str]] = field(default_factory=list)
    known: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def browser(self, login: str) -> FlaskClient:
        """A logged-in browser."""
        client = self.site.test_client()
        answer = client.post("/login", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    def dump(self) -> dict[str, list[str]]:
        """Every row of the tenants, past the walls."""
        with self.site.app_context(), acting(EVERYTHING):
            return marked.dump()


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def attacked(request, tmp_path_factory) -> Iterator[Attacked]:
    """One for a file of attacks: an attack that fails leaves it as it was."""
    folder = tmp_path_factory.mktemp("attacked")
    with ExitStack() as stack:
        if request.param == "sqlite":
            template = request.getfixturevalue("sqlite_template")
            base = databases.sqlite_copy(template, folder)
        else:
            cluster = request.getfixturevalue("postgres_cluster")
            base = stack.enter_context(databases.postgres_database(cluster))
        config: dict[str, Any] = {
            "TESTING": True,
            "PROPAGATE_EXCEPTIONS": False,
            "WTF_CSRF_ENABLED": False,  # a stranger's own forms carry a token as well
            "NASTAVNIK_DATABASE_URL": base.url,
            "NASTAVNIK_INSTANCE": folder / "instance",
            "NASTAVNIK_SECRET_KEY": "a key of the tests",
            "NASTAVNIK_TODAY": "2026-11-21",
        }
        site = create_app(config)
        stack.callback(databases.close, site)
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        with site.app_context(), acting(EVERYTHING, write=True):
            victim = marked.settled(cheap, home="kuzbass", town="yurga", abroad="altai")
            db.session.commit()
        accounts._stand_in.cache_clear()  # noqa: SLF001 - it is of the cost of another test
        yield Attacked(site, victim)
