"""An institution counts and sends."""

from datetime import UTC, date, datetime

import pytest

from nastavnik.domain.access import Role
from nastavnik.domain.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from nastavnik.domain.figures import Cell, figure_at
from nastavnik.domain.indicator import Group, indicator
from nastavnik.domain.mentorship import State
from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.store import submission
from nastavnik.usecases import report_review, reports

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
Q4 = Period(2026, 4)
TEACHERS, STUDENTS = Group.TEACHERS, Group.STUDENTS


def number(figures, code, group=TEACHERS, kind=""):
    return figure_at(figures, indicator(code), group, kind).number


def test_live_figures(world):
    found = world.draft()
    assert number(found.figures, "pairs.active") == 3
    assert number(found.figures, "pairs.started") == 1
    assert number(found.figures, "pairs.started", kind="mentor") == 1
    assert number(found.figures, "pairs.ended_early") == 1
    assert number(found.figures, "persons.mentors") == 2
    assert number(found.figures, "persons.mentees") == 3
    assert number(found.figures, "pairs.active", STUDENTS) == 1
    assert found.figures[Cell("share.completed", TEACHERS)].shown.startswith("0,0")
    assert found.can_be_sent
    assert not found.is_over


def test_a_past_period_is_over_and_a_future_one_is_not_there(world):
    assert world.draft(period=Q4.previous).is_over
    with pytest.raises(NotFoundError, match="не начался"):
        world.draft(period=Period(2027, 1))


def test_a_pair_whose_form_no_act_knows_is_in_a_column_of_its_own(world):
    world.change("first", form="unheard_of")
    found = world.draft()
    assert number(found.figures, "pairs.active", Group.UNSORTED) == 1
    assert number(found.figures, "pairs.active") == 2


def test_sending_freezes(world):
    public_id = world.send("first", note=" Всё проверено ")
    world.change("first", state=State.COMPLETED, ended_on=TODAY)
    opened = world.open_as(Role.CURATOR, "first", public_id)
    assert opened.intact
    assert opened.submission.version == 1
    assert opened.submission.note == "Всё проверено"
    assert opened.submission.submitted_by_name == "Петрова first, куратор наставничества"
    assert opened.frozen.origin.unit["path"] == world.units["first"].path
    assert set(opened.frozen.origin.versions) == {"nastavnik", "nastavnik_kuzbass"}
    assert number(opened.frozen.figures, "pairs.going_on") == 2
    assert number(world.draft().figures, "pairs.going_on") == 1


def test_a_double_click_sends_once(world):
    assert world.send("first") == world.send("first")
    with world.by(Role.CURATOR, "first") as curator:
        assert len(reports.history(actor=curator, period=Q4)) == 1


def test_a_race_of_one_form_sends_once(world, monkeypatch):
    """The second request looked before the first one had written."""
    first = world.send("first")
    looks = iter([None])
    real = submission.by_public_id
    monkeypatch.setattr(submission, "by_public_id", lambda address: next(looks, real(address)))
    assert world.send("first") == first


def test_a_second_report_waits_for_the_first(world):
    public_id = world.send("first")
    with pytest.raises(ConflictError, match="ждёт проверки"):
        world.send("first", "another")
    world.accept(public_id)
    with pytest.raises(ConflictError, match="принят"):
        world.send("first", "another")
    world.give_back(public_id, seen=ReportState.ACCEPTED)
    assert world.draft().can_be_sent
    again = world.send("first", "another")
    opened = world.open_as(Role.MUNICIPAL, "town", again)
    assert [one.version for one in opened.versions] == [2, 1]
    assert opened.is_latest


def test_figures_that_changed_under_the_eyes_are_not_sent(world):
    seal = world.draft().seal
    world.change("first", end=date(2027, 1, 31))
    with pytest.raises(ConflictError, match="изменились"):
        world.send("first", seal=seal)
    assert world.draft().latest is None
    world.send("first", seal=world.draft().seal)


def test_a_long_note_is_refused(world):
    with pytest.raises(InputError) as refused:
        world.send("first", note="х" * 2001)
    assert "note" in refused.value.errors


def test_roles_without_the_permission_are_refused(world):
    with world.by(Role.VIEWER, "first") as viewer, pytest.raises(ForbiddenError):
        reports.submit_report(actor=viewer, period=Q4, note="", today=TODAY, now=NOW, key="key")
    with world.by(Role.MENTOR, "first") as mentor, pytest.raises(ForbiddenError):
        reports.report_draft(actor=mentor, period=Q4, today=TODAY)
    public_id = world.send("first")
    with world.by(Role.MINISTRY, "region") as ministry, pytest.raises(ForbiddenError):
        report_review.accept_report(actor=ministry, public_id=public_id, now=NOW)


def test_a_territory_sends_no_report(world):
    with world.by(Role.MUNICIPAL, "town") as centre, pytest.raises(NotFoundError):
        reports.report_draft(actor=centre, period=Q4, today=TODAY)
