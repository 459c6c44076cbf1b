"""Questions of `nastavnik doctor` to the database: its clock, the rights of the site's role."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from nastavnik.store import postgres_roles
from nastavnik.store.db import URL, db


def loose_rights(app: Flask) -> list[str]:
    """What the site's role may and needs not, in Russian; SQLite has no roles."""
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return []
        with db.engine.connect() as connection:
            return postgres_roles.loose_rights(connection)


def clock_gap(app: Flask) -> timedelta:
    """How far the database's clock is from this machine's; nothing on SQLite, which has no own."""
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return timedelta()
        with db.engine.connect() as connection:
            there: datetime = connection.exec_driver_sql("select clock_timestamp()").scalar_one()
    return abs(datetime.now(UTC) - there)


def file(app: Flask) -> Path | None:
    """The file of an SQLite database; None for a server."""
    url = make_url(app.config[URL])
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def place(app: Flask) -> str:
    """Address of the database without its password."""
    return make_url(app.config[URL]).render_as_string(hide_password=True)


def let_go(app: Flask) -> None:
    """Close what the questions have opened."""
    with app.app_context():
        db.engine.dispose()
