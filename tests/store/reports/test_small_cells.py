"""Small figures do not leave the institution: on every page the same ones are kept back."""

import csv
import io
from datetime import date

import pytest

from nastavnik.domain.access import Role
from nastavnik.domain.figures import figure_at
from nastavnik.domain.indicator import INDICATORS, Group, indicator
from nastavnik.domain.mentorship import State
from nastavnik.domain.report import ReportState
from nastavnik.reporting.report_sheet import overview_table, report_table
from nastavnik.reporting.sheet import as_csv
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

TEACHERS = Group.TEACHERS
OUTSIDE = ((Role.MUNICIPAL, "town"), (Role.MINISTRY, "region"), (Role.INSTITUTE, "region"))


@pytest.fixture
def schools(world):
    """Of 3, 8 and 30 pairs of teachers in one town, of 40 in another; all have sent."""
    with acting(EVERYTHING, write=True):
        world.units["fourth"] = factories.unit(world.units["town"], title="Школа 4")
        db.session.commit()
        db.session.refresh(world.units["fourth"])
        db.session.expunge(world.units["fourth"])
    world.fill("second", 8)
    world.fill("fourth", 30)
    world.fill("third", 39)
    return {name: world.send(name) for name in ("first", "second", "fourth", "third")}


def shown(figures, code="pairs.active", kind=""):
    return figure_at(figures, indicator(code), TEACHERS, kind).shown


def lines(table):
    text = as_csv(table).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


@pytest.mark.usefixtures("schools")
def test_a_small_school_is_hidden_with_another_one(world):
    seen = world.look(Role.MUNICIPAL, "town")
    numbers = {part.unit.title: shown(part.of_sent) for part in seen.parts}
    assert numbers == {"Школа 1": "скрыто", "Школа 2": "скрыто", "Школа 4": "30"}
    assert shown(seen.whole.of_sent) == "41"
    assert seen.keeps_back


def test_the_same_is_hidden_in_the_report_itself(world, schools):
    for role, unit in OUTSIDE:
        for name, expected in (("first", "скрыто"), ("second", "скрыто"), ("fourth", "30")):
            opened = world.open_as(role, unit, schools[name])
            assert shown(opened.frozen.figures) == expected, (role, name)
        assert world.open_as(role, unit, schools["first"]).keeps_back
    assert shown(world.open_as(Role.CURATOR, "first", schools["first"]).frozen.figures) == "3"


@pytest.mark.usefixtures("schools")
def test_the_ministry_sees_no_more_of_a_town_than_of_the_region(world):
    whole = world.look(Role.MINISTRY, "region")
    inside = world.look(Role.MINISTRY, "region", of="town")
    assert [shown(part.of_sent) for part in whole.parts] == ["41", "40"]
    assert [shown(part.of_sent) for part in inside.parts] == ["скрыто", "скрыто", "30"]
    assert inside.whole.of_sent == whole.parts[0].of_sent


def test_no_file_tells_what_the_page_hides(world, schools):
    seen = world.look(Role.MUNICIPAL, "town")
    rows = lines(overview_table(seen))
    column = rows[0].index(f"{indicator('pairs.active').title} — {TEACHERS.label}")
    assert [row[column] for row in rows[1:5]] == ["скрыто", "скрыто", "30", "41"]
    assert "Числа от 1 до 4" in rows[-1][0]
    frozen = world.open_as(Role.MUNICIPAL, "town", schools["first"]).frozen
    of_report = lines(report_table(frozen.indicators, frozen.figures, frozen.origin.kinds))
    assert {row[3] for row in of_report[1:-1] if row[2] == TEACHERS.label} == {"скрыто"}
    assert {row[4] for row in of_report[1:-1]} <= {"", "0"}


def test_nothing_of_one_report_follows_from_what_came_before_and_after(world, schools):
    """What was accepted apart from what was sent is the figure of the report that waits."""
    for name in ("second", "fourth"):
        world.accept(schools[name])
    seen = world.look(Role.MUNICIPAL, "town")
    assert shown(seen.whole.of_sent) == "41"
    assert shown(seen.whole.of_accepted) == "скрыто"
    world.accept(schools["first"])
    seen = world.look(Role.MUNICIPAL, "town")
    assert shown(seen.whole.of_accepted) == "41"


def test_an_older_version_and_a_returned_one_have_no_figures_outside(world, schools):
    old = schools["fourth"]
    world.give_back(old)
    opened = world.open_as(Role.MUNICIPAL, "town", old)
    assert not opened.told
    assert opened.state is ReportState.RETURNED
    assert shown(opened.frozen.figures) == "скрыто"
    world.change("fourth", state=State.ENDED_EARLY, ended_on=date(2026, 11, 1))
    new = world.send("fourth", "again")
    assert not world.open_as(Role.MUNICIPAL, "town", old).told
    opened = world.open_as(Role.MUNICIPAL, "town", new)
    assert opened.told
    assert shown(opened.frozen.figures) == "30"
    assert shown(opened.frozen.figures, "pairs.ended_early") == "скрыто"
    assert shown(opened.frozen.figures, "pairs.going_on") == "скрыто"
    own = world.open_as(Role.CURATOR, "fourth", old)
    assert own.told
    assert shown(own.frozen.figures) == "30"


def test_figures_of_another_version_are_hidden_in_the_report(world, schools, monkeypatch):
    now = frozenset((one.code, 1) for one in INDICATORS if one.code != "pairs.active")
    monkeypatch.setattr("nastavnik.domain.report._PRESENT", now)
    opened = world.open_as(Role.MUNICIPAL, "town", schools["fourth"])
    assert shown(opened.frozen.figures) == "скрыто"


@pytest.mark.usefixtures("schools")
def test_no_keys_of_persons_leave(world):
    seen = world.look(Role.MINISTRY, "region")
    for part in (seen.whole, *seen.parts):
        for figures in (part.of_sent, part.of_accepted):
            assert all(figure.persons is None for figure in figures.values())
