"""Whatever accounts and their trail do, they do on both databases."""

from __future__ import annotations

import pytest

from nastavnik.testing.databases import Database


@pytest.fixture
def site_database(database: Database) -> Database:
    """In place of the SQLite of the other files."""
    return database
