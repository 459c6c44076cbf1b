"""The first wall: every ORM statement and every flush of a session is held to its scope."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask_sqlalchemy.session import Session
from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import ORMExecuteState, SessionTransaction, UOWTransaction
from sqlalchemy.orm import Session as AnySession

from nastavnik.store import author, postgres_wall
from nastavnik.store.border import Border
from nastavnik.store.walls import (
    EVERYTHING,
    Catalogue,
    Personal,
    Public,
    Scope,
    ScopeViolationError,
    Tenant,
    Tree,
    current,
)
from nastavnik.store.writing import require_write

CORE_OK = "core_ok"
"""Execution option of a Core or text statement that was written with the walls in mind."""


class TenantSession(Session):
    """Session of one app context behind the walls."""

    def tell_scope(self) -> None:
        """Tell scope and author to the transaction that is already under way, if any."""
        if self.in_transaction():
            postgres_wall.tell(self.connection(), current(), author.current())


@lru_cache(maxsize=4096)
def _reads(scope: Scope) -> tuple[Border, ...]:
    return () if scope == EVERYTHING else (Border(Tenant, scope),)


@lru_cache(maxsize=4096)
def _writes(scope: Scope) -> tuple[Border, ...]:
    """Units are read by all; a statement that changes them finds those of the subtree."""
    return () if scope == EVERYTHING else (Border(Tenant, scope), Border(Tree, scope))


@event.listens_for(TenantSession, "do_orm_execute")
def _hold_statement(state: ORMExecuteState) -> None:
    if state.is_column_load:
        return
    writes = state.is_insert or state.is_update or state.is_delete
    if not state.is_orm_statement or not (writes or state.is_select):
        if not state.execution_options.get(CORE_OK):
            raise ScopeViolationError("Запрос мимо моделей: нужен execution_options core_ok=True.")
        return
    if writes:
        _check_bulk(state)
    if not state.is_insert:
        borders = (_writes if writes else _reads)(current())
        state.statement = state.statement.options(*borders)


def _check_bulk(state: ORMExecuteState) -> None:
    """Bulk writes take no criteria when they go by key or insert, so their rows are looked at."""
    require_write()
    scope = current()
    if scope == EVERYTHING or state.bind_mapper is None:
        return
    table = state.bind_mapper.class_
    if issubclass(table, Catalogue):
        raise ScopeViolationError(f"{table.__name__}: запись только в области EVERYTHING.")
    if not issubclass(table, Tenant | Tree):
        return
    rows = state.parameters if isinstance(state.parameters, Sequence) else ()
    if state.is_update and rows:
        raise ScopeViolationError(f"{table.__name__}: массовое изменение по ключам закрыто.")
    if state.is_insert:
        for row in rows or ({},):
            _check(table, row.get(_path_of(table), ""), scope)


@event.listens_for(TenantSession, "before_flush")
def _hold_flush(session: AnySession, _context: UOWTransaction, _instances: Any) -> None:  # noqa: ANN401 - the signature is SQLAlchemy's
    scope = current()
    changed = [*session.new, *session.dirty, *session.deleted]
    if changed:
        require_write()
    for row in changed:
        if isinstance(row, Catalogue) and scope != EVERYTHING:
            raise ScopeViolationError(f"{type(row).__name__}: запись только в области EVERYTHING.")
        if isinstance(row, Tenant | Tree):
            history = inspect(row).attrs[_path_of(type(row))].load_history()
            paths = [*history.deleted, *history.added, *history.unchanged] or [""]
            for path in paths:
                _check(type(row), path, scope)


def _path_of(table: type[Tenant | Tree]) -> str:
    return "path" if issubclass(table, Tree) else "org_path"


def _check(table: type[Tenant | Tree], path: str, scope: Scope) -> None:
    own_only = issubclass(table, Personal | Public)
    allowed = scope.owns(path) if own_only else scope.covers(path)
    if not allowed:
        raise ScopeViolationError(f"{table.__name__}: запись в чужом подразделении {path!r}.")


@event.listens_for(TenantSession, "after_begin")
def _tell(_session: AnySession, transaction: SessionTransaction, connection: Connection) -> None:
    if not transaction.nested:
        postgres_wall.tell(connection, current(), author.current())
