"""Incidents with their timers, and the register of processing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from nastavnik.domain.access import Role
from nastavnik.store.audit import AuditEvent
from nastavnik.store.db import db
from nastavnik.store.incident import Incident, PlatformIncident
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases import accounts

PASSWORD = "correct horse"

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


@pytest.fixture
def operator(school):
    with school.site.app_context(), acting(EVERYTHING, write=True):
        top = db.session.scalars(select(OrgUnit).where(OrgUnit.slug == "kuzbass")).one()
        account = factories.account(
            login="boss", password_hash=accounts.hashed(PASSWORD), display_name="Иванова М. К."
        )
        factories.membership(top, Role.OPERATOR, account_id=account.id)
        db.session.commit()
    return school.enter("boss")


def test_the_platforms_incidents_are_kept_apart_and_told_to_every_unit(
    school, operator, curator
) -> None:
    assert "журнал всей платформы" in operator.get("/incidents/").text
    done = operator.send("/incidents/new", **VALUES | {"what": "Чужой вход на сервер"})
    assert done.status_code == 302
    assert "Чужой вход на сервер" in operator.get(done.location).text
    assert operator.get("/incidents/register.pdf").mimetype == "application/pdf"
    with school.site.app_context(), acting(EVERYTHING):
        assert not db.session.scalars(select(Incident)).all()
        kept = db.session.scalars(select(PlatformIncident)).one()
        assert kept.recorded_by == "Иванова М. К."
        told = db.session.scalars(
            select(AuditEvent).where(AuditEvent.table_name == "platform_incident")
        ).all()
        tops = db.session.scalars(select(OrgUnit.path).where(OrgUnit.parent_id.is_(None))).all()
    assert {one.org_path for one in told} == set(tops)
    assert curator.get(done.location).status_code == 404
    page = f"/incidents/platform/{kept.public_id}"
    assert page in curator.get("/incidents/").text
    assert "Инцидент на платформе" in curator.get("/today/").text
    assert "ч. 3 ст. 6" in curator.get(page).text
    assert school.enter("mentor").get(page).status_code == 404
    form = f"/incidents/new?of={kept.public_id}"
    assert "Чужой вход на сервер" in curator.get(form).text
    own = curator.send(form, **VALUES | {"what": "Чужой вход, трое наших"})
    assert own.status_code == 302
    assert row(school).platform_incident_id == kept.id
    assert "Инцидент на платформе" not in curator.get("/today/").text
    assert "записан" in curator.get("/incidents/").text


def test_an_operator_closes_the_platforms_incident_and_reads_the_register(operator) -> None:
    page = operator.send("/incidents/new", **VALUES).location
    told = {"on": "21.11.2026", "hour": "00:01", "words": "Уведомление", "number": ""}
    assert "Уведомить Роскомнадзор" in operator.get("/personal-data/").text
    for step in ("notice", "result"):
        assert operator.send(f"{page}/{step}", form=page, **told).status_code == 302
    assert "Закрыт 21.11.2026 00:01" in operator.get(page).text
    assert operator.get("/personal-data/register").status_code == 200
