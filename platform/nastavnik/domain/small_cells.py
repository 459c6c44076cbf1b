"""What readers outside the institution are shown of reports: small cells are kept back.

Every sum that ties the figures of a territory together is one table of `suppress`: a number over
the units, over the kinds of mentoring, the outcomes of the pairs. Tables are decided in turn; what
is kept back in one is never shown in those that it is the sum of. What no table names is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from nastavnik.domain.figures import HIDDEN, Cell, Figure, Figures
from nastavnik.domain.indicator import INDICATORS, Group
from nastavnik.domain.suppress import (
    SMALL,
    Decision,
    Facet,
    Node,
    Row,
    all_open,
    decide,
    is_open,
    rows_hold,
    stands,
    sum_holds,
    union_holds,
)

WHY_HIDDEN: Final = (
    f"Числа от 1 до {SMALL - 1} вне организации скрыты: по ним можно узнать людей. "
    "Вместе с ними скрыты и другие числа, если скрытое можно найти вычитанием."
)
ACTIVE: Final = "pairs.active"
STARTED: Final = "pairs.started"
MENTORS: Final = "persons.mentors"
MENTEES: Final = "persons.mentees"
OUTCOMES: Final = (
    "pairs.completed",
    "pairs.ended_early",
    "pairs.replaced",
    "pairs.going_on",
)
KINDS: Final = "kinds"
_TABLE_OF: Final[Mapping[str, str]] = {
    **{code: code for code in (ACTIVE, STARTED, MENTORS, MENTEES)},
    **dict.fromkeys((*OUTCOMES, "share.completed"), OUTCOMES[0]),
}
"""Code of an indicator -> the table that decides on it."""
_NONE: Final = Decision(frozenset(), {})


class Basis(IntEnum):
    """Which reports a sum is of."""

    SENT = 0
    ACCEPTED = 1
    WAITING = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A unit with its figures; `waiting` reports make `sent` differ from `accepted`."""

    key: str
    sent: Figures
    accepted: Figures
    waiting: int
    taken: int
    parts: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one table keeps back; `accepted`: are the sums of accepted reports shown as well."""

    decision: Decision
    accepted: bool

    def shows(self, key: str) -> bool:
        return key not in self.decision.hidden


@dataclass(frozen=True, slots=True)
class _Decided:
    """Verdicts of one group: over the units, and over the kinds in the whole territory."""

    units: dict[str, _Verdict] = field(default_factory=dict)
    kinds: dict[str, _Verdict] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cover:
    """What may be shown of a territory, the same on every page and in every file."""

    root: Branch
    kinds: tuple[str, ...]
    _decided: Mapping[Group, _Decided]
    _branches: Mapping[str, Branch]

    def sent(self, key: str) -> dict[Cell, Figure]:
        """Figures of the unit's sent reports as they are shown outside, by path of the unit."""
        return self._masked(self._branches[key].sent, lambda cell: self._shows(key, cell))

    def accepted(self, key: str) -> dict[Cell, Figure]:
        """The same of its accepted reports."""
        branch = self._branches[key]
        same = branch.waiting == 0 or not branch.parts
        return self._masked(
            branch.accepted,
            lambda cell: (
                branch.taken == 0
                or (self._shows(key, cell) and (same or self._shows_accepted(cell)))
            ),
        )

    def _masked(self, figures: Figures, shows: Callable[[Cell], bool]) -> dict[Cell, Figure]:
        codes = {one.code for one in INDICATORS} | {cell.indicator for cell in figures}
        found = {}
        for group in self._decided:
            for code in codes:
                for kind in ("", *self.kinds):
                    cell = Cell(code, group, kind)
                    if not shows(cell):
                        found[cell] = HIDDEN
                    elif cell in figures:
                        found[cell] = Figure(figures[cell].number, figures[cell].whole)
        return found

    def _shows(self, key: str, cell: Cell) -> bool:
        table, decided = _TABLE_OF.get(cell.indicator), self._decided[cell.group]
        if table is None:
            return False
        if not cell.kind:
            return decided.units[table].shows(key)
        if key == self.root.key:
            return decided.kinds[table].shows(cell.kind)
        if table != ACTIVE:
            return False
        empty = not _number(self._branches[key].sent, ACTIVE, cell.group)
        return empty or (
            decided.units[KINDS].shows(key) and decided.kinds[ACTIVE].shows(cell.kind)
        )

    def _shows_accepted(self, cell: Cell) -> bool:
        table, decided = _TABLE_OF[cell.indicator], self._decided[cell.group]
        if not cell.kind:
            return decided.units[table].accepted
        over = KINDS if table == ACTIVE else table
        return decided.kinds[table].accepted and decided.units[over].accepted


def cover(root: Branch) -> Cover:
    """Decide on a territory: its reports of one period, as its reader may see them all."""
    branches = {one.key: one for one in _every(root)}
    cells = [cell for one in branches.values() for cell in one.sent]
    kinds = tuple(sorted({cell.kind for cell in cells if cell.kind}))
    groups = sorted({cell.group for cell in cells})
    return Cover(
        root, kinds, {group: _decided(root, branches, group, kinds) for group in groups}, branches
    )


def _every(branch: Branch) -> Iterator[Branch]:
    yield branch
    for part in branch.parts:
        yield from _every(part)


_Numbers = dict[tuple[str, str], int]
"""(indicator, kind) -> the number of one group: plain, for there are thousands of units."""


def _numbers(one: Branch, group: Group) -> tuple[_Numbers, _Numbers, _Numbers]:
    """By basis: of the sent reports, of the accepted and of the waiting ones."""
    sent = _plain(one.sent, group)
    if not one.taken:
        return sent, {}, sent
    if not one.waiting:
        return sent, sent, {}
    taken = _plain(one.accepted, group)
    return sent, taken, {cell: number - taken.get(cell, 0) for cell, number in sent.items()}


def _plain(figures: Figures, group: Group) -> _Numbers:
    return {
        (cell.indicator, cell.kind): figure.number
        for cell, figure in figures.items()
        if cell.group is group
    }


def _number(figures: Figures, code: str, group: Group, kind: str = "") -> int:
    found = figures.get(Cell(code, group, kind))
    return found.number if found else 0


@dataclass(frozen=True, slots=True)
class _Table:
    """Numbers over one tree: of the units (`kind` is ""), or of the kinds of one territory."""

    tree: Node
    number: Callable[[str, str, Basis], int]
    """(indicator, key, basis)"""

    def scalar(self, code: str, basis: Basis = Basis.SENT) -> Callable[[str], int]:
        return lambda key: self.number(code, key, basis)

    def outcomes(self, basis: Basis = Basis.SENT) -> Callable[[str], Row]:
        return lambda key: tuple(self.number(code, key, basis) for code in OUTCOMES)

    def started(self, basis: Basis = Basis.SENT) -> Callable[[str], Row]:
        def row(key: str) -> Row:
            number = self.number(STARTED, key, basis)
            return number, max(self.number(ACTIVE, key, basis) - number, 0)

        return row


def _decided(
    root: Branch, branches: Mapping[str, Branch], group: Group, kinds: Sequence[str]
) -> _Decided:
    numbers = {key: _numbers(one, group) for key, one in branches.items()}

    def of_unit(code: str, key: str, basis: Basis, kind: str = "") -> int:
        return numbers[key][basis].get((code, kind), 0)

    def of_kind(code: str, kind: str, basis: Basis) -> int:
        return of_unit(code, root.key, basis, kind)

    over_units = _Table(_tree(root), of_unit)
    over_kinds = _Table(Node("", tuple(map(Node, kinds))), of_kind)
    units = _verdicts(over_units, distinct=False)
    stars = _verdicts(over_kinds, distinct=True)
    for table, verdict in units.items():
        if not (verdict.shows(root.key) and stars[table].shows("")):
            # even which kinds are empty would tell something about the others
            stars[table] = _Verdict(_everywhere(over_kinds.tree), accepted=False)
    units[KINDS] = _kinds(over_units, units[ACTIVE], stars[ACTIVE], kinds, of_unit)
    return _Decided(units, stars)


def _tree(branch: Branch) -> Node:
    return Node(branch.key, tuple(_tree(part) for part in branch.parts))


def _everywhere(tree: Node) -> Decision:
    """Nothing of the tree is shown, not even that nobody is there."""
    return Decision(frozenset(node.key for node in tree.every()), {})


def _verdicts(table: _Table, *, distinct: bool) -> dict[str, _Verdict]:
    """The number of pairs first: whose is kept back, of them nothing else is told."""
    active = _verdict(table, lambda basis: _sums(table.scalar(ACTIVE, basis), _NONE, None))
    told = active.decision
    found = {ACTIVE: active}
    persons = table.tree if distinct else None
    for code in (MENTORS, MENTEES):

        def people(basis: Basis, code: str = code) -> Facet:
            return _sums(table.scalar(code, basis), told, table.scalar(ACTIVE, basis), persons)

        found[code] = _verdict(table, people, active)
    found[OUTCOMES[0]] = _verdict(table, lambda basis: _rows(table.outcomes(basis), told), active)
    found[STARTED] = _verdict(table, lambda basis: _rows(table.started(basis), told), active)
    return found


def _verdict(
    table: _Table, facet: Callable[[Basis], Facet], over: _Verdict | None = None
) -> _Verdict:
    decision = decide(table.tree, facet(Basis.SENT))
    accepted = (over is None or over.accepted) and all(
        stands(table.tree, decision, facet(basis)) for basis in (Basis.ACCEPTED, Basis.WAITING)
    )
    return _Verdict(decision, accepted)


def _sums(
    number: Callable[[str], int],
    told: Decision,
    pairs: Callable[[str], int] | None,
    distinct: Node | None = None,
) -> Facet:
    """A table of single numbers; people (`pairs` is given) are no more than their pairs."""
    most = _ceiling(told, pairs) if pairs else None

    def holds(hidden: Sequence[str], must: Collection[str]) -> bool:
        wanted = [key in must for key in hidden]

        def bound(places: Sequence[int]) -> int:
            return most([hidden[place] for place in places]) if most else sum(map(number, hidden))

        if not sum_holds([number(key) for key in hidden], wanted, bound):
            return False
        if distinct is None:
            return True
        rest = sum(number(part.key) for part in distinct.parts if part.key not in hidden)
        return union_holds(number(distinct.key), rest, wanted, bound)

    return Facet(
        empty=lambda key: not number(key),
        fits=lambda key: key not in told.hidden and is_open(number(key)),
        weight=number,
        holds=holds,
    )


def _rows(row: Callable[[str], Row], told: Decision) -> Facet:
    """A table of rows that add up to the number of pairs."""

    def holds(hidden: Sequence[str], must: Collection[str]) -> bool:
        return rows_hold(
            [row(key) for key in hidden],
            [key not in told.hidden for key in hidden],
            [key in must for key in hidden],
        )

    return Facet(
        empty=lambda key: not any(row(key)),
        fits=lambda key: key not in told.hidden and all_open(row(key)),
        weight=lambda key: sum(row(key)),
        holds=holds,
    )


def _ceiling(told: Decision, pairs: Callable[[str], int]) -> Callable[[Collection[str]], int]:
    """What is known of the pairs of parts of one sum: no more than so many together."""
    together = {
        key: tuple(one for one in group if pairs(one))
        for group in told.groups.values()
        for key in group
    }

    def most(keys: Collection[str]) -> int:
        shown = sum(pairs(key) for key in keys if key not in told.hidden)
        kept = [key for key in keys if key in told.hidden]
        if not kept:
            return shown
        group = together.get(kept[0], ())
        return shown + sum(map(pairs, group)) - max(len(group) - len(kept), 0)

    return most


def _kinds(
    table: _Table,
    active: _Verdict,
    star: _Verdict,
    kinds: Sequence[str],
    number: Callable[[str, str, Basis, str], int],
) -> _Verdict:
    """Kinds of every unit's pairs: those that the territory keeps back are one column."""
    told = [kind for kind in kinds if star.shows(kind)]
    rest = [kind for kind in kinds if not star.shows(kind)]

    def row(basis: Basis) -> Callable[[str], Row]:
        return lambda key: (
            *(number(ACTIVE, key, basis, kind) for kind in told),
            sum(number(ACTIVE, key, basis, kind) for kind in rest),
        )

    if not star.shows(""):
        return _Verdict(_everywhere(table.tree), accepted=False)
    return _verdict(table, lambda basis: _rows(row(basis), active.decision), active)
