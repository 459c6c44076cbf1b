"""A plugin's folder as if pip had installed it: for trying a region without touching Python."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import invalidate_caches
from pathlib import Path
from tempfile import TemporaryDirectory

from nastavnik.regions import registry


@contextmanager
def installed(folder: Path) -> Iterator[None]:
    """The plugin of the folder among the installed regions, for a block.

    Raises KeyError or OSError: its pyproject.toml is not that of a plugin.
    """
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    points = project["entry-points"][registry.GROUP]
    with TemporaryDirectory(prefix="nastavnik-") as site:
        info = Path(site) / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n",
            "utf-8",
        )
        listed = "\n".join(f"{name} = {value}" for name, value in points.items())
        (info / "entry_points.txt").write_text(f"[{registry.GROUP}]\n{listed}\n", "utf-8")
        added = [site, str(folder)]
        sys.path[:0] = added
        _look_again(points.values())
        try:
            yield
        finally:
            sys.path[:] = [place for place in sys.path if place not in added]
            _look_again(points.values())


def _look_again(values: Iterable[str]) -> None:
    for value in values:
        package = value.partition(":")[0]
        for name in [one for one in sys.modules if one.split(".")[0] == package]:
            del sys.modules[name]
    invalidate_caches()
    registry.refresh()
