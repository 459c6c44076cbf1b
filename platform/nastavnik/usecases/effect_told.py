"""The effect of an act as its reader is told it: small cells stay inside the institution."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from nastavnik.domain.suppress import Facet, Node, decide, in_steps, is_open, sum_holds

Document = Mapping[str, Any]
_INSTITUTION: Final = "institution"


def told(document: Document, reader: str) -> Document:
    """The document for a reader of the unit's path: None stands for a number that is kept back.

    "" is whoever reads a whole database in the terminal: of an owner of all rows steps hide
    nothing.

    An institution reads its own numbers whole. Everyone else is told 0 and from five pairs on,
    and nothing by which a smaller number could be found (ADR 0017); in steps of five, for pairs
    come and go between two looks, and two drafts differ by what one likes (ADR 0023).
    """
    rows = [one for one in document["units"] if one["path"].startswith(reader)]
    own = any(one["path"] == reader and one["level"] == _INSTITUTION for one in rows)
    whats = {what for one in document["units"] for what in one["counts"]} | {*document["counts"]}
    hidden = {what: _hidden(document, rows, reader, what, own=own) for what in whats}
    few = any(reader in kept for kept in hidden.values())
    open_reasons = not few and all(is_open(one["count"]) for one in document["reasons"])
    touched = document.get("touched", 0)
    alone = own and len(rows) == len(document["units"])
    step = _exact if alone or not reader else in_steps
    here = {what: one["counts"].get(what, 0) for one in rows if own for what in whats}
    return {
        **document,
        "counts": {
            what: None if reader in hidden[what] else _beside(here.get(what, 0), count, step)
            for what, count in document["counts"].items()
        },
        **{
            what: step(document[what]) if alone or is_open(document[what]) else None
            for what in ("looked", "reached")
        },
        "touched": None
        if reader in hidden.get("touched", ())
        else _beside(here.get("touched", 0), touched, step),
        "reasons": [
            {**one, "count": step(one["count"]) if open_reasons else None}
            for one in document["reasons"]
        ],
        "pairs": {path: those for path, those in document["pairs"].items() if path == reader}
        if own
        else {},
        "units": rows
        if own
        else [
            {
                **one,
                "counts": {
                    what: None if one["path"] in hidden[what] else step(count)
                    for what, count in one["counts"].items()
                },
            }
            for one in rows
        ],
    }


def _exact(number: int) -> int:
    return number


def _beside(own: int, whole: int, step: Callable[[int], int]) -> int:
    """The whole as it is told to who knows its own part: the rest of it is told in steps."""
    return own + step(whole - own)


def _hidden(
    document: Document, rows: list[Document], reader: str, what: str, *, own: bool
) -> frozenset[str]:
    """Paths whose number of one kind is kept back; the reader's own path is the whole's."""
    numbers = {one["path"]: one["counts"].get(what, 0) for one in rows}
    whole = document["counts"].get(what, document.get("touched", 0) if what == "touched" else 0)
    here = numbers.setdefault(reader, whole)
    others = whole - here
    tree = _tree(reader, sorted(numbers.keys() - {reader}))

    def holds(hidden: Any, must: Any) -> bool:  # noqa: ANN401 - keys of the tree
        kept = [numbers[key] for key in hidden]
        return sum_holds(kept, [key in must for key in hidden], lambda _: sum(kept))

    facet = Facet(
        empty=lambda key: not numbers[key],
        fits=lambda key: is_open(numbers[key]),
        weight=numbers.__getitem__,
        holds=holds,
    )
    found = decide(tree, facet).hidden
    # of a wider act the whole is told beside the reader's own: the rest must not be a small one
    if own:
        return frozenset() if is_open(others) else frozenset({reader})
    return found if is_open(others) and is_open(whole) else found | {reader}


def _tree(root: str, paths: list[str]) -> Node:
    """Paths hold their parents' at their beginning."""
    tops = [one for one in paths if not any(one != up and one.startswith(up) for up in paths)]
    parts = tuple(
        _tree(top, [one for one in paths if one != top and one.startswith(top)]) for top in tops
    )
    return Node(root, parts)
