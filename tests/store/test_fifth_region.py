"""A fifth region in the whole platform: the guide's data alone, from a draft to paper."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from nastavnik.cli.main import cli
from nastavnik.regions.demo_file import load_demo
from nastavnik.regions.scaffold.plugin import Draft, create
from nastavnik.testing import databases
from nastavnik.testing.installed import installed
from nastavnik.usecases import demo

GUIDE = Path(__file__).parents[2] / "docs/plugin-guide.md"
DATA = re.compile(
    r"^```(?:toml|text) (file|add)=zarechny/(\S+)\n(.*?)^```$", re.DOTALL | re.MULTILINE
)
DEMO = """
accounts = [
    {login = "zarechny.curator", role = "curator", unit = "school_7", person = "curator"},
    {login = "luga.centre", role = "municipal", unit = "luga", name = "Рогов Пётр Ильич"},
]
[[municipality]]
slug = "luga"
title = "Луговой муниципальный округ"
[[institution]]
slug = "school_7"
municipality = "luga"
title = "Муниципальное бюджетное общеобразовательное учреждение «Школа № 7»"
short = "Школа № 7"
kind = "school"
place = "г. Луговой"
week = 5
main = true
head = "Светлова Нина Андреевна"
head_gender = "female"
head_position = "директор"
people = [
    {ref = "curator", name = "Быстрова Ольга Львовна", gender = "female", birth_date = 1980-05-02, position = "заместитель директора", admitted_days_ago = 900},
    {ref = "skilled", name = "Ручьёва Мария Ивановна", gender = "female", birth_date = 1978-03-04, position = "учитель физики", admitted_days_ago = 4000, mentor = true, facts = {"experience.pedagogical" = 20, "experience.institution" = 10, category = "first"}},
    {ref = "fresh", name = "Омутов Игорь Павлович", gender = "male", birth_date = 1990-01-01, position = "учитель химии", admitted_days_ago = 800, mentor = true, facts = {"experience.pedagogical" = 6, "experience.institution" = 2, category = "none"}},
    {ref = "young", name = "Камышов Антон Олегович", gender = "male", birth_date = 2002-07-08, position = "учитель географии", admitted_days_ago = 20, mentee = true},
]
mentorships = []
"""  # noqa: E501 - a person of the demo is a line
CURATOR = ("--as", "zarechny.curator")
PAIR = (
    *("--mentee", "Камышов", "--kind", "traditional", "--form", "teacher_teacher"),
    *("--start", "01.12.2026", "--end", "30.11.2027"),
)


@pytest.fixture
def country(tmp_path, sqlite_template, monkeypatch):
    """A database that knows the fifth region only; nothing of the plugin is written in Python."""
    folder = tmp_path / "zarechny"
    draft = Draft(
        slug="zarechny",
        code="98",
        today=date(2026, 11, 21),
        title="Заречный край",
        ministry="Министерство",
    )
    create(draft, folder)
    for verb, name, body in DATA.findall(GUIDE.read_text("utf-8")):
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        before = file.read_text("utf-8") if verb == "add" else ""
        file.write_text(before + body, "utf-8")
    package = folder / "nastavnik_zarechny"
    (package / "demo.toml").write_text(DEMO, "utf-8")
    base = databases.sqlite_copy(sqlite_template, tmp_path)
    monkeypatch.setenv("NASTAVNIK_INSTANCE", str(tmp_path))
    monkeypatch.setenv("NASTAVNIK_DATABASE_URL", base.url)
    monkeypatch.setenv("NASTAVNIK_TODAY", "2026-11-21")
    monkeypatch.setattr(demo, "_country", lambda: {"zarechny": load_demo(package)})
    with installed(folder):
        run("demo", "load")
        yield tmp_path


def run(*words, code: int = 0) -> str:
    answer = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert answer.exit_code == code, answer.output
    return answer.output


def test_its_order_is_printed_by_its_rules(country):
    found = run("mentorship", "check", *CURATOR, "--mentor", "Омутов", *PAIR, "--json", code=1)
    assert {(one["code"], one["act"], one["clause"]) for one in json.loads(found)} == {
        ("mentor.experience", "zarechny", "5"),
        ("consent.mentor", "zarechny", "6"),
    }
    told = run("mentorship", "draft", *CURATOR, "--mentor", "Ручьёва", *PAIR, "--json")
    number = json.loads(told)[0]["number"]
    assert "п. 6" in run("mentorship", "order", *CURATOR, number, "--number", "5-к", code=1)
    run("mentorship", "consent", *CURATOR, number, "--side", "mentor")
    assert "5-к" in run("mentorship", "order", *CURATOR, number, "--number", "5-к")
    file = country / "order.pdf"
    run("mentorship", "print", *CURATOR, number, "--to", file)
    pages = PdfReader(BytesIO(file.read_bytes())).pages
    text = " ".join(pages[0].extract_text().replace("\N{NO-BREAK SPACE}", " ").split())
    assert "Назначить наставником Ручьёву Марию Ивановну и закрепить за ней" in text
    assert "Камышова Антона Олеговича" in text
    assert "на срок с 1 декабря 2026" in text
