"""`nastavnik db`: the schema of the database."""

from __future__ import annotations

import click

from nastavnik.cli.app import plain_app
from nastavnik.cli.db_roles import roles
from nastavnik.store import migrate


@click.group()
def db() -> None:
    """База данных: привести к нынешней версии, показать версию, завести роли."""


db.add_command(roles)


@db.command()
def upgrade() -> None:
    """Привести базу данных к версии программы; пустую — создать.

    Адрес берётся из NASTAVNIK_DATABASE_URL, без него — файл SQLite в папке instance.
    """
    app = plain_app()
    before = migrate.current(app)
    migrate.upgrade(app)
    after = migrate.current(app)
    if before == after:
        click.echo(f"База данных уже нынешней версии: {after}.")
    else:
        click.echo(f"База данных обновлена: {before or 'пустая'} → {after}.")


@db.command()
def current() -> None:
    """Показать версию базы данных и версию, которой ждёт программа."""
    there, wanted = migrate.current(plain_app()), migrate.latest()
    click.echo(f"{there or 'пустая'} (программе нужна {wanted})")
