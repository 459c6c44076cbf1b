"""`nastavnik rules whatif`: counts over the database, no names, nothing written."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from nastavnik.cli.main import cli
from nastavnik.store import org_unit
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

ACT = """
[act]
code = "draft"
layer = "municipality"
unit = "yurga"
title = "Черновик"
adopted = 2026-11-20
in_force = 2026-11-21
applies_to = "all"

[[norm]]
parameter = "term.max_months"
value = {months}
clause = "3"
quote = "не более"
"""


@pytest.fixture
def run(sqlite_app, sqlite_database, tmp_path, monkeypatch):
    monkeypatch.setenv("NASTAVNIK_DATABASE_URL", sqlite_database.url)
    monkeypatch.setenv("NASTAVNIK_INSTANCE", str(tmp_path / "home"))
    monkeypatch.setenv("NASTAVNIK_TODAY", "2026-11-21")
    with sqlite_app.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass")
        town = factories.unit(region, slug="yurga", title="Город")
        school = factories.unit(town, title="Школа")
        mentor = factories.person(school)
        for _ in range(6):
            factories.mentorship(school, mentor_id=mentor.id, kind="traditional")
        db.session.commit()

    def runner(months, *options):
        file = tmp_path / "act.toml"
        file.write_text(ACT.format(months=months), "utf-8")
        return CliRunner().invoke(cli, ["rules", "whatif", str(file), *options])

    return runner


def test_whom_it_breaks_is_counted_by_unit(run):
    found = json.loads(run(6, "--json").output)
    assert found["counts"]["broken"] == 6
    assert [one["title"] for one in found["units"]] == ["Город", "Школа"]
    assert found["pairs"] == {}
    assert found["contradictions"] == []


def test_the_same_in_words(run):
    text = run(6).output
    assert "Школа: нарушат — 6" in text


def test_a_file_with_faults_says_where(run):
    answer = run('"много"')
    assert answer.exit_code == 1
    assert "act.toml:" in answer.output


def test_an_unknown_region_is_told(run):
    answer = run(6, "--region", "altai")
    assert answer.exit_code == 1
    assert "В базе нет территории" in answer.output


PAYS = """
[[allowance]]
code = "mentor"
recipient = "mentor"
sum = 1000
clause = "4"
quote = "1000 рублей"
"""


def test_money_is_told_without_sums_of_few_people(run, sqlite_app, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ACT", ACT + PAYS)
    alone = run(6).output.replace("\N{NO-BREAK SPACE}", " ")
    assert "Выплаты, ноябрь 2026 года: не показано" in alone
    assert "1 000,00" not in alone
    with sqlite_app.app_context(), acting(EVERYTHING, write=True):
        town = org_unit.by_slug("kuzbass", "yurga")
        other = factories.unit(town, title="Лицей")
        for _ in range(5):
            factories.mentorship(other, kind="traditional")
        db.session.commit()
    several = run(6).output.replace("\N{NO-BREAK SPACE}", " ")
    assert "Выплаты, ноябрь 2026 года: +6 000,00 ₽ у 6 человек" in several
    assert "Лицей: не показано" in several
    assert json.loads(run(6, "--json").output)["money"]["whole"]["kopecks"] == 6_000_00
