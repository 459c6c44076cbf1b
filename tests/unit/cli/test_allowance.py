"""`nastavnik rules allowance`: lines of a case file with clauses, as text and as data."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nastavnik.cli.main import cli

CASES = Path(__file__).parents[3] / "plugins/altai/nastavnik_altai/cases"


def run(*args):
    return CliRunner().invoke(cli, ["rules", "allowance", "altai", *map(str, args)])


def test_lines_are_told_with_their_count_and_clause():
    answer = run(CASES / "yarovoye.toml")
    told = answer.output.replace("\N{NO-BREAK SPACE}", " ")
    assert answer.exit_code == 0
    assert "15 % от 32 000,00 ₽ × 26 из 30 календарных дней = 4 160,00 ₽" in told
    assert "Яровского политехнического техникума, п. 5.2" in told
    assert "Не хватает сведений" in told


def test_who_decides_is_told_where_there_is_no_line():
    (case,) = json.loads(run(CASES / "tabuny.toml", "--json").output)
    (month,) = case["months"]
    assert (month["lines"], month["total"]) == ([], 0)
    assert [(note["act"], note["clause"]) for note in month["notes"]] == [("tabuny", "3.4")]
    assert "решает нижестоящий уровень" in run(CASES / "tabuny.toml").output


def test_another_kopeck_is_a_failure(tmp_path: Path):
    file = tmp_path / "a.toml"
    file.write_text((CASES / "yarovoye.toml").read_text("utf-8").replace("416000", "416001"))
    answer = run(file)
    assert answer.exit_code == 1
    assert "- выплата 2026-11 mentor: 26 дн., 416001 коп." in answer.output


@pytest.mark.parametrize("region", ["atlantis"])
def test_an_unknown_region_is_refused(region):
    answer = CliRunner().invoke(cli, ["rules", "allowance", region, str(CASES / "tabuny.toml")])
    assert answer.exit_code == 2
