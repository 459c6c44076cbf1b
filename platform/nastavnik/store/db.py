"""The database of the application: its address, its session, its walls."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
from functools import partial
from pathlib import Path
from typing import Final

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import make_url
from sqlalchemy.orm import configure_mappers

import nastavnik.store as room
from nastavnik.store import migrate, postgres_wall, sqlite_wall, watching, writing
from nastavnik.store.base import Base
from nastavnik.store.orm_wall import TenantSession
from nastavnik.store.walls import Catalogue, ScopeViolationError, Tenant, Tree, Wall

URL: Final = "NASTAVNIK_DATABASE_URL"

# Objects stay as they were committed: reading them once more would take SQLite's write lock again.
db: Final = SQLAlchemy(
    model_class=Base,
    session_options={"class_": TenantSession, "expire_on_commit": False},
    engine_options={"json_serializer": partial(json.dumps, ensure_ascii=False)},
)


def init_store(app: Flask, *, home: Path | None = None) -> None:
    """Connect the app to its database behind both walls.

    The address is NASTAVNIK_DATABASE_URL of the app's configuration, else of the environment,
    else an SQLite file in the folder `home` (the app's instance folder).
    """
    folder = home or Path(app.instance_path)
    address = app.config.get(URL) or os.environ.get(URL)
    if not address:
        folder.mkdir(parents=True, exist_ok=True)
        address = f"sqlite:///{folder / 'nastavnik.sqlite3'}"
    url = make_url(address)
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    app.config[URL] = app.config["SQLALCHEMY_DATABASE_URI"] = url.render_as_string(
        hide_password=False
    )
    if url.get_backend_name() == "sqlite":
        # Each compiling asks the wall about every column; the driver's default keeps 128.
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"cached_statements": 512}}
    db.init_app(app)
    # `flask db migrate` for the authors of migrations; people use `nastavnik db upgrade`.
    Migrate().init_app(app, db, directory=str(migrate.directory()))
    kinds = tables_by_wall()
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite_wall.install(db.engine, kinds)
        else:
            postgres_wall.install(db.engine)
        writing.install(db.engine)


def models() -> list[type[Base]]:
    """Every model of the room: its files are found by themselves, there is no list to forget."""
    for module in pkgutil.iter_modules(room.__path__, f"{room.__name__}."):
        importlib.import_module(module.name)
    return sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda m: m.__name__)


def map_models() -> None:
    """Tie the models together now, not at the first statement."""
    models()
    configure_mappers()


def tables_by_wall() -> dict[str, Wall]:
    """Table -> how it stands behind the walls; tables without a tenant are left out."""
    return {
        model.__tablename__: model.wall
        for model in models()
        if issubclass(model, Tenant | Tree | Catalogue)
    }


def self_check() -> None:
    """Refuse to work without the second wall, or without the trail of what changes behind it.

    Raises:
        ScopeViolationError: with everything that is missing and what to do.
    """
    wall = sqlite_wall if db.engine.dialect.name == "sqlite" else postgres_wall
    kinds = tables_by_wall()
    # a row of a catalogue belongs to no unit in whose trail it could stand
    watched = [name for name, kind in kinds.items() if kind not in {Wall.JOURNAL, Wall.CATALOGUE}]
    with db.engine.connect() as connection:
        unwatched = watching.gaps(connection, [*watched, *watching.DOORS])
        gaps = wall.gaps(connection, kinds) + unwatched
    if gaps:
        raise ScopeViolationError(
            f"Защита данных неполна: {'; '.join(gaps)}."
            " Выполните: nastavnik db upgrade; приложению нужна обычная роль базы данных."
        )
