"""`nastavnik region new`: asks for what was not given, writes, says what to do next."""

import pytest
from click.testing import CliRunner

from nastavnik.cli.main import cli
from nastavnik.testing.installed import installed

ALL = (
    "--title",
    "Заречный край",
    "--code",
    "98",
    "--ministry",
    "Министерство",
    "--on",
    "2026-11-21",
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def new(*words, typed=""):
    return CliRunner().invoke(cli, ["region", "new", *words], input=typed)


def test_with_options_it_asks_nothing(here):
    answer = new("zarechny", *ALL)
    assert answer.exit_code == 0
    assert "  zarechny/nastavnik_zarechny/region.toml\n" in answer.output
    assert "  pip install -e zarechny\n  nastavnik region check zarechny\n" in answer.output
    with installed(here / "zarechny"):
        told = CliRunner().invoke(cli, ["region", "check", "zarechny", "--on", "2026-11-21"])
    assert told.exit_code == 0
    assert told.output == (
        "zarechny: ошибок нет\n  предупреждение: acts/zarechny.toml:8: "
        "это пример из заготовки: замените его словами своего документа\n"
    )


def test_what_was_not_given_is_asked_and_a_wrong_answer_asked_again(here):
    answer = new("zarechny", typed="Заречный край\nхх\n98\nМинистерство\n\n")
    assert answer.exit_code == 0, answer.output
    assert "Ошибка: 'хх' — не код субъекта; нужны цифры, например 16" in answer.output
    profile = (here / "zarechny/nastavnik_zarechny/region.toml").read_text("utf-8")
    assert 'subject_code = "98"' in profile
    assert "institute" not in profile


def test_units_and_a_folder_may_be_named(here):
    answer = new(
        "zarechny", *ALL, "--folder", "край", "--institute", "Институт",
        "--municipality", "luga", "Луговой округ", "--institution", "school_7", "Школа № 7",
    )  # fmt: skip
    assert answer.exit_code == 0
    profile = (here / "край/nastavnik_zarechny/region.toml").read_text("utf-8")
    assert 'institute = "Институт"' in profile
    assert 'municipality = "luga"' in profile


def test_in_the_platforms_repository_it_goes_among_the_plugins(here):
    (here / "platform/nastavnik").mkdir(parents=True)
    (here / "plugins").mkdir()
    assert new("zarechny", *ALL).exit_code == 0
    assert (here / "plugins/zarechny/pyproject.toml").is_file()


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("Край",), 2, "нужны строчные латинские буквы"),
        (("kuzbass",), 2, "регион 'kuzbass' уже установлен"),
        (("taken", *ALL), 2, "taken уже есть; укажите другую папку"),
        (("zarechny", *ALL[2:], "--title", 'Край "З"'), 1, "--title: без прямых кавычек"),
        (("zarechny", *ALL, "--code", "x"), 1, "--code: 'x' — не код субъекта"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(here, words, code, says):
    (here / "taken").mkdir()
    answer = new(*words)
    assert answer.exit_code == code
    assert says in answer.output
    assert [one.name for one in here.iterdir()] == ["taken"]
