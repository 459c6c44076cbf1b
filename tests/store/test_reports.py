"""The way of a report: counted, sent, reviewed, summed up; on both databases."""

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from nastavnik.domain.access import Actor, Role
from nastavnik.domain.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from nastavnik.domain.figures import Cell, figure_at
from nastavnik.domain.indicator import Group, indicator
from nastavnik.domain.mentorship import State
from nastavnik.domain.period import Period
from nastavnik.domain.report import ReportState
from nastavnik.store import submission
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, Scope, acting
from nastavnik.testing import factories
from nastavnik.usecases import report_overview, report_reading, report_review, reports

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
Q4 = Period(2026, 4)
TEACHERS, STUDENTS = Group.TEACHERS, Group.STUDENTS


@dataclass
class World:
    """Two municipalities of a region; `first` and `second` are institutions of one of them."""

    units: dict[str, OrgUnit]

    @contextmanager
    def by(self, role, unit):
        """The unit's person at work: inside the walls of that unit, with leave to write."""
        of = self.units[unit]
        actor = Actor(
            account_id=1,
            login=role.value,
            name=f"Петрова {unit}",
            role=role,
            unit_id=of.id,
            unit_path=of.path,
            unit_level=of.level,
            region=of.region,
        )
        with acting(Scope.of(of.path), write=True):
            yield actor

    def send(self, unit, key="key", **given):
        with self.by(Role.CURATOR, unit) as curator:
            call: dict[str, Any] = {"note": "", "today": TODAY, "now": NOW, "period": Q4}
            return reports.submit_report(actor=curator, key=key, **call | given).public_id

    def accept(self, public_id, unit="town"):
        with self.by(Role.MUNICIPAL, unit) as centre:
            report_review.accept_report(actor=centre, public_id=public_id, now=NOW)

    def give_back(self, public_id, reason="Проверьте даты", unit="town", **given):
        with self.by(Role.MUNICIPAL, unit) as centre:
            report_review.return_report(
                actor=centre, public_id=public_id, reason=reason, now=NOW, **given
            )


@pytest.fixture
def world(store_app):
    with store_app.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass")
        town = factories.unit(region, slug="yurga", title="Город")
        far = factories.unit(region, slug="far", title="Дальний район")
        units = {
            "region": region,
            "town": town,
            "far": far,
            "first": factories.unit(town, slug="first", title="Школа 1"),
            "second": factories.unit(town, slug="second", title="Школа 2"),
            "third": factories.unit(far, slug="third", title="Школа 3"),
        }
        _pairs(units["first"])
        factories.mentorship(units["third"])
        db.session.commit()
        for unit in units.values():
            db.session.expunge(unit)
    with store_app.app_context():
        yield World(units)


def _pairs(school):
    """One mentor with two teachers, one of them from October; a student; one that ended early."""
    mentor = factories.person(school)
    factories.mentorship(school, mentor_id=mentor.id)
    factories.mentorship(school, mentor_id=mentor.id, start=date(2026, 10, 5), kind="mentor")
    factories.mentorship(school, form="employer_student")
    ended = {"state": State.ENDED_EARLY, "ended_on": date(2026, 10, 20)}
    factories.mentorship(school, **ended)
    factories.mentorship(school, state=State.DRAFT)


def number(figures, code, group=TEACHERS, kind=""):
    return figure_at(figures, indicator(code), group, kind).number


def draft(world, unit="first", period=Q4):
    with world.by(Role.CURATOR, unit) as curator:
        return reports.report_draft(actor=curator, period=period, today=TODAY)


def open_as(world, role, unit, public_id):
    with world.by(role, unit) as actor:
        return report_reading.open_submission(actor=actor, public_id=public_id)


def look(world, role, unit, of=None, period=Q4):
    with world.by(role, unit) as actor:
        unit_id = world.units[of].public_id if of else None
        return report_overview.overview(actor=actor, period=period, today=TODAY, unit_id=unit_id)


def change(world, unit, **fields):
    """Change the first live pair of the unit past the use-cases."""
    with acting(Scope.of(world.units[unit].path), write=True):
        one = db.session.scalars(
            select(Mentorship).where(Mentorship.state == State.ACTIVE).order_by(Mentorship.id)
        ).first()
        for name, value in fields.items():
            setattr(one, name, value)
        db.session.commit()


def test_live_figures(world):
    found = draft(world)
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
    assert draft(world, period=Q4.previous).is_over
    with pytest.raises(NotFoundError, match="не начался"):
        draft(world, period=Period(2027, 1))


def test_a_pair_whose_form_no_act_knows_is_in_a_column_of_its_own(world):
    change(world, "first", form="unheard_of")
    found = draft(world)
    assert number(found.figures, "pairs.active", Group.UNSORTED) == 1
    assert number(found.figures, "pairs.active") == 2


def test_sending_freezes(world):
    public_id = world.send("first", note=" Всё проверено ")
    change(world, "first", state=State.COMPLETED, ended_on=TODAY)
    opened = open_as(world, Role.CURATOR, "first", public_id)
    assert opened.intact
    assert opened.submission.version == 1
    assert opened.submission.note == "Всё проверено"
    assert opened.submission.submitted_by_name == "Петрова first, куратор наставничества"
    assert opened.frozen.origin.unit["path"] == world.units["first"].path
    assert set(opened.frozen.origin.versions) == {"nastavnik", "nastavnik_kuzbass"}
    assert number(opened.frozen.figures, "pairs.going_on") == 2
    assert number(draft(world).figures, "pairs.going_on") == 1


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
    assert draft(world).can_be_sent
    again = world.send("first", "another")
    opened = open_as(world, Role.MUNICIPAL, "town", again)
    assert [one.version for one in opened.versions] == [2, 1]
    assert opened.is_latest


def test_figures_that_changed_under_the_eyes_are_not_sent(world):
    seal = draft(world).seal
    change(world, "first", end=date(2027, 1, 31))
    with pytest.raises(ConflictError, match="изменились"):
        world.send("first", seal=seal)
    assert draft(world).latest is None
    world.send("first", seal=draft(world).seal)


def test_a_long_note_is_refused(world):
    with pytest.raises(InputError) as refused:
        world.send("first", note="х" * 2001)
    assert "note" in refused.value.errors


def test_a_returned_report_says_why(world):
    public_id = world.send("first")
    with pytest.raises(InputError) as refused:
        world.give_back(public_id, "  ")
    assert "reason" in refused.value.errors
    with pytest.raises(InputError):
        world.give_back(public_id, "х" * 2001)
    world.give_back(public_id, " Проверьте даты ")
    found = draft(world).latest
    assert (found.state, found.reason) == ("returned", "Проверьте даты")
    assert found.reviewed_by_name == "Петрова town, муниципальный центр"


def test_a_second_reviewer_is_told(world):
    public_id = world.send("first")
    world.accept(public_id)
    world.accept(public_id)
    with pytest.raises(ConflictError, match="уже проверили") as refused:
        world.give_back(public_id)
    assert refused.value.theirs["Состояние"] == "Принят"
    with pytest.raises(ConflictError):
        world.give_back(public_id, seen=ReportState.RETURNED)


def test_a_second_click_on_return_changes_nothing(world):
    public_id = world.send("first")
    world.give_back(public_id)
    world.give_back(public_id)
    with pytest.raises(ConflictError):
        world.give_back(public_id, "Другая причина")
    with pytest.raises(ConflictError):
        world.accept(public_id)


def test_an_old_version_is_not_reviewed(world):
    old = world.send("first")
    world.give_back(old)
    world.send("first", "another")
    with pytest.raises(ConflictError, match="следующую версию"):
        world.accept(old)


def test_a_centre_reviews_its_own_territory_only(world):
    public_id = world.send("third")
    with pytest.raises(NotFoundError):
        world.accept(public_id)
    world.accept(public_id, "far")


def test_strangers_find_nothing(world):
    public_id = world.send("first")
    for role, unit in ((Role.CURATOR, "second"), (Role.MUNICIPAL, "far")):
        with pytest.raises(NotFoundError):
            open_as(world, role, unit, public_id)
    with pytest.raises(NotFoundError):
        look(world, Role.MUNICIPAL, "far", of="town")
    with pytest.raises(NotFoundError):
        look(world, Role.MINISTRY, "region", of="first")
    with pytest.raises(NotFoundError):
        look(world, Role.DIRECTOR, "first")
    with pytest.raises(NotFoundError):
        look(world, Role.DIRECTOR, "first", of="town")


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


def test_only_the_institution_sees_the_pairs(world):
    public_id = world.send("first")
    assert len(open_as(world, Role.VIEWER, "first", public_id).sources) == 4
    for role, unit in ((Role.MUNICIPAL, "town"), (Role.MINISTRY, "region")):
        opened = open_as(world, role, unit, public_id)
        assert opened.sources is None
        assert "Учителев" not in json.dumps(
            [opened.submission.values, opened.submission.sources], ensure_ascii=False
        )
    assert open_as(world, Role.MUNICIPAL, "town", public_id).can_review
    assert not open_as(world, Role.MINISTRY, "region", public_id).can_review


def test_a_pair_changed_since_is_flagged(world):
    public_id = world.send("first")
    change(world, "first", end=date(2027, 1, 31))
    opened = open_as(world, Role.CURATOR, "first", public_id)
    (changed,) = [source for source in opened.sources if source.changes]
    assert changed.changes == ("окончание: 31.08.2027 → 31.01.2027",)
    assert not changed.moves_figures
    change(world, "first", state=State.ENDED_EARLY, ended_on=date(2026, 11, 1))
    opened = open_as(world, Role.CURATOR, "first", public_id)
    (changed,) = [source for source in opened.sources if source.changes]
    assert "состояние: Идёт → Прекращено досрочно" in changed.changes
    assert "завершение в действительности: нет → 01.11.2026" in changed.changes
    assert changed.moves_figures


def test_pairs_that_left_and_came_since_are_flagged(world):
    public_id = world.send("first")
    change(world, "first", start=date(2026, 12, 1))
    with acting(EVERYTHING, write=True):
        factories.mentorship(world.units["first"])
        db.session.commit()
    opened = open_as(world, Role.CURATOR, "first", public_id)
    (gone,) = [source for source in opened.sources if source.changes]
    assert gone.changes == ("больше не входит в период",)
    assert gone.mentorship.start == date(2026, 12, 1)
    assert len(opened.added) == 1


def test_a_replaced_person_and_kind_are_named_without_names(world):
    public_id = world.send("first")
    with acting(EVERYTHING, write=True):
        other = factories.person(world.units["first"]).id
        db.session.commit()
    change(world, "first", mentor_id=other, kind="mentor", form="unheard_of")
    opened = open_as(world, Role.CURATOR, "first", public_id)
    (changed,) = [source for source in opened.sources if source.changes]
    assert "наставник: другой человек" in changed.changes
    assert any(text.startswith("вид: Традиционное") for text in changed.changes)
    assert changed.moves_figures


def test_the_municipality_sees_who_has_sent(world):
    seen = look(world, Role.MUNICIPAL, "town")
    assert seen.of_institutions
    assert [part.state for part in seen.parts] == [None, None]
    assert (seen.whole.expected, seen.whole.sent) == (2, 0)
    public_id = world.send("first")
    seen = look(world, Role.MUNICIPAL, "town")
    assert [part.state for part in seen.parts] == [ReportState.SUBMITTED, None]
    assert number(seen.whole.of_sent, "pairs.active") == 3
    assert number(seen.whole.of_accepted, "pairs.active") == 0
    world.accept(public_id)
    seen = look(world, Role.MUNICIPAL, "town")
    assert (seen.whole.expected, seen.whole.sent, seen.whole.accepted) == (2, 1, 1)
    assert number(seen.whole.of_accepted, "persons.mentors") == 2
    assert seen.kinds["mentor"]


def test_a_returned_report_is_in_no_sum(world):
    world.give_back(world.send("first"))
    seen = look(world, Role.MUNICIPAL, "town")
    assert (seen.whole.sent, seen.whole.returned) == (0, 1)
    assert number(seen.whole.of_sent, "pairs.active") == 0


def test_the_ministry_sees_municipalities_and_their_sum(world):
    world.accept(world.send("first"))
    world.send("second")
    world.accept(world.send("third"), "far")
    seen = look(world, Role.MINISTRY, "region")
    assert not seen.of_institutions
    assert [(part.unit.title, part.expected, part.sent, part.accepted) for part in seen.parts] == [
        ("Город", 2, 2, 1),
        ("Дальний район", 1, 1, 1),
    ]
    assert number(seen.whole.of_accepted, "pairs.active") == 4
    inside = look(world, Role.MINISTRY, "region", of="town")
    assert [part.unit.title for part in inside.parts] == ["Школа 1", "Школа 2"]
    assert inside.whole.of_accepted == seen.parts[0].of_accepted


def test_figures_of_another_version_stay_out_of_the_sums(world, monkeypatch):
    world.accept(world.send("first"))
    now = frozenset({(one, 1) for one in ("pairs.started", "persons.mentors")})
    monkeypatch.setattr("nastavnik.domain.report._PRESENT", now)
    seen = look(world, Role.MINISTRY, "region", of="town")
    assert [unit.title for unit in seen.incomparable] == ["Школа 1"]
    assert number(seen.whole.of_accepted, "pairs.active") == 0
    assert number(seen.whole.of_accepted, "pairs.started") == 1


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


def test_a_changed_byte_is_seen(world):
    public_id = world.send("first")
    sent = open_as(world, Role.CURATOR, "first", public_id).submission
    with acting(EVERYTHING, write=True):
        forged = factories.submission(
            world.units["second"],
            values=sent.values | {"unit": {"title": "Другая школа"}},
            sources=sent.sources,
            sha256=sent.sha256,
        ).public_id
        db.session.commit()
    assert not open_as(world, Role.MUNICIPAL, "town", forged).intact
