"""Small cells: which numbers of a table with sums are kept back so that no subtraction finds them.

A table is a tree: the number of a node is the sum of its parts. A number of 1-4 people is kept
back, and with it as many others as needed: what is left of a sum after everything shown has been
taken away must not tell a kept-back number closer than `WIDTH` (ADR 0017).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

SMALL: Final = 5
"""From how many people on a number is shown."""
WIDTH: Final = 4
"""How far apart the least and the greatest possible value of a kept-back small number stay."""

Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree; its number is the sum of the numbers of its parts."""

    key: str
    parts: tuple[Node, ...] = ()

    def every(self) -> Iterator[Node]:
        """The node and all below it, each before its parts."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One table over a tree, asked about by key.

    `empty`: nobody there, so nothing to hide; `fits`: may be shown by itself; `weight`: what it
    costs to keep it back. `holds(hidden, must)`: are the parts `hidden` of one sum kept back well
    enough, those of them above all that `must` be.
    """

    empty: Callable[[str], bool]
    fits: Callable[[str], bool]
    weight: Callable[[str], int]
    holds: Callable[[Sequence[str], Collection[str]], bool]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is kept back. `groups`: parent -> its hidden parts, of parents that are shown."""

    hidden: frozenset[str]
    groups: dict[str, tuple[str, ...]]


def in_steps(number: int) -> int:
    """A number of today's pairs as it is told outside: the multiple of `SMALL` not above it.

    Looked at every day, it tells by how much it has changed no closer than `2 * (SMALL - 1)`.
    """
    return number - number % SMALL


def is_open(number: int) -> bool:
    """May the number be shown by itself: it is about nobody, or about enough people."""
    return number == 0 or number >= SMALL


def all_open(row: Row) -> bool:
    """May the numbers be shown together."""
    return all(map(is_open, row))


def decide(root: Node, facet: Facet) -> Decision:
    """What of the tree is kept back. Below a node that is kept back so is everybody."""
    groups: dict[str, tuple[str, ...] | None] = {}
    order = tuple(root.every())
    for node in reversed(order):
        groups[node.key] = _group(node, facet, groups)
    hidden: set[str] = set()
    shown: dict[str, tuple[str, ...]] = {}
    if groups[root.key] is None:
        hidden.add(root.key)
    for node in order:
        group = groups[node.key] or ()
        if node.key not in hidden:
            shown[node.key] = group
            hidden.update(group)
        else:
            hidden.update(part.key for part in node.parts if not facet.empty(part.key))
    return Decision(frozenset(hidden), shown)


def stands(root: Node, decided: Decision, facet: Facet) -> bool:
    """Does the decision also keep back another number over the same tree, by its own facet."""
    return all(
        facet.fits(key) and _held(facet, [one for one in group if not facet.empty(one)])
        for key, group in decided.groups.items()
        if not facet.empty(key)
    ) and (root.key not in decided.hidden)


def _held(facet: Facet, hidden: Sequence[str]) -> bool:
    return not hidden or facet.holds(hidden, hidden)


def _group(
    node: Node, facet: Facet, groups: dict[str, tuple[str, ...] | None]
) -> tuple[str, ...] | None:
    """The parts to keep back if the node is shown; None if it must not be."""
    if not facet.empty(node.key) and not facet.fits(node.key):
        return None
    parts = [part.key for part in node.parts if not facet.empty(part.key)]
    must = [key for key in parts if groups[key] is None]
    if not must:
        return ()
    hidden, rest = (
        list(must),
        sorted(set(parts).difference(must), key=lambda k: (facet.weight(k), k)),
    )
    while not facet.holds(hidden, must):
        if not rest:
            return None
        enough = (one for one in rest if facet.holds([*hidden, one], must))
        hidden.append(chosen := next(enough, rest[0]))
        rest.remove(chosen)
    return tuple(hidden)


def sum_holds(
    numbers: Sequence[int], must: Sequence[bool], most: Callable[[Sequence[int]], int]
) -> bool:
    """Are numbers of which the sum alone is known told no closer than `WIDTH`.

    Each is at least 1. `most(places)`: what the numbers of those places can't exceed together.
    """
    whole = sum(numbers)
    for at, wanted in enumerate(must):
        if not wanted:
            continue
        others = [place for place in range(len(numbers)) if place != at]
        high = min(whole - len(others), most([at]))
        low = max(1 if others else whole, whole - most(others))
        if high - low < WIDTH:
            return False
    return True


def rows_hold(rows: Sequence[Row], known: Sequence[bool], must: Sequence[bool]) -> bool:
    """Are rows of which the sums by column are known told no closer than `WIDTH`.

    `known`: whose sum along the row is shown as well. Columns of a row add up to that sum.
    """
    columns = [sum(column) for column in zip(*rows, strict=True)]
    if not all_open(tuple(columns)) or len(rows) == 1:
        return False
    whole = sum(columns)
    return all(
        whole - sum(row) >= SMALL
        for row, told, wanted in zip(rows, known, must, strict=True)
        if told and wanted
    )


def union_holds(
    whole: int,
    rest: int,
    must: Sequence[bool],
    most: Callable[[Sequence[int]], int],
) -> bool:
    """The same of numbers of people, who may be in several parts: `whole` counts them once.

    `rest`: sum of the parts that are shown.
    """
    for at, wanted in enumerate(must):
        others = [place for place in range(len(must)) if place != at]
        reach = sum(min(whole, most([place])) for place in others)
        low = max(1, whole - rest - reach)
        if wanted and min(whole, most([at])) - low < WIDTH:
            return False
    return True
