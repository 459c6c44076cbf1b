"""`nastavnik rules`: what is in force somewhere, by which clause and why; what a case breaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from nastavnik.cli.allowance import allowance
from nastavnik.cli.day import Day
from nastavnik.cli.failure import finding_lines, place
from nastavnik.cli.region_name import RegionName
from nastavnik.cli.whatif import whatif
from nastavnik.domain.access import Level
from nastavnik.domain.cite import Cite
from nastavnik.domain.explain import explain as explained
from nastavnik.domain.explain import provision, told
from nastavnik.domain.norm import CATALOGUE
from nastavnik.domain.resolve import Resolved
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.stated import Stated, stated
from nastavnik.regions.linter import RETOLD
from nastavnik.regions.profile import RegionProfile
from nastavnik.regions.registry import InstalledRegion
from nastavnik.testing.golden import Verdict, judge, read_cases

_LEVELS = {
    Level.MUNICIPALITY: ("--municipality", "муниципалитета"),
    Level.INSTITUTION: ("--institution", "организации"),
}


@click.group()
def rules() -> None:
    """Правила: что здесь действует, по какому пункту и почему."""


rules.add_command(whatif)
rules.add_command(allowance)


@rules.command()
@click.argument("region", type=RegionName(), metavar="РЕГИОН")
@click.option("--municipality", metavar="ЯРЛЫК", help="Ярлык муниципалитета из region.toml.")
@click.option("--institution", metavar="ЯРЛЫК", help="Организация; её муниципалитет известен.")
@click.option("--kind", default="", metavar="КОД", help="Вид наставничества, например mentor.")
@click.option("--form", default="", metavar="КОД", help="Форма, например teacher_teacher.")
@click.option("--on", type=Day(), envvar="NASTAVNIK_TODAY", help="День; иначе сегодня.")
@click.option("--known-on", type=Day(), help="Только акты, известные к этому дню.")
@click.option("--parameter", metavar="КЛЮЧ", help="Только это правило, например mentees.max.")
@click.option("--json", "as_json", is_flag=True, help="То же данными: объект JSON по ключам.")
def explain(  # noqa: PLR0913 - options of the command
    *,
    region: InstalledRegion,
    municipality: str | None,
    institution: str | None,
    kind: str,
    form: str,
    on: date | None,
    known_on: date | None,
    parameter: str | None,
    as_json: bool,
) -> None:
    """Показать всё, что здесь действует: значение, пункт, дата и путь через уровни."""
    day = on or datetime.now(ZoneInfo(region.profile.timezone)).date()
    units = _chain(region.profile, municipality, institution)
    book = region.book(units, day, known_on)
    _known(kind, book.kinds, "--kind", "вида наставничества")
    _known(form, book.forms, "--form", "формы наставничества")
    provisions = {one.key: one for one in stated(book, kind=kind, form=form)}
    _known(parameter or "", [*CATALOGUE, *provisions], "--parameter", "правила")
    asked = [parameter] if parameter else [*CATALOGUE, *provisions]
    keys = [key for key in asked if key in CATALOGUE]
    others = [provisions[key] for key in asked if key in provisions]
    if as_json:
        found = explained(book, kind=kind, form=form, keys=keys)
        found |= {one.key: provision(one) for one in others}
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in (
        *_told(book, (told(book, key, kind, form) for key in keys)),
        *(line for one in others for line in _stated(book, one)),
    ):
        click.echo(line)


def _chain(
    profile: RegionProfile, municipality: str | None, institution: str | None
) -> tuple[str, ...]:
    """Slugs of the unit's chain; an unknown one is refused with those that there are."""
    for level, slug in ((Level.MUNICIPALITY, municipality), (Level.INSTITUTION, institution)):
        if slug is not None:
            option, word = _LEVELS[level]
            _known(
                slug, [unit.slug for unit in profile.units if unit.level is level], option, word
            )
    chain = profile.chain(institution or municipality or "")
    if municipality and municipality not in chain:
        raise click.BadParameter(
            f"организация {institution} — не в этом муниципалитете, а в {chain[0]}",
            param_hint="--municipality",
        )
    return chain


def _known(code: str, words: Iterable[str], option: str, word: str) -> None:
    known = list(words)
    if code and code not in known:
        listed = ", ".join(known) or "ни одного"
        raise click.BadParameter(f"нет {word} {code!r}; есть: {listed}", param_hint=option)


def _told(book: RuleBook, found: Iterable[Resolved]) -> Iterator[str]:
    """A block of lines for each value; those of which the acts say nothing on one line."""
    silent = []
    for value in found:
        if not value.trace:
            silent.append(value.parameter)
            continue
        yield f"{value.parameter.title} ({value.parameter.key}): {value.shown}"
        if value.cite:
            yield f"    {_source(book, value)}"
        if value.quote:
            yield f"    {_said(value.quote)}"
        yield from _path(value)
        yield ""
    if silent:
        yield "Акты молчат (не урегулировано):"
        yield from (f"    {one.title} ({one.key})" for one in silent)


def _stated(book: RuleBook, one: Stated) -> Iterator[str]:
    """A provision in the same lines as a value."""
    yield ""
    yield f"{one.title} ({one.key}): {one.value}"
    yield f"    {_place(book, one.cite, one.act.in_force)}"
    if one.quote:
        yield f"    {_said(one.quote)}"


def _said(quote: str) -> str:
    """The document's own words in quotation marks; what is retold without them."""
    return quote if quote.startswith(RETOLD) else f"«{quote}»"


def _source(book: RuleBook, value: Resolved) -> str:
    return _place(book, value.cite, value.in_force) if value.cite else _since(value.in_force)


def _place(book: RuleBook, cite: Cite, in_force: date | None) -> str:
    return f"{book.act_title(cite)}, {place(cite.clause)}; {_since(in_force)}"


def _since(in_force: date | None) -> str:
    return f"с {in_force:%d.%m.%Y}" if in_force else "дата в документе не указана"


def _path(value: Resolved) -> Iterator[str]:
    """The steps through the layers, where there is more than one or none was taken."""
    if len(value.trace) == 1 and value.trace[0].accepted:
        return
    for step in value.trace:
        mark = "+" if step.accepted else "-"
        where = f"{step.act_title}, {place(step.clause)}"
        yield f"    {mark} {step.layer.label}: {step.shown} ({where}) — {step.why}"


@rules.command()
@click.argument("region", type=RegionName(), metavar="РЕГИОН")
@click.argument("case", type=click.Path(path_type=Path), metavar="СЛУЧАЙ.toml")
@click.option("--json", "as_json", is_flag=True, help="То же данными: список случаев JSON.")
@click.pass_context
def check(ctx: click.Context, *, region: InstalledRegion, case: Path, as_json: bool) -> None:
    """Проверить случаи из файла: замечания с пунктами.

    Код возврата 1, если в файле названы ожидаемые замечания, а получены другие.
    """
    try:
        text = case.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "это не текст в UTF-8"
        raise click.BadParameter(
            f"файл {case} не читается: {reason}", param_hint="СЛУЧАЙ.toml"
        ) from error
    verdicts = [judge(golden, region) for golden in read_cases(text, str(case), region.facts)]
    tell: Callable[[list[Verdict]], None] = _show_data if as_json else _show_lines
    tell(verdicts)
    if any(one.golden.demands and not one.passed for one in verdicts):
        ctx.exit(1)


def _show_lines(verdicts: list[Verdict]) -> None:
    for one in verdicts:
        click.echo(f"{one.golden.name}")
        for line in finding_lines(one.findings):
            click.echo(line)
        if not one.findings:
            click.echo("  Замечаний нет.")
        if one.golden.demands and not one.passed:
            click.echo("  Ожидалось другое («-» ждали, «+» получили):")
            for line in str(one).splitlines()[1:]:
                click.echo(f"  {line}")


def _show_data(verdicts: list[Verdict]) -> None:
    data = [
        {
            "name": one.golden.name,
            "passed": one.passed,
            "findings": [finding.as_dict() for finding in one.findings],
            "absent": [expected._asdict() for expected in one.absent],
            "surplus": [expected._asdict() for expected in one.surplus],
        }
        for one in verdicts
    ]
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
