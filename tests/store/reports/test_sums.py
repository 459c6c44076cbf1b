"""Sums of a territory, its expected reports, the list of periods."""

from datetime import date

from nastavnik.domain.access import Role
from nastavnik.domain.figures import figure_at
from nastavnik.domain.indicator import Group, indicator
from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.usecases import reports

TODAY = date(2026, 11, 21)
Q4 = Period(2026, 4)
TEACHERS = Group.TEACHERS


def number(figures, code, group=TEACHERS, kind=""):
    return figure_at(figures, indicator(code), group, kind).number


def test_the_municipality_sees_who_has_sent(world):
    seen = world.look(Role.MUNICIPAL, "town")
    assert seen.of_institutions
    world.fill("first", 20)
    assert [part.state for part in seen.parts] == [None, None]
    assert (seen.whole.expected, seen.whole.sent) == (2, 0)
    public_id = world.send("first")
    seen = world.look(Role.MUNICIPAL, "town")
    assert [part.state for part in seen.parts] == [ReportState.SUBMITTED, None]
    assert number(seen.whole.of_sent, "pairs.active") == 23
    assert number(seen.whole.of_accepted, "pairs.active") == 0
    world.accept(public_id)
    seen = world.look(Role.MUNICIPAL, "town")
    assert (seen.whole.expected, seen.whole.sent, seen.whole.accepted) == (2, 1, 1)
    assert number(seen.whole.of_accepted, "persons.mentors") == 22
    assert seen.kinds["mentor"]


def test_a_returned_report_is_in_no_sum(world):
    world.give_back(world.send("first"))
    seen = world.look(Role.MUNICIPAL, "town")
    assert (seen.whole.sent, seen.whole.returned) == (0, 1)
    assert number(seen.whole.of_sent, "pairs.active") == 0


def test_the_ministry_sees_municipalities_and_their_sum(world):
    world.fill("first", 9)
    world.fill("third", 9)
    world.accept(world.send("first"))
    world.send("second")
    world.accept(world.send("third"), "far")
    seen = world.look(Role.MINISTRY, "region")
    assert not seen.of_institutions
    assert [(part.unit.title, part.expected, part.sent, part.accepted) for part in seen.parts] == [
        ("Город", 2, 2, 1),
        ("Дальний район", 1, 1, 1),
    ]
    assert number(seen.whole.of_accepted, "pairs.active") == 22
    inside = world.look(Role.MINISTRY, "region", of="town")
    assert [part.unit.title for part in inside.parts] == ["Школа 1", "Школа 2"]
    assert inside.whole.of_accepted == seen.parts[0].of_accepted


def test_figures_of_another_version_stay_out_of_the_sums(world, monkeypatch):
    world.fill("first", 9, start=date(2026, 10, 5))
    world.accept(world.send("first"))
    now = frozenset({(one, 1) for one in ("pairs.started", "persons.mentors")})
    monkeypatch.setattr("nastavnik.domain.report._PRESENT", now)
    seen = world.look(Role.MINISTRY, "region", of="town")
    assert [unit.title for unit in seen.incomparable] == ["Школа 1"]
    assert number(seen.whole.of_accepted, "pairs.active") == 0
    assert number(seen.whole.of_accepted, "pairs.started") == 10


def test_periods_are_listed_with_their_states(world):
    world.accept(world.send("first"))
    with world.by(Role.CURATOR, "first") as curator:
        own = reports.periods(actor=curator, today=TODAY)
    assert [line.period.code for line in own[:2]] == ["2026-Q4", "2026-Q3"]
    assert [line.state for line in own[:2]] == [ReportState.ACCEPTED, None]
    with world.by(Role.MINISTRY, "region") as ministry:
        of_region = reports.periods(actor=ministry, today=TODAY)
    assert (of_region[0].expected, of_region[0].sent, of_region[0].accepted) == (3, 1, 1)
    assert of_region[0].state is None


def test_history_holds_every_version_of_every_period(world):
    world.give_back(world.send("first"))
    world.send("first", "two")
    world.send("first", "old", period=Q4.previous)
    with world.by(Role.CURATOR, "first") as curator:
        assert len(reports.history(actor=curator)) == 3
        assert [one.version for one in reports.history(actor=curator, period=Q4)] == [2, 1]
