"""Deny by default is held by these tests, not by memory."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType

import nastavnik.usecases
from nastavnik.domain.access import GRANTS, Permission, Role
from nastavnik.usecases.access import GUARD

PLATFORM = Path(nastavnik.usecases.__file__).parents[1]
EDGES = ("web", "cli", "api")


def usecases() -> Iterator[tuple[str, FunctionType]]:
    """Every public function of the room that takes an actor or is called by an edge."""
    called = set(called_by_edges())
    for info in pkgutil.iter_modules(nastavnik.usecases.__path__, "nastavnik.usecases."):
        module = importlib.import_module(info.name)
        for name, member in inspect.getmembers(module, inspect.isfunction):
            if member.__module__ != info.name or name.startswith("_"):
                continue
            where = f"{info.name.removeprefix('nastavnik.usecases.')}.{name}"
            if where in called:
                yield where, member


def called_by_edges() -> Iterator[str]:
    """`module.function` of the use-cases that the edges name."""
    for edge in EDGES:
        for path in (PLATFORM / edge).glob("**/*.py"):
            yield from named_in(ast.parse(path.read_text("utf-8")))


def named_in(tree: ast.Module) -> Iterator[str]:
    """Use-cases that one module imports by name or reaches through their module."""
    modules: dict[str, str] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not node.module:
            continue
        if node.module == "nastavnik.usecases":
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif node.module.startswith("nastavnik.usecases."):
            room = node.module.removeprefix("nastavnik.usecases.")
            yield from (f"{room}.{alias.name}" for alias in node.names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            room = modules.get(node.value.id, "")
            yield f"{room}.{node.attr}"


def test_every_use_case_of_an_edge_is_guarded() -> None:
    forgotten = [
        where
        for where, usecase in usecases()
        if not hasattr(usecase, GUARD) and takes_actor(usecase)
    ]
    assert not forgotten, f"add @requires(Permission...) to {forgotten}"


def takes_actor(usecase: FunctionType) -> bool:
    """Does it act for somebody; readers of input such as `as_input` do not."""
    return "actor" in inspect.signature(usecase).parameters


def test_use_cases_take_keywords_only() -> None:
    loose = [
        where
        for where, usecase in usecases()
        if hasattr(usecase, GUARD)
        and any(
            parameter.kind is not parameter.KEYWORD_ONLY
            for parameter in inspect.signature(usecase).parameters.values()
        )
    ]
    assert not loose, f"make the arguments keyword-only: {loose}"


def test_every_permission_is_granted_to_somebody_and_has_russian_words() -> None:
    granted = frozenset[Permission]().union(*GRANTS.values())
    assert set(Permission) == granted
    assert all(permission.label for permission in Permission)


def test_every_role_has_a_row_in_the_table() -> None:
    assert set(GRANTS) == set(Role)
