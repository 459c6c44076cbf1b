"""Faults of a plugin in words: TOML in Russian, exceptions with their line, codes in Latin."""

import tomllib

import pytest

from nastavnik.regions.raised import raised
from nastavnik.regions.toml_words import retold


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('a = ["x" "y"]', 1, "пропущена запятая"),
        ("a = {x = 1 y = 2}", 1, "таблица { }"),
        ("a = 1\na = 2\nb = 3", 2, "уже записан выше"),
        ("[a]\n[a]", 2, "двойные скобки"),
        ('a = "x" y', 1, "лишние знаки"),
        ("ключ = 1", 1, "латиницей"),
        ("a b = 1", 1, "нужен знак ="),
        ("a = слово", 1, "слова — в кавычках"),
        ('a = "x\nb = 1', 1, "кавычка"),
        ("a = ", None, "значение не записано"),
        ("[a", None, "скобка"),
        ("a = 2026-02-31", 1, "такого дня нет"),
    ],
)
def test_the_parser_speaks_russian(text, line, says):
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    at, words = retold(str(caught.value))
    assert (at, says in words) == (line, True), (str(caught.value), words)


def test_a_new_fault_of_the_parser_stays_as_it_is():
    assert retold("Something new (at line 3, column 1)") == (3, "Something new")
    assert retold("Something new") == (None, "Something new")


def test_an_exception_is_told_with_the_line_of_the_plugin(tmp_path):
    folder = tmp_path / "plugin_x"
    code = compile("\n\n1 / 0", str(folder / "rules.py"), "exec")
    with pytest.raises(ZeroDivisionError) as caught:
        exec(code, {})
    here = raised("x", "plugin_x.rules", caught.value, "упало")
    assert str(here) == "plugin_x/rules.py:3: упало"
    assert str(raised("x", "other", caught.value, "упало")) == "регион x: упало"


def test_a_fault_of_syntax_has_its_line_too(tmp_path):
    file = tmp_path / "plugin_x.py"
    with pytest.raises(SyntaxError) as caught:
        compile("a = 1\ndef x(:", str(file), "exec")
    assert str(raised("x", "plugin_x", caught.value, "не читается")).startswith("plugin_x.py:2: ")
    nameless = SyntaxError("без места")
    assert raised("x", "plugin_x", nameless, "не читается").file == "регион x"
