"""A fifth region's first day: its tree, its ministry's account, and the site that shows them."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from nastavnik.cli.main import cli
from nastavnik.domain.access import Role
from nastavnik.domain.errors import InputError
from nastavnik.regions.scaffold.plugin import Draft, Place, create
from nastavnik.store import account as accounts
from nastavnik.store import org_unit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing.installed import installed
from nastavnik.usecases import region_setup

SLUG = "zarechny"
PASSWORD = "Тихая заводь 1874"


@pytest.fixture
def plugin(tmp_path):
    folder = tmp_path / SLUG
    create(
        Draft(
            slug=SLUG,
            title="Заречный край",
            code="98",
            ministry="Министерство",
            today=date(2026, 11, 21),
            municipality=Place("luga", "Луговой округ"),
            institution=Place("school_7", "Школа № 7"),
        ),
        folder,
    )
    with installed(folder):
        yield folder


@pytest.mark.usefixtures("plugin")
def test_the_tree_stands_once_and_grows(store_app):
    with store_app.app_context():
        first = region_setup.plant_tree(region=SLUG)
        assert first == ["Заречный край", "Луговой округ", "Школа № 7"]
        assert region_setup.plant_tree(region=SLUG) == []
        with acting(EVERYTHING):
            school = org_unit.by_slug(SLUG, "school_7")
            assert school is not None
            assert [one.slug for one in org_unit.ancestors(school.path)] == [
                SLUG,
                "luga",
                "school_7",
            ]


@pytest.mark.usefixtures("plugin")
def test_the_ministry_gets_its_first_account(sqlite_app):
    with sqlite_app.app_context():
        region_setup.plant_tree(region=SLUG)
        assert not region_setup.has_ministry(region=SLUG)
        given = {"region": SLUG, "name": "Лебедева Анна Павловна", "password": PASSWORD}
        region_setup.open_ministry(login="Zarechny.Ministry", **given)
        assert region_setup.has_ministry(region=SLUG)
        found = accounts.by_login("zarechny.ministry")
        assert found is not None
        assert [one.role for one in found.memberships] == [Role.MINISTRY]
        with pytest.raises(InputError) as caught:
            region_setup.open_ministry(login="zarechny.ministry", **given)
        assert "занят" in caught.value.errors["--login"][0]


@pytest.mark.usefixtures("plugin")
def test_what_does_not_fit_is_refused(sqlite_app):
    with sqlite_app.app_context():
        with pytest.raises(InputError) as caught:
            region_setup.open_ministry(region=SLUG, login=" ", name="", password="1")
        assert set(caught.value.errors) == {"--login", "--person", "пароль"}
        with pytest.raises(InputError) as caught:
            region_setup.open_ministry(region=SLUG, login="a", name="Б", password=PASSWORD)
        assert "РЕГИОН" in caught.value.errors


def test_an_institution_must_have_a_municipality(plugin, sqlite_app):
    profile = plugin / f"nastavnik_{SLUG}" / "region.toml"
    profile.write_text(profile.read_text("utf-8").replace('municipality = "luga"\n', ""), "utf-8")
    with installed(plugin), sqlite_app.app_context(), pytest.raises(InputError) as caught:
        region_setup.plant_tree(region=SLUG)
    assert "добавьте ей municipality" in caught.value.errors["region.toml"][0]


@pytest.mark.usefixtures("plugin")
def test_at_the_terminal(sqlite_app, monkeypatch):
    monkeypatch.setattr("nastavnik.cli.region_setup.ready_app", lambda: sqlite_app)

    def setup(*words, typed=""):
        return CliRunner().invoke(cli, ["region", "setup", SLUG, *words], input=typed)

    typed = f"zarechny.ministry\nЛебедева Анна Павловна\n{PASSWORD}\n{PASSWORD}\n"
    answer = setup(typed=typed)
    assert answer.exit_code == 0, answer.output
    assert "  + Заречный край\n  + Луговой округ\n  + Школа № 7\n" in answer.output
    assert "Вход министерства: zarechny.ministry" in answer.output
    assert PASSWORD not in answer.output
    assert "у министерства уже есть вход" in setup().output
