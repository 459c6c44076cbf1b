"""A new region's plugin: written whole or not at all, lawful from the first day."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nastavnik.domain.errors import InputError
from nastavnik.regions import registry
from nastavnik.regions.linter import lint
from nastavnik.regions.remarks import remarks
from nastavnik.regions.scaffold import plugin
from nastavnik.regions.scaffold.plugin import Draft, Place, create
from nastavnik.testing.conformance import RegionConformance
from nastavnik.testing.installed import installed

TODAY = date(2026, 11, 21)
SLUG = "zarechny_krai"


def draft(**changes):
    whole = Draft(
        slug=SLUG,
        title="Заречный край",
        code="98",
        ministry="Министерство образования Заречного края",
        today=TODAY,
    )
    return replace(whole, **changes)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "new" / SLUG


@pytest.fixture
def made(folder):
    create(
        draft(
            institute="Институт развития образования",
            municipality=Place("luga", "Луговой округ"),
            institution=Place("school_7", "Школа № 7"),
        ),
        folder,
    )
    return folder


class _Kit(RegionConformance):
    code = SLUG


KIT = sorted(name for name in dir(RegionConformance) if name.startswith("test_"))


@pytest.mark.parametrize("name", KIT)
def test_it_passes_the_conformance_kit(made, name):
    with installed(made):
        getattr(_Kit(), name)()


def test_it_is_a_region_with_what_its_author_said(made):
    with installed(made):
        region = registry.region(SLUG)
        profile = region.profile
        assert (profile.title, profile.subject_code) == ("Заречный край", "98")
        assert profile.institute == "Институт развития образования"
        assert profile.chain("school_7") == ("luga", "school_7")
        assert region.version == "0.1.0"
        assert region.book().value("mentees.max").value == 3
    assert SLUG not in registry.installed()


def test_its_sample_is_no_fault_but_is_remarked(made):
    with installed(made):
        region = registry.region(SLUG)
        assert lint(region) == []
        assert [str(one) for one in remarks(region, TODAY)] == [
            f"acts/{SLUG}.toml:8: это пример из заготовки: замените его словами своего документа"
        ]


def test_nothing_of_it_can_be_taken_for_law(made):
    package = made / f"nastavnik_{SLUG}"
    assert 'title = "ПРИМЕР' in (package / f"acts/{SLUG}.toml").read_text("utf-8")
    source = (package / f"sources/{SLUG}.txt").read_text("utf-8")
    assert source.startswith("ПРИМЕР: замените")
    assert "Юридической силы он не имеет" in source


def test_its_python_is_clean(made):
    for command in (["check"], ["format", "--check"]):
        words = [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", str(made)]
        assert subprocess.run(words, check=False, capture_output=True).returncode == 0


def test_files_come_in_the_order_of_reading(folder):
    files = [str(one.relative_to(folder)) for one in create(draft(), folder)]
    assert files[:2] == ["pyproject.toml", "README.md"]
    assert f"nastavnik_{SLUG}/acts/{SLUG}.toml" in files
    assert {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()} == set(
        files
    )


def test_an_institution_may_stand_alone(folder):
    create(draft(institution=Place("school_7", "Школа № 7")), folder)
    with installed(folder):
        assert registry.region(SLUG).profile.chain("school_7") == ("school_7",)


@pytest.mark.parametrize(
    ("changes", "option", "says"),
    [
        ({"slug": "Край"}, "РЕГИОН", "нужны строчные латинские буквы"),
        ({"slug": "a-b"}, "РЕГИОН", "например tatarstan"),
        ({"slug": "a" * 31}, "РЕГИОН", "не длиннее 30"),
        ({"slug": "kuzbass"}, "РЕГИОН", "уже установлен (nastavnik_kuzbass:region)"),
        ({"code": "шестнадцать"}, "--code", "нужны цифры, например 16"),
        ({"title": " "}, "--title", "напишите название"),
        ({"title": 'Край "X"'}, "--title", "без прямых кавычек"),
        ({"ministry": "М\nМ"}, "--ministry", "нужна одна строка"),
        ({"institute": "И" * 201}, "--institute", "не длиннее 200 знаков"),
        ({"municipality": Place("Луга", "Округ")}, "--municipality", "ярлык 'Луга' не подходит"),
        ({"municipality": Place(SLUG, "Округ")}, "--municipality", "имя самого региона"),
        ({"municipality": Place("luga", "")}, "--municipality", "напишите название"),
        (
            {"municipality": Place("a", "А"), "institution": Place("a", "Б")},
            "--institution",
            "уже у муниципалитета",
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_a_remedy(folder, changes, option, says):
    with pytest.raises(InputError) as caught:
        create(draft(**changes), folder)
    assert list(caught.value.errors) == [option]
    assert says in caught.value.errors[option][0]
    assert not folder.parent.exists()


def test_a_taken_folder_is_left_alone(folder):
    folder.mkdir(parents=True)
    with pytest.raises(InputError) as caught:
        create(draft(), folder)
    assert "уже есть; укажите другую папку" in caught.value.errors["--folder"][0]
    assert list(folder.iterdir()) == []


def test_a_folder_that_can_not_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputError) as caught:
        create(draft(), tmp_path / "file" / "x")
    assert "укажите другую папку" in caught.value.errors["--folder"][0]


def test_nothing_half_written_is_left(folder, monkeypatch):
    def full(*_words, **_rest):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError) as caught:
        create(draft(), folder)
    assert "No space left on device" in caught.value.errors["--folder"][0]
    assert list(folder.parent.iterdir()) == []


def test_every_template_is_used():
    folder = Path(plugin.__file__).parent / "template"
    assert {file.name for file in folder.iterdir()} == set(filter(None, plugin.FILES.values()))
