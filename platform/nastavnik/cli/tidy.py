"""`nastavnik tidy`: what has been kept as long as the law asks is deleted."""

from __future__ import annotations

import click

from nastavnik.cli.app import now, ready_app
from nastavnik.usecases import keeping


@click.command()
def tidy() -> None:
    """Удалить акты об уничтожении данных, которые хранились три года.

    Вместе с актом из журналов уходят имена тех, чьи данные уничтожены, как авторов записей.
    Поставьте команду в ежедневное расписание сервера.
    """
    app = ready_app()
    with app.app_context():
        gone = keeping.tidy(today=now(app).date())
    for title, number in gone.items():
        click.echo(f"{title}: удалено актов — {number}.")
    if not gone:
        click.echo("Удалять нечего: сроки хранения не истекли.")
