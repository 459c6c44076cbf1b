"""One act file -> one `Act`. Its sections are in `regions.sections`; faults carry their line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeVar

from nastavnik.domain.act import Act
from nastavnik.domain.facts import CATALOGUE, Fact
from nastavnik.regions.errors import Problem
from nastavnik.regions.lines import Lines
from nastavnik.regions.reader import head_of, parse, tables_of
from nastavnik.regions.schema import KeyType
from nastavnik.regions.sections import (
    allowance,
    approval,
    control,
    date_order,
    deadline,
    fact,
    form,
    fund,
    ground,
    head,
    kind,
    norm,
    paper,
    requirement,
)
from nastavnik.regions.sections.shared_keys import Reading, SectionModule

T = TypeVar("T")

SECTIONS: Final = tuple(
    module.SECTION
    for module in (
        head,
        fact,
        norm,
        requirement,
        approval,
        paper,
        date_order,
        deadline,
        control,
        allowance,
        fund,
        ground,
        kind,
        form,
    )
)
"""Everything that an act file may say, in the order of the reference."""

_DATES: Final = {
    section.name: {key.name for key in section.keys if key.type is KeyType.DATE}
    for section in SECTIONS
}


def read_act(
    text: str, file: str, facts: Mapping[str, Fact] = CATALOGUE
) -> tuple[Act | None, list[Problem]]:
    """Parse and check the file; the act is None only where it can't be built at all.

    `facts`: what its conditions may ask for, besides the facts that it declares itself.
    """
    raw, problem = parse(text, file)
    if problem:
        return None, [problem]
    return _ActReader(raw, file, Lines(text), facts).read()


def read_act_data(
    data: Mapping[str, Any], name: str, facts: Mapping[str, Fact] = CATALOGUE
) -> tuple[Act | None, list[Problem]]:
    """The same act out of data with the file's keys, as kept in JSON: dates are ISO texts.

    `name` stands for the file in the problems.
    """
    raw = {table: _with_dates(found, _DATES.get(table, set())) for table, found in data.items()}
    return _ActReader(raw, name, Lines(""), facts).read()


def declared_in(data: Mapping[str, Any]) -> dict[str, Fact]:
    """Facts that a document declares, by code; what is wrong with them the reader will say."""
    given = data.get(head.SECTION.name)
    code = str(given.get("code", "")) if isinstance(given, dict) else ""
    name = fact.SECTION.name
    tables, _ = tables_of({name: data.get(name, [])}, name, "", Lines(""), fact.SECTION)
    found = (fact.read(table, Reading(code)) for table in tables)
    return {one.key: one for one in found if one is not None}


def _with_dates(found: Any, dates: set[str]) -> Any:  # noqa: ANN401 - one table of JSON, or many
    if isinstance(found, list):
        return [_with_dates(one, dates) for one in found]
    return {key: _day(value) if key in dates else value for key, value in found.items()}


def _day(value: object) -> object:
    """What is no ISO date stays as it is: the reader says so."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


class _ActReader:
    def __init__(
        self, raw: dict[str, Any], file: str, lines: Lines, facts: Mapping[str, Fact]
    ) -> None:
        self.raw = raw
        self.file = file
        self.lines = lines
        self.facts = facts
        self.problems: list[Problem] = []

    def read(self) -> tuple[Act | None, list[Problem]]:
        table = head_of(self.raw, head.SECTION.name, self.file, self.lines, head.SECTION)
        said = head.read_head(table)
        own = self._each(fact, Reading(said["code"], self.facts))
        reading = Reading(said["code"], {**self.facts, **{one.key: one for one in own}})
        norms = self._each(norm, reading)
        deadlines = self._each(deadline, reading)
        allowances = self._each(allowance, reading)
        also = (*map(deadline.norm_of, deadlines), *allowance.norms_of(allowances))
        act = Act(
            **said,
            facts=own,
            norms=(*norms, *(one for one in also if one is not None)),
            requirements=self._each(requirement, reading),
            deadlines=deadlines,
            allowances=allowances,
            funds=self._each(fund, reading),
            approvals=self._each(approval, reading),
            papers=self._each(paper, reading),
            date_orders=self._each(date_order, reading),
            controls=self._each(control, reading),
            grounds=self._each(ground, reading),
            kinds=self._each(kind, reading),
            forms=self._each(form, reading),
        )
        self.problems += table.close()
        for name in self.raw:
            self.problems.append(
                Problem(self.file, self.lines.of(name), f"неизвестная таблица [[{name}]]")
            )
        return act, self.problems

    def _each(self, module: SectionModule[T], reading: Reading) -> tuple[T, ...]:
        section = module.SECTION
        tables, faults = tables_of(self.raw, section.name, self.file, self.lines, section)
        self.problems += faults
        built = []
        for table in tables:
            one = module.read(table, reading)
            self.problems += table.close()
            if one is not None:
                built.append(one)
        return tuple(built)
