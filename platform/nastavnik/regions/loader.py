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
    acts, problems = [], []
    for file in _toml(folder / "acts"):
        act, faults = read_act(file.read_text("utf-8"), f"acts/{file.name}")
        problems += faults
        if act is not None:
            acts.append(act)
    codes = [act.code for act in acts]
    problems += [
        Problem(
            f"acts/{code}.toml",
            1,
            f"код акта {code!r} встречается дважды; дайте другой",
        )
        for code in {code for code in codes if codes.count(code) > 1}
    ]
    if problems:
        raise RegionError(problems)
    return tuple(acts)


def load_forms(folder: Traversable) -> tuple[DocumentForm, ...]:
    """Every document form of `forms/*.toml`."""
    return tuple(load_form(file.read_text("utf-8"), file.name) for file in _toml(folder / "forms"))


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


def _toml(folder: Traversable) -> Iterator[Traversable]:
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
