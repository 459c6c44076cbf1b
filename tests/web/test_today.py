"""The home page of every role: tasks with their dates and clauses, and where the work stands."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import event

from nastavnik.domain.access import Role
from nastavnik.domain.mentorship import State
from nastavnik.regions import registry
from nastavnik.regions.errors import Problem
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit, ancestors
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases import accounts

PASSWORD = "correct horse"
NBSP = "\N{NO-BREAK SPACE}"
REASON = "Не сходится число пар"


def written(school, write):
    """Run `write(unit)` past the pages, in the unit of the school."""
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        made = write(unit)
        db.session.commit()
        return made


def pair(school, mentor="Соколова", mentee="Зимина", **fields):
    """A pair of the school; returns its address."""
    people = {"mentor_id": school.ids[mentor], "mentee_id": school.ids[mentee]}
    made = written(school, lambda unit: factories.mentorship(unit, **people | fields))
    return f"/pairs/{made.public_id}"


def enrol(school, login, role, above=0, **fields):
    """An account in the school, or in the unit `above` levels over it."""

    def write(unit):
        units = ancestors(unit.path)
        account = factories.account(
            login=login, password_hash=accounts.hashed(PASSWORD), display_name=login
        )
        factories.membership(units[-1 - above], role, account_id=account.id, **fields)

    written(school, write)


def today(school, login, query=""):
    return school.enter(login).get(f"/today/{query}")


def tasks(page):
    """(text, note, pill, address) of every task."""
    page_text = re.sub(r"<details.*?</details>", "", page.text, flags=re.DOTALL)
    rows = re.findall(r'<li class="task.*?</li>', page_text, re.DOTALL)
    return [
        (
            plain(re.search(r'<div class="task-text"><div>(.*?)</div>', row)),
            plain(re.search(r'<div class="task-note">(.*?)</div>', row, re.DOTALL)),
            plain(re.search(r'<span class="pill[^"]*">(.*?)</span>', row)),
            plain(re.search(r'href="([^"]*)"', row)),
        )
        for row in rows
    ]


def plain(found):
    return found[1].replace(NBSP, " ") if found else ""


def task(page, beginning):
    return next((one for one in tasks(page) if one[0].startswith(beginning)), None)


# --- the institution ---


def test_a_new_school_is_told_how_to_begin(school) -> None:
    page = today(school, "curator")
    assert "Что нужно сделать сегодня" in page.text
    assert "суббота, 21 ноября 2026" in page.text
    assert "Пар пока нет" in page.text
    assert 'href="/pairs/new"' in page.text
    assert [one[0] for one in tasks(page)] == ["Сдать отчёт: III квартал 2026 года"]


def test_a_draft_in_order_asks_for_the_order(school) -> None:
    curator = school.enter("curator")
    address = school.agreed(curator, school.drafted(curator, planned_order_on="21.11.2026"))
    found = task(curator.get("/today/"), "Издать приказ")
    assert found[0] == "Издать приказ: Соколова О. С. — Зимина О. С."
    assert found[2:] == ("Сегодня", f"{address}/order")
    assert 'class="task task-today"' in curator.get("/today/").text


def test_a_draft_with_a_fault_names_the_clause(school) -> None:
    curator = school.enter("curator")
    school.drafted(curator, planned_order_on="30.11.2026", mentor_id=school.people["Никитина"])
    _, note, pill, address = task(curator.get("/today/"), "Подготовить пару")
    assert "не менее 10 лет" in note
    assert note.endswith("срок 30.11.2026 · Положение о наставничестве г. Юрги, п. 2.1")
    assert pill == "Осталось 9 дней"
    assert address.startswith("/pairs/")


def test_what_the_acts_ask_of_a_pair_is_late_today_or_ahead(school) -> None:
    pair(school, start=date(2026, 9, 1), kind="traditional")
    pair(school, mentee="Лебедева", start=date(2026, 11, 16))
    page = today(school, "curator")
    late, soon = (one for one in tasks(page) if one[0].startswith("Индивидуальный план"))
    assert late[1:3] == (
        "Срок 08.09.2026 · Положение о наставничестве г. Юрги, п. 4.1",
        "Просрочено на 74 дня",
    )
    assert soon[2] == "Осталось 2 дня"
    assert 'class="task task-late"' in page.text


def test_the_most_urgent_come_first_and_the_rest_open(school) -> None:
    for last in ("Зимина", "Лебедева", "Гусева"):
        pair(school, mentee=last, start=date(2025, 9, 1), end=date(2026, 11, 20))
    page = today(school, "curator")
    assert len(tasks(page)) == 6
    assert tasks(page)[0][2] == "Просрочено на 439 дней"
    (count,) = re.findall(r"Все задачи \((\d+)\)", page.text)
    whole = today(school, "curator", "?all=1")
    assert len(tasks(whole)) == int(count) > 6
    assert "Все задачи" not in whole.text


def test_a_term_that_ends_or_is_over(school) -> None:
    over = pair(school, start=date(2026, 1, 1), end=date(2026, 11, 20))
    soon = pair(school, mentee="Лебедева", start=date(2026, 1, 1), end=date(2026, 11, 22))
    page = today(school, "curator")
    assert task(page, "Завершить: Соколова О. С. — Зимина О. С.")[1:] == (
        "Срок наставничества истёк 20.11.2026",
        "Просрочено на 1 день",
        f"{over}/complete",
    )
    assert task(page, "Срок подходит к концу")[1:] == (
        "Окончание 22.11.2026: подготовьте отчёт или продлите срок",
        "Остался 1 день",
        soon,
    )
    assert task(today(school, "viewer"), "Завершить")[3] == over


def test_an_ended_pair_stands_at_its_own_day(school) -> None:
    term = {"start": date(2026, 1, 1), "end": date(2026, 12, 31)}
    pair(school, state=State.ENDED_EARLY, ended_on=date(2026, 1, 31), **term)
    page = today(school, "curator").text
    assert "Прошло срока: 8 %" in page


def test_stages_and_the_newest_pairs(school) -> None:
    pair(school)
    pair(school, mentee="Лебедева", state=State.COMPLETED, kind="unheard-of")
    pair(school, mentee="Гусева", state=State.DISCARDED)
    page = today(school, "curator").text
    assert '<th scope="row">Идёт</th><td class="num">1</td>' in page
    assert '<th scope="row">Завершено</th><td class="num">1</td>' in page
    assert "Отменён" not in page
    assert "Все пары (2)" in page
    assert "Традиционное наставничество" in page
    assert "unheard-of" in page
    assert "Гусева Ольга" not in page


def test_the_report_is_asked_for_and_its_reason_told(school) -> None:
    written(
        school,
        lambda unit: factories.submission(unit, period="2026-Q3", state="returned", reason=REASON),
    )
    found = task(today(school, "curator"), "Исправить")
    assert found == (
        "Исправить отчёт: III квартал 2026 года",
        f"Причина возврата: {REASON}",
        "Возвращён",
        "/reports/2026-Q3",
    )


def test_a_sent_report_is_no_task(school) -> None:
    written(school, lambda unit: factories.submission(unit, period="2026-Q3"))
    page = today(school, "curator")
    assert "На сегодня дел нет" in page.text


def test_who_only_looks_is_sent_to_look(school) -> None:
    curator = school.enter("curator")
    address = school.agreed(curator, school.drafted(curator))
    page = today(school, "viewer")
    assert task(page, "Издать приказ")[3] == address
    assert task(page, "Сдать отчёт") is None
    assert "/pairs/new" not in page.text


def test_the_number_of_statements_does_not_grow_with_the_pairs(school) -> None:
    enrol(school, "director", Role.DIRECTOR)
    browser = school.enter("director")
    pair(school)
    few = statements(school, browser)
    for _ in range(20):
        written(school, lambda unit: factories.mentorship(unit, start=date(2026, 9, 2)))
    assert statements(school, browser) == few


def statements(school, browser):
    asked = []

    def note(_connection, _cursor, statement, *_) -> None:
        asked.append(statement)

    with school.site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    assert browser.get("/today/").status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return sum(one.lstrip().upper().startswith("SELECT") for one in asked)


# --- pairs are brought to the day at login ---


def state(school, address):
    with school.site.app_context(), acting(EVERYTHING):
        found = db.session.query(Mentorship).order_by(Mentorship.id).all()
        return next(one.state for one in found if str(one.public_id) in address)


def test_login_brings_the_pairs_to_the_day(school) -> None:
    begun = pair(school, state=State.ORDERED, start=date(2026, 11, 21))
    over = pair(school, mentee="Лебедева", start=date(2026, 1, 1), end=date(2026, 11, 20))
    school.enter("viewer")
    assert state(school, begun) is State.ORDERED
    school.enter("curator")
    assert state(school, begun) is State.ACTIVE
    assert state(school, over) is State.CLOSING


def test_so_does_the_choice_of_a_role(school) -> None:
    begun = pair(school, state=State.ORDERED, start=date(2026, 11, 21))

    def write(unit):
        account = factories.account(
            login="many", password_hash=accounts.hashed(PASSWORD), display_name="Кимова Анна"
        )
        factories.membership(unit, Role.VIEWER, account_id=account.id)
        return factories.membership(unit, Role.DIRECTOR, account_id=account.id).id

    second = written(school, write)
    browser = school.site.test_client()
    assert browser.log_in("many").location.startswith("/role")
    assert state(school, begun) is State.ORDERED
    assert browser.send("/role", membership=str(second)).status_code == 302
    assert state(school, begun) is State.ACTIVE


# --- the pair ---


def test_a_mentee_is_asked_for_the_consent(school) -> None:
    address = school.drafted(school.enter("curator"))
    page = today(school, "mentee")
    (found,) = tasks(page)
    assert found[0] == "Дать согласие: Соколова О. С. — Зимина О. С."
    assert found[1].endswith("Положение о наставничестве г. Юрги, п. 2.1")
    assert found[2:] == ("Ждёт вас", address)
    assert "ваш наставник, учитель математики" in page.text


def test_a_mentor_sees_own_pairs_and_duties_only(school) -> None:
    pair(school, start=date(2026, 9, 1))
    page = today(school, "mentor")
    assert task(page, "Индивидуальный план")[2] == "Просрочено на 74 дня"
    assert "ваш наставляемый" in page.text
    empty = today(school, "bystander")
    assert "На сегодня дел нет" in empty.text
    assert "Вы пока не участвуете" in empty.text
    assert "Зимина" not in empty.text


# --- the territory ---


@pytest.fixture
def centre(school):
    enrol(school, "centre", Role.MUNICIPAL, above=1)
    return school


def test_the_centre_reviews_what_waits_and_sees_who_has_not_sent(centre) -> None:
    sent = written(centre, lambda unit: factories.submission(unit, period="2026-Q3"))
    page = today(centre, "centre")
    first, second = tasks(page)
    assert first[0].startswith("Проверить отчёт: ")
    assert first[2:] == ("Ждёт проверки", f"/reports/sent/{sent.public_id}")
    assert second[0].startswith("Нет отчёта: ")
    assert second[2:] == ("Не сдан", "/reports/2026-Q3")
    assert "Соколова" not in page.text
    assert "Зимина" not in page.text


def test_a_returned_report_is_not_called_missing(centre) -> None:
    written(
        centre,
        lambda unit: factories.submission(unit, period="2026-Q3", state="returned", reason=REASON),
    )
    assert task(today(centre, "centre"), "Отчёт на доработке")[2] == "Возвращён"


def test_the_present_period_is_one_click_away(centre) -> None:
    page = today(centre, "centre", "?period=2026-Q4")
    assert "Как сдают отчёты: IV квартал 2026 года" in page.text
    assert (
        "Как сдают отчёты: III квартал 2026 года"
        in today(centre, "centre", "?period=1999-Q1").text
    )


def test_the_ministry_sees_municipalities(centre) -> None:
    written(centre, lambda unit: factories.submission(unit, period="2026-Q3", state="accepted"))
    page = today(centre, "ministry")
    ((title, note, pill, address),) = tasks(page)
    assert title.startswith("Сданы не все отчёты: ")
    assert note == "III квартал 2026 года, закончился 30.09.2026"
    assert pill == "Сдано 1 из 2"
    assert address.startswith("/reports/2026-Q3/in/")
    assert 'href="/rules/"' in page.text
    assert "Отчёты по муниципалитетам" in page.text


def test_the_institute_of_an_empty_region(school) -> None:
    def write(_unit):
        region = factories.unit(region="altai", title="Пустой регион")
        account = factories.account(login="alone", password_hash=accounts.hashed(PASSWORD))
        factories.membership(region, Role.INSTITUTE, account_id=account.id)

    written(school, write)
    page = today(school, "alone")
    assert "Организаций пока нет" in page.text
    assert "На сегодня дел нет" in page.text


# --- the platform ---


@pytest.fixture
def operator(school):
    enrol(school, "operator", Role.OPERATOR, above=2)
    return school.enter("operator")


def test_the_operator_sees_the_regions(operator) -> None:
    page = operator.get("/today/").text
    assert "На сегодня дел нет" in page
    for region in registry.installed().values():
        assert region.profile.title in page


def test_a_broken_region_is_told_with_file_and_line(operator, monkeypatch) -> None:
    broken = registry.BrokenRegion("far", (Problem("acts/far.toml", 7, "нет пункта"),))
    monkeypatch.setattr(registry, "broken", lambda: (broken,))
    page = operator.get("/today/").text
    assert "Регионы с ошибками" in page
    assert "acts/far.toml:7" in page
    assert "нет пункта" in page
    assert "На сегодня дел нет" not in page
    monkeypatch.setattr(registry, "installed", dict)
    assert "Не установлено ни одного региона" in operator.get("/today/").text
