"""Every deed has a name, and stands in no two lists."""

from __future__ import annotations

from nastavnik.domain.audit import CHANGES, COPIES, ENTRIES, READS, Action


def test_every_deed_is_named_in_russian() -> None:
    assert len({action.label for action in Action}) == len(Action)


def test_lists_share_the_deeds_out() -> None:
    lists = (CHANGES, READS, COPIES, ENTRIES)
    assert frozenset().union(*lists) == frozenset(Action)
    assert sum(map(len, lists)) == len(Action)
