"""A file that another process has locked is switched to the write-ahead log all the same."""

from __future__ import annotations

import multiprocessing
import sqlite3
import time

import pytest

from nastavnik.store import migrate, sqlite_wal
from nastavnik.testing import databases
from nastavnik.testing.databases import Database

FORK = multiprocessing.get_context("fork")
HELD_SECONDS = 0.5


def hold(file, held, seconds):
    """Another process: it writes with the old journal for a while."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("create table other (id integer)")
    connection.execute("begin immediate")
    connection.execute("insert into other values (1)")
    held.set()
    time.sleep(seconds)
    connection.execute("commit")
    connection.close()


@pytest.fixture
def locked(tmp_path):
    """A new file in another process' hands, and for how long."""
    held, file = FORK.Event(), tmp_path / "new.sqlite3"
    other = FORK.Process(target=hold, args=(file, held, HELD_SECONDS))
    other.start()
    assert held.wait(10)
    yield file
    other.join(10)
    assert other.exitcode == 0


def test_the_bare_switch_does_not_wait(locked):
    """What is mended: the day SQLite waits by itself, the loop may go."""
    connection = sqlite3.connect(locked, isolation_level=None)
    connection.execute("pragma busy_timeout = 10000")
    began = time.monotonic()
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        connection.execute("pragma journal_mode = wal")
    assert time.monotonic() - began < HELD_SECONDS
    connection.close()


def test_the_switch_waits_for_the_other(locked):
    connection = sqlite3.connect(locked, isolation_level=None)
    sqlite_wal.switch_on(connection)
    assert connection.execute("pragma journal_mode").fetchone() == ("wal",)
    connection.close()


def test_it_does_not_wait_for_ever(locked):
    connection = sqlite3.connect(locked, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite_wal.switch_on(connection, patience=0.1)
    connection.close()


def test_a_database_is_migrated_while_another_process_writes_its_file(locked):
    address = f"sqlite:///{locked}"
    app = databases.bare_app(Database(address, address, address))
    migrate.upgrade(app)
    assert migrate.current(app) == migrate.latest()
    databases.close(app)
