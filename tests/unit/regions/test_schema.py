"""The schema of act files: nothing is declared that the reader does not read."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from nastavnik.regions.act_file import SECTIONS, read_act, read_act_data
from nastavnik.regions.lines import Lines
from nastavnik.regions.reader import Table
from nastavnik.regions.schema import Key, KeyType, Section
from nastavnik.regions.sections import head, norm

HEAD: dict[str, Any] = {"code": "law", "layer": "region", "title": "Закон"}
MANY = [section for section in SECTIONS if section.many]
KEYS = [(section, key) for section in SECTIONS for key in section.keys]


def table_of(section: Section) -> dict[str, Any]:
    found = tomllib.loads(section.example)[section.name]
    return dict(found[0] if section.many else found)


def problems_with(section: Section, table: dict[str, Any]) -> list[str]:
    content = {section.name: [table] if section.many else table}
    _, problems = read_act_data({"act": HEAD} | content, "law.toml")
    return [problem.message for problem in problems]


@pytest.mark.parametrize("section", MANY, ids=lambda section: section.name)
def test_a_section_names_the_attribute_of_the_act_that_holds_it(section: Section) -> None:
    text = f'[act]\ncode = "law"\ntitle = "Закон"\n\n{section.example}'

    act, _ = read_act(text, "law.toml")

    assert len(getattr(act, section.field)) >= 1


@pytest.mark.parametrize(("section", "key"), KEYS, ids=lambda one: one.name)
def test_a_key_is_found_by_its_name(section: Section, key: Key) -> None:
    assert section.key(key.name) is key


@pytest.mark.parametrize("section", MANY, ids=lambda section: section.name)
def test_the_example_of_a_section_reads_without_a_fault(section: Section) -> None:
    text = f'[act]\ncode = "law"\ntitle = "Закон"\n\n{section.example}'

    _, problems = read_act(text, "law.toml")

    assert problems == []


def test_the_example_of_the_head_reads_without_a_fault() -> None:
    act, problems = read_act(head.SECTION.example, "town.toml")

    assert problems == []
    assert act is not None
    assert act.unit == "town"


@pytest.mark.parametrize(
    ("section", "key"), KEYS, ids=[f"{section.name}-{key.name}" for section, key in KEYS]
)
def test_every_declared_key_is_read(section: Section, key: Key) -> None:
    said = problems_with(section, table_of(section) | {key.name: [1]})

    assert [one for one in said if key.name in one], f"{key.name} is declared but not read"
    assert not [one for one in said if "неизвестный ключ" in one]


@pytest.mark.parametrize(
    ("section", "key"),
    [(section, key) for section, key in KEYS if key.required],
    ids=lambda one: one.name,
)
def test_a_missing_obligatory_key_is_reported(section: Section, key: Key) -> None:
    table = {name: value for name, value in table_of(section).items() if name != key.name}

    assert [one for one in problems_with(section, table) if key.name in one]


@pytest.mark.parametrize(
    ("section", "key"),
    [(section, key) for section, key in KEYS if key.type is KeyType.CHOICE],
    ids=lambda one: one.name,
)
def test_a_word_outside_the_choices_is_refused(section: Section, key: Key) -> None:
    assert key.choices
    assert problems_with(section, table_of(section) | {key.name: "нет такого"})


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_an_unknown_key_is_told_with_the_known_ones(section: Section) -> None:
    said = problems_with(section, table_of(section) | {"colour": "red"})

    assert [
        one for one in said if "неизвестный ключ colour" in one and section.keys[0].name in one
    ]


def test_every_section_and_key_is_explained_in_russian() -> None:
    assert {section.header for section in SECTIONS} >= {"[act]", "[[norm]]"}
    assert all(section.title and section.help for section in SECTIONS)
    assert all(key.title and key.type.label for _, key in KEYS)


def test_a_reader_can_not_read_a_key_that_is_not_declared() -> None:
    table = Table({}, "law.toml", "norm", 0, Lines(""), norm.SECTION)

    with pytest.raises(LookupError, match="colour"):
        table.take("colour", str, "")
