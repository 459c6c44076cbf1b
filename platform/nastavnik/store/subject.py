"""Everything that refers to one person, found by the foreign keys: a new table can't be forgotten.

Rows are reached from the person's card and from their accounts. A table that names a card itself
is reached by that alone: the other side of a pair is another person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, or_, select

from nastavnik.store.account import Membership
from nastavnik.store.base import Base
from nastavnik.store.db import db, models

PERSON: Final = "person"
ACCOUNT: Final = "account"
MEMBERSHIP: Final = "membership"
_ROOTS: Final = (PERSON, ACCOUNT)

UPWARDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "mentoring_order": (("id", "mentorship.order_id"),),
}
"""Tables that a reached one points at, and that tell of the person too."""

Links = Mapping[str, Collection[tuple[str, str]]]
"""Table -> its columns that lead to a person, each with the table that it points at."""


@lru_cache(maxsize=1)
def links() -> Links:
    """Every table that refers to a person, in an order in which they can be reached."""
    keys = {model.__tablename__: tuple(_keys(model.__table__)) for model in models()}
    reached = set(_ROOTS)
    while fresh := {name for name in keys.keys() - reached if _leading(keys[name], reached)}:
        reached |= fresh
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    left = sorted(reached - set(_ROOTS))
    while left:
        ready = [
            name
            for name in left
            if all(key[1] not in left for key in _leading(keys[name], reached) if key[1] != name)
        ]
        found |= {name: _leading(keys[name], reached) for name in ready}
        left = [name for name in left if name not in ready]
    return {**found, **UPWARDS}


def _leading(
    keys: Sequence[tuple[str, str]], reached: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """To the card itself if the table names it; an account that only wrote the row comes last."""
    to_person = tuple(key for key in keys if key[1] == PERSON)
    others = tuple(key for key in keys if key[1] in reached and key[1] != ACCOUNT)
    return to_person or others or tuple(key for key in keys if key[1] in reached)


def _keys(table: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - a table of a model
    """(column, table that it points at) of keys to rows; those to units lead nowhere."""
    whole: Table = table
    for constraint in whole.foreign_key_constraints:
        for element in constraint.elements:
            column = element.parent
            if element.column.name == "id" and element.column.table.name != "org_unit":
                yield column.name, element.column.table.name


def accounts_of(person_id: int) -> Sequence[int]:
    """Ids of the accounts whose card it is, also of roles that have ended."""
    return db.session.scalars(
        select(Membership.account_id).where(Membership.person_id == person_id).distinct()
    ).all()


def rows_of(person_id: int) -> Mapping[str, Sequence[Any]]:
    """Table -> rows of the models that refer to the person, the card and accounts first."""
    known = {model.__tablename__: model for model in models()}
    ids: dict[str, list[int]] = {PERSON: [person_id], ACCOUNT: list(accounts_of(person_id))}
    found: dict[str, Sequence[Any]] = {}
    for name in (*_ROOTS, *links()):
        model: Any = known[name]
        rows = _rows(model, name, ids)
        ids.setdefault(name, [one.id for one in rows if hasattr(one, "id")])
        if name == "mentorship":
            ids["mentorship.order_id"] = [one.order_id for one in rows if one.order_id]
        found[name] = rows
    return found


def _rows(model: Any, name: str, ids: Mapping[str, Collection[int]]) -> Sequence[Any]:  # noqa: ANN401 - a model
    """A key may be called otherwise in the model than in the table."""
    table = model.__table__
    if name in _ROOTS:
        wanted: list[ColumnElement[bool]] = [table.c.id.in_(ids[name])]
    else:
        wanted = [
            table.c[column].in_(ids[parent]) for column, parent in links()[name] if ids.get(parent)
        ]
    if not wanted:
        return ()
    key = next(iter(table.primary_key.columns))
    return db.session.scalars(select(model).where(or_(*wanted)).order_by(key)).unique().all()


def columns(row: Base) -> Mapping[str, Any]:
    """Name of a column in the table -> the row's value; deferred ones are left alone."""
    mapper = row.__mapper__
    return {
        column.name: getattr(row, mapper.get_property_by_column(column).key)
        for column in row.__table__.columns
        if not mapper.get_property_by_column(column).deferred
    }
