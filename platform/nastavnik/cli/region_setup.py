"""`nastavnik region setup`: the region's units and its ministry's first account."""

from __future__ import annotations

import click

from nastavnik.cli.app import ready_app
from nastavnik.usecases import region_setup


@click.command()
@click.argument("name", metavar="РЕГИОН")
@click.option("--login", metavar="ЛОГИН", help="Логин первой учётной записи министерства.")
@click.option("--person", metavar="ФИО", help="Чья она: фамилия, имя и отчество.")
def setup(*, name: str, login: str | None, person: str | None) -> None:
    """Завести регион на сайте: территории из region.toml и вход министерству.

    Повторный вызов добавляет то, что появилось в region.toml. Пароль спрашивает, нигде не
    показывая; остальных приглашает само министерство.
    """
    with ready_app().app_context():
        for title in region_setup.plant_tree(region=name):
            click.echo(f"  + {title}")
        if not login and region_setup.has_ministry(region=name):
            click.echo(f"Регион «{name}» заведён; у министерства уже есть вход.")
            return
        login = login or click.prompt("Логин министерства")
        person = person or click.prompt("Фамилия, имя и отчество")
        password = click.prompt("Пароль", hide_input=True, confirmation_prompt="Пароль ещё раз")
        region_setup.open_ministry(region=name, login=login, name=person, password=password)
        click.echo(f"Регион «{name}» заведён. Вход министерства: {login.strip().lower()}")


@click.command()
@click.argument("name", metavar="РЕГИОН")
@click.option("--login", metavar="ЛОГИН", prompt="Логин оператора", help="Логин оператора.")
@click.option("--person", metavar="ФИО", default="", help="Чей он; для нового оператора.")
def operator(*, name: str, login: str, person: str) -> None:
    """Завести оператора платформы или вернуть вход тому, кто его потерял.

    Оператора никто не приглашает, поэтому это делает владелец сервера. У прежнего оператора
    меняется пароль, отключается второй фактор и заканчиваются сеансы.
    """
    with ready_app().app_context():
        known = region_setup.is_operator(login=login)
        if not known:
            person = person or click.prompt("Фамилия, имя и отчество")
        password = click.prompt("Пароль", hide_input=True, confirmation_prompt="Пароль ещё раз")
        region_setup.open_operator(region=name, login=login, name=person, password=password)
        what = "Вход оператора возвращён" if known else "Оператор заведён"
        click.echo(f"{what}: {login.strip().lower()}. Второй фактор — при первом входе.")
