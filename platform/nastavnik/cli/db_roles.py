"""`nastavnik db roles`: the roles of a PostgreSQL database."""

from __future__ import annotations

import os
from typing import Final

import click

from nastavnik.cli.app import database_address
from nastavnik.domain.errors import NastavnikError
from nastavnik.store import postgres_roles
from nastavnik.store.postgres_roles import ADMIN_URL, Roles

_PASSWORDS: Final = {
    "owner": "NASTAVNIK_OWNER_PASSWORD",
    "app": "NASTAVNIK_APP_PASSWORD",
    "backup": "NASTAVNIK_BACKUP_PASSWORD",
}


@click.command()
@click.option("--create", is_flag=True, help="Создать; без этого только показать команды SQL.")
@click.option("--owner", default="nastavnik_owner", show_default=True, metavar="ИМЯ",
              help="Владелец таблиц: под ним идёт «nastavnik db upgrade».")  # fmt: skip
@click.option("--app", default="nastavnik_app", show_default=True, metavar="ИМЯ",
              help="Роль приложения: под ней работает сайт.")  # fmt: skip
@click.option("--backup", default="nastavnik_backup", show_default=True, metavar="ИМЯ",
              help="Роль резервных копий: только читает, зато все строки.")  # fmt: skip
def roles(*, create: bool, owner: str, app: str, backup: str) -> None:
    """Роли PostgreSQL: показать команды SQL или создать роли; повторный вызов безвреден.

    С --create адрес администратора сервера берётся из NASTAVNIK_ADMIN_DATABASE_URL, пароли — из
    NASTAVNIK_OWNER_PASSWORD, NASTAVNIK_APP_PASSWORD и NASTAVNIK_BACKUP_PASSWORD; чего нет, будет
    спрошено. Пароль существующей роли без этого не меняется.
    """
    database = postgres_roles.database_of(database_address())
    if database is None:
        click.echo(
            "База данных — файл SQLite: ролей у неё нет. "
            "Доступ к файлу закрывают права папки, её проверит: nastavnik doctor"
        )
        return
    wanted = Roles(database, owner, app, backup)
    if not create:
        click.echo(postgres_roles.as_text(wanted))
        return
    admin = os.environ.get(ADMIN_URL)
    if not admin:
        raise NastavnikError(
            f"Чтобы создать роли, укажите в {ADMIN_URL} адрес администратора сервера: "
            "postgresql://postgres:пароль@сервер/postgres. Или выполните сами команды, "
            "которые показывает nastavnik db roles."
        )
    _created(admin, wanted)


def _created(admin: str, wanted: Roles) -> None:
    names = {"owner": wanted.owner, "app": wanted.app, "backup": wanted.backup}
    new = postgres_roles.missing(admin, wanted)
    passwords = {
        role: given
        for kind, role in names.items()
        if (given := os.environ.get(_PASSWORDS[kind], ""))
    }
    for role in new:
        if role not in passwords:
            passwords[role] = click.prompt(
                f"Пароль роли {role}",
                hide_input=True,
                confirmation_prompt="Пароль ещё раз",
            )
    postgres_roles.create(admin, wanted, passwords)
    for role in names.values():
        click.echo(
            f"{role}: {'создана' if role in new else 'уже была, права приведены в порядок'}"
        )
    click.echo(
        "Дальше: NASTAVNIK_OWNER_DATABASE_URL — адрес с ролью "
        f"{wanted.owner}, NASTAVNIK_DATABASE_URL — с ролью {wanted.app}, затем: "
        "nastavnik db upgrade и nastavnik doctor"
    )
