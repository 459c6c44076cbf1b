"""Pages of pairs: the list, the form with findings beside it, two curators at one draft."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from sqlalchemy import event

from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

HX = {"HX-Request": "true"}


@pytest.fixture
def curator(school):
    return school.enter("curator")


def rows(school):
    with school.site.app_context(), acting(EVERYTHING):
        return db.session.query(Mentorship).order_by(Mentorship.id).all()


def values(page):
    """Name -> what the form's text fields hold."""
    found = re.findall(r'<input[^>]* name="(\w+)"[^>]*? value="([^"]*)"', page)
    return {name: html.unescape(text) for name, text in found}


def many(school, count, **fields):
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        for _ in range(count):
            factories.mentorship(unit, **fields)
        db.session.commit()


def test_an_empty_list_says_what_to_do(curator) -> None:
    page = curator.get("/pairs/").text
    assert "Пар пока нет" in page
    assert 'href="/pairs/new"' in page


def test_the_list_is_filtered_and_sorted(school, curator) -> None:
    school.drafted(curator)
    school.drafted(curator, mentee_id=school.people["Лебедева"], kind="coach")
    assert "Всего: 2" in curator.get("/pairs/").text
    assert "Найдено: 1" in curator.get("/pairs/?kind=coach").text
    assert "Найдено: 1" in curator.get("/pairs/?text=леб").text
    assert "Найдено: 2" in curator.get("/pairs/?state=draft").text
    assert "Ничего не нашлось" in curator.get("/pairs/?state=active").text
    up = curator.get("/pairs/?sort=mentee").text
    down = curator.get("/pairs/?sort=-mentee").text
    assert up.index("Зимина Ольга") < up.index("Лебедева Ольга")
    assert down.index("Зимина Ольга") > down.index("Лебедева Ольга")
    assert curator.get("/pairs/?sort=password&state=nowhere&page=0").status_code == 200


def test_a_mentor_sees_only_own_pairs_whatever_is_asked(school, curator) -> None:
    school.drafted(curator)
    assert "Всего: 1" in school.enter("mentor").get("/pairs/").text
    assert "не состоите ни в одной" in school.enter("bystander").get("/pairs/").text
    found = school.enter("bystander").get("/pairs/?state=draft&text=Зим").text
    assert "Зимина" not in found


def test_a_page_past_the_last_one_leads_to_it(school, curator) -> None:
    many(school, 60)
    assert "1–50 из 60" in curator.get("/pairs/").text
    assert curator.get("/pairs/?page=9").location == "/pairs/?page=2"
    assert curator.get("/pairs/?print=1").text.count("<tr>") == 61


def test_the_list_costs_the_same_statements_for_any_number_of_rows(school, curator) -> None:
    def cost() -> int:
        said = []
        with school.site.app_context():
            engine = db.engine

        def note(_connection, _cursor, statement, *_rest) -> None:
            said.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        assert curator.get("/pairs/").status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return len([one for one in said if one.lstrip().upper().startswith("SELECT")])

    many(school, 2)
    few = cost()
    many(school, 40)
    assert cost() == few
    many(school, 20)
    assert cost() <= 6


def test_the_file_opens_in_excel_and_runs_no_formula(school, curator) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        sly = factories.person(unit, last_name="=1+1", position="+7")
        factories.mentorship(unit, mentee_id=sly.id)
        db.session.commit()
    answer = curator.get("/pairs/export.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    line = answer.data.decode("utf-8-sig").splitlines()[1]
    assert line.count(";") == 11
    assert not line.startswith("=")
    assert "01.09.2026" in line


def test_the_form_offers_only_words_of_this_unit(school, curator) -> None:
    page = curator.get(f"/pairs/new?mentee={school.people['Зимина']}").text
    assert "Менторство" in page
    assert "Веерное" not in page
    assert re.search(rf'<option selected value="{school.people["Зимина"]}"', page)
    mentors = re.findall(r'<select[^>]* name="mentor_id".*?</select>', page, re.DOTALL)
    assert "Зимина" not in mentors[0]


def test_htmx_gets_the_findings_and_the_words_of_the_kind(school, curator) -> None:
    token = curator.token(curator.get("/pairs/new"))
    typed = school.draft(mentor_id=school.people["Никитина"], end="30.04.2027")
    answer = curator.post("/pairs/check", data={"csrf_token": token, **typed}, headers=HX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Срок 5\xa0месяцев короче наименьшего" in answer.text
    assert "п.\xa02.4" in answer.text
    assert "9 лет" in answer.text.replace("\xa0", " ")
    assert '<span id="mentee-word" hx-swap-oob="true">Молодой педагог</span>' in answer.text
    assert "по 31.05.2027" in answer.text
    hint = re.search(r'id="term-why".*?</div>', answer.text, re.DOTALL)
    assert hint
    assert "Почему?<span> — наименьший срок" in hint[0]
    assert "п.\xa02.4" in hint[0]
    typed["kind"] = "mentor"
    answer = curator.post("/pairs/check", data={"csrf_token": token, **typed}, headers=HX)
    assert '<span id="mentor-word" hx-swap-oob="true">Ментор</span>' in answer.text
    assert not rows(school)


def test_a_check_before_anything_is_chosen_says_nothing(curator) -> None:
    token = curator.token(curator.get("/pairs/new"))
    answer = curator.post("/pairs/check", data={"csrf_token": token}, headers=HX)
    assert "Замечания появятся здесь" in answer.text
    assert "Выберите наставника." not in answer.text


def test_without_scripts_the_same_check_keeps_the_form(school, curator) -> None:
    typed = school.draft(mentee_id="", end="31.02.2027")
    answer = school.send(curator, "/pairs/check", **typed)
    assert answer.status_code == 200
    assert "«31.02.2027» — такого дня нет" in answer.text
    assert "Выберите наставляемого." not in answer.text
    assert "Ещё не указано, а от этого зависят правила: наставляемый." in answer.text
    kept = values(answer.text)
    assert kept["start"] == "01.12.2026"
    assert kept["end"] == "31.02.2027"
    assert not rows(school)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": "31.02.2027"}, "«31.02.2027» — такого дня нет"),
        ({"end": "01.11.2026"}, "Окончание 01.11.2026 раньше начала 01.12.2026"),
        ({"kind": "fan"}, "Выберите один из вариантов списка."),
        ({"mentor_id": "nobody"}, "Выберите один из вариантов списка."),
        ({"regime": ""}, "Укажите, как оформлена работа наставника."),
        ({"note": "я" * 2001}, "Не длиннее 2000 знаков."),
    ],
)
def test_bad_input_is_told_and_kept(school, curator, changes, message) -> None:
    answer = school.send(curator, "/pairs/new", **school.draft(**changes))
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    assert message in answer.text
    kept = values(answer.text)
    assert {"start": kept["start"], "end": kept["end"]} == {
        name: school.draft(**changes)[name] for name in ("start", "end")
    }
    assert not rows(school)


def test_nobody_is_their_own_mentor(school, curator) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        both = str(factories.person(unit).public_id)
        db.session.commit()
    answer = school.send(curator, "/pairs/new", **school.draft(mentor_id=both, mentee_id=both))
    assert answer.status_code == 422
    assert "Наставник и наставляемый — один человек" in answer.text


def test_one_pair_is_not_made_twice_at_one_time(school, curator) -> None:
    school.drafted(curator)
    answer = school.send(curator, "/pairs/new", **school.draft(start="01.06.2027"))
    assert answer.status_code == 422
    assert "уже закреплён(а) за этим наставником" in answer.text
    assert 'href="#mentee_id"' in answer.text
    assert len(rows(school)) == 1


def test_a_draft_may_break_the_rules_and_the_page_says_so(school, curator) -> None:
    pair = school.drafted(curator, mentor_id=school.people["Никитина"])
    page = curator.get(pair).text
    assert "Приказ пока не издать" in page
    assert "педагогический стаж" in page
    assert "Сначала устраните замечания" in page


def test_several_mentees_make_a_group_with_one_order(school, curator) -> None:
    more = [school.people["Лебедева"], school.people["Гусева"]]
    pair = school.drafted(curator, more_ids=more)
    made = rows(school)
    assert len(made) == 3
    assert len({one.group_id for one in made}) == 1
    page = curator.get(pair).text
    assert "Группа: 3" in page
    assert "одновременно 3" in page.replace("\xa0", " ")
    shared = school.send(curator, f"{pair}/edit", **school.draft(end="01.12.2029", version="1"))
    assert shared.status_code == 302
    assert {one.end for one in rows(school)} == {date(2029, 12, 1)}


def test_mentees_join_a_stored_draft_once_each(school, curator) -> None:
    pair = school.drafted(curator)
    more = [school.people["Лебедева"], school.people["Гусева"]]
    joined = school.draft(more_ids=more, version="1")
    assert school.send(curator, f"{pair}/edit", **joined).status_code == 302
    assert len(rows(school)) == 3
    assert len({one.group_id for one in rows(school)}) == 1
    again = school.draft(more_ids=more[:1], version="2")
    assert school.send(curator, f"{pair}/edit", **again).status_code == 302
    assert len(rows(school)) == 3
    twice = school.draft(mentee_id=more[0], version="2")
    answer = school.send(curator, f"{pair}/edit", **twice)
    assert answer.status_code == 422
    assert "уже есть в группе" in answer.text


def test_the_second_curator_is_told_and_loses_nothing(school, curator) -> None:
    pair = school.drafted(curator)
    colleague = school.enter("colleague")
    seen = values(colleague.get(f"{pair}/edit").text)["version"]
    mine = school.draft(end="31.05.2028", note="согласовано", version=seen)
    assert school.send(curator, f"{pair}/edit", **mine).status_code == 302
    late = school.send(colleague, f"{pair}/edit", **school.draft(end="30.11.2028", version=seen))
    assert late.status_code == 409
    assert "изменил другой человек" in late.text
    assert "31.05.2028" in late.text
    assert "согласовано" in late.text
    kept = values(late.text)
    assert kept["end"] == "30.11.2028"
    assert rows(school)[0].end == date(2028, 5, 31)
    again = school.send(
        colleague,
        f"{pair}/edit",
        **school.draft(end="30.11.2028", version=kept["version"]),
        **{"take.end": "mine", "take.note": "theirs"},
    )
    assert again.status_code == 302
    assert rows(school)[0].end == date(2028, 11, 30)
    assert rows(school)[0].note == "согласовано"


@pytest.mark.parametrize("version", ["", "abc", "99999999999999999999", "-1"])
def test_a_form_without_a_version_overwrites_nothing(school, curator, version) -> None:
    pair = school.drafted(curator)
    answer = school.send(
        curator, f"{pair}/edit", **school.draft(end="30.11.2028", version=version)
    )
    assert answer.status_code == 409


def test_a_draft_being_changed_is_checked_against_itself_and_its_papers(school, curator) -> None:
    pair = school.agreed(curator, school.drafted(curator))
    token = curator.token(curator.get(f"{pair}/edit"))
    sent = {"csrf_token": token, **school.draft()}
    answer = curator.post(f"{pair}/check", data=sent, headers=HX).text
    assert "замечаний нет" in answer
    sent["mentee_id"] = school.people["Гусева"]
    answer = curator.post(f"{pair}/check", data=sent, headers=HX).text
    assert "Не получено: письменное согласие наставника" in answer


def test_consents_follow_people(school, curator) -> None:
    pair = school.agreed(curator, school.drafted(curator))
    assert "Можно издать" in curator.get(pair).text
    seen = values(curator.get(f"{pair}/edit").text)["version"]
    changed = school.draft(mentee_id=school.people["Гусева"], version=seen)
    assert school.send(curator, f"{pair}/edit", **changed).status_code == 302
    page = curator.get(pair).text
    assert "Нужно получить" in page
    assert "Документ отозван" in page
    assert "изменились участники" in page


def test_a_discarded_draft_leaves_the_list_and_comes_back(school, curator) -> None:
    pair = school.drafted(curator)
    stale = school.send(curator, f"{pair}/discard", version="7")
    assert stale.status_code == 409
    assert school.send(curator, f"{pair}/discard", version="1").status_code == 302
    assert "Пар пока нет" in curator.get("/pairs/").text
    assert "Восстановить черновик" in curator.get(pair).text
    assert curator.get(f"{pair}/edit").location == pair
    assert school.send(curator, f"{pair}/restore").status_code == 302
    assert [one.state for one in rows(school)] == [State.DRAFT]


def test_a_viewer_reads_and_changes_nothing(school, curator) -> None:
    pair = school.drafted(curator)
    viewer = school.enter("viewer")
    page = viewer.get(pair).text
    assert "Изменить" not in page
    assert viewer.get("/pairs/new").status_code == 403
    assert viewer.get(f"{pair}/edit").status_code == 403
