"""Orders: checked as they will be printed, issued once, printed as they were issued."""

from __future__ import annotations

import html
import re

import pytest

from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.order import Order
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting

TODAY = "21.11.2026"


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def pair(school, curator):
    return school.agreed(curator, school.drafted(curator))


def stored(school, model):
    with school.site.app_context(), acting(EVERYTHING):
        return db.session.query(model).order_by(model.id).all()


def checked(browser, pair, number="118-к", issued_on=TODAY):
    """The page «Проверьте приказ»."""
    return browser.get(f"{pair}/order", query_string={"number": number, "issued_on": issued_on})


def hidden(page):
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = (re.search(r'name="(\w+)".*?value="([^"]*)"', one) for one in found)
    return {one[1]: html.unescape(one[2]) for one in pairs if one}


def issue(school, browser, pair, **changes):
    sent = {"number": "118-к", "issued_on": TODAY, "key": "one"} | changes
    return school.send(browser, f"{pair}/order", **sent)


def test_the_first_page_asks_for_number_and_date(curator, pair) -> None:
    page = curator.get(f"{pair}/order").text
    assert 'name="number"' in page
    assert f'value="{TODAY}"' in page
    assert "Издать приказ" not in page


def test_an_order_is_read_before_it_is_issued(curator, pair) -> None:
    page = checked(curator, pair).text
    assert "Проверьте приказ" in page
    assert "Соколову Ольгу Сергеевну" in page
    assert "№ 118-к" in page.replace("\xa0", " ")
    assert "Издать приказ" in page
    given = hidden(page.split("Издать приказ")[0].split("<form")[-1])
    assert given["number"] == "118-к"
    assert given["issued_on"] == TODAY
    assert given["key"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"number": " "}, "Укажите номер приказа"),
        ({"issued_on": "31.02.2026"}, "такого дня нет"),
        ({"number": "1" * 65}, "Номер длиннее 64 знаков"),
    ],
)
def test_what_can_not_be_read_is_told(curator, pair, asked, message) -> None:
    answer = checked(curator, pair, **asked)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Издать приказ" not in answer.text


def test_an_issued_order_starts_the_pair_and_is_printed(school, curator, pair) -> None:
    given = hidden(checked(curator, pair).text.split("Издать приказ")[0].split("<form")[-1])
    answer = curator.post(f"{pair}/order", data=given)
    assert answer.status_code == 302
    page = curator.get(answer.location).text
    assert "Приказ № 118-к от 21.11.2026 издан." in page
    assert [one.state for one in stored(school, Mentorship)] == [State.ORDERED]
    printed = curator.get(f"{answer.location}.pdf")
    assert printed.data.startswith(b"%PDF")
    assert "filename*=UTF-8''%D0%9F%D1%80" in printed.headers["Content-Disposition"]
    assert printed.headers["Content-Disposition"].startswith("inline")
    assert "№ 118-к от 21.11.2026" in curator.get(pair).text
    assert "118-к" in curator.get("/orders/").text


def test_a_double_click_issues_one_order(school, curator, pair) -> None:
    first, second = issue(school, curator, pair), issue(school, curator, pair)
    assert first.location == second.location
    assert second.status_code == 302
    assert len(stored(school, Order)) == 1


def test_another_curator_is_told_that_it_is_issued(school, curator, pair) -> None:
    issued = issue(school, curator, pair)
    late = issue(school, school.enter("colleague"), pair, number="119-к", key="another")
    assert late.status_code == 409
    assert "возможно, его уже выполнили" in late.text
    assert curator.get(f"{pair}/order").location == issued.location
    assert len(stored(school, Order)) == 1


def test_what_the_rules_forbid_is_not_issued(school, curator) -> None:
    pair = school.drafted(curator, mentor_id=school.people["Никитина"])
    page = checked(curator, pair).text
    assert "Приказ издать нельзя" in page
    assert "Издать приказ</button>" not in page
    answer = issue(school, curator, pair)
    assert answer.status_code == 422
    assert "стаж педагогической работы не менее 10 лет" in answer.text
    assert not stored(school, Order)
    assert [one.state for one in stored(school, Mentorship)] == [State.DRAFT]


def test_a_taken_number_is_told_at_its_field(school, curator, pair) -> None:
    issue(school, curator, pair)
    other = school.agreed(curator, school.drafted(curator, mentee_id=school.people["Лебедева"]))
    answer = issue(school, curator, other, key="two")
    assert answer.status_code == 422
    assert "Приказ № 118-к за 2026 год уже есть" in answer.text
    assert 'href="#number"' in answer.text
    assert 'value="118-к"' in answer.text
    assert len(stored(school, Order)) == 1


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("22.11.2026", "ещё не наступила"),
        ("21.11.2016", "Проверьте год"),
    ],
)
def test_an_order_has_a_possible_date(school, curator, pair, day, message) -> None:
    answer = issue(school, curator, pair, issued_on=day)
    assert answer.status_code == 422
    assert message in answer.text
    assert not stored(school, Order)


def test_a_group_gets_one_order(school, curator) -> None:
    pair = school.drafted(curator, more_ids=[school.people["Лебедева"]])
    for one in stored(school, Mentorship):
        school.agreed(curator, f"/pairs/{one.public_id}")
    assert "сразу на всю группу" in curator.get(f"{pair}/order").text
    page = curator.get(issue(school, curator, pair).location).text
    assert "Зимину Ольгу" in page
    assert "Лебедеву Ольгу" in page
    assert len({one.order_id for one in stored(school, Mentorship)}) == 1


def test_a_reprint_never_changes(school, curator, pair) -> None:
    order = issue(school, curator, pair).location
    with school.site.app_context(), acting(EVERYTHING, write=True):
        db.session.get_one(Person, school.ids["Соколова"]).last_name = "Петрова"
        db.session.get_one(OrgUnit, school.unit_id).title = "Лицей"
        db.session.commit()
    page = curator.get(order).text
    assert "Соколову" in page
    assert "Школа № 1" in page.replace("\xa0", " ")


def test_a_school_without_a_head_is_told_what_to_fill_in(school, curator, pair) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        db.session.get_one(OrgUnit, school.unit_id).head_last_name = None
        db.session.commit()
    page = checked(curator, pair).text
    assert "Приказ пока не напечатать" in page
    assert "Издать приказ</button>" not in page
    assert issue(school, curator, pair).status_code == 422
    assert not stored(school, Order)


def test_an_empty_list_says_where_orders_come_from(curator) -> None:
    assert "Приказов пока нет" in curator.get("/orders/").text


def test_a_viewer_prints_and_does_not_issue(school, curator, pair) -> None:
    order = issue(school, curator, pair).location
    viewer = school.enter("viewer")
    assert viewer.get(f"{order}.pdf").status_code == 200
    assert viewer.get(f"{pair}/order").status_code == 403


def test_a_key_that_has_issued_one_order_issues_no_other(school, curator, pair) -> None:
    issue(school, curator, pair)
    answer = issue(school, curator, pair, number="119-к")
    assert answer.status_code == 409
    assert "уже издан приказ № 118-к от 21.11.2026, а сейчас отправлено другое" in answer.text
    assert [one.number for one in stored(school, Order)] == ["118-к"]


def test_an_order_that_was_read_before_a_change_is_read_again(school, curator, pair) -> None:
    given = hidden(
        checked(curator, pair).text.split("Издать приказ</button>")[0].split("<form")[-1]
    )
    with school.site.app_context(), acting(EVERYTHING, write=True):
        db.session.get_one(OrgUnit, school.unit_id).title = "Лицей"
        db.session.commit()
    answer = curator.post(f"{pair}/order", data=given)
    assert answer.status_code == 409
    assert "вас опередили" in answer.text
    assert "Лицей" in answer.text
    assert not stored(school, Order)
    again = hidden(answer.text.split("Издать приказ</button>")[0].split("<form")[-1])
    assert again["key"] != given["key"]
    assert again["number"] == "118-к"
    assert curator.post(f"{pair}/order", data=again).status_code == 302


def test_an_order_that_passes_the_cap_meanwhile_is_told_with_the_clause(school, curator) -> None:
    mentees = ("Зимина", "Лебедева", "Гусева")
    pairs = [
        school.agreed(curator, school.drafted(curator, mentee_id=school.people[one]))
        for one in mentees
    ]
    read = [
        hidden(checked(curator, one, number=f"{at}-к").text.split("Издать приказ</button>")[0])
        for at, one in enumerate(pairs, 1)
    ]
    answers = [
        curator.post(f"{one}/order", data=given) for one, given in zip(pairs, read, strict=True)
    ]
    assert [one.status_code for one in answers] == [302, 302, 409]
    late = answers[-1].text
    assert "вас опередили" in late
    assert "не более двух лиц" in late
    assert 'value="3-к"' in late
    assert f'href="{pairs[-1]}"' in late
    assert "Издать приказ</button>" not in late
    assert len(stored(school, Order)) == 2


def test_a_consent_after_the_order_is_a_finding_with_its_clause(curator, pair) -> None:
    page = checked(curator, pair, issued_on="19.11.2026").text
    assert "Согласие наставника — 20.11.2026, приказ — 19.11.2026" in page
    assert "п.\xa02.6" in page
    assert "Приказ издать нельзя" in page
