"""Click speaks Russian: its own words of help and of refusals, in one table.

Click takes its words from the system's message catalogues, and ships none. A catalogue of ours
would be a compiled binary in the repository and would depend on the locale of the machine.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.termui
import click.types

_WORDS: Final = MappingProxyType(
    {
        "Usage:": "Использование:",
        "Options": "Параметры",
        "Positional arguments": "Аргументы",
        "Commands": "Команды",
        "default: {default}": "по умолчанию: {default}",
        "env var: {var}": "переменная окружения: {var}",
        "required": "обязательно",
        "Show this message and exit.": "Показать эту справку и выйти.",
        "Show the version and exit.": "Показать версию и выйти.",
        "Aborted!": "Прервано.",
        "Error: {message}": "Ошибка: {message}",
        "Error: The two entered values do not match.": "Ошибка: пароли не совпали.",
        "Try '{command} {option}' for help.": "Справка: {command} {option}",
        "Missing command.": "Не указана команда.",
        "Missing argument": "Не указан аргумент",
        "Missing option": "Не указан параметр",
        "Missing parameter": "Не указано значение",
        "Missing parameter: {param_name}": "Не указано значение: {param_name}",
        "No such option {name!r}.": "Нет параметра {name!r}.",
        "No such command {name!r}.": "Нет команды {name!r}.",
        "Invalid value: {message}": "Неверное значение: {message}",
        "Invalid value for {param_hint}: {message}": "Неверное значение {param_hint}: {message}",
        "Choose from:\n\t{choices}": "Возможны:\n\t{choices}",
        "Option {name!r} does not take a value.": "Параметру {name!r} значение не нужно.",
        "{value!r} is not a valid {number_type}.": "{value!r}: здесь нужно число.",
        "{value} is not in the range {range}.": "{value}: допустимо {range}.",
        "{value!r} is not a valid UUID.": "{value!r}: здесь нужен номер записи (UUID).",
    }
)

_COUNTED: Final = MappingProxyType(
    {
        "Did you mean {possibility}?": "Возможно, имелось в виду: {possibilities}.",
        "Got unexpected extra argument ({args})": "Лишние слова в команде: {args}",
        "{value!r} is not {choice}.": "{value!r}: возможно только {choices}.",
        "Option {name!r} requires an argument.": "Параметру {name!r} нужно значение.",
        "{value!r} does not match the format {format}.": "{value!r}: нужен вид {formats}.",
    }
)


def _word(message: str) -> str:
    return _WORDS.get(message, message)


def _counted(one: str, many: str, number: int) -> str:
    return _COUNTED.get(one, one if number == 1 else many)


def speak_russian() -> None:
    """Give click our words; what the table lacks stays as click says it."""
    for module in (
        click.core,
        click.decorators,
        click.exceptions,
        click.formatting,
        click.parser,
        click.termui,
        click.types,
    ):
        for name, ours in (("_", _word), ("ngettext", _counted)):
            if hasattr(module, name):
                setattr(module, name, ours)


def name_parts(command: click.Command) -> None:
    """Russian names for the parts of a usage line, of the command and of those inside it."""
    command.options_metavar = "[ПАРАМЕТРЫ]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "КОМАНДА [АРГУМЕНТЫ]..."
        for inner in command.commands.values():
            name_parts(inner)
