"""The path of a pair and of a report from the terminal, on a database of its own."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from nastavnik.cli.main import cli
from nastavnik.testing import databases
from nastavnik.usecases import demo

TODAY = date(2026, 11, 21)
PAIR = (
    *("--mentee", "Зимина", "--kind", "traditional", "--form", "teacher_teacher"),
    *("--start", "01.12.2026", "--end", "30.11.2029", "--order-on", "25.11.2026"),
)
CURATOR = ("--as", "yurga.curator")


@pytest.fixture(scope="module")
def place(sqlite_template, tmp_path_factory):
    """One region is enough for a path; the database and the key are in a folder of their own."""
    folder = tmp_path_factory.mktemp("terminal")
    base = databases.sqlite_copy(sqlite_template, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NASTAVNIK_INSTANCE", str(folder))
        patch.setenv("NASTAVNIK_DATABASE_URL", base.url)
        patch.setenv("NASTAVNIK_TODAY", TODAY.isoformat())
        whole = demo._country()  # noqa: SLF001 - a part of it is loaded
        patch.setattr(demo, "_country", lambda: {"kuzbass": whole["kuzbass"]})
        yield folder


def run(*words, code: int = 0) -> str:
    answer = CliRunner().invoke(cli, [str(word) for word in words], catch_exceptions=False)
    assert answer.exit_code == code, answer.output
    return answer.output


def data(*words, code: int = 0):
    return json.loads(run(*words, "--json", code=code))


@pytest.fixture(scope="module")
def loaded(place: Path) -> Path:
    assert "уже нынешней версии" in run("db", "upgrade")
    assert "не демо-база" in run("demo", "accounts", code=1)
    assert "загружена за" in run("demo", "load")
    assert "уже загружена" in run("demo", "load")
    return place


def test_an_empty_database_says_what_to_do(place: Path, monkeypatch):
    monkeypatch.setenv("NASTAVNIK_DATABASE_URL", f"sqlite:///{place / 'empty.sqlite3'}")
    assert "nastavnik db upgrade" in run("demo", "load", code=1)
    assert "пустая" in run("db", "current")
    assert "пустая →" in run("db", "upgrade")


@pytest.mark.usefixtures("loaded")
def test_accounts_as_data():
    rows = data("demo", "accounts")
    assert all(set(row) == {"login", "password", "role", "region", "unit"} for row in rows)
    assert "yurga.curator" in {row["login"] for row in rows}


@pytest.mark.usefixtures("loaded")
def test_a_check_tells_the_clauses_and_ends_with_1():
    told = run("mentorship", "check", *CURATOR, "--mentor", "Соколова", *PAIR, code=1)
    assert "Положение о наставничестве г. Юрги, п. 2.5: «" in told
    found = data("mentorship", "check", *CURATOR, "--mentor", "Никитина", *PAIR, code=1)
    assert ("mentor.experience", "2.1") in {(one["code"], one["clause"]) for one in found}


def test_from_a_draft_to_the_printed_order(loaded: Path):
    told = data("mentorship", "draft", *CURATOR, "--mentor", "Дорофеева", *PAIR)
    number = told[0]["number"]
    refusal = run("mentorship", "order", *CURATOR, number, "--number", "118-к", code=1)
    assert "п. 2.6" in refusal
    assert "ещё не издан" in run("mentorship", "print", *CURATOR, number, code=1)
    for side in ("mentor", "mentee"):
        told = run("mentorship", "consent", *CURATOR, number, "--side", side)
    assert "Препятствий для приказа нет" in told
    assert "118-к" in run("mentorship", "order", *CURATOR, number, "--number", "118-к")
    file = loaded / "order.pdf"
    run("mentorship", "print", *CURATOR, number, "--to", file)
    text = PdfReader(BytesIO(file.read_bytes())).pages[0].extract_text()
    assert "Дорофееву Светлану Юрьевну" in " ".join(text.split())
    shown = data("mentorship", "show", *CURATOR, number)
    assert (shown["state"], shown["findings"]) == ("ordered", [])
    assert {event["actor"] for event in shown["history"]} == {
        "Морозова Татьяна Николаевна, куратор наставничества"
    }
    listed = run("mentorship", "list", *CURATOR, "--state", "ordered")
    assert number in listed
    assert "Приказ издан" in run("mentorship", "show", *CURATOR, number)
    stranger = ("--as", "yurga-gymnasium5.curator")
    assert "недоступна" in run("mentorship", "show", *stranger, number, code=1)


@pytest.mark.usefixtures("loaded")
def test_a_report_is_sent_returned_and_accepted():
    centre = ("--as", "yurga.centre")
    assert "Не сдан" in run("report", "show", *CURATOR)
    sent = data("report", "submit", *CURATOR, "--note", "Готово")
    assert (sent["period"], sent["version"], sent["state"]) == ("2026-Q3", 1, "submitted")
    assert "уже сдан" in run("report", "submit", *CURATOR, code=1)
    assert sent["report"] in run("report", "show", *centre)
    run("report", "return", *centre, sent["report"], "--reason", "Проверьте пары")
    again = data("report", "submit", *CURATOR)
    assert again["version"] == 2
    assert "Принят" in run("report", "accept", *centre, again["report"])
    own = data("report", "show", *CURATOR)
    town = data("report", "show", *centre)
    ministry = data("report", "show", "--as", "kuzbass.ministry")
    pairs = [one["figures"]["teachers"]["pairs.active"]["number"] for one in (own, town, ministry)]
    assert pairs == sorted(pairs)
    assert own["state"] == "accepted"
    assert "Юргинский городской округ: сдали" in run("report", "show", "--as", "kuzbass.ministry")


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["mentorship", "list", "--as", "nobody"], "Нет действующей учётной записи"),
        (["mentorship", "list", *CURATOR, "--role", "director"], "нет роли director"),
        (["report", "accept", *CURATOR, "0" * 32], "Нужно право"),
        (["report", "show", *CURATOR, "--period", "2026"], "Нет отчётного периода"),
        (["mentorship", "check", *CURATOR, "--mentor", "Ъ", *PAIR], "нет никого"),
        (["mentorship", "check", *CURATOR, "--mentor", "", *PAIR], "не один человек"),
    ],
)
def test_refusals_say_what_to_do(words: list[str], told: str):
    assert told in run(*words, code=1)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("NASTAVNIK_DATABASE_URL", "foo", "не адрес базы данных"),
        ("NASTAVNIK_DATABASE_URL", "foo://x", "не адрес базы данных"),
        ("NASTAVNIK_DATABASE_URL", "sqlite:////nowhere/x.sqlite3", "База данных не отвечает"),
        ("NASTAVNIK_TODAY", "31.02.2026", "не дата"),
        ("NASTAVNIK_INSTANCE", "/dev/null/x", "недоступна"),
    ],
)
def test_wrong_surroundings_are_explained(place: Path, monkeypatch, name, value, told):
    monkeypatch.chdir(place)
    monkeypatch.setenv(name, value)
    assert told in run("db", "current", code=1)
