"""The bases of mentors and mentees: lists, the card, its form, the file, the archive."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

NEW = {
    "last_name": "Крылова",
    "first_name": "Вера",
    "patronymic": "Павловна",
    "gender": "f",
    "position": "учитель химии",
    "is_mentor": "y",
}


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def sokolova(school) -> str:
    return f"/people/{school.people['Соколова']}"


def add(school, count=1, **fields):
    """People of the school, written past the pages; returns the address of the last one."""
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        people = [factories.person(unit, **fields) for _ in range(count)]
        db.session.commit()
        return f"/people/{people[-1].public_id}"


def stored(school, last_name):
    with school.site.app_context(), acting(EVERYTHING):
        found = db.session.query(Person).filter_by(last_name=last_name).order_by(Person.id)
        return found.all()[-1]


def typed(page):
    """What the form would send if nobody touched it."""
    body = page.text[page.text.index("card-form") :]
    values: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        name, kind = attribute(tag, "name"), attribute(tag, "type")
        if kind in {"radio", "checkbox"} and " checked" not in tag:
            continue
        values.setdefault(name, []).append(attribute(tag, "value"))
    for name, options in re.findall(
        r'<select[^>]* name="([^"]+)">(.*?)</select>', body, re.DOTALL
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        values.setdefault(name, []).append(chosen[1] if chosen else "")
    return values


def attribute(tag, name):
    found = re.search(rf' {name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def edit(browser, card, **changes):
    """Open the card's form, change some fields, send it."""
    return browser.post(f"{card}/edit", data=typed(browser.get(f"{card}/edit")) | changes)


def names(page):
    return re.findall(r'<th scope="row"><a href="/people/[^"]+">([^<]+)</a>', page.text)


# --- the card ---


def test_the_card_shows_facts_with_units_and_names_in_cases(school, curator, sokolova) -> None:
    page = curator.get(sokolova).text
    assert "21\N{NO-BREAK SPACE}год" in page
    assert "Стаж внесён 21.11.2026" in page
    assert "не указано; нужно: Положение о наставничестве г. Юрги, п." in page
    assert "Соколовой Ольге Сергеевне" in page
    assert "Назначить наставника" not in page
    mentee = curator.get(f"/people/{school.people['Зимина']}").text
    assert f'href="/pairs/new?mentee={school.people["Зимина"]}"' in mentee


def test_the_card_shows_pairs_of_both_sides(school, curator, sokolova) -> None:
    school.drafted(curator)
    assert "Зимина Ольга Сергеевна" in curator.get(sokolova).text
    assert "Соколова Ольга Сергеевна" in curator.get(f"/people/{school.people['Зимина']}").text


@pytest.mark.parametrize("where", ["", "/edit", "/archive", "/restore"])
def test_a_stranger_finds_nobody(school, sokolova, where) -> None:
    browser = school.enter("stranger")
    token = browser.token(browser.get("/people/"))
    if where in {"", "/edit"}:
        assert browser.get(sokolova + where).status_code == 404
    if where:
        assert browser.post(sokolova + where, data={"csrf_token": token}).status_code == 404
    assert not names(browser.get("/people/?text=Сок"))


def test_who_only_looks_gets_no_buttons_and_no_way(school, sokolova) -> None:
    viewer = school.enter("viewer")
    page = viewer.get(sokolova).text
    assert "Изменить" not in page
    assert "Убрать в архив" not in page
    assert "Добавить человека" not in viewer.get("/people/").text
    token = viewer.token(viewer.get("/people/"))
    assert viewer.get("/people/new").status_code == 403
    assert viewer.post(f"{sokolova}/archive", data={"csrf_token": token}).status_code == 403
    assert school.enter("mentor").get("/people/").status_code == 403


# --- a new card ---


def test_a_new_card(school, curator) -> None:
    assert "is_mentee" in typed(curator.get("/people/new?base=mentees"))
    assert "is_mentor" not in typed(curator.get("/people/new?base=mentees"))
    answer = curator.send(
        "/people/new", **NEW, fact_experience_pedagogical=["9", "6"], fact_first_job="no"
    )
    assert answer.status_code == 302
    person = stored(school, "Крылова")
    assert person.facts == {"experience.pedagogical": 114, "first_job": False}
    assert person.is_mentor
    assert not person.is_mentee
    assert "9\N{NO-BREAK SPACE}лет 6\N{NO-BREAK SPACE}месяцев" in curator.get(answer.location).text


def test_what_is_wrong_is_told_and_what_was_typed_stays(curator) -> None:
    answer = curator.send(
        "/people/new",
        last_name="  ",
        first_name="Вера",
        birth_date="31.02.1990",
        admitted_on="21.11.2036",
        fact_experience_pedagogical=["девять", ""],
        fact_experience_methodical=["3", "12"],
        fact_load_rate="полставки",
    )
    assert answer.status_code == 422
    for told in (
        "Заполните поле «Фамилия».",
        "Укажите пол",
        "такого дня нет",
        "введите целые числа",
        "от 0 до 11",
        "Нагрузка в ставках: введите число, например 1,25.",
    ):
        assert told in answer.text
    assert "Проверьте форму: 7\N{NO-BREAK SPACE}замечаний" in answer.text
    for kept in ("31.02.1990", "21.11.2036", "девять", 'value="Вера"'):
        assert kept in answer.text
    assert 'href="#fact_experience_pedagogical"' in answer.text


def test_days_that_can_not_be_are_refused(curator) -> None:
    answer = curator.send("/people/new", **NEW, birth_date="01.01.2000", admitted_on="01.01.2000")
    assert "до своего рождения" in answer.text
    answer = curator.send("/people/new", **NEW, birth_date="22.11.2026")
    assert "ещё не наступила" in answer.text
    answer = curator.send("/people/new", **NEW | {"position": "у" * 201})
    assert "Слишком длинно" in answer.text


def test_a_double_click_makes_one_card_and_a_namesake_another(curator) -> None:
    assert curator.send("/people/new", **NEW).status_code == 302
    again = curator.send("/people/new", **NEW)
    assert again.status_code == 422
    assert "уже есть" in again.text
    assert 'href="#is_namesake"' in again.text
    assert curator.send("/people/new", **NEW, is_namesake="y").status_code == 302
    other_day = curator.send("/people/new", **NEW, birth_date="01.05.1990", is_namesake="y")
    assert other_day.status_code == 302
    assert len(names(curator.get("/people/?text=Крылова"))) == 3


# --- changing a card ---


def test_saving_an_untouched_form_changes_nothing(school, curator) -> None:
    facts = {
        "experience.pedagogical": 100,
        "first_job": False,
        "wishes": True,
        "status": [],
        "category": "first",
        "mentoring.years": 0,
        "kept.for.later": 1,
    }
    card = add(school, last_name="Старова", facts=facts, facts_on=date(2026, 3, 1))
    assert "8\N{NO-BREAK SPACE}лет 12" not in curator.get(card).text
    assert "9\N{NO-BREAK SPACE}лет" in curator.get(card).text
    assert edit(curator, card).status_code == 302
    person = stored(school, "Старова")
    assert person.facts == facts
    assert person.facts_on == date(2026, 3, 1)


def test_service_counted_anew_is_counted_from_today(school, curator) -> None:
    facts = {"experience.pedagogical": 100, "experience.post": 12}
    card = add(school, last_name="Старова", facts=facts, facts_on=date(2026, 3, 1))
    edit(curator, card, fact_experience_pedagogical=["10", ""], fact_category="highest")
    person = stored(school, "Старова")
    assert person.facts == {
        "experience.pedagogical": 120,
        "experience.post": 20,
        "category": "highest",
    }
    assert person.facts_on == date(2026, 11, 21)


def test_an_answer_can_become_unknown_again(school, curator) -> None:
    card = add(school, last_name="Старова", facts={"first_job": True, "load.rate": 125})
    edit(curator, card, fact_first_job="", fact_load_rate="")
    assert stored(school, "Старова").facts == {}


def test_a_stale_form_shows_both_versions_and_keeps_the_typed(school, sokolova) -> None:
    first, second = school.enter("curator"), school.enter("colleague")
    mine = typed(first.get(f"{sokolova}/edit")) | {"position": "методист"}
    assert edit(second, sokolova, position="завуч", fact_wishes="yes").status_code == 302
    answer = first.post(f"{sokolova}/edit", data=mine)
    assert answer.status_code == 409
    assert "изменил другой человек" in answer.text
    assert "Сохранено другим" in answer.text
    assert "> завуч</label>" in answer.text
    assert 'value="методист"' in answer.text
    assert first.post(f"{sokolova}/edit", data=typed(answer)).status_code == 302
    assert stored(school, "Соколова").position == "методист"


def test_of_two_versions_each_field_is_chosen(school, sokolova) -> None:
    first, second = school.enter("curator"), school.enter("colleague")
    mine = typed(first.get(f"{sokolova}/edit")) | {
        "position": "методист",
        "birth_date": "01.05.1980",
    }
    edit(second, sokolova, position="завуч", fact_wishes="yes", patronymic="")
    late = first.post(f"{sokolova}/edit", data=mine)
    assert 'name="take.position" value="theirs" form="edit"' in late.text
    assert 'name="take.last_name"' not in late.text  # the same in both
    chosen = {"take.position": "theirs", "take.patronymic": "theirs", "take.birth_date": "mine"}
    answer = first.post(f"{sokolova}/edit", data=typed(late) | chosen)
    assert answer.status_code == 302
    kept = stored(school, "Соколова")
    assert kept.position == "завуч"
    assert kept.patronymic is None
    assert kept.birth_date == date(1980, 5, 1)
    assert "wishes" not in kept.facts  # mine: it was unknown when the form was opened


def test_a_form_without_a_version_is_stale(curator, sokolova) -> None:
    assert edit(curator, sokolova, version="new").status_code == 409


def test_a_case_typed_by_hand_wins_until_the_name_changes(school, curator, sokolova) -> None:
    edit(curator, sokolova, case_dative="Сокол Ольге Сергеевне")
    page = curator.get(sokolova).text
    assert "Сокол Ольге Сергеевне" in page
    assert "по правилам было бы: Соколовой Ольге Сергеевне" in page
    edit(curator, sokolova, case_dative="  Соколовой Ольге   Сергеевне ")
    assert stored(school, "Соколова").overrides == {}
    edit(curator, sokolova, case_dative="Сокол Ольге Сергеевне")
    edit(curator, sokolova, last_name="Орлова")
    assert stored(school, "Орлова").overrides == {}


def test_a_case_needs_the_whole_name(curator, sokolova) -> None:
    answer = edit(curator, sokolova, case_dative="Соколовой Ольге")
    assert answer.status_code == 422
    assert "напишите имя полностью" in answer.text
    assert 'href="#case_dative"' in answer.text


# --- facts of their own kinds ---

TRAINED = {
    "fact_training-topic": ["mentoring", "", ""],
    "fact_training-title": ["Школа наставника", "", ""],
    "fact_training-hours": ["72", "", ""],
    "fact_training-on": ["01.05.2024", "", ""],
}


def test_numbers_and_trainings_are_kept_as_they_are_meant(school, curator) -> None:
    answer = curator.send(
        "/people/new",
        **NEW,
        **TRAINED,
        fact_load_rate="1,25",
        fact_contract_months="11",
        fact_education="master",
    )
    assert stored(school, "Крылова").facts == {
        "load.rate": 125,
        "contract.months": 11,
        "education": "master",
        "training": [
            {
                "topic": "mentoring",
                "title": "Школа наставника",
                "hours": 72,
                "on": "2024-05-01",
            }
        ],
    }
    page = curator.get(answer.location).text
    assert "1,25\N{NO-BREAK SPACE}ставки" in page
    assert "«Школа наставника», наставничество, 72\N{NO-BREAK SPACE}часа, 01.05.2024" in page
    assert edit(curator, answer.location).status_code == 302
    assert stored(school, "Крылова").facts["training"][0]["hours"] == 72


def test_one_more_row_keeps_what_is_typed_and_saves_nothing(curator) -> None:
    answer = curator.send(
        "/people/new",
        **NEW | {"last_name": ""},
        **TRAINED
        | {
            "fact_training-hours": ["много", "", ""],
            "fact_training-more": "1",
        },
    )
    assert answer.status_code == 200
    assert answer.text.count('name="fact_training-topic"') == 4
    assert 'value="Школа наставника"' in answer.text
    assert 'value="много"' in answer.text
    assert 'data-dirty="unsaved"' in answer.text


def test_faults_of_a_training_are_told_by_its_row(curator) -> None:
    wrong = {"hours": ["", "много", ""], "on": ["01.05.2024", "32.05.2024", ""]}
    rows = {f"fact_training-{part}": typed for part, typed in wrong.items()}
    answer = curator.send("/people/new", **NEW, **TRAINED | rows, **{"fact_training-none": "y"})
    assert answer.status_code == 422
    for told in (
        "Обучение, строка 2: часы",
        "Обучение, строка 2: «32.05.2024»",
        "обучения не было",
    ):
        assert told in answer.text
    assert 'href="#fact_training"' in answer.text


def test_no_training_is_known_and_not_the_same_as_no_answer(school, curator) -> None:
    curator.send("/people/new", **NEW, **{"fact_training-none": "y"})
    assert stored(school, "Крылова").facts == {"training": []}


def test_asked_facts_come_first_under_their_headings_with_the_clause(curator, sokolova) -> None:
    page = curator.get(f"{sokolova}/edit").text
    asked, rest = page.split("Другие сведения")
    assert "По правилам вашего региона нужны" in asked
    assert "Нужно: Положение о наставничестве г. Юрги, п." in asked
    assert 'name="fact_experience_pedagogical"' in asked
    assert 'name="fact_load_rate"' in rest
    for heading in ("Стаж", "Должность и категория", "Образование и нагрузка", "Договор"):
        assert f'<h3 class="fact-group">{heading}</h3>' in page


# --- the archive ---


def test_a_card_goes_to_the_archive_and_back(curator, sokolova) -> None:
    token = curator.token(curator.get("/people/"))
    assert curator.post(f"{sokolova}/archive", data={"csrf_token": token}).status_code == 302
    page = curator.get(sokolova).text
    assert "Карточка в архиве с 21.11.2026" in page
    assert "Соколова Ольга Сергеевна" not in names(curator.get("/people/"))
    curator.post(f"{sokolova}/restore", data={"csrf_token": token})
    assert "Соколова Ольга Сергеевна" in names(curator.get("/people/"))


def test_who_takes_part_can_not_be_archived(school, curator, sokolova) -> None:
    school.drafted(curator)
    token = curator.token(curator.get("/people/"))
    answer = curator.post(f"{sokolova}/archive", data={"csrf_token": token})
    assert answer.status_code == 409
    assert "Сначала завершите его" in answer.text
    assert stored(school, "Соколова").archived_on is None
