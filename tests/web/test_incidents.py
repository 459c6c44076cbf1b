"""Incidents with their timers, and the register of processing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nastavnik.domain.access import Role
from nastavnik.store.db import db
from nastavnik.store.incident import Incident
from nastavnik.store.walls import EVERYTHING, acting

VALUES = {
    "on": "21.11.2026",
    "hour": "00:00",
    "what": "Потерян листок с кодом",
    "cause": "Невнимательность",
    "categories": "Наставник: логин",
    "people_count": "1",
    "harm": "Чужой вход",
    "measures": "Код отозван",
}


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def incident(curator) -> str:
    done = curator.send("/incidents/new", **VALUES)
    assert done.status_code == 302, done.text
    return str(done.location)


def row(school) -> Incident:
    with school.site.app_context(), acting(EVERYTHING):
        return db.session.scalars(select(Incident)).one()


def test_the_day_of_the_notice_runs_on_the_page_and_at_home(curator, incident) -> None:
    page = curator.get(incident).text
    assert "Уведомить Роскомнадзор об инциденте: осталось" in page
    assert "22.11.2026 00:00" in page
    assert "Уведомить Роскомнадзор" in curator.get("/today/").text
    assert "Уведомить Роскомнадзор" in curator.get("/personal-data/").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hour": "25:00"}, "не время"),
        ({"on": "22.11.2026"}, "ещё не наступил"),
        ({"what": " "}, "Опишите, что произошло"),
        ({"people_count": "-1"}, "Введите число людей"),
    ],
)
def test_what_is_missing_is_said_by_field(curator, changes, words) -> None:
    answer = curator.send("/incidents/new", **VALUES | changes)
    assert answer.status_code == 422
    assert words in answer.text


def test_both_steps_are_noted_in_their_order_and_close_it(school, curator, incident) -> None:
    told = {"on": "21.11.2026", "hour": "00:01", "words": "Уведомление", "number": "77-1"}
    early = curator.send(f"{incident}/result", form=incident, **told)
    assert early.status_code == 409
    before = curator.send(f"{incident}/notice", form=incident, **told | {"on": "20.11.2026"})
    assert before.status_code == 422
    assert (
        curator.send(f"{incident}/notice", form=incident, **told | {"words": ""}).status_code
        == 422
    )
    curator.send(f"{incident}/notice", form=incident, **told)
    assert "Сообщить Роскомнадзору результат расследования: осталось" in curator.get(incident).text
    assert curator.send(f"{incident}/notice", form=incident, **told).status_code == 409
    token = curator.token(curator.get(incident))
    curator.post(
        f"{incident}/result", data={"csrf_token": token, **told, "words": "Причина устранена"}
    )
    assert row(school).result == "Причина устранена"
    assert "Закрыт 21.11.2026 00:01" in curator.get(incident).text
    assert "Роскомнадзор" not in curator.get("/today/").text


def test_the_register_is_printed(curator, incident) -> None:
    assert incident in curator.get("/incidents/").text
    assert curator.get("/incidents/register.pdf").mimetype == "application/pdf"


def test_another_unit_sees_no_incident(school, incident) -> None:
    for login in ("stranger", "ministry"):
        browser = school.enter(login)
        assert browser.get(incident).status_code == 404
        assert incident not in browser.get("/incidents/").text


def test_the_register_of_processing_is_read_from_the_schema(school, curator) -> None:
    page = curator.get("/personal-data/register").text
    assert "Карточка сотрудника: фамилия, имя, отчество" in page
    assert "ст. 22.1" in page
    assert curator.get("/personal-data/register.pdf").mimetype == "application/pdf"
    ministry = school.enter("ministry")
    assert ministry.get("/personal-data/register").status_code == 200
    assert "Реестр обработки" in ministry.get("/personal-data/").text
    assert ministry.get("/personal-data/texts").status_code == 403
    assert school.enter("mentor").get("/personal-data/register").status_code == 403


def test_an_operator_keeps_incidents_and_reads_the_register(site, enroll) -> None:
    enroll("boss", Role.OPERATOR)
    browser = site.test_client()
    browser.log_in("boss")
    assert browser.get("/incidents/").status_code == 200
    assert browser.get("/personal-data/register").status_code in {200, 404}
