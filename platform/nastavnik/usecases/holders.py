"""Whose statuses these are: the register's names joined with the cards of an institution.

The register names people as the ministry's orders do; the cards are the institution's own. A card
that the institution has chosen stands. Otherwise the name must be the same and the birth dates
too; where one of them is not known the name decides, unless the institution has a namesake.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from nastavnik.store import person as people
from nastavnik.store import status
from nastavnik.store.status import StatusGrant, key_of

if TYPE_CHECKING:
    from nastavnik.domain.status import Held
    from nastavnik.store.person import Named, Person
    from nastavnik.store.territory import Party


def statuses_of(persons: Iterable[Person | Party]) -> dict[int, tuple[Held, ...]]:
    """Id of each card -> everything that the ministry ever gave to its person, the oldest first.

    Two statements at most, however many people there are.
    """
    return {
        person_id: tuple(row.held for row in rows)
        for person_id, rows in grants_of(persons).items()
    }


def grants_of(persons: Iterable[Person | Party]) -> dict[int, list[StatusGrant]]:
    """The same as rows of the register."""
    found: dict[int, list[StatusGrant]] = {}
    paths = set()
    for one in persons:
        found[one.id] = []
        paths.add(one.org_path)
    rows = status.of_paths(paths) if paths else []
    for row, person_id in zip(rows, cards_of(rows), strict=True):
        if person_id in found:
            found[person_id].append(row)
    return found


def cards_of(
    rows: Sequence[StatusGrant], cards: Sequence[Named] | None = None
) -> list[int | None]:
    """Id of the card of each row, None where there is none or where namesakes leave it open.

    `cards`: everyone of the units of the rows, if they have been read already.
    """
    nameless = {row.org_path for row in rows if row.person_id is None}
    if cards is None:
        cards = people.names(nameless) if nameless else ()
    by_name: defaultdict[tuple[str, str], list[Named]] = defaultdict(list)
    for one in cards:
        by_name[one.path, key_of(one.full_name)].append(one)
    return [
        row.person_id or _chosen(row, by_name.get((row.org_path, row.name_key), ()))
        for row in rows
    ]


def _chosen(row: StatusGrant, namesakes: Sequence[Named]) -> int | None:
    exact = [one.id for one in namesakes if row.birth_date and one.birth_date == row.birth_date]
    if not exact:
        exact = [one.id for one in namesakes if None in {one.birth_date, row.birth_date}]
    return exact[0] if len(exact) == 1 else None
