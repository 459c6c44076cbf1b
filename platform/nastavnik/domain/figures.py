"""Figures of a report: counted from pairs, and put together from the figures of parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from nastavnik.domain.indicator import (
    INDICATORS,
    RULES,
    Additivity,
    Group,
    Indicator,
    Pair,
    Rule,
    Span,
)

_PER_MILLE: Final = 1000
HIDDEN_WORD: Final = "скрыто"


class Cell(NamedTuple):
    """Place of a figure; `kind` "" is of all kinds of mentoring together."""

    indicator: str
    group: Group
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A count; a ratio has a denominator; a count of distinct persons has their keys.

    `hidden`: kept back from the reader, so there is no number in it at all.
    """

    number: int = 0
    whole: int | None = None
    persons: frozenset[str] | None = None
    hidden: bool = False

    @property
    def shown(self) -> str:
        """As on pages: «12», «66,7 %», «—» where there is nothing to divide by, «скрыто»."""
        if self.hidden:
            return HIDDEN_WORD
        if self.whole is None:
            return str(self.number)
        if self.whole == 0:
            return "—"
        tenths = (2 * self.number * _PER_MILLE + self.whole) // (2 * self.whole)
        percent, rest = divmod(tenths, 10)
        return f"{percent},{rest}\N{NO-BREAK SPACE}%"


Figures = Mapping[Cell, Figure]
HIDDEN: Final = Figure(hidden=True)


def together(parts: Sequence[Figure]) -> Figure:
    """One figure out of its parts; a person of several parts is counted once."""
    keys = [part.persons for part in parts if part.persons is not None]
    if keys:
        persons = frozenset[str]().union(*keys)
        return Figure(len(persons), persons=persons)
    wholes = [part.whole for part in parts if part.whole is not None]
    return Figure(sum(part.number for part in parts), sum(wholes) if wholes else None)


def roll_up(parts: Iterable[Figures]) -> dict[Cell, Figure]:
    """Figures of a whole out of the figures of its parts."""
    return _gather(item for part in parts for item in part.items())


def tally(pairs: Iterable[Pair], span: Span) -> dict[Cell, Figure]:
    """Count every indicator over the pairs. A cell that nobody meets is absent: it is a zero."""
    return _gather(
        (cell, figure)
        for pair in pairs
        for indicator in INDICATORS
        if (figure := _of_pair(RULES[indicator.code], pair, span))
        for cell in _cells(indicator, pair)
    )


def figure_at(figures: Figures, indicator: Indicator, group: Group, kind: str = "") -> Figure:
    """The figure of a cell, zero where nothing was counted."""
    empty = Figure(0, 0) if indicator.additivity is Additivity.RATIO else Figure()
    return figures.get(Cell(indicator.code, group, kind), empty)


def counted_in(pair: Pair, span: Span) -> tuple[str, ...]:
    """Codes of the indicators whose figures stand on the pair; of a ratio, its denominator."""
    return tuple(one.code for one in INDICATORS if _of_pair(RULES[one.code], pair, span))


def _gather(items: Iterable[tuple[Cell, Figure]]) -> dict[Cell, Figure]:
    found: defaultdict[Cell, list[Figure]] = defaultdict(list)
    for cell, figure in items:
        found[cell].append(figure)
    return {cell: together(parts) for cell, parts in found.items()}


def _cells(indicator: Indicator, pair: Pair) -> Iterator[Cell]:
    yield Cell(indicator.code, pair.group)
    yield Cell(indicator.code, pair.group, pair.kind)


def _of_pair(rule: Rule, pair: Pair, span: Span) -> Figure | None:
    counts = rule.counts(pair, span)
    if rule.whole is not None:
        return Figure(int(counts), 1) if rule.whole(pair, span) else None
    if not counts:
        return None
    if rule.person is not None:
        return Figure(1, persons=frozenset({rule.person(pair)}))
    return Figure(1)


def behind(pairs: Iterable[Pair], cell: Cell, span: Span) -> list[Pair]:
    """The pairs that the figure of the cell stands on."""
    return [
        pair
        for pair in pairs
        if pair.group is cell.group
        and cell.kind in {"", pair.kind}
        and cell.indicator in counted_in(pair, span)
    ]
