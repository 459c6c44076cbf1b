"""Figures laid out as a table: indicators with their kinds down, groups across."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nastavnik.domain.figures import Figure, Figures, figure_at
from nastavnik.domain.indicator import Group, Indicator

_ALWAYS: Final = (Group.TEACHERS, Group.STUDENTS)


@dataclass(frozen=True, slots=True)
class Column:
    """Figures of one group; `basis` tells columns of one group apart."""

    group: Group
    figures: Figures
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator, or one kind of mentoring inside it; a figure for every column."""

    indicator: Indicator
    kind: str
    title: str
    figures: tuple[Figure, ...]


def groups_of(*figures: Figures) -> tuple[Group, ...]:
    """Teachers and students always; pairs of no known form only where there are some."""
    met = {cell.group for one in figures for cell in one}
    return (*_ALWAYS, *(group for group in Group if group in met and group not in _ALWAYS))


def rows(
    indicators: Sequence[Indicator], columns: Sequence[Column], kinds: Mapping[str, str]
) -> Iterator[Row]:
    """Every indicator in all, then by those kinds that have something to show, by title."""
    used = {cell.kind for column in columns for cell in column.figures if cell.kind}
    order = sorted(used, key=lambda code: kinds.get(code, code))
    for indicator in indicators:
        yield _row(indicator, columns, "", indicator.title)
        for kind in order:
            row = _row(indicator, columns, kind, kinds.get(kind, kind))
            if any(figure.number or figure.whole for figure in row.figures):
                yield row  # a kind of which every figure is kept back is not even named


def _row(indicator: Indicator, columns: Sequence[Column], kind: str, title: str) -> Row:
    figures = (figure_at(one.figures, indicator, one.group, kind) for one in columns)
    return Row(indicator, kind, title, tuple(figures))
