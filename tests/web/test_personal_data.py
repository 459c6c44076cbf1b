"""Consents to processing and one's own data: signed, printed as signed, withdrawn, exported."""

from __future__ import annotations

import io
import json
import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from nastavnik.store.consent import Consent
from nastavnik.store.consent_text import ConsentText
from nastavnik.store.data_request import DataRequest
from nastavnik.store.db import db
from nastavnik.store.event import MentorshipEvent
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases import evidence
from nastavnik.usecases.history_words import value

PDF = "application/pdf"
LINK = re.compile(r"/personal-data/consents/[0-9a-f-]{36}")


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def mentor(school):
    return school.enter("mentor")


@pytest.fixture
def card(school):
    return f"/personal-data/people/{school.people['Соколова']}"


def read(browser, address: str) -> str:
    """The page with plain blanks, without soft hyphens."""
    text: str = browser.get(address).text
    return text.replace("\xa0", " ").replace("\xad", "")


def kept(school, model):
    with school.site.app_context(), acting(EVERYTHING):
        return db.session.scalars(select(model)).unique().all()


def consent_of(address: str) -> str:
    """The address of the consent, without the host."""
    found = LINK.search(address)
    assert found
    return found[0]


def agree(mentor) -> str:
    """The address of the mentor's own consent."""
    done = mentor.send("/personal-data/me/consents/personal_data")
    assert done.status_code == 302, done.text
    return consent_of(done.location)


def test_a_person_reads_and_agrees_under_the_own_login(school, mentor) -> None:
    page = read(mentor, "/personal-data/me/consents/personal_data")
    assert "Обработку по поручению оператора ведёт" in page
    assert "на обработку моих персональных" in page
    address = agree(mentor)
    shown = read(mentor, address)
    assert "под своим логином" in shown
    row, text = kept(school, Consent)[0], kept(school, ConsentText)[0]
    assert (row.method, row.side, row.text_id) == ("system", "person", text.id)
    assert text.sha256 in shown
    printed = mentor.get(f"{address}.pdf")
    assert printed.mimetype == PDF


def test_a_second_consent_while_one_holds_is_refused(mentor) -> None:
    agree(mentor)
    assert (
        mentor.send(
            "/personal-data/me/consents/personal_data", form="/personal-data/me"
        ).status_code
        == 409
    )


def test_a_paper_consent_is_noted_with_its_scan(curator, card) -> None:
    token = curator.token(curator.get(f"{card}/consents/publication"))
    done = curator.post(
        f"{card}/consents/publication",
        data={
            "csrf_token": token,
            "given_on": "20.11.2026",
            "valid_until": "31.12.2026",
            "scan": (io.BytesIO(b"%PDF-1.7 scan"), "согласие.pdf"),
        },
    )
    assert done.status_code == 302, done.text
    page = read(curator, done.location)
    assert "согласие.pdf" in page
    assert "по 31.12.2026" in page
    scan = curator.get(f"{consent_of(done.location)}/scan")
    assert scan.data == b"%PDF-1.7 scan"
    assert "attachment" in scan.headers["Content-Disposition"]


def test_wrong_days_and_files_are_refused_by_field(school, curator, card) -> None:
    token = curator.token(curator.get(f"{card}/consents/publication"))
    answer = curator.post(
        f"{card}/consents/publication",
        data={"csrf_token": token, "given_on": "22.11.2026", "valid_until": "01.11.2026"},
    )
    assert answer.status_code == 422
    assert "ещё не наступил" in answer.text
    assert "раньше дня подписания" in answer.text
    answer = curator.post(
        f"{card}/consents/publication",
        data={
            "csrf_token": token,
            "given_on": "20.11.2026",
            "scan": (io.BytesIO(b"MZ"), "virus.exe"),
        },
    )
    assert answer.status_code == 422
    assert "не PDF" in answer.text
    assert not kept(school, Consent)


def test_a_minor_is_signed_for_by_a_representative_with_powers(school, curator, card) -> None:
    school.send(
        curator,
        f"/people/{school.people['Соколова']}/edit",
        last_name="Соколова",
        first_name="Ольга",
        gender="f",
        position="студент",
        birth_date="01.05.2010",
        is_mentor="y",
        version="1",
    )
    page = f"{card}/consents/personal_data"
    blank = read(curator, page)
    assert f"Я, {'_' * 40}, законный представитель" in blank
    assert "обработку её персональных данных" in blank
    assert curator.get(f"{page}.pdf").mimetype == "application/pdf"
    refused = curator.send(page, given_on="20.11.2026")
    assert refused.status_code == 422
    assert "подпись законного представителя" in refused.text
    refused = curator.send(page, given_on="20.11.2026", representative="Соколова Анна Ильинична")
    assert "подтверждает полномочия" in refused.text
    done = curator.send(
        page,
        given_on="20.11.2026",
        representative="Соколова Анна Ильинична",
        powers="свидетельство о рождении № 1",
    )
    assert "Соколова Анна Ильинична, законный представитель" in read(curator, done.location)


def test_a_changed_text_is_a_new_version_and_the_signed_one_stays(school, curator, mentor) -> None:
    address = agree(mentor)
    page = read(curator, "/personal-data/texts/personal_data")
    assert "{{ subject|fio }}" in page
    bad = curator.send("/personal-data/texts/personal_data", body="Согласен на всё.")
    assert bad.status_code == 422
    assert "обработчика" in bad.text
    broken = "{{ subject|fio }} {{ organisation.full_name }} {{ processor }} {{ until }} {{ x }}"
    assert curator.send("/personal-data/texts/personal_data", body=broken).status_code == 422
    body = (
        "Я, {{ subject|fio }}, согласен: {{ organisation.full_name }}, {{ processor }}.\n\n"
        "Срок: {% if until %}по {{ until|date }}{% else %}бессрочно{% endif %}."
    )
    assert curator.send("/personal-data/texts/personal_data", body=body).status_code == 302
    assert "Срок: бессрочно" in read(mentor, "/personal-data/me/consents/personal_data")
    assert "Цель обработки" in read(mentor, address)
    versions = [(one.version, one.origin) for one in kept(school, ConsentText)]
    assert versions == [(1, "shipped"), (2, "own")]
    curator.send(
        "/personal-data/texts/personal_data/restore", form="/personal-data/texts/personal_data"
    )
    assert [one.version for one in kept(school, ConsentText)] == [1, 2, 3]


def test_a_withdrawal_says_its_consequences_and_starts_thirty_days(school, mentor) -> None:
    address = agree(mentor)
    assert "в течение 30 дней" in read(mentor, address)
    mentor.send(f"{address}/withdraw", form=address)
    assert "Отозвано 21.11.2026" in read(mentor, address)
    asked = kept(school, DataRequest)[0]
    assert (asked.kind, f"{asked.due_on:%d.%m.%Y}") == ("withdrawal", "21.12.2026")


def test_the_page_and_the_file_hold_what_is_known(school, curator, mentor) -> None:
    pair = school.drafted(curator)
    page = read(mentor, "/personal-data/me")
    for words in ("Карточка сотрудника", "01.05.1990", "Зимина", "Учётная запись", "Сеанс"):
        assert words in page
    assert "password" not in page
    answer = mentor.get("/personal-data/me.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    data = json.loads(answer.text)
    assert data["таблицы"]["person"][0]["last_name"] == "Соколова"
    assert len(data["таблицы"]["mentorship"]) == 1
    assert not re.search(r"argon2|password_hash|key_hash", answer.text)
    assert pair


def test_events_of_a_pair_are_told_in_words(school, curator, card) -> None:
    school.agreed(curator, school.drafted(curator))
    page = read(curator, card)
    assert "документ: согласие наставника; подписан: " in page
    for raw in ("given_on", "severity", "act_title", "UTC"):
        assert raw not in page
    at = kept(school, MentorshipEvent)[0].at.astimezone(ZoneInfo("Asia/Novokuznetsk"))
    assert f"{at:%d.%m.%Y %H:%M}" in page


def test_what_follows_from_another_fact_is_told_by_its_own_name() -> None:
    assert value("facts", {"minor": False}, {}) == "Несовершеннолетний: нет"


def test_a_correction_is_asked_for_and_answered_in_seven_working_days(
    school, curator, mentor
) -> None:
    done = mentor.send(
        "/personal-data/me/requests",
        form="/personal-data/me",
        kind="correction",
        words="Отчество — Сергеевна",
    )
    assert done.status_code == 302
    row = kept(school, DataRequest)[0]
    assert f"{row.due_on:%d.%m.%Y}" == "01.12.2026"  # 21.11.2026 is a Saturday
    assert "Ответить на обращение: Соколова О. С." in read(curator, "/today/")
    page = f"/personal-data/requests/{row.public_id}"
    assert "Соколова" in read(curator, "/personal-data/")
    assert "Отчество — Сергеевна" in read(curator, page)
    assert curator.send(page, granted="yes", answer=" ").status_code == 422
    assert curator.send(page, granted="yes", answer="Исправлено").status_code == 302
    assert "Исправлено" in read(mentor, "/personal-data/me")
    assert school.send(curator, page, granted="no", answer="Передумали").status_code == 409


def test_a_paper_request_is_noted_with_its_day(school, curator, card) -> None:
    refused = curator.send(
        f"{card}/requests", form=card, kind="access", words="Что храните?", asked_on="22.11.2026"
    )
    assert refused.status_code == 422
    curator.send(
        f"{card}/requests", form=card, kind="access", words="Что храните?", asked_on="20.11.2026"
    )
    assert f"{kept(school, DataRequest)[0].due_on:%d.%m.%Y}" == "04.12.2026"


def test_strangers_find_nothing(school, mentor, card) -> None:
    address = agree(mentor)
    other, stranger = school.enter("bystander"), school.enter("stranger")
    for browser in (other, stranger):
        assert browser.get(address).status_code == 404
        assert browser.get(f"{address}.pdf").status_code == 404
        assert browser.get(card).status_code in {403, 404}
        assert browser.get(f"{card}.json").status_code in {403, 404}
    assert other.send(f"{address}/withdraw", form="/personal-data/me").status_code == 404


def test_an_account_without_a_card_is_told_so(curator) -> None:
    answer = curator.get("/personal-data/me")
    assert answer.status_code == 404
    assert "нет карточки" in answer.text


def test_consents_of_both_people_answer_the_act_until_one_is_withdrawn(school, curator) -> None:
    pair = school.drafted(curator)
    people = [f"/personal-data/people/{school.people[name]}" for name in ("Соколова", "Зимина")]
    for card in people:
        done = curator.send(f"{card}/consents/personal_data", given_on="20.11.2026")
        assert done.status_code == 302
    with school.site.app_context(), acting(EVERYTHING):
        row = db.session.scalars(select(Mentorship)).unique().one()
        held = evidence.of_rows([row])[row.id]
        assert "consent.personal_data" in evidence.evidence_of(held, row.start)
    curator.send(f"{consent_of(done.location)}/withdraw", form=done.location)
    with school.site.app_context(), acting(EVERYTHING):
        row = db.session.scalars(select(Mentorship)).unique().one()
        held = evidence.of_rows([row])[row.id]
        assert "consent.personal_data" not in evidence.evidence_of(held, row.start)
        told = evidence.lapsed_of(held, row.start)
        assert told["consent.personal_data"] == "наставляемого: отозвано 21.11.2026"
    assert pair


def test_an_expired_consent_of_a_live_pair_stands_at_home(school, curator) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        pair = factories.mentorship(
            unit, mentor_id=school.ids["Соколова"], mentee_id=school.ids["Зимина"]
        )
        factories.consent(
            unit,
            mentorship_id=pair.id,
            purpose="mentoring",
            given_on=date(2026, 9, 1),
            valid_until=date(2026, 10, 31),
        )
        db.session.commit()
    page = read(curator, "/today/")
    assert "Получить новое согласие: Соколова О. С. — Зимина О. С." in page
    assert "срок истёк 31.10.2026" in page
