"""The border that the first wall adds to a statement, whatever tables the statement names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, true
from sqlalchemy.orm.util import LoaderCriteriaOption

from nastavnik.store.columns import Path
from nastavnik.store.walls import Scope, Tenant, Tree, Wall

Binds = Mapping[str, BindParameter[str]]

# Personal data: an equality, not the range of the second wall, for SQLite plans joins better so.
_WITHIN: Final[Mapping[Wall, Callable[[Any, Binds], ColumnElement[bool]]]] = {
    Wall.SCOPED: lambda table, at: and_(table.org_path >= at["lo"], table.org_path < at["hi"]),
    Wall.PERSONAL: lambda table, at: table.org_path == at["own"],
    Wall.JOURNAL: lambda table, at: table.org_path == at["own"],
    Wall.PUBLIC: lambda table, at: and_(
        table.org_path >= at["region_lo"], table.org_path < at["region_hi"]
    ),
    Wall.TREE: lambda table, at: and_(table.path >= at["lo"], table.path < at["hi"]),
}


class Border(LoaderCriteriaOption):
    """Every table of the base within one scope.

    It does what `with_loader_criteria` with a lambda does, but is told apart by the shape alone:
    a lambda is looked through at every execution, and its annotated parameters are compared one
    by one, which made a third of the cost of a small statement. The scope is in parameters that
    belong to the option, so one compiled statement serves every scope.
    """

    __slots__ = ("_binds",)

    def __init__(self, base: type[Tenant | Tree], scope: Scope) -> None:
        super().__init__(base, true(), include_aliases=True)
        region_lo, region_hi = scope.region_range
        places = {
            "lo": scope.lo,
            "hi": scope.hi,
            "own": scope.own,
            "region_lo": region_lo,
            "region_hi": region_hi,
        }
        self._binds: Binds = {
            name: bindparam(f"wall_{name}", place, type_=Path) for name, place in places.items()
        }

    def _gen_cache_key(
        self, _names: object, bindparams: list[BindParameter[Any]]
    ) -> tuple[object, ...]:
        bindparams.extend(self._binds.values())
        return Border, self.root_entity

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the signature is SQLAlchemy's
        return _WITHIN[ext_info.mapper.class_.wall](ext_info.entity, self._binds)
