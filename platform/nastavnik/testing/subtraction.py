"""The attack on kept-back numbers: all that follows from the shown ones by linear reasoning.

Whoever reads a table knows its sums and that nobody is counted less than zero times. `Knowledge`
gathers that, and tells between what bounds a number must lie: exactly, by linear programming.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

_TINY: Final = 1e-7

Sum = Mapping[str, float]
"""Name of an unknown -> how many times it is counted. No unknown is below zero."""


@dataclass
class Knowledge:
    """Equations `sum = number` over unknowns that are not negative."""

    _rows: list[tuple[dict[str, float], float]] = field(default_factory=list)
    _slacks: int = 0
    _ready: _Simplex | None = None

    def equal(self, left: Sum, number: float) -> None:
        """The sum is known."""
        self._rows.append((dict(left), number))

    def at_least(self, left: Sum, number: float) -> None:
        """The sum is known not to be less."""
        self._slacks += 1
        self.equal({**left, f"slack {self._slacks}": -1.0}, number)

    def bounds(self, wanted: Sum) -> tuple[float, float]:
        """The least and the greatest value of a sum; infinity if nothing holds it."""
        if self._ready is None:
            self._ready = _Simplex.of(self._rows)
        least = self._ready.least(wanted)
        greatest = -self._ready.least({name: -times for name, times in wanted.items()})
        return least, greatest


@dataclass
class _Simplex:
    """Equations solved for a feasible basis; each question starts from there."""

    names: dict[str, int]
    table: list[list[float]]
    basis: list[int]

    @classmethod
    def of(cls, rows: list[tuple[dict[str, float], float]]) -> _Simplex:
        names = {name: at for at, name in enumerate(sorted({n for row, _ in rows for n in row}))}
        size = len(names)
        table = []
        for row, number in _independent(rows, names):
            sign = -1.0 if number < 0 else 1.0
            table.append([*(sign * one for one in row), sign * number])
        count = len(table)
        for at, line in enumerate(table):
            line[size:size] = [1.0 if at == other else 0.0 for other in range(count)]
        found = cls(names, table, list(range(size, size + count)))
        found._descend([0.0] * size + [1.0] * count)
        for at in range(count):  # artificial unknowns leave the basis
            if found.basis[at] >= size:
                line = found.table[at]
                found._pivot(at, max(range(size), key=lambda column: abs(line[column])))
        for line in found.table:
            del line[size:-1]
        return found

    def least(self, wanted: Sum) -> float:
        """The least value of a sum."""
        trial = _Simplex(self.names, [list(line) for line in self.table], list(self.basis))
        cost = [0.0] * len(self.names)
        for name, times in wanted.items():
            cost[self.names[name]] += times
        return trial._descend(cost)

    def _descend(self, cost: list[float]) -> float:
        """Walk from corner to corner by Bland's rule, which can't go round in circles."""
        while True:
            entering = next((at for at in range(len(cost)) if self._gain(cost, at) < -_TINY), None)
            if entering is None:
                return sum(
                    cost[column] * line[-1]
                    for column, line in zip(self.basis, self.table, strict=True)
                )
            ratios = [
                (line[-1] / line[entering], self.basis[at], at)
                for at, line in enumerate(self.table)
                if line[entering] > _TINY
            ]
            if not ratios:
                return float("-inf")
            least = min(ratio for ratio, _, _ in ratios)
            self._pivot(min((b, at) for r, b, at in ratios if r <= least + _TINY)[1], entering)

    def _gain(self, cost: list[float], at: int) -> float:
        if at in self.basis:
            return 0.0
        return cost[at] - sum(
            cost[column] * line[at]
            for column, line in zip(self.basis, self.table, strict=True)
            if cost[column]
        )

    def _pivot(self, row: int, column: int) -> None:
        chosen = self.table[row]
        by = chosen[column]
        chosen[:] = [one / by for one in chosen]
        for line in self.table:
            times = line[column]
            if line is not chosen and abs(times) > _TINY:
                line[:] = [a - times * b for a, b in zip(line, chosen, strict=True)]
        self.basis[row] = column


def _independent(
    rows: list[tuple[dict[str, float], float]], names: Mapping[str, int]
) -> list[tuple[list[float], float]]:
    """The equations without those that follow from others."""
    kept: list[tuple[int, list[float]]] = []
    for row, number in rows:
        line = [0.0] * len(names) + [number]
        for name, times in row.items():
            line[names[name]] += times
        for lead, other in kept:
            if abs(line[lead]) > _TINY:
                times = line[lead]
                line = [a - times * b for a, b in zip(line, other, strict=True)]
        lead = max(range(len(names)), key=lambda at: abs(line[at]))
        if abs(line[lead]) > _TINY:
            kept.append((lead, [one / line[lead] for one in line]))
    return [(line[:-1], line[-1]) for _, line in kept]
