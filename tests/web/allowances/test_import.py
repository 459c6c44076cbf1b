"""Sums and absences of a whole institution out of a file."""

from __future__ import annotations

import io
from datetime import date

import pytest
from sqlalchemy import select

from nastavnik.reporting.table_file import as_xlsx, read_table
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.pay import PersonAbsence, PersonPay
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases.pay_import import SHEETS

HERE = "/allowances/import/pay/"
SOKOLOVA, ZIMINA = "Соколова Ольга Сергеевна", "Зимина Ольга Сергеевна"


def line(kind="pay", **cells) -> tuple[str, ...]:
    return tuple(cells.get(name, "") for name in SHEETS[kind].columns)


def paid(**cells) -> tuple[str, ...]:
    usual = {"name": SOKOLOVA, "kopecks": "32 000,50", "first_on": "01.09.2026"}
    return line(**usual | cells)


def looked(browser, *rows, kind="pay"):
    data = as_xlsx([("Лист", [tuple(SHEETS[kind].columns.values()), *rows])])
    return sent(browser, data, kind)


def sent(browser, data, kind="pay"):
    here = f"/allowances/import/{kind}/"
    token = browser.token(browser.get(here))
    return browser.post(
        f"{here}look", data={"csrf_token": token, "table": (io.BytesIO(data), "a.xlsx")}
    )


def written(payroll, browser, page, kind="pay", **more):
    kept = payroll.found(r'name="kept"[^>]* value="([^"]+)"', page)
    data = {"csrf_token": browser.token(page), "kept": kept, **more}
    return browser.post(f"/allowances/import/{kind}/write", data=data)


def kept(payroll, model):
    with payroll.school.site.app_context(), acting(EVERYTHING):
        return list(db.session.scalars(select(model).order_by(model.id)))


def test_looking_writes_nothing_and_what_was_looked_at_is_written(payroll):
    payroll.act(payroll.rule)
    curator = payroll.enter("curator")
    page = looked(curator, paid(), paid(name="ЗИМИНА Ольга  Сергеевна", kopecks="20000"))
    assert "Будет внесено: 2" in page.text
    assert "32 000,50 ₽" in payroll.told(page)
    assert kept(payroll, PersonPay) == []
    answer = written(payroll, curator, page)
    assert answer.status_code == 302
    rows = kept(payroll, PersonPay)
    assert [(one.kopecks, one.first_on) for one in rows] == [
        (32_000_50, date(2026, 9, 1)),
        (20_000_00, date(2026, 9, 1)),
    ]
    month = payroll.told(curator.get(answer.location))
    assert "Внесено: 2 строки" in month
    assert "15 % от 32 000,50 ₽" in month
    again = looked(curator, paid(), paid(kopecks="33000"))
    assert "Уже внесено: 1" in again.text
    assert "С 01.09.2026 сумма уже внесена" in again.text


def test_every_row_is_reported_and_the_good_ones_may_go_alone(payroll):
    curator = payroll.enter("curator")
    faulty = {
        "нет такого": ({"name": "Никто Н. Н."}, "в базе нет"),
        "без имени": ({"name": ""}, "Не указан сотрудник"),
        "не сумма": ({"kopecks": "много"}, "не сумма"),
        "без суммы": ({"kopecks": ""}, "Не указана сумма"),
        "ноль": ({"kopecks": "0"}, "больше нуля"),
        "не день": ({"first_on": "осенью"}, "не дата"),
        "без дня": ({"first_on": ""}, "Не указан день"),
        "раньше": ({"last_on": "01.08.2026"}, "раньше первого"),
        "не оклад": ({"base": "премия"}, "такой суммы нет"),
    }
    rows = [paid(**cells) for cells, _ in faulty.values()]
    page = looked(curator, paid(name=ZIMINA), paid(name=ZIMINA), *rows)
    told = payroll.told(page)
    assert f"С ошибками: {len(faulty)}" in told
    assert "Повторы в файле: 1" in told
    assert "То же самое стоит в строке 2" in told
    for name, (_, words) in faulty.items():
        assert words in told, name
    assert written(payroll, curator, page).status_code == 422
    assert kept(payroll, PersonPay) == []
    assert written(payroll, curator, page, only_good="1").status_code == 302
    assert len(kept(payroll, PersonPay)) == 1


def test_two_sums_from_one_day_in_one_file_are_a_fault(payroll):
    page = looked(payroll.enter("curator"), paid(), paid(kopecks="40000"))
    assert "Будет внесено: 1" in page.text
    assert "С ошибками: 1" in page.text


def test_namesakes_are_told_by_their_birth_dates(payroll):
    with payroll.school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, payroll.school.unit_id)
        named = {"last_name": "Соколова", "first_name": "Ольга", "patronymic": "Сергеевна"}
        factories.person(unit, **named, birth_date=date(1970, 1, 2))
        db.session.commit()
    curator = payroll.enter("curator")
    assert "несколько" in looked(curator, paid()).text
    assert "Будет внесено: 1" in looked(curator, paid(birth_date="02.01.1970")).text


def test_absences_come_the_same_way(payroll):
    payroll.act(payroll.rule)
    curator = payroll.enter("curator")
    payroll.pay(curator)
    days = {"first_on": "10.11.2026", "last_on": "13.11.2026", "reason": "болезнь"}
    rows = [
        line("absence", name=ZIMINA, **days),
        line("absence", name=SOKOLOVA, **days | {"reason": ""}),
    ]
    page = looked(curator, *rows, kind="absence")
    assert "Напишите причину" in page.text
    assert written(payroll, curator, page, "absence", only_good="1").status_code == 302
    assert [one.reason for one in kept(payroll, PersonAbsence)] == ["болезнь"]
    assert "26 из 30 календарных дней" in payroll.told(curator.get("/allowances/2026-11/"))
    assert "Уже внесено: 1" in looked(curator, rows[0], kind="absence").text


@pytest.mark.parametrize("kind", SHEETS)
def test_the_template_is_a_file_that_is_taken_back(payroll, kind):
    curator = payroll.enter("curator")
    for ending in ("xlsx", "csv"):
        data = curator.get(f"/allowances/import/{kind}/template.{ending}").data
        assert read_table(data)[0][1] == list(SHEETS[kind].columns.values())
        assert "нет ни одной строки" in sent(curator, data, kind).text
    assert "Выберите файл" in sent(curator, b"", kind).text
    assert "Лишние графы" in sent(curator, "Сотрудник;Премия\nА;1".encode(), kind).text


def test_a_sealed_table_is_only_its_readers(payroll):
    curator = payroll.enter("curator")
    page = looked(curator, paid())
    other = payroll.enter("colleague")
    data = {
        "csrf_token": other.token(other.get(HERE)),
        "kept": payroll.found(r'name="kept"[^>]* value="([^"]+)"', page),
    }
    assert other.post(f"{HERE}write", data=data).location == HERE
    assert kept(payroll, PersonPay) == []
    for login in ("viewer", "mentor"):
        assert payroll.enter(login).get(HERE).status_code == 403
