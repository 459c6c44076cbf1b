"""The application as the terminal needs it: settings and the store, without pages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from nastavnik.domain.errors import NastavnikError
from nastavnik.store import migrate
from nastavnik.store.db import init_store
from nastavnik.store.reach import reaching
from nastavnik.web.clock import DEFAULT_ZONE
from nastavnik.web.settings import instance_folder, settings


def plain_app() -> Flask:
    """Connected to the database that the site itself would take from these surroundings.

    Raises:
        NastavnikError: a setting can't be read, or the database does not answer.
    """
    folder, config = surroundings()
    app = Flask("nastavnik", instance_path=str(folder), static_folder=None)
    app.config.from_mapping(config)
    with reaching():
        init_store(app, home=folder)
        migrate.current(app)
    return app


def surroundings() -> tuple[Path, dict[str, Any]]:
    """The instance folder and the settings that the site would have here.

    Raises:
        NastavnikError: a setting can't be read, or the folder can't be made.
    """
    try:
        folder = instance_folder({})
        return folder, settings({}, folder)
    except ValueError as error:
        raise NastavnikError(str(error)) from error
    except OSError as error:
        raise NastavnikError(
            f"Папка {error.filename} недоступна ({error.strerror}). "
            "Укажите в NASTAVNIK_INSTANCE папку, в которую можно писать."
        ) from error


def database_address() -> str:
    """Where the site would look for its database; nobody need answer there."""
    address: str = surroundings()[1]["NASTAVNIK_DATABASE_URL"]
    return address


def ready_app() -> Flask:
    """As `plain_app`, over a database of this version.

    Raises:
        NastavnikError: the database is empty, older or newer than the program.
    """
    app = plain_app()
    there, wanted = migrate.current(app), migrate.latest()
    if there != wanted:
        state = f"версии {there}" if there else "пуста"
        raise NastavnikError(
            f"База данных {state}, программе нужна версия {wanted}. "
            "Выполните: nastavnik db upgrade"
        )
    return app


def now(app: Flask, zone: str = DEFAULT_ZONE) -> datetime:
    """This moment in the region's zone; the day is NASTAVNIK_TODAY when it is set."""
    real = datetime.now(UTC).astimezone(ZoneInfo(zone))
    fixed: date | None = app.config["NASTAVNIK_TODAY"]
    return datetime.combine(fixed, real.timetz()) if fixed else real
