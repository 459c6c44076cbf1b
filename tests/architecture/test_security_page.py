"""The page of promises names tests that are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.compile(r"`((?:tests|benchmarks)/[\w/]+\.py)(?:::(\w+))?`")
PROMISES = [line for line in PAGE.splitlines() if re.match(r"\| (?!promise|---)", line)]


def defined(path: Path) -> set[str]:
    """Tests and classes of tests at the top of the file."""
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    } | {
        inner.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for inner in node.body
        if isinstance(inner, ast.FunctionDef)
    }


def test_every_named_test_is_there() -> None:
    gone = [
        f"{file}::{name}"
        for file, name in NAMED.findall(PAGE)
        if not (ROOT / file).is_file() or (name and name not in defined(ROOT / file))
    ]
    assert not gone


def test_every_promise_names_what_holds_it() -> None:
    assert PROMISES
    assert [line for line in PROMISES if not NAMED.search(line)] == []
