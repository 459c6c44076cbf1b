"""`nastavnik region`: installed regions, and what is wrong with their files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import click

from nastavnik.cli.day import Day
from nastavnik.cli.region_new import new
from nastavnik.cli.region_print import print_
from nastavnik.cli.region_reference import reference
from nastavnik.cli.region_setup import operator, setup
from nastavnik.domain.act import Act, Layer
from nastavnik.regions import registry
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.linter import lint, lint_federal
from nastavnik.regions.registry import InstalledRegion
from nastavnik.regions.remarks import remarks
from nastavnik.testing.golden import cases_of, judge

_FEDERAL = "федеральный уровень"


@click.group()
def region() -> None:
    """Регионы: установленные дополнения, проверка их файлов."""


for command in (new, operator, print_, reference, setup):
    region.add_command(command)


@region.command("list")
def list_() -> None:
    """Показать установленные регионы, их версии и акты."""
    for slug, one in registry.installed().items():
        click.echo(f"{slug} {one.version} — {one.profile.title} ({one.profile.subject_code})")
        for act in one.acts:
            if act.layer > Layer.FEDERAL:
                click.echo(f"    {act.code}: {_described(act)}")
    for broken in registry.broken():
        click.echo(f"{broken.slug} — не загружается; см. nastavnik region check {broken.slug}")


def _described(act: Act) -> str:
    number = f" № {act.number}" if act.number else ""
    since = f"с {act.in_force:%d.%m.%Y}" if act.in_force else "дата в документе не указана"
    return f"{act.short}{number}, {since} ({act.layer.label})"


@region.command()
@click.argument("name", required=False, metavar="[РЕГИОН]")
@click.option("--on", type=Day(), envvar="NASTAVNIK_TODAY", help="День сверки; иначе сегодня.")
@click.pass_context
def check(ctx: click.Context, *, name: str | None, on: date | None) -> None:
    """Проверить файлы региона или всех: акты, цитаты, противоречия, контрольные случаи.

    Каждое замечание — с файлом и строкой. Код возврата 1, если есть ошибки.
    """
    broken = {one.slug: one.problems for one in registry.broken()}
    installed = registry.installed()
    if name and name not in {*broken, *installed}:
        listed = ", ".join(sorted({*broken, *installed})) or "ни одного"
        raise click.BadParameter(f"нет региона {name!r}; есть: {listed}", param_hint="РЕГИОН")
    failed = False
    for slug in [name] if name else sorted({*broken, *installed}):
        problems = list(broken.get(slug, ())) or list(_problems(installed[slug]))
        failed |= _told(slug, problems)
        for remark in _remarks(installed[slug], on) if slug in installed else ():
            click.echo(f"  предупреждение: {remark}")
    if not name:
        failed |= _told(_FEDERAL, lint_federal())
    if failed:
        ctx.exit(1)


def _told(title: str, problems: list[Problem]) -> bool:
    click.echo(f"{title}: {'ошибки' if problems else 'ошибок нет'}")
    for problem in problems:
        click.echo(f"  {problem}")
    return bool(problems)


def _problems(one: InstalledRegion) -> Iterator[Problem]:
    yield from lint(one)
    try:
        cases = cases_of(one)
        for verdict in (judge(golden, one) for golden in cases):
            if not verdict.passed:
                told = str(verdict).split(": ", 1)[1]
                yield Problem(verdict.golden.file, verdict.golden.line, told)
    except RegionError as error:
        yield from error.problems


def _remarks(one: InstalledRegion, on: date | None) -> list[Problem]:
    return remarks(one, on or datetime.now(ZoneInfo(one.profile.timezone)).date())
