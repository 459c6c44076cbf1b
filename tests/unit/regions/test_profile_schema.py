"""The schema of region.toml: every key that it declares is read, every example is taken."""

from __future__ import annotations

import pytest

from nastavnik.regions.errors import RegionError
from nastavnik.regions.profile_file import SECTIONS, load_profile
from nastavnik.regions.schema import Key, KeyType, Section

WHOLE = "\n".join(section.example for section in SECTIONS)
KEYS = [(section, key) for section in SECTIONS for key in section.keys]


def told(folder, text):
    (folder / "region.toml").write_text(text, "utf-8")
    try:
        load_profile(folder)
    except RegionError as error:
        return [problem.message for problem in error.problems]
    return []


def changed(section: Section, key: Key, line: str) -> str:
    """The whole example with the key's line in place of its own, or added to its table."""
    table = [one for one in section.example.splitlines() if not one.startswith(f"{key.name} =")]
    return WHOLE.replace(section.example, "\n".join([*table, line]) + "\n")


def test_the_examples_make_a_passport(tmp_path) -> None:
    assert told(tmp_path, WHOLE) == []


@pytest.mark.parametrize(
    ("section", "key"), KEYS, ids=[f"{section.name}-{key.name}" for section, key in KEYS]
)
def test_every_declared_key_is_read(section: Section, key: Key, tmp_path) -> None:
    said = told(tmp_path, changed(section, key, f"{key.name} = [1]"))
    assert [one for one in said if key.name in one]
    assert not [one for one in said if "неизвестный ключ" in one]


@pytest.mark.parametrize(
    ("section", "key"), [(section, key) for section, key in KEYS if key.required]
)
def test_a_missing_obligatory_key_is_reported(section: Section, key: Key, tmp_path) -> None:
    assert [one for one in told(tmp_path, changed(section, key, "")) if key.name in one]


def test_a_word_outside_the_choices_is_refused(tmp_path) -> None:
    for section, key in KEYS:
        if key.type is KeyType.CHOICE:
            assert key.choices
            assert told(tmp_path, changed(section, key, f'{key.name} = "нет такого"'))


def test_every_section_and_key_is_explained_in_russian() -> None:
    assert all(section.title and section.help for section in SECTIONS)
    assert all(key.title and (key.required or key.default) for _, key in KEYS)
