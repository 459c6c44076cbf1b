"""`nastavnik region print`: a form of the region on paper, with invented people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from nastavnik.cli.day import Day
from nastavnik.documents import render_pdf
from nastavnik.domain.errors import NastavnikError
from nastavnik.regions import registry
from nastavnik.testing.sample_documents import sample


@click.command("print")
@click.argument("name", metavar="РЕГИОН")
@click.argument("form", metavar="ФОРМА")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="ФАЙЛ.pdf",
    help="Куда записать.",
)
@click.option("--on", type=Day(), envvar="NASTAVNIK_TODAY", help="Дата документа; иначе сегодня.")
def print_(*, name: str, form: str, file: Path, on: date | None) -> None:
    """Напечатать образец документа: форма региона, придуманные люди и организация."""
    region = registry.region(name)
    declared = region.form(form)
    made = render_pdf(declared, sample(region, on or datetime.now(UTC).date()))
    try:
        file.write_bytes(made)
    except OSError as error:
        message = f"{file}: {error.strerror}. Укажите в --to другой файл."
        raise NastavnikError(message) from error
    click.echo(f"«{declared.title}» — {file}; люди и организация в нём придуманы.")
