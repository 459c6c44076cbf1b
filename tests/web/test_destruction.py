"""Destruction of a person's data: prepared, permitted by the director, printed, gone."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from sqlalchemy import select

from nastavnik.domain.access import Role
from nastavnik.domain.personal_data import DESTROYED
from nastavnik.store.account import Account
from nastavnik.store.audit import AuditEvent
from nastavnik.store.consent import Consent
from nastavnik.store.data_request import DataRequest
from nastavnik.store.db import db
from nastavnik.store.destruction import Destruction
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases import accounts

PASSWORD = "correct horse"


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def director(school):
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        account = factories.account(
            login="director",
            password_hash=accounts.hashed(PASSWORD),
            display_name="Тарасова Лариса Геннадьевна",
        )
        factories.membership(unit, Role.DIRECTOR, account_id=account.id)
        db.session.commit()
    return school.enter("director")


@pytest.fixture
def card(school):
    return f"/personal-data/people/{school.people['Соколова']}"


@pytest.fixture
def prepared(curator, card) -> str:
    done = curator.send(
        f"{card}/destruction",
        ground="withdrawn",
        ground_on="20.11.2026",
        note="заявление от 20.11.2026",
    )
    assert done.status_code == 302, done.text
    return str(done.location)


def kept(school, model):
    with school.site.app_context(), acting(EVERYTHING):
        return db.session.scalars(select(model)).unique().all()


def test_the_summary_says_what_goes_and_what_stays_and_why(curator, card, prepared) -> None:
    page = curator.get(prepared).text
    assert "20.12.2026 (ч. 5 ст. 21 закона № 152-ФЗ)" in page
    assert "имя, дата рождения, должность" in page
    assert "Разрешить уничтожение может руководитель" in page
    again = curator.send(
        f"{card}/destruction", ground="withdrawn", ground_on="20.11.2026", note="то же"
    )
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ground_on": "22.11.2026"}, "ещё не наступил"),
        ({"note": " "}, "Назовите документ"),
    ],
)
def test_a_ground_without_day_or_paper_is_refused(curator, card, changes, words) -> None:
    values = {"ground": "reached", "ground_on": "20.11.2026", "note": "приказ"} | changes
    answer = curator.send(f"{card}/destruction", **values)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_curator_may_not_permit(school, curator, prepared) -> None:
    answer = curator.send(f"{prepared}/permit", form=prepared, typed="Соколова")
    assert answer.status_code in {403, 404}
    assert kept(school, Destruction)[0].done_at is None


def test_a_wrong_name_destroys_nothing(school, director, prepared) -> None:
    assert prepared in director.get("/today/").text
    answer = director.send(f"{prepared}/permit", form=prepared, typed="Соколов")
    assert answer.status_code == 422
    assert "Введите фамилию: Соколова" in answer.text
    assert director.send(f"{prepared}/permit", form=prepared, typed=" ").status_code == 422
    assert kept(school, Destruction)[0].done_at is None


def test_a_live_pair_stands_in_the_way(school, curator, director, prepared) -> None:
    school.drafted(curator)
    assert "Сначала завершите" in director.get(prepared).text
    token = director.token(director.get(prepared))
    answer = director.post(f"{prepared}/permit", data={"csrf_token": token, "typed": "Соколова"})
    assert answer.status_code == 409


def test_it_is_gone_everywhere_and_the_order_stays(school, curator, director, card) -> None:
    mentor = school.enter("mentor")
    mentor.send("/personal-data/me/consents/personal_data")
    mentor.send(
        "/personal-data/me/requests",
        form="/personal-data/me",
        kind="withdrawal",
        words="Соколова просит уничтожить",
    )
    pair = school.agreed(curator, school.drafted(curator, note="Соколова — опытная"))
    with school.site.app_context(), acting(EVERYTHING):
        version = db.session.scalars(select(Mentorship)).unique().one().version
    assert school.send(curator, f"{pair}/discard", version=version).status_code == 302
    done = curator.send(
        f"{card}/destruction", ground="withdrawn", ground_on="20.11.2026", note="заявление"
    )
    page = done.location
    permitted = director.send(f"{page}/permit", form=page, typed="соколова ")
    assert permitted.status_code == 302, permitted.text
    row = next(one for one in kept(school, Person) if one.id == school.ids["Соколова"])
    assert (row.full_name, row.facts, row.birth_date) == (DESTROYED, {}, None)
    assert kept(school, Mentorship)[0].note is None
    assert all(one.data == {} and one.findings == [] for one in kept(school, MentorshipEvent))
    assert all(one.representative is None for one in kept(school, Consent))
    asked = kept(school, DataRequest)
    assert {(one.granted, one.words) for one in asked} == {(True, DESTROYED)}
    account = next(one for one in kept(school, Account) if one.login.startswith("closed-"))
    assert (account.active, account.display_name) == (False, DESTROYED)
    trail = kept(school, AuditEvent)
    told = [one for one in trail if one.table_name != "destruction"]
    assert any(one.redacted_at for one in told)
    assert not any("Соколова" in str((one.before, one.after)) for one in told)
    hers = [one for one in trail if one.actor_id == account.id]
    assert {(one.actor_name, one.origin, one.agent) for one in hers} == {("Кимова mentor", "", "")}
    assert any(one.origin for one in trail if one.actor_id != account.id)
    assert mentor.get("/personal-data/me").status_code == 302
    browser = school.site.test_client()
    assert browser.get("/login").status_code == 200


def test_the_act_and_the_extract_are_printed_and_kept_three_years(
    school, director, prepared
) -> None:
    assert director.get(f"{prepared}/act.pdf").status_code == 404
    director.send(f"{prepared}/permit", form=prepared, typed="Соколова")
    page = director.get(prepared).text
    assert "Они хранятся три года, по 21.11.2029" in page
    for paper in ("act", "log"):
        answer = director.get(f"{prepared}/{paper}.pdf")
        assert answer.mimetype == "application/pdf"
        assert len(answer.data) > 5000
    people = director.get("/people/?base=archive").text
    assert DESTROYED in people
    assert "Соколова" not in people
    row = kept(school, Destruction)[0]
    events = row.done["events"]
    assert {"Карточка сотрудника", "Учётная запись", "Роль"} <= {one["title"] for one in events}
    changed = next(one for one in events if one["title"] == "Карточка сотрудника")
    assert changed["event"] == "Изменено"
    assert "фамилия" in changed["categories"]
    assert datetime.fromisoformat(changed["at"]).tzinfo
    assert "Соколова" not in str(row.done)
    assert (row.done["prepared_role"], row.done["permitted_role"]) == (
        Role.CURATOR.label,
        Role.DIRECTOR.label,
    )
    assert f"Карточка сотрудника № {school.ids['Соколова']}" in page
    assert row.subject_name == "Соколова Ольга Сергеевна"
    assert row.permitted_by == "Тарасова Лариса Геннадьевна"
    assert (
        director.send(f"{prepared}/cancel", form="/personal-data/texts/transfer").status_code
        == 409
    )


def test_a_preparation_is_given_up(curator, prepared) -> None:
    curator.send(f"{prepared}/cancel", form=prepared)
    assert "Отменено 21.11.2026" in curator.get(prepared).text
    assert "Соколова" in curator.get("/people/").text


def test_an_account_of_another_school_stays(school, director, prepared) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        account = db.session.scalars(select(Account).where(Account.login == "mentor")).one()
        factories.membership(factories.institution(), Role.MENTOR, account_id=account.id)
        db.session.commit()
    director.send(f"{prepared}/permit", form=prepared, typed="Соколова")
    account = next(one for one in kept(school, Account) if one.login == "mentor")
    assert account.active
    assert len(account.roles) == 1


def test_strangers_find_no_destruction(school, prepared) -> None:
    for login in ("mentor", "stranger", "viewer"):
        assert school.enter(login).get(prepared).status_code == 404


def test_what_waits_stands_on_the_page_of_data(curator, prepared) -> None:
    page = curator.get("/personal-data/").text
    assert re.search(r"Соколова Ольга Сергеевна.*20\.12\.2026", page, re.DOTALL)
    assert prepared in page


def test_after_three_years_the_act_goes_and_the_name_goes_from_the_journals(
    school, curator, director, card
) -> None:
    pair = school.agreed(school.enter("curator"), school.drafted(curator))
    school.send(school.enter("mentor"), f"{pair}/consent")
    with school.site.app_context(), acting(EVERYTHING):
        version = db.session.scalars(select(Mentorship)).unique().one().version
    school.send(curator, f"{pair}/discard", version=version)
    page = curator.send(
        f"{card}/destruction", ground="withdrawn", ground_on="20.11.2026", note="заявление"
    ).location
    director.send(f"{page}/permit", form=page, typed="Соколова")
    assert "Кимова mentor" in names(school)
    token = director.token(director.get("/personal-data/texts/transfer"))
    early = director.post(f"{page}/discard", data={"csrf_token": token})
    assert early.status_code == 409
    with school.site.app_context(), acting(EVERYTHING, write=True):
        db.session.scalars(select(Destruction)).one().kept_until = date(2026, 11, 20)
        db.session.commit()
    assert "пора удалить" in curator.get("/personal-data/").text
    assert "Удалить акт об уничтожении данных" in curator.get("/today/").text
    assert curator.send(f"{page}/discard", form=page).location == "/personal-data/"
    assert not kept(school, Destruction)
    assert "Кимова mentor" not in names(school)
    assert DESTROYED in names(school)
    trail = kept(school, AuditEvent)
    assert any((one.table_name, one.action) == ("destruction", "delete") for one in trail)
    told = [str((one.actor_name, one.before, one.after)) for one in trail]
    assert not [one for one in told if "Соколова" in one or "Кимова mentor" in one]
    assert curator.get(page).status_code == 404


def names(school) -> set[str]:
    """Authors of both journals."""
    rows = [*kept(school, AuditEvent), *kept(school, MentorshipEvent)]
    return {one.actor_name for one in rows}
