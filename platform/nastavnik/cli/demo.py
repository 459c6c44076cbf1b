"""`nastavnik demo`: the demo country."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from time import perf_counter

import click

from nastavnik.cli.app import now, ready_app
from nastavnik.cli.day import Day
from nastavnik.usecases import demo as usecases
from nastavnik.usecases.demo import DemoLogin

_COLUMNS = ("Логин", "Пароль", "Роль", "Регион", "Подразделение")


@click.group()
def demo() -> None:
    """Демо-страна: вымышленные люди в настоящих муниципалитетах.

    Загружается только в пустую базу данных; её учётные записи вне демо-базы не существуют.
    """


@demo.command()
@click.option("--today", type=Day(), help="День, на который рассказаны истории; иначе сегодня.")
def load(today: date | None) -> None:
    """Загрузить демо-страну; повторный вызов ничего не меняет."""
    app = ready_app()
    began = perf_counter()
    with app.app_context():
        moment = now(app)
        done = usecases.load(today=today or moment.date(), now=moment)
    if done:
        click.echo(f"Демо-страна загружена за {perf_counter() - began:.1f} с.")
    else:
        click.echo("Демо-страна уже загружена.")


@demo.command()
@click.option("--json", "as_json", is_flag=True, help="То же данными: список объектов JSON.")
def accounts(*, as_json: bool) -> None:
    """Показать логины и пароли демо-страны."""
    app = ready_app()
    with app.app_context():
        found = usecases.logins()
    click.echo(as_data(found) if as_json else table(found))


def as_data(found: Iterable[DemoLogin]) -> str:
    """A JSON list of objects with the keys login, password, role, region, unit."""
    rows = [
        {
            "login": one.login,
            "password": one.password,
            "role": one.role.value,
            "region": one.region,
            "unit": one.unit,
        }
        for one in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def table(found: Iterable[DemoLogin]) -> str:
    """The same for the eyes, in columns."""
    rows = [
        _COLUMNS,
        *((one.login, one.password, one.role.label, one.region, one.unit) for one in found),
    ]
    widths = [max(len(row[at]) for row in rows) for at in range(len(_COLUMNS) - 1)]
    return "\n".join(
        "  ".join(
            (*(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)), row[-1])
        )
        for row in rows
    )
