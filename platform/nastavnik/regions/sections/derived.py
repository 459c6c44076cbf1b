"""Provisions that also give a value to a parameter of the catalogue."""

from __future__ import annotations

from typing import Protocol

from nastavnik.domain.cite import Cite
from nastavnik.domain.norm import Norm, Parameter, Value
from nastavnik.domain.provision import Unit
from nastavnik.regions.reader import Table


class Rule(Protocol):
    """What a derived norm takes over from its provision."""

    @property
    def cite(self) -> Cite:
        """The clause."""

    @property
    def quote(self) -> str:
        """Its words."""

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds that it speaks of."""

    @property
    def forms(self) -> frozenset[str]:
        """Forms that it speaks of."""


def within_bounds(table: Table, key: str, value: int, parameter: Parameter) -> None:
    """Report a value that makes no sense for the parameter."""
    if not parameter.accepts(value):
        table.fault(f"{key}: {value} не подходит; можно от {parameter.lo} до {parameter.hi}", key)


def derived(parameter: str, value: Value, unit: Unit, rule: Rule) -> Norm:
    """The norm of the provision's clause."""
    return Norm(
        parameter=parameter,
        value=value,
        unit=unit,
        cite=rule.cite,
        quote=rule.quote,
        kinds=rule.kinds,
        forms=rule.forms,
    )
