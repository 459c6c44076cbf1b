"""What a look at the tree must find: small files, honest names, no region in the platform."""

import re
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
PLATFORM = ROOT / "platform"
REGIONS = sorted(ROOT.glob("plugins/*/nastavnik_*/region.toml"))
SOURCES = ("platform", "plugins", "tests", "migrations")
MAX_LINES = 400
VAGUE = {"common", "helper", "helpers", "misc", "util", "utils"}
# Which rule, then why, after a second comment sign or a dash.
REASONED = re.compile(
    r"#\s*(?:noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|type:\s*ignore\[[\w, -]+\])\s*[#:—-]+\s*\S+"
)
SUPPRESSION = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no)\b")


def files(*patterns: str) -> Iterator[Path]:
    for top in SOURCES:
        for pattern in patterns:
            yield from (ROOT / top).rglob(pattern)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def region_words() -> set[str]:
    """Slugs of the regions and of their units, as their own files spell them."""
    words = set()
    for path in REGIONS:
        data = tomllib.loads(path.read_text())
        words.add(data["region"]["slug"])
        words |= {unit["slug"] for unit in data.get("unit", [])}
    return words


def test_platform_does_not_shadow_the_standard_library():
    assert not (PLATFORM / "__init__.py").exists()


def test_folders_of_tests_are_not_packages():
    tests = [*ROOT.glob("tests/**/__init__.py"), *ROOT.glob("plugins/*/tests/**/__init__.py")]
    assert not tests


def test_no_file_is_long():
    long = {
        name(path): lines
        for path in files("*.py", "*.html", "*.css", "*.js")
        if "versions" not in path.parts  # Alembic writes migrations
        if (lines := len(path.read_text().splitlines())) > MAX_LINES
    }
    assert not long


def test_no_module_has_a_vague_name():
    assert not [name(path) for path in files("*.py") if VAGUE & set(path.stem.split("_"))]


def test_every_plugin_declares_its_region():
    plugins = {path.parent.name for path in ROOT.glob("plugins/*/pyproject.toml")}
    assert plugins == {path.parts[-3] for path in REGIONS}


def test_the_platform_names_no_region():
    words = region_words()
    assert words
    pattern = re.compile(
        rf"(?<![a-z0-9])(?:{'|'.join(map(re.escape, words))})(?![a-z0-9])", re.IGNORECASE
    )
    named = [
        f"{name(path)}:{number}: {line.strip()}"
        for path in sorted(PLATFORM.rglob("*"))
        if path.suffix in {".py", ".html", ".toml", ".js", ".css"}
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]
    assert not named


def test_every_suppression_says_why():
    bare = [
        f"{name(path)}:{number}"
        for path in files("*.py")
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if SUPPRESSION.search(line) and not REASONED.search(line)
    ]
    assert not bare


def test_no_file_needs_itself_in_a_circle():
    """Imports for types alone count too: who reads one file of a circle has to read them all."""
    graph = grimp.build_graph("nastavnik", cache_dir=None)
    needs = {one: graph.find_modules_directly_imported_by(one) for one in graph.modules}
    TopologicalSorter(needs).prepare()
