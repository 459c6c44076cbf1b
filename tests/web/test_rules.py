"""Pages of the rules: every norm here and now, with its clause, its layer and its why."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from nastavnik.domain.access import Role
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.testing.statements import recorded
from nastavnik.usecases.accounts import hashed

PASSWORD = "correct horse"
WHO = {
    "curator": ("school", Role.CURATOR),
    "mentor": ("school", Role.MENTOR),
    "town": ("town", Role.MUNICIPAL),
    "ministry": ("region", Role.MINISTRY),
    "dagestan": ("republic", Role.MINISTRY),
    "dagestan-curator": ("gymnasium", Role.CURATOR),
    "college": ("college", Role.DIRECTOR),
    "ktt": ("ktt", Role.CURATOR),
}


@dataclass
class World:
    """Logs in by name; `ids` are the addresses of units."""

    site: Flask
    ids: dict[str, str]

    def __call__(self, login) -> Any:
        browser: Any = self.site.test_client()
        browser.log_in(login)
        return browser


@pytest.fixture
def world(site):
    """Two regions with what stands in them, and schools that have acts of their own."""
    with site.app_context(), acting(EVERYTHING, write=True):
        kuzbass = factories.unit(region="kuzbass", slug="kuzbass", title="Кузбасс")
        town = factories.unit(kuzbass, slug="yurga", title="Юргинский округ")
        far = factories.unit(kuzbass, slug="far", title="Дальний район")
        republic = factories.unit(region="dagestan", slug="dagestan", title="Дагестан")
        altai = factories.unit(region="altai", slug="altai", title="Алтай")
        lnr = factories.unit(region="lnr", slug="lnr", title="ЛНР")
        units = {
            "region": kuzbass,
            "town": town,
            "far": far,
            "school": factories.unit(town, slug="school", title="Школа", short_title="Школа № 1"),
            "neighbour": factories.unit(town, slug="neighbour", title="Соседняя школа"),
            "republic": republic,
            "gymnasium": factories.unit(factories.unit(republic), title="Гимназия"),
            "college": factories.unit(
                factories.unit(altai, slug="yarovoe"), slug="yarovoye", title="Техникум"
            ),
            "ktt": factories.unit(factories.unit(lnr), slug="ktt", title="КТТ"),
        }
        sealed = hashed(PASSWORD)
        for login, (unit, role) in WHO.items():
            account = factories.account(
                login=login, password_hash=sealed, display_name=f"Человек {login}"
            )
            factories.membership(units[unit], role, account_id=account.id)
        db.session.commit()
        ids = {name: str(unit.public_id) for name, unit in units.items()}
    return World(site, ids)


def words(text):
    """What a person reads, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def rules_in(page):
    """Every rule of the tables as read, without its «Почему?»."""
    text = re.sub(r"<details class=\"more.*?</details>", "", page.text, flags=re.DOTALL)
    found = re.findall(r"<tbody class=\"rules-rule.*?</tbody>", text, re.DOTALL)
    return [words(body) for body in found]


def rule(page, *parts):
    """The one rule that has all the words."""
    found = [one for one in rules_in(page) if all(part in one for part in parts)]
    assert len(found) == 1, found
    return found[0]


def test_every_kind_with_its_value_and_clause(world) -> None:
    page = world("curator").get("/rules/")
    mentors = rule(page, "Наставляемых у одного наставника", "для вида «Менторство»")
    assert "5 человек" in mentors
    assert "п. 2.1" in mentors
    assert "Ментор может сопровождать одновременно до пяти менти" in mentors
    others = rule(page, "Наставляемых у одного наставника", "в остальных случаях")
    assert "2 человека" in others
    assert "п. 2.5" in others
    assert "муниципалитет" in others
    assert "дата в документе не указана" in others
    assert "внешние уровни молчат" in page.text


def test_a_chosen_kind(world) -> None:
    page = world("curator").get("/rules/?kind=mentor")
    assert "5 человек" in rule(page, "Наставляемых у одного наставника")
    assert "Кто может стать менти" in page.text
    assert "Специальная подготовка коуча" not in page.text
    assert "вид «Менторство», все формы" in page.text


def test_silence_is_told_and_not_hidden(world) -> None:
    page = world("dagestan").get("/rules/")
    assert "Период, которому равен срок" in rule(page, "Не урегулировано", "Обычный срок")
    assert "решает нижестоящий уровень" in rule(page, "Доплата наставнику")


def test_a_condition_and_a_federal_clause(world) -> None:
    page = world("curator").get("/rules/")
    notice = rule(page, "Предупреждение об отказе", "3 рабочих дня")
    assert "при условии — режим наставничества: поручение с оплатой" in notice
    assert "Российская Федерация" in notice
    assert "01.03.2025" in notice
    before = world("curator").get("/rules/?on=01.02.2025")
    assert "3 рабочих дня" not in before.text
    assert "Трудовой кодекс РФ : вступает в силу 01.03.2025" in words(before.text)


def test_requirements_deadlines_grounds_and_words(world) -> None:
    page = world("curator").get("/rules/")
    experience = rule(page, "Стаж педагогической работы наставника")
    assert "педагогический стаж не менее 10 лет" in experience
    assert "для вида «Традиционное наставничество»" in experience
    assert "одно из:" in rule(page, "Кто может стать менти")
    plan = rule(page, "Индивидуальный план наставничества")
    assert "5 рабочих дней со дня начала срока наставничества" in plan
    assert "Делает наставник" in plan
    assert "Невозможно установить личный контакт" in rule(page, "Замена наставника")
    assert "ментор — менти" in rule(page, "Менторство", "Опытный руководитель")
    assert "обучающегося" in rule(page, "Работодатель — студент")


def test_soft_norms_warn(world) -> None:
    assert "предупреждение" in rule(world("curator").get("/rules/"), "Обычный срок", "36 месяцев")
    college = world("college").get("/rules/")
    assert "предупреждение" in rule(college, "Измеримые позитивные результаты")


def test_an_allowance_in_words(world) -> None:
    paid = rule(world("college").get("/rules/"), "должностного оклада", "Наставник", "Не выплач")
    assert "15 % должностного оклада" in paid
    assert "Не выплачивается за время отсутствия наставляемого" in paid


def test_a_norm_that_has_ended_is_told_as_such(world) -> None:
    ktt = world("ktt")
    lapsed = rule(ktt.get("/rules/"), "Период, которому равен срок", "учебный год")
    assert "действовало по 31.08.2024" in lapsed
    then = rule(ktt.get("/rules/?on=01.03.2024"), "Период, которому равен срок")
    assert "действовало" not in then


def test_the_ministry_chooses_a_territory(world) -> None:
    ministry = world("ministry")
    page = ministry.get("/rules/")
    assert "Свои акты есть у территорий и организаций" in page.text
    assert f"/rules/?unit={world.ids['town']}" in page.text
    for name in ("town", "far", "school", "neighbour"):
        assert f'value="{world.ids[name]}"' in page.text
    town = ministry.get(f"/rules/?unit={world.ids['town']}")
    assert "2 человека" in rule(town, "Наставляемых у одного наставника", "в остальных")
    far = ministry.get(f"/rules/?unit={world.ids['far']}")
    assert "2 человека" not in far.text


def test_the_town_and_the_school_see_themselves_and_what_is_above(world) -> None:
    reach = {
        "town": {"region", "town", "school", "neighbour"},
        "curator": {"region", "town", "school"},
        "mentor": {"region", "town", "school"},
    }
    for login, names in reach.items():
        browser = world(login)
        for name, unit_id in world.ids.items():
            expected = 200 if name in names else 404
            assert browser.get(f"/rules/?unit={unit_id}").status_code == expected, (login, name)


@pytest.mark.parametrize("unit", ["3f2b8d0e-0000-4000-8000-000000000001", "нет", "1", "../../"])
def test_an_unknown_unit_is_not_found(world, unit) -> None:
    for address in ("/rules/", "/rules/export.csv"):
        assert world("ministry").get(address, query_string={"unit": unit}).status_code == 404


def test_a_day_that_does_not_exist(world) -> None:
    page = world("curator").get("/rules/?on=31.02.2026&kind=mentor")
    assert page.status_code == 422
    assert "Проверьте форму: 1 замечание" in words(page.text)
    assert "«31.02.2026» — такого дня нет" in page.text
    assert 'value="31.02.2026"' in page.text
    assert re.search(r'<option selected value="mentor">', page.text)
    assert not rules_in(page)
    assert "export.csv" not in page.text
    assert world("curator").get("/rules/export.csv?on=31.02.2026").status_code == 422


def test_words_that_the_unit_does_not_have(world) -> None:
    page = world("dagestan").get("/rules/?kind=mentor&form=no")
    assert page.status_code == 422
    assert "нет вида «mentor». Выберите вид из списка." in page.text
    assert "нет формы «no»" in page.text
    assert "mentor — здесь нет" in page.text
    assert "3 человека" in rule(page, "Наставляемых у одного наставника")
    region = world("ministry").get("/rules/?kind=mentor")
    assert "нет вида «Менторство»" in region.text
    assert world("dagestan").get("/rules/export.csv?kind=mentor").status_code == 422


def test_an_empty_form_is_today(world) -> None:
    page = world("curator").get("/rules/?unit=&kind=&form=&on=")
    assert page.status_code == 200
    assert 'value="21.11.2026"' in page.text
    assert "(сегодня)" in page.text


def test_the_file_has_every_rule(world) -> None:
    answer = world("curator").get("/rules/export.csv")
    assert answer.mimetype == "text/csv"
    assert "rules-school-2026-11-21.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    cap = next(row for row in rows if row["Для кого"] == "для вида «Менторство»")
    assert (cap["Раздел"], cap["Уровень"]) == ("Нормы", "муниципалитет")
    silent = next(row for row in rows if row["Что"] == "Период, которому равен срок")
    assert (silent["Значение"], silent["Акт"]) == ("не урегулировано", "")
    mentee = next(row for row in rows if row["Что"] == "Кто может стать менти")
    assert "; либо " in mentee["Значение"]
    assert {"Нормы", "Требования", "Основания"} < {row["Раздел"] for row in rows}


def test_the_text_of_an_act_with_the_quoted_words(world) -> None:
    curator = world("curator")
    page = curator.get("/rules/")
    address, place = re.findall(r'href="(/rules/acts/yurga#(q-[0-9a-f]{8}))"', page.text)[0]
    text = curator.get(address)
    assert f'id="{place}"' in text.text
    assert "<mark>Ментор может сопровождать одновременно до пяти менти</mark>" in text.text
    assert "Номер и дата в тексте Положения не указаны" in text.text


def test_an_act_without_a_text(world) -> None:
    page = world("curator").get("/rules/acts/az_1128_08?kind=mentor")
    assert "Текст к платформе не приложен" in page.text
    assert 'href="/rules/?kind=mentor"' in page.text
    listed = words(world("curator").get("/rules/").text)
    assert "Текст к платформе не приложен" in listed


def test_acts_of_others_are_not_found(world) -> None:
    assert world("dagestan-curator").get("/rules/acts/yurga").status_code == 404
    assert world("dagestan-curator").get("/rules/acts/dagestan").status_code == 200
    assert world("college").get("/rules/acts/tabuny").status_code == 404
    assert world("college").get("/rules/acts/yarovoye").status_code == 200
    assert world("ministry").get("/rules/acts/yurga").status_code == 200
    assert world("ministry").get("/rules/acts/no").status_code == 404


def test_a_stranger_has_to_log_in(site) -> None:
    for address in ("/rules/", "/rules/export.csv", "/rules/acts/yurga"):
        assert "/login" in site.test_client().get(address).location


def test_few_statements(world, site) -> None:
    ministry = world("ministry")
    address = f"/rules/?unit={world.ids['school']}"
    ministry.get(address)
    with site.app_context(), recorded() as statements:
        ministry.get(address)
    assert len(statements) <= 6, statements
