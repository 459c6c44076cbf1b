"""`nastavnik rules whatif`: what an act out of a file would do to the mentorships on file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from nastavnik.cli.app import now, ready_app
from nastavnik.domain.errors import InputError
from nastavnik.domain.figures import HIDDEN_WORD
from nastavnik.domain.money import rubles
from nastavnik.domain.refusal import Contradiction
from nastavnik.domain.whatif import Fate
from nastavnik.domain.wording import counted
from nastavnik.regions import registry
from nastavnik.regions.act_file import read_act
from nastavnik.regions.errors import RegionError
from nastavnik.store import org_unit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.usecases.acts import effect_of_file, said
from nastavnik.usecases.effect_told import told


@click.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="АКТ.toml"
)
@click.option("--region", metavar="РЕГИОН", help="Чей акт, если в базе несколько регионов.")
@click.option("--json", "as_json", is_flag=True, help="Ответ данными JSON.")
def whatif(*, file: Path, region: str | None, as_json: bool) -> None:
    """Кого затронет акт: в базе ничего не меняется, имён нет."""
    text = file.read_text("utf-8")
    act, problems = read_act(text, file.name)
    if act is None:
        raise RegionError(problems)
    app = ready_app()
    with app.app_context(), acting(EVERYTHING):
        slug = region or _only_region(act.unit)
        act, problems = read_act(text, file.name, registry.region(slug).facts)
        if act is None or problems:
            raise RegionError(problems)
        today = now(app, registry.region(slug).profile.timezone).date()
        effect, refused = effect_of_file(act=act, region=slug, today=today)
    document = {**told(effect.document, "")}
    if as_json:
        shown = document | {"contradictions": [said(one) for one in refused]}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for line in _lines(document, refused):
        click.echo(line)


def _only_region(unit: str) -> str:
    """The region of the act's unit, or the only one of the database."""
    found = sorted({one.region for one in org_unit.named(unit)})
    if len(found) != 1:
        listed = ", ".join(found) or "ни одного"
        raise InputError({"region": [f"Укажите --region: подходят {listed}."]})
    return found[0]


def _lines(document: dict[str, Any], refused: Sequence[Contradiction]) -> Iterator[str]:
    if refused:
        yield "Опубликовать нельзя: внешний акт не позволяет."
        yield from (f"  {said(one)}" for one in refused)
    reached = _number(document["reached"])
    looked = _number(document["looked"])
    yield f"Просмотрено пар: {looked}, из них акт касается {reached}."
    for fate in Fate:
        yield f"  {_number(document['counts'].get(fate.value, 0)):>6}  {fate.label}"
    for one in document["units"]:
        indent = "  " if one["level"] == "municipality" else "    "
        counts = ", ".join(
            f"{fate.label.lower()} — {_number(one['counts'][fate.value])}"
            for fate in Fate
            if one["counts"].get(fate.value, 0) != 0
        )
        yield f"{indent}{one['title']}: {counts}"
    yield from _money(document["money"])
    for one in document["overruled"]:
        yield f"  Перестанет действовать: {one['act']}, п. {one['clause']} ({one['value']})"


def _number(count: int | None) -> str:
    """Small numbers are not told outside the institution."""
    return HIDDEN_WORD if count is None else str(count)


def _money(money: dict[str, Any] | None) -> Iterator[str]:
    """The change of the month's allowances; small sums are not told."""
    if money is None:
        return
    yield f"Выплаты, {money['title']}: {_change(money['whole'])}"
    for one in money["units"]:
        indent = "  " if one["level"] == "municipality" else "    "
        yield f"{indent}{one['title']}: {_change(one)}"


def _change(told: dict[str, Any]) -> str:
    if told["people"] is None:
        text = "не показано: менее 5 человек или сумма, из которой их можно вычесть"
    else:
        sign = "+" if told["kopecks"] > 0 else ""
        people = counted(told["people"], "of_people")
        text = f"{sign}{rubles(told['kopecks'])} у {people}" if told["people"] else "без изменений"
    unknown = "менее 5" if told["undetermined"] is None else told["undetermined"]
    return f"{text}; не определено: {unknown}" if unknown else text
