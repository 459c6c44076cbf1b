"""`nastavnik rules allowance`: what the cases of a file are paid, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from nastavnik.cli.failure import finding_lines, place
from nastavnik.cli.region_name import RegionName
from nastavnik.domain.sheet import Sheet
from nastavnik.regions.registry import InstalledRegion
from nastavnik.testing.golden import GoldenCase, judge, read_cases


@click.command()
@click.argument("region", type=RegionName(), metavar="РЕГИОН")
@click.argument(
    "case", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="СЛУЧАЙ.toml"
)
@click.option("--json", "as_json", is_flag=True, help="То же данными: список случаев JSON.")
@click.pass_context
def allowance(ctx: click.Context, *, region: InstalledRegion, case: Path, as_json: bool) -> None:
    """Посчитать выплаты случаев из файла: строки с пунктами, до копейки.

    Месяцы называет [[case.allowance]]. Код возврата 1, если ожидались другие строки.
    """
    cases = read_cases(case.read_text("utf-8"), str(case), region.facts)
    told = [(golden, list(_sheets(golden, region))) for golden in cases if golden.months]
    if as_json:
        data = [{"name": one.name, "months": list(map(_data, sheets))} for one, sheets in told]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for golden, sheets in told:
            click.echo(golden.name)
            for line in (line for sheet in sheets for line in _lines(sheet)):
                click.echo(line)
    verdicts = [judge(golden, region) for golden, _ in told]
    wrong = [str(one) for one in verdicts if one.golden.demands and not one.passed]
    if wrong:
        click.echo("Ожидалось другое («-» ждали, «+» получили):", err=True)
        click.echo("\n".join(wrong), err=True)
        ctx.exit(1)


def _sheets(golden: GoldenCase, region: InstalledRegion) -> Iterator[Sheet]:
    book = region.book(region.profile.chain(golden.unit), golden.case.on)
    return (month.sheet(golden.case, book) for month in golden.months)


def _lines(sheet: Sheet) -> Iterator[str]:
    yield f"  {sheet.month.title}"
    for line in sheet.lines:
        yield f"    {line.title}: {line.text}"
        yield f"      {line.act_title}, {place(line.cite.clause)}: «{line.quote}»"
    for note in sheet.notes:
        yield f"    {note.text}"
        if note.cite:
            yield f"      {note.act_title}, {place(note.cite.clause)}: «{note.quote}»"
    yield from (f"  {line}" for line in finding_lines(sheet.findings))


def _data(sheet: Sheet) -> dict[str, object]:
    return {
        "month": sheet.month.code,
        "total": sheet.total,
        "lines": [line.as_dict() for line in sheet.lines],
        "findings": [finding.as_dict() for finding in sheet.findings],
        "notes": [
            {
                "code": note.code,
                "text": note.text,
                "act": note.cite.act if note.cite else None,
                "clause": note.cite.clause if note.cite else None,
            }
            for note in sheet.notes
        ],
    }
