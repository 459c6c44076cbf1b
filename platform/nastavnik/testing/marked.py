"""A victim whose every Russian word is marked, and strangers of all kinds who can log in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import String, event, inspect
from sqlalchemy.orm import Session

from nastavnik.domain.access import Role
from nastavnik.store.base import Base
from nastavnik.store.db import db, models
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import Tenant, Wall
from nastavnik.testing import factories

MARK: Final = "Тайна"
MARKS: Final[Mapping[Wall, str]] = {wall: f"{MARK}-{wall.value}" for wall in Wall}
"""How every Russian word of the victim's begins, by the wall of its table."""
ATTACKERS: Final[Mapping[str, Role]] = {
    "sibling": Role.CURATOR,
    "sibling-director": Role.DIRECTOR,
    "town": Role.MUNICIPAL,
    "ministry": Role.MINISTRY,
    "institute": Role.INSTITUTE,
    "stranger": Role.CURATOR,
    "stranger-director": Role.DIRECTOR,
    "stranger-town": Role.MUNICIPAL,
    "stranger-ministry": Role.MINISTRY,
    "stranger-operator": Role.OPERATOR,
    "mentor": Role.MENTOR,
    "mentee": Role.MENTEE,
}
"""Login -> role. A sibling is of the same town, a stranger of another region; a mentor and a
mentee are of the victim's own staff and have no part in its records."""
_RUSSIAN: Final = re.compile("[А-Яа-яЁё]")


@dataclass
class Victim:
    """A school with a row of every table; `rows`: table -> columns of that row."""

    unit: dict[str, Any]
    town: dict[str, Any]
    membership_id: int
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)


def settled(password_hash: str, *, home: str, town: str, abroad: str) -> Victim:
    """The victim, its curator `victim`, and the attackers. Only under EVERYTHING; flushed.

    `home` and `abroad` are slugs of two regions, `town` of a municipality of the first.
    """
    region = factories.unit(region=home, slug=home, title="Регион")
    place = factories.unit(region, slug=town, title="Город")
    other = factories.unit(region=abroad, slug=abroad, title="Другой регион")
    other_town = factories.unit(other, title="Другой город")
    school = factories.unit(place, title="Школа № 1")
    units = {
        "sibling": factories.unit(place, title="Школа № 2"),
        "town": place,
        "ministry": region,
        "institute": region,
        "stranger": factories.unit(other_town, title="Школа № 3"),
        "stranger-town": other_town,
        "stranger-ministry": other,
        "stranger-operator": other,
        "mentor": school,
        "mentee": school,
    }
    _enrolled("victim-director", Role.DIRECTOR, school, password_hash)
    curator = _enrolled("victim", Role.CURATOR, school, password_hash)
    victim = Victim(_columns(school), _columns(place), curator)
    with marked():
        for model, make in factories.MAKERS.items():
            victim.rows[model.__tablename__] = _columns(make(school))
        order = factories.order(school, kind="appointment")
        victim.rows[order.__tablename__] = _columns(order)
    # after the victim's people: the event of the trail is of the first card, not of an attacker's
    for login, role in ATTACKERS.items():
        unit = units.get(login) or units[login.partition("-")[0]]
        _enrolled(login, role, unit, password_hash)
    return victim


@contextmanager
def marked() -> Iterator[None]:
    """Whatever Russian is written to a tenant's table in the block, is marked."""

    def mark(session: Session, *_: object) -> None:
        for row in session.new:
            if isinstance(row, Tenant):
                _mark(row)

    session: Session = db.session()
    event.listen(session, "before_flush", mark)
    try:
        yield
    finally:
        event.remove(session, "before_flush", mark)


def dump() -> dict[str, list[str]]:
    """Every tenant's row; the trail is left out, for readings add to it. Under EVERYTHING."""
    found: dict[str, list[str]] = {}
    for model in models():
        if issubclass(model, Tenant) and model.__tablename__ != "audit_event":
            rows = db.session.query(model).all()
            found[model.__tablename__] = sorted(repr(_columns(row)) for row in rows)
    return found


def _mark(row: Any) -> None:  # noqa: ANN401 - a row of any tenant's table
    for name, column in inspect(type(row)).columns.items():
        value = getattr(row, name)
        russian = isinstance(value, str) and _RUSSIAN.search(value)
        if russian and isinstance(column.type, String) and MARK not in value:
            setattr(row, name, f"{MARKS[row.wall]} {value}")


def _enrolled(login: str, role: Role, unit: OrgUnit, password_hash: str) -> int:
    account = factories.account(
        login=login, password_hash=password_hash, display_name=f"Чужой {login}"
    )
    own = {}
    if role in {Role.MENTOR, Role.MENTEE}:
        own = {"person_id": factories.person(unit, last_name="Свой", first_name="Сам").id}
    return factories.membership(unit, role, account_id=account.id, **own).id


def _columns(row: Base) -> dict[str, Any]:
    return {name: getattr(row, name) for name, _ in inspect(type(row)).columns.items()}
