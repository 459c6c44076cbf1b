"""The command `nastavnik`: groups of commands, loaded when they are asked for."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import Any, Final

import click

from nastavnik.cli.failure import explain
from nastavnik.cli.russian import name_parts, speak_russian
from nastavnik.domain.errors import NastavnikError

FAILED: Final = 1
_COMMANDS: Final = MappingProxyType(
    {
        "account": "Доступ на сайт: кто входит, новая роль, новый листок, закрытие роли.",
        "backup": "Сделать резервную копию базы данных в один файл.",
        "db": "База данных: привести к нынешней версии, показать версию, завести роли.",
        "doctor": "Проверить, всё ли готово к работе, и что исправить.",
        "demo": "Демо-страна: загрузить, показать учётные записи.",
        "mentorship": "Наставничество: проверить, подготовить, издать приказ, напечатать.",
        "region": "Регионы: установленные дополнения, проверка их файлов.",
        "report": "Отчёты: показать, сдать, принять, вернуть.",
        "rules": "Правила: что здесь действует, по какому пункту и почему.",
        "restore": "Вернуть базу данных из резервной копии.",
        "run": "Запустить сайт.",
        "tidy": "Удалить то, что хранилось положенный срок.",
    }
)


speak_russian()  # here, because click's decorators below already take their words


class LazyGroup(click.Group):
    """Commands live in `nastavnik.cli.<name>`; help needs none of them, so it imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every command."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import the command's module."""
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"nastavnik.cli.{cmd_name}"), cmd_name)
        name_parts(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """The list out of the table above."""
        with formatter.section("Команды"):
            formatter.write_dl(list(_COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Say in Russian what went wrong; the exit code is 1 (2 is for a mistyped command)."""
        try:
            return super().invoke(ctx)
        except NastavnikError as error:
            for line in explain(error):
                click.echo(line, err=True)
            ctx.exit(FAILED)


@click.group(cls=LazyGroup)
@click.version_option(
    package_name="nastavnik", message="Наставник %(version)s", help="Показать версию и выйти."
)
def cli() -> None:
    """«Наставник» — наставничество в образовании по правилам своего региона.

    Команды для владельца сервера: пароль не спрашивают, всё сделанное записывается
    от имени учётной записи из --as.
    """


name_parts(cli)


def main() -> None:
    """Entry point of the command."""
    cli()
