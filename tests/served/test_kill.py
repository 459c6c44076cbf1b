"""The product's own server is killed while people write: no acknowledged card is lost."""

from __future__ import annotations

import sqlite3

import pytest

from nastavnik.testing import databases, kills, races

pytestmark = pytest.mark.served
AFTER = 60


@pytest.fixture
def app(database):
    made = databases.bare_app(database)
    yield made
    databases.close(made)


def test_a_killed_server_loses_no_acknowledged_write(app, database, tmp_path) -> None:
    school = races.founded(app, "kuzbass", "yurga")
    outcome = kills.struck(app, database, school, tmp_path, after=AFTER)
    assert len(outcome.acknowledged) >= AFTER
    assert outcome.cut_off > 0, "the server died too late to prove anything"
    assert not outcome.lost
    assert not outcome.untraced
    if not database.is_postgres:
        with sqlite3.connect(database.url.removeprefix("sqlite:///")) as file:
            assert file.execute("pragma integrity_check").fetchone() == ("ok",)
        file.close()
