"""Tenant scopes, and the kinds of tables that stand behind the walls.

A scope is set once per app context, right after login, and never changes there: another scope
is another app context, hence another session and another identity map. Without a scope no row
is seen and none is written.

Two walls hold every table of this module's mixins. The first (`orm_wall`) adds the scope to each
ORM statement and checks each flush. The second is the database's own: row-level security on
PostgreSQL (`postgres_wall`), temporary views and triggers on SQLite (`sqlite_wall`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Final

from flask import current_app, g, has_app_context
from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store import author, writing
from nastavnik.store.columns import Path

_PATH: Final = re.compile(r"\d{2}\.(\d{4}\.(\d{6}\.)?)?")
ANYWHERE: Final = "*"
_REGION: Final = 3


class ScopeViolationError(Exception):
    """The program reached for another tenant's rows. A bug, never a person's mistake."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reader reaches: the subtree [lo, hi), and personal data of the unit `own` alone."""

    lo: str = ""
    hi: str = ""
    own: str = ""

    @classmethod
    def of(cls, path: str) -> Scope:
        """The scope of a unit. Paths are fixed width and end with a dot; "/" follows it."""
        if not _PATH.fullmatch(path):
            raise ValueError(f"Неверный путь подразделения: {path!r}.")
        return cls(path, f"{path[:-1]}/", path)

    @property
    def own_range(self) -> tuple[str, str]:
        """First and last path of personal data, both included: one form for one unit and all."""
        return ("0", "~") if self.own == ANYWHERE else (self.own, self.own)

    @property
    def region_range(self) -> tuple[str, str]:
        """[first, last) of the whole region in which the reader stands; empty without a scope."""
        if self.own == ANYWHERE:
            return self.lo, self.hi
        return self.lo[:_REGION], f"{self.lo[: _REGION - 1]}/" if self.lo else ""

    def covers(self, path: str) -> bool:
        """Is the path inside the subtree."""
        return bool(path) and self.lo <= path < self.hi

    def owns(self, path: str) -> bool:
        """May personal data of the unit be touched."""
        first, last = self.own_range
        return bool(path) and first <= path <= last


NOTHING: Final = Scope()
EVERYTHING: Final = Scope("0", "~", ANYWHERE)
"""For loading the demo, migrations of data and jobs of the platform; never for a request."""


def current() -> Scope:
    """Scope of this app context."""
    scope: Scope = g.get("_scope", NOTHING) if has_app_context() else NOTHING
    return scope


def enter(scope: Scope) -> None:
    """Set the scope of this app context; once, right after the reader is known."""
    if "_scope" in g and g._scope != scope:  # noqa: SLF001 - `g` is this module's store
        raise ScopeViolationError("Область видимости задаётся один раз на контекст приложения.")
    g._scope = scope  # noqa: SLF001 - as above
    session = current_app.extensions["sqlalchemy"].session
    if session.registry.has():
        session().tell_scope()


@contextmanager
def acting(scope: Scope, *, write: bool = False) -> Iterator[Scope]:
    """Another scope for a block: a nested app context with a session of its own.

    What is not committed inside is rolled back at the end. Objects loaded inside don't outlive
    the block. With `write` an open write transaction outside is refused: it would wait for itself.
    """
    if write and has_app_context():
        writing.refuse_open_transaction()
    signature = author.current()
    with current_app.app_context():
        author.sign(signature)
        enter(scope)
        if write:
            writing.begin_write()
        yield scope


class Wall(StrEnum):
    """How a table stands behind the walls."""

    SCOPED = "scoped"
    PERSONAL = "personal"
    JOURNAL = "journal"
    PUBLIC = "public"
    TREE = "tree"
    CATALOGUE = "catalogue"


class Tenant:
    """Base of the three kinds of tenants' tables; not for direct use.

    The copied path can't lie: it is a foreign key together with the unit, and moves with it.
    """

    wall: ClassVar[Wall]
    __table_args__: Any = ()

    org_unit_id: Mapped[int] = mapped_column()
    org_path: Mapped[str] = mapped_column(Path, index=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as they are
        if "__tablename__" in cls.__dict__:
            border = ForeignKeyConstraint(
                ["org_unit_id", "org_path"],
                ["org_unit.id", "org_unit.path"],
                onupdate="CASCADE",
            )
            cls.__table_args__ = (*cls.__table_args__, border)
        super().__init_subclass__(**kwargs)


class Scoped(Tenant):
    """Rows without personal data: seen and written over the whole subtree of the reader."""

    wall = Wall.SCOPED


class Personal(Tenant):
    """Personal data: seen and written only by the very unit that keeps them."""

    wall = Wall.PERSONAL


class Journal(Personal):
    """Personal data that triggers write too, for the unit whose row has changed.

    A centre that accepts a school's report leaves a trace at the school and can't read it.
    """

    wall = Wall.JOURNAL


class Public(Tenant):
    """What a unit publishes: read in its whole region, written only by the very unit."""

    wall = Wall.PUBLIC


class Tree:
    """The tree of units itself: read by everyone, written inside the reader's subtree.

    Ancestors are read and not written; a unit neither leaves the subtree nor comes into it.
    """

    wall = Wall.TREE

    path: Mapped[str] = mapped_column(Path, unique=True)


class Catalogue:
    """Rows that everyone reads and only EVERYTHING writes."""

    wall = Wall.CATALOGUE
