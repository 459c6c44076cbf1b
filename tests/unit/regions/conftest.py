"""Plugins written into a temporary folder: a package of data and the entry point to it."""

import sys
from importlib.metadata import EntryPoint
from itertools import count

import pytest

from nastavnik.regions import registry

PROFILE = """
[region]
slug = "north"
title = "Северный край"
subject_code = "99"
ministry = "Министерство образования Северного края"

[[unit]]
slug = "town"
level = "municipality"
title = "Город"

[[unit]]
slug = "school"
level = "institution"
municipality = "town"
title = "Школа"
"""
CODE = "from nastavnik.regions.spec import DataRegion\nregion = DataRegion(__name__)\n"
ACT = """
[act]
code = "law"
layer = "region"
title = "Закон о наставничестве"
"""

_numbers = count(1)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """`package({"acts/law.toml": ...})` -> the entry point of a plugin with these files."""
    monkeypatch.syspath_prepend(tmp_path)
    made = []

    def write(files=None, *, code=CODE, slug="north"):
        name = f"plugin_{next(_numbers)}"
        made.append(name)
        for place, text in ({"region.toml": PROFILE, "__init__.py": code} | (files or {})).items():
            file = tmp_path / name / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return EntryPoint(slug, f"{name}:region", registry.GROUP)

    yield write
    for name in made:
        sys.modules.pop(name, None)


@pytest.fixture
def load(package):
    """The region of a plugin with these files. Raises RegionError."""

    def loaded(files=None, **rest):
        return registry.load_region("north", [package(files, **rest)])

    return loaded


@pytest.fixture
def act():
    """`act("[[norm]] ...")` -> the text of an act file of the region with these tables."""

    def text(tables="", head=""):
        return ACT + head + "\n" + tables

    return text
