"""`nastavnik doctor` finds what is wrong, says what to do, and ends with its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from nastavnik.cli.main import cli

KEY = "k" * 48


@pytest.fixture
def healthy(database, tmp_path):
    """Surroundings in which nothing is wrong, on each kind of database."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    if not database.is_postgres:
        Path(str(make_url(database.url).database)).chmod(0o600)
    return {
        "NASTAVNIK_ENV": "production",
        "NASTAVNIK_SITE": "https://nastavnik.example.ru",
        "NASTAVNIK_SECRET_KEY": KEY,
        "NASTAVNIK_INSTANCE": str(folder),
        "NASTAVNIK_DATABASE_URL": database.url,
        "NASTAVNIK_OWNER_DATABASE_URL": database.owner_url,
        "NASTAVNIK_BACKUP_DATABASE_URL": database.witness_url,
        "NASTAVNIK_SMTP_URL": "",
        "NASTAVNIK_MAIL_FROM": "",
        "NASTAVNIK_TODAY": "",
        "NASTAVNIK_REQUIRE_TOTP": "",
    }


def asked(surroundings):
    """Name of a check -> what is wrong with it."""
    done = CliRunner().invoke(cli, ["doctor", "--json"], env=surroundings)
    found = json.loads(done.stdout)
    bad = {one["name"]: f"{one['told']}: {one['remedy']}" for one in found if not one["ok"]}
    assert done.exit_code == int(bool(bad)), done.output
    return bad


def test_all_is_well_but_for_the_mail_and_the_rights_of_the_tests(healthy, database):
    """The cluster of the tests leaves its roles the rights that a server gives by itself."""
    loose = {"права на базу"} if database.is_postgres else set()
    assert asked(healthy).keys() == {"почта"} | loose


@pytest.mark.parametrize(
    ("changes", "check", "words"),
    [
        ({"NASTAVNIK_TODAY": "2026-11-21"}, "настройки", "NASTAVNIK_TODAY"),
        ({"NASTAVNIK_SITE": "http://nastavnik.example.ru"}, "настройки", "https"),
        ({"NASTAVNIK_SITE": ""}, "настройки", "NASTAVNIK_SITE"),
        ({"NASTAVNIK_REQUIRE_TOTP": "0"}, "настройки", "фактор"),
        ({"NASTAVNIK_SECRET_KEY": "short"}, "ключ сайта", "короче"),
        ({"NASTAVNIK_SMTP_URL": "smtp://127.0.0.1:1"}, "почта", "MAIL_FROM"),
        (
            {"NASTAVNIK_SMTP_URL": "smtp://127.0.0.1:1", "NASTAVNIK_MAIL_FROM": "a@b.ru"},
            "почта",
            "не отвечает",
        ),
        ({"NASTAVNIK_DATABASE_URL": "нет такого адреса"}, "база данных", "не адрес"),
        (
            {"NASTAVNIK_DATABASE_URL": "postgresql://x@127.0.0.1:1/x"},
            "база данных",
            "не отвечает",
        ),
    ],
)
def test_what_is_wrong_is_told(changes, check, words, sqlite_database, tmp_path):
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    surroundings = {
        "NASTAVNIK_ENV": "production",
        "NASTAVNIK_SITE": "https://nastavnik.example.ru",
        "NASTAVNIK_SECRET_KEY": KEY,
        "NASTAVNIK_INSTANCE": str(folder),
        "NASTAVNIK_DATABASE_URL": sqlite_database.url,
        "NASTAVNIK_OWNER_DATABASE_URL": "",
    }
    assert words in asked(surroundings | changes)[check]


def test_an_empty_database_is_to_be_upgraded(tmp_path):
    """And the folders and files that others can open are told."""
    tmp_path.chmod(0o755)
    address = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    surroundings = {"NASTAVNIK_INSTANCE": str(tmp_path), "NASTAVNIK_DATABASE_URL": address}
    found = asked(surroundings)
    assert "db upgrade" in found["версия базы"]
    assert "chmod 700" in found["папка данных"]
    assert CliRunner().invoke(cli, ["db", "upgrade"], env=surroundings).exit_code == 0
    assert "chmod 600" in asked(surroundings)["права на базу"]
    tmp_path.chmod(0o700)
    (tmp_path / "secret.key").chmod(0o644)
    assert asked(surroundings).keys() == {"ключ сайта"}


@pytest.mark.postgres
def test_a_role_that_passes_the_wall_is_told(healthy, postgres_database):
    root = postgres_database.witness_url
    assert "обходит защиту" in asked(healthy | {"NASTAVNIK_DATABASE_URL": root})["защита данных"]


def test_it_is_told_to_people_too(healthy):
    done = CliRunner().invoke(cli, ["doctor"], env=healthy)
    assert "НЕПОЛАДКА  почта" in done.output
    assert "что делать: укажите NASTAVNIK_SMTP_URL" in done.output
    assert "в порядке  защита данных" in done.output
