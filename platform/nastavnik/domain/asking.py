"""Which facts the rules of a unit ask for, and by which clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nastavnik.domain.allowance import Rows

if TYPE_CHECKING:
    from nastavnik.domain.act import Act
    from nastavnik.domain.cite import Cite
    from nastavnik.domain.requirement import Condition, Leaf
    from nastavnik.domain.rulebook import RuleBook


def asks(book: RuleBook) -> Iterator[tuple[Leaf, Cite]]:
    """Every comparison of a fact that acts in force make, with its clause, outer acts first."""
    for act in book.acts:
        for condition, cite in _conditions(act):
            for leaf in condition.leaves():
                yield leaf, cite


def _conditions(act: Act) -> Iterator[tuple[Condition, Cite]]:
    for rule in act.requirements:
        yield rule.condition, rule.cite
    for norm in act.norms:
        if norm.when is not None:
            yield norm.when, norm.cite
    for paid in act.allowances:
        rows = paid.amount.rows if isinstance(paid.amount, Rows) else ()
        for when in (paid.when, *(row.when for row in rows)):
            if when is not None:
                yield when, paid.cite
