"""`nastavnik backup`: the whole database into one file."""

from __future__ import annotations

from pathlib import Path

import click

from nastavnik.cli.app import now, plain_app
from nastavnik.domain.audit import Action
from nastavnik.store import backup as store
from nastavnik.usecases import copies


@click.command()
@click.argument("path", metavar="ФАЙЛ", type=click.Path(dir_okay=False, path_type=Path))
def backup(path: Path) -> None:
    """Сделать резервную копию базы данных в новый ФАЙЛ; сайт при этом может работать.

    В копии всё: записи, сканы, журнал действий. Храните её как персональные данные. Ключ сайта
    (secret.key в папке instance или NASTAVNIK_SECRET_KEY) в копию не входит: сохраните его
    отдельно, без него не откроются вторые факторы входа. В журнале каждого региона остаётся
    запись: кто снял копию, когда, какой файл и его SHA-256.

    На PostgreSQL нужна роль из nastavnik db roles; её адрес — в NASTAVNIK_BACKUP_DATABASE_URL.
    """
    app = plain_app()
    done = store.make(app, path, now(app))
    with app.app_context():
        copies.note(action=Action.BACKUP, path=path, done=done)
    click.echo(
        f"Копия готова: {path}, {path.stat().st_size // 1024} КиБ, "
        f"строк: {sum(done.rows.values())}, база версии {done.revision}."
    )
