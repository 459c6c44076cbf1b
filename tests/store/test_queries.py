"""Lists cost a fixed number of statements and hold what they promise."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from nastavnik.domain.access import Level, Role
from nastavnik.domain.mentorship import LIVE, State
from nastavnik.store import account, mentorship, org_unit, person, submission
from nastavnik.store.db import db
from nastavnik.store.mentorship import Wanted
from nastavnik.store.walls import EVERYTHING, enter
from nastavnik.store.writing import begin_write
from nastavnik.testing import factories
from nastavnik.testing.statements import recorded


@pytest.fixture(autouse=True)
def writing_everywhere(store_app):
    with store_app.app_context():
        enter(EVERYTHING)
        begin_write()
        yield


@pytest.mark.parametrize("rows", [1, 7])
def test_a_page_of_mentorships_is_one_statement(rows):
    unit = factories.institution()
    order = factories.order(unit)
    for _ in range(rows):
        factories.mentorship(unit, order_id=order.id)
    db.session.commit()
    db.session.expunge_all()
    with recorded() as statements:
        names = [
            (pair.mentor.full_name, pair.mentee.short_name, pair.order and pair.order.number)
            for pair in mentorship.page(Wanted())
        ]
    assert len(names) == rows
    assert names[0][2] == order.number
    assert len(statements) == 1, statements


def test_a_page_is_filtered_and_counted_alike():
    unit = factories.institution()
    tutor = factories.person(unit, last_name="Ёлкина")
    wanted = factories.mentorship(unit, mentor_id=tutor.id, kind="tutor", state=State.DRAFT)
    factories.mentorship(unit, end=date(2028, 1, 1))
    for criteria in (
        Wanted(text="ёлк"),
        Wanted(text="Ёлк"),
        Wanted(kind="tutor"),
        Wanted(states=[State.DRAFT]),
        Wanted(person_id=tutor.id),
        Wanted(person_id=wanted.mentee_id),
        Wanted(ends_before=date(2028, 1, 1)),
        Wanted(form="teacher_teacher", kind="tutor"),
    ):
        assert mentorship.page(criteria) == [wanted], criteria
        assert mentorship.count(criteria) == 1, criteria
    assert mentorship.count(Wanted(text="%")) == 0
    assert mentorship.count(Wanted()) == 2
    assert len(mentorship.page(Wanted(), offset=1, limit=1)) == 1
    assert mentorship.count_by_state() == {State.DRAFT: 1, State.ACTIVE: 1}


def test_mentorships_are_found_by_people_order_group_and_dates():
    unit = factories.institution()
    order, group = factories.order(unit), uuid4()
    pair = factories.mentorship(unit, order_id=order.id, group_id=group)
    ended = factories.mentorship(
        unit, mentor_id=pair.mentor_id, state=State.ENDED_EARLY, ended_on=date(2026, 10, 1)
    )
    assert mentorship.of_mentor(pair.mentor_id, LIVE) == [pair]
    assert mentorship.of_mentee(pair.mentee_id, LIVE) == [pair]
    assert mentorship.of_order(order.id) == [pair]
    assert mentorship.of_group(group) == [pair]
    assert mentorship.by_public_id(pair.public_id) is pair
    assert mentorship.by_public_id(uuid4()) is None
    assert set(mentorship.overlapping(date(2026, 10, 1), date(2026, 12, 1))) == {pair, ended}
    assert mentorship.overlapping(date(2026, 10, 2), date(2026, 12, 1)) == [pair]


def test_people_are_searched_by_the_beginning_of_the_last_name():
    unit = factories.institution()
    young = factories.person(unit, last_name="Жукова", is_mentor=False)
    old = factories.person(unit, last_name="Журавлёв", is_mentee=False)
    gone = factories.person(unit, last_name="Жданов", archived_on=factories.TODAY)
    assert person.page(person.Wanted(text="жу")) == [young, old]
    assert person.page(person.Wanted(text="Жу", mentors=True)) == [old]
    assert person.page(person.Wanted(mentees=True)) == [young]
    assert person.page(person.Wanted(mentors=True, mentees=True)) == [young, old]
    assert person.page(person.Wanted(archived=True)) == [gone]
    assert person.count(person.Wanted()) == 2
    assert old.full_name == "Журавлёв Иван Петрович"
    assert old.short_name == "Журавлёв\N{NO-BREAK SPACE}И.\N{NO-BREAK SPACE}П."


def test_paths_are_given_in_order_and_lead_up_and_down():
    region = factories.unit()
    towns = [factories.unit(region) for _ in range(2)]
    school = factories.unit(towns[1])
    assert [unit.path for unit in (region, *towns, school)] == [
        "01.",
        "01.0001.",
        "01.0002.",
        "01.0002.000001.",
    ]
    assert org_unit.ancestors(school.path) == [region, towns[1], school]
    assert org_unit.children(region.id) == towns
    assert org_unit.below(region.path) == [towns[0], towns[1], school]
    assert org_unit.below(region.path, Level.INSTITUTION) == [school]
    assert org_unit.by_public_id(school.public_id) is school
    assert org_unit.by_slug(school.region, school.slug) is school
    with pytest.raises(ValueError, match="Под учреждением"):
        org_unit.allocate_path(school)


def test_the_latest_version_of_each_report_is_found_in_one_statement():
    unit, other = factories.institution(), factories.institution()
    factories.submission(unit, state="returned", reason="Ошибка")
    newest = factories.submission(unit, version=2)
    foreign = factories.submission(other)
    factories.submission(other, period="2026-Q3")
    with recorded() as statements:
        found = submission.latest_by_unit("2026-Q4")
        assert [report.org_unit.title for report in found.values()]
    assert found == {unit.id: newest, other.id: foreign}
    assert len(statements) == 1, statements
    assert [report.version for report in submission.versions(unit.id, "2026-Q4")] == [2, 1]
    assert len(submission.of_unit(other.id)) == 2


def test_an_account_is_found_by_login_in_any_case():
    unit = factories.institution()
    one = factories.account(login="curator@school")
    factories.membership(unit, account_id=one.id)
    assert account.by_login("  Curator@School ") is one
    assert account.by_login("curator") is None
    assert [found.account_id for found in account.members(unit.id, Role.CURATOR)] == [one.id]
    assert account.members(unit.id, Role.DIRECTOR) == []
    one.active = False
    assert account.members(unit.id, Role.CURATOR) == []
