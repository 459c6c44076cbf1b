"""The register of statuses: the ministry writes it, those below read their own."""

from __future__ import annotations

import io
from datetime import date

import pytest
from sqlalchemy import select

from nastavnik.reporting.table_file import as_xlsx, read_table
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.status import StatusGrant
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.testing.statements import recorded
from nastavnik.usecases.status_import import COLUMNS

HEAD = tuple(COLUMNS.values())
ROW = {
    "last_name": "Соколова",
    "first_name": "Ольга",
    "patronymic": "Сергеевна",
    "code": "Тьютор",
    "order_number": "№ 18",
    "order_on": "01.09.2025",
    "certificate": "Т-7",
    "unit": "школа № 1",
}


def row(**changes) -> tuple[str, ...]:
    cells = ROW | changes
    return tuple(cells.get(name, "") for name in COLUMNS)


def told(page) -> str:
    return str(page.text).replace("\N{NO-BREAK SPACE}", " ")


def kept(school) -> list[StatusGrant]:
    with school.site.app_context(), acting(EVERYTHING):
        return list(db.session.scalars(select(StatusGrant).order_by(StatusGrant.id)))


def granted(school, title="Школа № 1", **fields) -> str:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.scalars(select(OrgUnit).filter_by(title=title)).one()
        one = factories.status_grant(unit, **fields)
        db.session.commit()
        return f"/statuses/{one.public_id}"


def looked(browser, *rows):
    data = as_xlsx([("Статусы", [HEAD, *rows])])
    token = browser.token(browser.get("/statuses/import/"))
    file = (io.BytesIO(data), "list.xlsx")
    return browser.post("/statuses/import/look", data={"csrf_token": token, "table": file})


def written(browser, page):
    values = {}
    for name in ("csrf_token", "kept", "only_good"):
        _, found, tail = page.text.partition(f'name="{name}"')
        if found:
            values[name] = tail.partition('value="')[2].partition('"')[0]
    return browser.post("/statuses/import/write", data=values)


def test_the_ministry_gives_and_the_term_comes_from_the_act(school):
    ministry = school.enter("ministry")
    with school.site.app_context(), acting(EVERYTHING):
        unit = db.session.scalars(select(OrgUnit).filter_by(title="Школа № 1")).one()
        unit_id = str(unit.public_id)
    values = {
        "last_name": "Соколова",
        "first_name": "Ольга",
        "unit": unit_id,
        "code": "tutor",
        "order_number": "18",
        "order_on": "01.09.2025",
        "certificate": "Т-7",
    }
    answer = ministry.send("/statuses/new", **values)
    assert answer.status_code == 302, answer.text
    assert kept(school)[0].valid_until == date(2028, 9, 1)
    assert "п. 2.1" in told(ministry.get(answer.location))
    again = ministry.send("/statuses/new", **values)
    assert again.status_code == 422
    assert "Вторая запись не нужна" in again.text
    long = ministry.send(
        "/statuses/new", **values | {"certificate": "9", "valid_until": "1.1.2030"}
    )
    assert "не позже 01.09.2028" in long.text


def test_a_file_is_looked_at_row_by_row_and_good_rows_may_be_written(school):
    ministry = school.enter("ministry")
    page = looked(
        ministry,
        row(),
        row(),
        row(certificate="Т-8", order_on="31.02.2025"),
        row(certificate="Т-9", unit="Школа № 99", code="Коуч"),
    )
    assert page.status_code == 200, page.text
    assert "такого дня нет" in page.text
    assert "Организации «Школа № 99»" in page.text
    assert "Статуса «Коуч» нет" in page.text
    assert "Тот же статус стоит в строке 2" in page.text
    assert kept(school) == []
    assert written(ministry, page).status_code == 302
    assert [one.certificate for one in kept(school)] == ["Т-7"]
    assert "Уже в реестре" in looked(ministry, row()).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Выберите файл"),
        (b"PK\x03\x04 broken", "не книга Excel"),
        ("Фамилия;Рост\r\nСоколова;170\r\n".encode(), "Лишние графы"),
        (";".join(HEAD).encode("cp1251"), "нет ни одной строки"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_remedy(school, data, words):
    ministry = school.enter("ministry")
    token = ministry.token(ministry.get("/statuses/import/"))
    file = (io.BytesIO(data), "list.csv")
    answer = ministry.post("/statuses/import/look", data={"csrf_token": token, "table": file})
    assert answer.status_code == 422
    assert words in answer.text


def test_the_templates_are_read_back(school):
    ministry = school.enter("ministry")
    for kind in ("xlsx", "csv"):
        data = ministry.get(f"/statuses/import/template.{kind}").data
        assert read_table(data) == [(1, list(HEAD))]


def test_others_read_their_own_and_write_nothing(school):
    own, other = granted(school), granted(school, "Школа № 2")
    curator = school.enter("curator")
    assert curator.get(own).status_code == 200
    assert curator.get(other).status_code == 404
    assert curator.get("/statuses/new").status_code == 403
    assert curator.get("/statuses/import/").status_code == 403
    assert school.enter("mentor").get("/statuses/").status_code == 403
    assert school.enter("ministry").get(other).status_code == 200


def test_withdrawing_and_moving_keep_the_row(school):
    own = granted(school, person_id=school.ids["Соколова"])
    ministry = school.enter("ministry")
    with school.site.app_context(), acting(EVERYTHING):
        unit = db.session.scalars(select(OrgUnit).filter_by(title="Школа № 2")).one()
        there = str(unit.public_id)
    assert ministry.send(f"{own}/move", form=own, version="1", unit=there).status_code == 302
    assert kept(school)[0].person_id is None
    bad = ministry.send(f"{own}/withdraw", form=own, version="2", on="01.01.2030", reason="")
    assert bad.status_code == 422
    sent = {"version": "2", "on": "01.11.2026", "reason": "приказ № 5"}
    assert ministry.send(f"{own}/withdraw", form=own, **sent).status_code == 302
    assert "Прекращён с 01.11.2026" in ministry.get(own).text
    stale = ministry.send(f"{own}/move", form=own, version="1", unit=there)
    assert stale.status_code == 409


def test_the_card_of_the_holder_shows_it_and_the_home_page_warns(school):
    granted(
        school,
        last_name="Соколова",
        first_name="Ольга",
        patronymic="Сергеевна",
        birth_date=date(1990, 5, 1),
        given_on=date(2023, 12, 10),
        valid_until=date(2026, 12, 10),
    )
    curator = school.enter("curator")
    card = told(curator.get(f"/people/{school.people['Соколова']}"))
    assert "Истекает через 19 дней" in card
    assert "Статус истекает: Соколова О. С." in told(curator.get("/today/?all=1"))
    assert "Истекают статусы «Тьютор»: 1" in told(school.enter("ministry").get("/today/?all=1"))


def test_the_list_costs_the_same_for_one_row_and_for_thirty(school):
    granted(school)
    ministry = school.enter("ministry")
    costs = []
    for more in (0, 30):
        for _ in range(more):
            granted(school)
        with school.site.app_context(), recorded() as statements:
            assert ministry.get("/statuses/").status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_the_register_leaves_as_a_file_that_can_be_brought_back(school):
    granted(school)
    granted(school, valid_until=date(2026, 1, 1))
    ministry = school.enter("ministry")
    answer = ministry.get("/statuses/export.csv?standing=in_force")
    lines = read_table(answer.data)
    assert tuple(lines[0][1][: len(HEAD)]) == HEAD
    assert len(lines) == 2
    token = ministry.token(ministry.get("/statuses/import/"))
    file = (io.BytesIO(answer.data), "list.csv")
    page = ministry.post("/statuses/import/look", data={"csrf_token": token, "table": file})
    assert "Уже в реестре" in page.text
