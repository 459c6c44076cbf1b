"""`nastavnik restore`: the database out of its copy."""

from __future__ import annotations

from pathlib import Path

import click

from nastavnik.cli.app import plain_app
from nastavnik.domain.audit import Action
from nastavnik.store import backup as store
from nastavnik.usecases import copies


@click.command()
@click.argument("path", metavar="ФАЙЛ", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Заменить базу данных, в которой уже есть записи.")
def restore(path: Path, *, force: bool) -> None:
    """Вернуть базу данных из копии ФАЙЛ; сайт на это время остановите.

    Проверяет контрольную сумму и число строк каждой таблицы. Копию прежней версии доводит до
    нынешней. На PostgreSQL таблицы заново создаёт владелец (NASTAVNIK_OWNER_DATABASE_URL).
    """
    app = plain_app()
    done = store.restore(app, path, force=force)
    with app.app_context():
        copies.note(action=Action.RESTORE, path=path, done=done)
    click.echo(
        f"База данных восстановлена: копия от {done.made_at}, строк: {sum(done.rows.values())}. "
        "Защита данных на месте."
    )
