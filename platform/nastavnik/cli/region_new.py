"""`nastavnik region new`: the plugin of one more region, ready to be filled with its documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import click

from nastavnik.cli.day import Day
from nastavnik.regions.scaffold.plugin import (
    Draft,
    Place,
    create,
    wrong_code,
    wrong_name,
    wrong_slug,
)

_HOME: Final = ("platform/nastavnik", "plugins")
"""Both are here: this is the platform's own repository, whose regions live in plugins/."""


@click.command()
@click.argument("name", metavar="РЕГИОН")
@click.option("--title", metavar="НАЗВАНИЕ", help="Например «Республика Татарстан».")
@click.option("--code", metavar="ЦИФРЫ", help="Код субъекта Российской Федерации, например 16.")
@click.option("--ministry", metavar="НАЗВАНИЕ", help="Орган управления образованием.")
@click.option("--institute", metavar="НАЗВАНИЕ", help="Региональный институт; можно без него.")
@click.option(
    "--municipality",
    type=(str, str),
    metavar="ЯРЛЫК НАЗВАНИЕ",
    help="Первый муниципалитет, например: kazan «Город Казань».",
)
@click.option(
    "--institution",
    type=(str, str),
    metavar="ЯРЛЫК НАЗВАНИЕ",
    help="Первая организация этого муниципалитета.",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    metavar="ПАПКА",
    help="Куда записать; без этого — plugins/РЕГИОН в репозитории платформы, иначе ./РЕГИОН.",
)
@click.option("--on", type=Day(), envvar="NASTAVNIK_TODAY", help="День примера; иначе сегодня.")
def new(  # noqa: PLR0913 - options of the command
    *,
    name: str,
    title: str | None,
    code: str | None,
    ministry: str | None,
    institute: str | None,
    municipality: tuple[str, str] | None,
    institution: tuple[str, str] | None,
    folder: Path | None,
    on: date | None,
) -> None:
    """Записать дополнение нового региона: папку, которая ставится и проходит проверку.

    Чего нет в параметрах, о том спросит. Акт в ней — придуманный пример: замените его
    словами своего документа, о чём будет напоминать nastavnik region check.
    """
    place = folder or _home() / name
    if wrong := wrong_slug(name):
        raise click.BadParameter(wrong, param_hint="РЕГИОН")
    if place.exists():
        raise click.BadParameter(
            f"{place} уже есть; укажите другую папку или уберите эту", param_hint="--folder"
        )
    asked_all = None not in {title, code, ministry}
    draft = Draft(
        slug=name,
        title=title or _asked("Название региона", wrong_name),
        code=code or _asked("Код субъекта РФ", wrong_code),
        ministry=ministry or _asked("Орган управления образованием", wrong_name),
        institute=institute
        if institute is not None or asked_all
        else _asked("Региональный институт (Enter — нет)", _may_be_empty),
        municipality=Place(*municipality) if municipality else None,
        institution=Place(*institution) if institution else None,
        today=on or datetime.now(UTC).date(),
    )
    for file in create(draft, place):
        click.echo(f"  {file}")
    click.echo(_next(name, place))


def _home() -> Path:
    here = all(Path(folder).is_dir() for folder in _HOME)
    return Path("plugins") if here else Path()


def _asked(question: str, wrong: Callable[[str], str]) -> str:
    """The answer typed at the terminal; a wrong one is asked again."""

    def fit(answer: str) -> str:
        if message := wrong(answer):
            raise click.UsageError(message)
        return answer.strip()

    default = "" if not wrong("") else None
    answer: str = click.prompt(question, default=default, show_default=False, value_proc=fit)
    return answer


def _may_be_empty(name: str) -> str:
    return wrong_name(name) if name else ""


def _next(name: str, place: Path) -> str:
    return (
        f"\nДополнение региона «{name}» записано в {place}. Дальше:\n"
        f"  pip install -e {place}\n"
        f"  nastavnik region check {name}\n"
        f"  python -m pytest {place}\n"
        "Акт в нём — пример: замените его словами своего документа (docs/plugin-guide.md)."
    )
