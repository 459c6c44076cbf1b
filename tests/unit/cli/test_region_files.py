"""`region print` and `region reference`; broken regions are told on start."""

from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from nastavnik.cli import region_reference
from nastavnik.cli.main import cli
from nastavnik.cli.run import tell_broken
from nastavnik.domain.comparison import Comparison
from nastavnik.domain.norm import InnerMay
from nastavnik.regions import registry
from nastavnik.regions.act_file import SECTIONS
from nastavnik.regions.errors import Problem
from nastavnik.regions.forms import BLOCKS
from nastavnik.regions.registry import BrokenRegion
from nastavnik.regions.spec import Region

DOCS = Path(__file__).parents[3] / "docs"


def run(*words):
    return CliRunner().invoke(cli, ["region", *words])


def test_the_shipped_reference_is_the_generated_one():
    shipped = (DOCS / "plugin-reference.md").read_text("utf-8")
    assert shipped == run("reference").output, (
        "справочник отстал от схемы; выполните: "
        "nastavnik region reference > docs/plugin-reference.md"
    )


def test_the_reference_names_every_key():
    told = region_reference.text()
    for section in SECTIONS:
        assert f"### {section.header} — " in told
        assert all(f"| `{key.name}` |" in told for key in section.keys)
    assert set(region_reference.SIGNS) == set(Comparison)
    assert set(region_reference.INNER) == set(InnerMay)
    assert {one.name for kind in BLOCKS.values() for one in fields(kind)} <= set(
        region_reference.FORM_KEYS
    )


def test_every_hook_is_documented():
    guide = (DOCS / "plugin-guide.md").read_text("utf-8")
    hooks = [name for name, one in vars(Region).items() if hasattr(one, "nastavnik_spec")]
    assert hooks
    assert all(f"### `{name}`" in guide for name in hooks)


@pytest.mark.parametrize("slug", sorted(registry.installed()))
def test_a_sample_of_the_order_is_printed(slug, tmp_path):
    file = tmp_path / "приказ.pdf"
    answer = run("print", slug, "order_appointment", "--to", str(file), "--on", "2026-11-21")
    assert answer.exit_code == 0, answer.output
    assert file.read_bytes().startswith(b"%PDF-")
    assert "люди и организация в нём придуманы" in answer.output


def test_what_can_not_be_printed_is_told(tmp_path):
    to = ("--to", str(tmp_path / "x.pdf"))
    assert "Нет формы документа «diploma»" in run("print", "lnr", "diploma", *to).output
    assert "Регион «mars» не установлен" in run("print", "mars", "diploma", *to).output
    nowhere = str(tmp_path / "нет" / "x.pdf")
    told = run("print", "lnr", "order_appointment", "--to", nowhere).output
    assert "Укажите в --to другой файл" in told


def test_a_broken_region_is_told_on_start(monkeypatch, capsys):
    problems = (Problem("acts/law.toml", 9, "value: 0 не подходит"),)
    monkeypatch.setattr(registry, "broken", lambda: (BrokenRegion("north", problems),))
    tell_broken()
    assert capsys.readouterr().err == (
        "Регион «north» не загружается, остальные работают. Исправьте:\n"
        "  acts/law.toml:9: value: 0 не подходит\n"
    )
