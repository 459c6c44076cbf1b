"""The check: one case against one rule book -> findings, each with its clause and trace."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache, reduce
from itertools import groupby
from operator import and_
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.need import Keeps, unsure
from nastavnik.domain.rules import Rule, Stated, rules_for

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.finding import Finding
    from nastavnik.domain.rulebook import RuleBook

_KEPT: Final = 8192


# Not a named tuple: a plain one is unpacked faster, and this is the hottest loop of the engine.
Group = tuple[Keeps, tuple[Rule, ...]]
"""Rules that stand together; a case that answers yes to the question breaks none of them."""


def check(case: Case, book: RuleBook) -> tuple[Finding, ...]:
    """All findings of the case, in the order of the form's fields."""
    found = findings(groups_of(book, case.kind, case.form), case)
    for extra in book.checks:
        found.extend(extra(case, book))
    return tuple(found)


def findings(groups: Iterable[Group], case: Case) -> list[Finding]:
    """What the rules say of the case."""
    found = []
    for kept, rules in groups:
        if not kept(case):
            for rule in rules:
                fault = rule.probe(case)
                if fault is not None:
                    found.append(rule.tell(case, fault))
    return found


@lru_cache(maxsize=_KEPT)
def groups_of(book: RuleBook, kind: str, form: str) -> tuple[Group, ...]:
    """The rules of a kind and a form, compiled once: books don't change."""
    rules = compiled(rules_for(book, kind, form))
    return book.once(tuple(map(id, rules)), lambda: _Kept(rules, grouped(rules))).groups


class _Kept(NamedTuple):
    """Groups with their rules: while these are kept their ids belong to nobody else."""

    rules: tuple[Rule, ...]
    groups: tuple[Group, ...]


def compiled(stated: Iterable[Stated]) -> tuple[Rule, ...]:
    """Those that bind anybody."""
    return tuple(rule for one in stated if (rule := one.compiled()) is not None)


def grouped(rules: Iterable[Rule]) -> tuple[Group, ...]:
    """The rules in their order; bounds that stand in a row are asked by one question."""
    groups: list[Group] = []
    for merged, row in groupby(rules, key=lambda rule: rule.need is not None):
        together = tuple(row)
        if merged:
            needs = [rule.need for rule in together if rule.need is not None]
            groups.append((reduce(and_, needs).compiled(), together))
        else:
            groups.extend((rule.quick or unsure, (rule,)) for rule in together)
    return tuple(groups)


def question(rules: Iterable[Rule]) -> Keeps:
    """One quick question of all these rules."""
    asks = tuple(kept for kept, _ in grouped(rules))
    if len(asks) == 1:
        return asks[0]

    def kept(case: Case) -> bool:
        for ask in asks:  # noqa: SIM110 - `all` with a generator costs more than the questions
            if not ask(case):
                return False
        return True

    return kept
