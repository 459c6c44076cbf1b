"""Every card has a history in human words; who read it is told to the director alone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nastavnik.domain.access import Role
from nastavnik.store.db import db, models
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, Scope, Tenant, Tree, acting
from nastavnik.testing import factories
from nastavnik.testing.trail import events
from nastavnik.usecases import accounts
from nastavnik.usecases.history_columns import TABLES
from nastavnik.usecases.history_words import label


@pytest.fixture
def director(school):
    """A browser of the director of the school."""
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        account = factories.account(
            login="director",
            password_hash=accounts.hashed("correct horse"),
            display_name="Тарасова Л. Г.",
        )
        factories.membership(unit, Role.DIRECTOR, account_id=account.id)
        db.session.commit()
    return school.enter("director")


def found(school, **fields):
    """Events of the school."""
    with school.site.app_context(), acting(EVERYTHING):
        path = db.session.get_one(OrgUnit, school.unit_id).path
    with school.site.app_context(), acting(Scope.of(path)):
        return events(**fields)


def test_a_change_is_told_in_human_words(school):
    curator = school.enter("curator")
    pair = school.drafted(curator)
    text = curator.get(pair).text
    assert "История" in text
    page = curator.get(pair.replace("/pairs/", "/history/pair/"))
    assert page.status_code == 200, page.text
    assert "Создано" in page.text
    assert "Кимова curator, куратор наставничества" in page.text
    assert "127.0.0.1" in page.text
    assert "наставник: Соколова" in page.text


def test_a_read_is_written_once_and_told_to_the_director_alone(school, director):
    curator = school.enter("curator")
    card = f"/people/{school.people['Соколова']}"
    for _ in range(2):
        assert curator.get(card).status_code == 200
    reads = found(school, action="read", table_name="person")
    assert [one.actor_name for one in reads] == ["Кимова curator"]
    address = f"/history/person/{school.people['Соколова']}"
    assert "Просмотрено" not in curator.get(address).text
    assert curator.get(f"{address}?kind=reads").status_code == 404
    assert "Просмотрено" in director.get(f"{address}?kind=reads").text


def test_files_are_written_down_whatever_page_sends_them(school):
    curator = school.enter("curator")
    assert curator.get("/people/export.csv").status_code == 200
    event = found(school, action="export")[-1]
    assert event.after["file"].startswith("people-all")
    pair = school.drafted(curator)
    assert curator.get(f"{pair}/consent-mentor.pdf").status_code == 200
    assert found(school, action="print")[-1].table_name == "mentorship"


def test_entries_are_written_down(school, director):
    director.send("/logout", "/people/")
    stranger = school.site.test_client()
    stranger.log_in("director", "не тот пароль")
    kinds = [one.action for one in found(school) if one.table_name in {None, "account"}]
    assert [kind for kind in kinds if kind.startswith("log")] == [
        "login",
        "logout",
        "login_failed",
    ]


def test_a_refused_page_is_not_an_entry(school):
    viewer = school.enter("viewer")
    known = len(found(school, action="login"))
    assert viewer.get("/history/unit").status_code == 403
    assert viewer.get("/no-such-page").status_code == 404
    assert len(found(school, action="login")) == known == 1


def test_the_journal_of_the_unit_is_for_the_director(school, director):
    assert director.get("/history/unit").status_code == 200
    assert "Вход выполнен" in director.get("/history/unit?kind=entries").text
    table = director.get("/history/unit.csv")
    assert table.mimetype == "text/csv"
    assert school.enter("curator").get("/history/unit").status_code == 404
    assert school.enter("viewer").get("/history/unit").status_code == 403


@pytest.mark.parametrize("who", ["viewer", "mentor", "stranger"])
def test_others_see_no_history(school, who):
    browser = school.enter(who)
    answer = browser.get(f"/history/person/{school.people['Соколова']}")
    assert answer.status_code in {403, 404}


def test_every_watched_column_has_a_name():
    for model in models():
        table = model.__tablename__
        if not issubclass(model, Tenant | Tree) and table not in {
            "account",
            "membership",
        }:
            continue
        if table == "audit_event":
            continue
        assert table in TABLES, table
        for column in model.__table__.columns:
            assert column.name == "org_path" or label(table, column.name), (table, column.name)


def test_an_unknown_login_is_nobodys(school):
    school.site.test_client().log_in("nobody", "не тот пароль")
    assert not found(school, action="login_failed")


def test_moments_are_told_by_the_clock_of_the_region(school, director):
    """The trail keeps them in UTC; in Kuzbass it is seven hours later."""
    ids = [school.people["Гусева"]]
    school.send(director, "/people/invite", person=ids, **{f"role-{ids[0]}": "viewer"})
    issued = found(school, table_name="entry_key")[-1]
    until = datetime.fromisoformat(issued.after["expires_at"])
    known = until if until.tzinfo else until.replace(tzinfo=UTC)
    there = known.astimezone(ZoneInfo("Asia/Novokuznetsk"))
    page = director.get("/history/unit").text
    assert f"действует до: {there:%d.%m.%Y %H:%M}" in page
    assert "отпечаток кода" not in page
