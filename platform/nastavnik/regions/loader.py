"""Files of a region -> acts, forms and profile. All faults are gathered, none hides another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nastavnik.domain.access import Level
from nastavnik.domain.calendar import DayOff
from nastavnik.regions.act_file import read_act
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.forms import load_form
from nastavnik.regions.lines import Lines
from nastavnik.regions.profile import KnownUnit, RegionProfile
from nastavnik.regions.reader import Table, head_of, parse, tables_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from nastavnik.domain.act import Act
    from nastavnik.domain.form import DocumentForm


def load_acts(folder: Traversable) -> tuple[Act, ...]:
    """Every act of `acts/*.toml`. Raises RegionError with all faults of all files."""
    acts: dict[str, Act] = {}
    problems: list[Problem] = []
    for file in toml_files(folder / "acts"):
        name = f"acts/{file.name}"
        text = file.read_text("utf-8")
        act, faults = read_act(text, name)
        problems += faults
        if act is None:
            continue
        if act.code in acts:
            line = Lines(text).of("act", 0, "code")
            problems.append(Problem(name, line, f"код {act.code!r} уже занят; дайте другой"))
        acts[act.code] = act
    if problems:
        raise RegionError(problems)
    return tuple(acts.values())


def load_forms(folder: Traversable) -> tuple[DocumentForm, ...]:
    """Every document form of `forms/*.toml`. Raises RegionError with all faults of all files."""
    forms: dict[str, DocumentForm] = {}
    problems: list[Problem] = []
    for file in toml_files(folder / "forms"):
        name = f"forms/{file.name}"
        try:
            form = load_form(file.read_text("utf-8"), name)
        except RegionError as error:
            problems += error.problems
            continue
        if form.code in forms:
            problems.append(Problem(name, 1, f"код {form.code!r} уже занят; дайте другой"))
        forms[form.code] = form
    if problems:
        raise RegionError(problems)
    return tuple(forms.values())


def load_profile(folder: Traversable) -> RegionProfile:
    """The passport out of `region.toml`. Raises RegionError."""
    name = "region.toml"
    text = (folder / name).read_text("utf-8")
    raw, problem = parse(text, name)
    if problem:
        raise RegionError([problem])
    lines = Lines(text)
    head = head_of(raw, "region", name, lines)
    units, unit_faults = tables_of(raw, "unit", name, lines)
    days, day_faults = tables_of(raw, "day_off", name, lines)
    profile = RegionProfile(
        slug=head.need("slug", str, ""),
        title=head.need("title", str, ""),
        subject_code=head.need("subject_code", str, ""),
        ministry=head.need("ministry", str, ""),
        institute=head.take("institute", str, ""),
        timezone=head.take("timezone", str, "Europe/Moscow"),
        units=tuple(_unit(table) for table in units),
        days_off=tuple(day for day in map(_day_off, days) if day is not None),
    )
    problems = [fault for table in (head, *units, *days) for fault in table.close()]
    problems += [*unit_faults, *day_faults]
    problems += [
        Problem(
            name,
            lines.of(key),
            f"неизвестная таблица [{key}]; можно: region, unit, day_off",
        )
        for key in raw
    ]
    if problems:
        raise RegionError(problems)
    return profile


def toml_files(folder: Traversable) -> Iterator[Traversable]:
    """The TOML files of a folder by name; none if there is no such folder."""
    if folder.is_dir():
        yield from sorted(
            (file for file in folder.iterdir() if file.name.endswith(".toml")),
            key=lambda file: file.name,
        )


def _unit(table: Table) -> KnownUnit:
    return KnownUnit(
        slug=table.need("slug", str, ""),
        level=table.choice("level", Level, Level.INSTITUTION),
        title=table.need("title", str, ""),
        short=table.take("short", str, ""),
        municipality=table.take("municipality", str, ""),
        centre=table.take("centre", str, ""),
        founder=table.take("founder", str, ""),
        place=table.take("place", str, ""),
        kind=table.take("kind", str, ""),
    )


def _day_off(table: Table) -> DayOff | None:
    on = table.optional_date("on")
    title, source = table.need("title", str, ""), table.need("source", str, "")
    if on is None:
        table.fault("в [[day_off]] нет даты on")
        return None
    return DayOff(on, title, source)
