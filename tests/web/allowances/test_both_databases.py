"""The whole month of allowances on SQLite and on PostgreSQL: one flow through every page."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from nastavnik.store.allowance import AllowanceDecision
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing.databases import Database

NOVEMBER = "/allowances/2026-11/"
DECISION = {
    "code": "mentor",
    "person": "",
    "percent": "10",
    "kopecks": "",
    "order_number": "5",
    "order_on": "30.10.2026",
    "first_on": "01.11.2026",
    "last_on": "",
}


@pytest.fixture
def site_database(database: Database) -> Database:
    """The site of this file stands on both databases in turn."""
    return database


def brought(payroll, browser, name: str) -> None:
    """A salary out of a file."""
    table = f"Сотрудник;Сумма в месяц;С какого дня\n{name};32 000,00;01.09.2026\n"
    here = "/allowances/import/pay/"
    data = {
        "csrf_token": browser.token(browser.get(here)),
        "table": (io.BytesIO(table.encode()), "pay.csv"),
    }
    page = browser.post(f"{here}look", data=data)
    assert "Будет внесено: 1" in page.text
    kept = payroll.found(r'name="kept"[^>]* value="([^"]+)"', page)
    sent = {"csrf_token": browser.token(page), "kept": kept}
    assert browser.post(f"{here}write", data=sent).status_code == 302


def decided(payroll, director) -> None:
    """A decision, corrected by two people at once: the later one chooses."""
    here = "/allowances/decisions/"
    assert director.send(here, **DECISION).status_code == 302
    edit = payroll.found(r'href="(/allowances/decisions/[\w-]+)"', director.get(here))
    mine = DECISION | {"percent": "12,5", "version": "1"}
    other = payroll.enter("curator")
    assert other.send(edit, **DECISION | {"percent": "11", "version": "1"}).status_code == 302
    late = director.send(edit, **mine)
    assert late.status_code == 409
    assert "Сохранено другим" in late.text
    assert 'value="12,5"' in late.text
    again = mine | {"version": "2", "take.percent": "mine"}
    assert director.send(edit, **again).status_code == 302
    with payroll.school.site.app_context(), acting(EVERYTHING):
        assert list(db.session.scalars(select(AllowanceDecision.hundredths))) == [12_50]


def corrected(payroll, director) -> None:
    """An absence of four days becomes one of three."""
    assert payroll.absent(director).status_code == 302
    here = f"/allowances/people/{payroll.mentee}/"
    edit = payroll.found(rf'href="({here}absence/[\w-]+)"', director.get(here))
    days = {"first_on": "10.11.2026", "last_on": "12.11.2026", "reason": "отпуск", "version": "1"}
    assert director.send(edit, **days).status_code == 302
    assert director.send(edit, **days | {"reason": "болезнь"}).status_code == 409
    assert director.send(f"{edit}/remove", form=here, version="1").status_code == 409


def test_a_month_from_the_first_sum_to_the_recount(payroll) -> None:
    upper = {key: value for key, value in payroll.rule.items() if key != "percent"}
    limit = {"code": "limit", "percent": 50, "clause": "6", "quote": "не более 50 %"}
    payroll.act(upper | {"up_to_percent": 20}, fund=[limit])
    director = payroll.enter("director")
    brought(payroll, director, "Соколова Ольга Сергеевна")
    decided(payroll, director)
    corrected(payroll, director)
    for version, sum_ in (("", "100000"), ("1", "120000")):
        sent = {"wage_fund-kopecks": sum_, "wage_fund-version": version}
        assert director.send(f"{NOVEMBER}wage_fund", form=NOVEMBER, **sent).status_code == 302
    stale = {"wage_fund-kopecks": "90000", "wage_fund-version": "1"}
    assert director.send(f"{NOVEMBER}wage_fund", form=NOVEMBER, **stale).status_code == 409
    shown = payroll.told(director.get(NOVEMBER))
    assert "12,5 % от 32 000,00 ₽ × 27 из 30 календарных дней = 3 600,00 ₽" in shown
    sheet = payroll.approve(director)
    assert sheet.status_code == 302, sheet.text
    assert director.get(f"{sheet.location}.pdf").data.startswith(b"%PDF")
    assert "3600,00" in director.get(f"{sheet.location}.csv").text
    assert "3 600 ₽" in payroll.told(payroll.enter("mentor").get("/allowances/mine/2026-11"))
    payroll.absent(director, first="20.11.2026", last="20.11.2026")
    assert "После утверждения данные изменились" in director.get(NOVEMBER).text
    assert payroll.approve(director, reason="внесена болезнь").status_code == 302
    assert [one.number for one in payroll.sheets()] == [1, 2]
    history = payroll.told(director.get(f"/history/person/{payroll.mentee}"))
    assert re.search(r"Отсутствие.*отпуск", history)
