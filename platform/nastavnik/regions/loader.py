"""Files of a region -> acts and forms. All faults are gathered, none hides another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from nastavnik.domain.facts import CATALOGUE
from nastavnik.regions.act_file import declared_in, read_act
from nastavnik.regions.errors import Problem, RegionError
from nastavnik.regions.forms import load_form
from nastavnik.regions.lines import Lines
from nastavnik.regions.reader import parse
from nastavnik.regions.text_file import text_in

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from nastavnik.domain.act import Act
    from nastavnik.domain.facts import Fact
    from nastavnik.domain.form import DocumentForm


def load_acts(folder: Traversable) -> tuple[Act, ...]:
    """Every act of `acts/*.toml`. Raises RegionError with all faults of all files."""
    facts = facts_in(folder)
    acts: dict[str, Act] = {}
    problems: list[Problem] = []
    for file in toml_files(folder / "acts"):
        name = f"acts/{file.name}"
        try:
            text = text_in(file, name)
        except RegionError as error:
            problems += error.problems
            continue
        act, faults = read_act(text, name, facts)
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


def facts_in(folder: Traversable) -> Mapping[str, Fact]:
    """The catalogue of facts and what the acts of the folder declare, whichever can be read."""
    facts = dict(CATALOGUE)
    for file in toml_files(folder / "acts"):
        with suppress(RegionError):
            raw, _ = parse(text_in(file, file.name), file.name)
            facts |= declared_in(raw)
    return facts


def load_forms(folder: Traversable) -> tuple[DocumentForm, ...]:
    """Every document form of `forms/*.toml`. Raises RegionError with all faults of all files."""
    forms: dict[str, DocumentForm] = {}
    problems: list[Problem] = []
    for file in toml_files(folder / "forms"):
        name = f"forms/{file.name}"
        try:
            form = load_form(text_in(file, name), name)
        except RegionError as error:
            problems += error.problems
            continue
        if form.code in forms:
            problems.append(Problem(name, 1, f"код {form.code!r} уже занят; дайте другой"))
        forms[form.code] = form
    if problems:
        raise RegionError(problems)
    return tuple(forms.values())


def toml_files(folder: Traversable) -> Iterator[Traversable]:
    """The TOML files of a folder by name; none if there is no such folder."""
    if folder.is_dir():
        yield from sorted(
            (file for file in folder.iterdir() if file.name.endswith(".toml")),
            key=lambda file: file.name,
        )
