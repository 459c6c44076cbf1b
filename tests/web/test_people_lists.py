"""Lists of people: the two bases, names, pages, the file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from sqlalchemy import event

from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories


@pytest.fixture
def curator(school):
    return school.enter("curator")


def add(school, count=1, **fields):
    """People of the school, written past the pages; returns the address of the last one."""
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        people = [factories.person(unit, **fields) for _ in range(count)]
        db.session.commit()
        return f"/people/{people[-1].public_id}"


def names(page):
    return re.findall(r'<th scope="row"><a href="/people/[^"]+">([^<]+)</a>', page.text)


def test_the_bases_hold_their_people(school, curator) -> None:
    add(school, last_name="Архивов", archived_on=date(2026, 1, 1))
    assert len(names(curator.get("/people/"))) == 5
    assert names(curator.get("/people/?base=mentors")) == [
        "Никитина Ольга Сергеевна",
        "Соколова Ольга Сергеевна",
    ]
    assert len(names(curator.get("/people/?base=mentees"))) == 3
    assert names(curator.get("/people/?base=archive")) == ["Архивов Иван Петрович"]
    assert len(names(curator.get("/people/?base=nothing&page=x"))) == 5


def test_a_name_is_found_by_its_beginning(curator) -> None:
    assert names(curator.get("/people/?text=сок")) == ["Соколова Ольга Сергеевна"]
    page = curator.get("/people/?text=Щ%")
    assert "Никого не нашлось" in page.text
    assert "Показать всех" in page.text


def test_an_empty_base_says_what_to_do(school) -> None:
    page = school.enter("stranger").get("/people/")
    assert "Здесь пока никого нет" in page.text
    assert "Архив пуст" in school.enter("stranger").get("/people/?base=archive").text


def test_pages_of_a_long_list(school, curator) -> None:
    add(school, 60)
    assert "1–50 из 65" in curator.get("/people/").text
    assert curator.get("/people/?page=9").location == "/people/?page=2"
    whole = curator.get("/people/?print=1&page=2")
    assert len(names(whole)) == 65
    assert "Ctrl+P" in whole.text


def test_who_is_busy_is_told(school, curator) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        pair = {"mentor_id": school.ids["Соколова"], "mentee_id": school.ids["Зимина"]}
        factories.mentorship(unit, **pair)
        factories.mentorship(unit, **pair, state=State.COMPLETED)
        db.session.commit()
    page = curator.get("/people/").text
    assert "наставник: 1\N{NO-BREAK SPACE}пара" in page
    assert "наставляемый: 1\N{NO-BREAK SPACE}пара" in page


def test_a_list_asks_the_database_as_often_for_fifty_as_for_five(school, curator) -> None:
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    with school.site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    curator.get("/people/")
    few = len(asked)
    event.remove(engine, "before_cursor_execute", note)
    add(school, 45)
    asked.clear()
    event.listen(engine, "before_cursor_execute", note)
    assert len(names(curator.get("/people/"))) == 50
    event.remove(engine, "before_cursor_execute", note)
    assert len(asked) == few <= 6


def test_the_file_opens_in_excel_and_runs_nothing(school, curator) -> None:
    add(school, last_name='=HYPERLINK("http://x")', position="+учитель; химии")
    answer = curator.get("/people/export.csv?base=mentors")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert 'filename="people-mentors-2026-11-21.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["Фамилия"] == '\'=HYPERLINK("http://x")'
    assert rows[0]["Должность"] == "'+учитель; химии"
    assert rows[-1]["Педагогический стаж"] == "21\N{NO-BREAK SPACE}год"
    assert rows[-1]["Дата рождения"] == "01.05.1990"
    assert rows[-1]["В архиве с"] == ""
