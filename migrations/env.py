"""Alembic's way in. The schema is changed by its owner, without the walls of the application."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from nastavnik.store import migrate
from nastavnik.store.base import Base
from nastavnik.store.db import models


def run(connection: Connection) -> None:
    """Run the wished migrations in the connection's transaction."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


models()
given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with migrate.owner(current_app) as own:
        run(own)
