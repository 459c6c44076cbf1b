"""The terminal itself: help, refusals and exit codes, in Russian."""

import re
import socket
import subprocess
import sys
from datetime import date

import click
import pytest
from click.testing import CliRunner

from nastavnik.cli.day import Day
from nastavnik.cli.demo import as_data, table
from nastavnik.cli.failure import explain, place
from nastavnik.cli.main import cli
from nastavnik.cli.run import refuse_taken
from nastavnik.domain.access import Role
from nastavnik.domain.cite import Cite
from nastavnik.domain.errors import (
    ConflictError,
    InputError,
    NastavnikError,
    RuleViolationError,
)
from nastavnik.domain.finding import Finding
from nastavnik.domain.severity import Severity
from nastavnik.usecases.demo import DemoLogin

LATIN = re.compile(r"\b(Usage|Options|Commands|Show|Error|Missing|Invalid|Try|No such)\b")
FINDING = Finding(
    code="mentees.max",
    severity=Severity.VIOLATION,
    text="У наставника трое.",
    cite=Cite("act", "2.5"),
    act_title="Положение",
    quote="не более двух",
)


def run(*words: str):
    return CliRunner().invoke(cli, list(words))


def test_help_is_russian_and_names_every_group():
    shown = run("--help")
    assert shown.exit_code == 0
    assert not LATIN.search(shown.output)
    for name in ("db", "demo", "mentorship", "report", "run"):
        assert re.search(rf"^  {name} ", shown.output, re.MULTILINE)


@pytest.mark.parametrize("name", ["db", "demo", "mentorship", "report", "run"])
def test_help_of_the_groups_is_russian(name: str):
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert not LATIN.search(shown.output)
    group = cli.get_command(click.Context(cli), name)
    for inner in getattr(group, "commands", {}):
        told = run(name, inner, "--help")
        assert told.exit_code == 0
        assert not LATIN.search(told.output)


def test_help_imports_neither_the_database_nor_the_web():
    heavy = "{'sqlalchemy', 'flask', 'reportlab', 'holidays'}"
    code = (
        "import sys; sys.argv = ['nastavnik', '--help']\n"
        "from nastavnik.cli.main import main\n"
        "try: main()\n"
        f"finally: print('imported', {heavy} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("imported set()")


def test_version_is_told():
    assert re.fullmatch(r"Наставник \d+\.\d+\.\d+\n", run("--version").output)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["dm"], "Нет команды 'dm'"),
        (["demo", "load", "--tday", "1"], "Нет параметра '--tday'"),
        (["demo", "load", "--today", "31.02.2026"], "31.02.2026: такого дня нет"),
        (["run", "--port", "0"], "допустимо 1<=x<=65535"),
        (["run", "--port", "web"], "здесь нужно число"),
        (["mentorship", "list"], "Не указан параметр '--as'"),
        (["mentorship", "print", "--as", "x"], "Не указан аргумент 'НОМЕР'"),
        (["mentorship", "show", "--as", "x", "7"], "здесь нужен номер записи"),
        (["mentorship", "list", "--as", "x", "--state", "gone"], "возможно только"),
    ],
)
def test_a_mistyped_command_is_explained_and_ends_with_2(words: list[str], told: str):
    answer = run(*words)
    assert answer.exit_code == 2
    assert told in answer.output
    assert not LATIN.search(answer.output)


def test_a_refusal_ends_with_1_and_lists_the_clauses(monkeypatch):
    def refuses(**_):
        raise RuleViolationError("Приказ не издан.", [FINDING])

    monkeypatch.setattr("nastavnik.usecases.demo.load", refuses)
    monkeypatch.setattr("nastavnik.cli.demo.ready_app", plain_flask)
    answer = run("demo", "load")
    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        "Ошибка. Приказ не издан.",
        "  Нарушение: У наставника трое.",
        "    Положение, п. 2.5: «не более двух»",
    ]


def plain_flask():
    from flask import Flask  # noqa: PLC0415 - only this test needs it

    app = Flask("nastavnik.testing")
    app.config["NASTAVNIK_TODAY"] = date(2026, 11, 21)
    return app


@pytest.mark.parametrize(
    ("error", "lines"),
    [
        (NastavnikError("Беда."), ["Ошибка. Беда."]),
        (
            InputError({"end": ["Раньше начала."], "": ["Проверьте."]}),
            [
                "Ошибка во введённых данных. Ничего не записано.",
                "  end: Раньше начала.",
                "  Проверьте.",
            ],
        ),
        (
            ConflictError("Изменил другой.", theirs={"Вид": "традиционное"}),
            ["Ошибка. Изменил другой.", "  сейчас в базе — Вид: традиционное"],
        ),
    ],
)
def test_what_is_wrong_is_told_line_by_line(error: NastavnikError, lines: list[str]):
    assert list(explain(error)) == lines


def test_a_worded_place_of_an_act_stays_as_it_is():
    assert (place("2.5"), place("шаг 5")) == ("п. 2.5", "шаг 5")


@pytest.mark.parametrize("written", ["21.11.2026", "2026-11-21"])
def test_a_day_is_read_both_ways(written: str):
    assert Day().convert(written, None, None) == date(2026, 11, 21)


def test_a_taken_port_is_refused():
    with socket.socket() as owner:
        owner.bind(("127.0.0.1", 0))
        owner.listen()
        port = owner.getsockname()[1]
        with pytest.raises(NastavnikError, match=f"Порт {port} занят"):
            refuse_taken("127.0.0.1", port)
    refuse_taken("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(NastavnikError, match=r"192\.0\.2\.1:8000 недоступен"):
        refuse_taken("192.0.2.1", 8000)


def test_demo_accounts_are_a_table_and_data():
    found = [
        DemoLogin(login="a", password="p", role=Role.CURATOR, region="r", unit="Школа"),
        DemoLogin(login="long.login", password="p", role=Role.VIEWER, region="r", unit="Сад"),
    ]
    lines = table(found).splitlines()
    assert [line.index("p") for line in lines[1:]] == [12, 12]
    assert lines[1].endswith("куратор наставничества  r       Школа")
    assert '"role": "curator"' in as_data(found)
