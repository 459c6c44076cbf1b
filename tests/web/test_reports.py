"""Pages of reports: the institution sends, the centre reviews, the ministry sees the sums."""

from __future__ import annotations

import re
from datetime import date

import pytest

from nastavnik.domain.access import Role
from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases.accounts import hashed

PASSWORD = "correct horse"
Q4 = "/reports/2026-Q4"
FIGURE = "figure?indicator=pairs.active&group=teachers"
WHO = {
    "curator": ("first", Role.CURATOR),
    "viewer": ("first", Role.VIEWER),
    "neighbour": ("second", Role.CURATOR),
    "mentor": ("first", Role.MENTOR),
    "town": ("town", Role.MUNICIPAL),
    "far": ("far", Role.MUNICIPAL),
    "ministry": ("region", Role.MINISTRY),
}


@pytest.fixture
def world(site):
    """Logins by name; addresses of the units by name."""
    with site.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass", title="Регион")
        town = factories.unit(region, slug="yurga", title="Город")
        far = factories.unit(region, slug="far", title="Дальний район")
        units = {
            "region": region,
            "town": town,
            "far": far,
            "first": factories.unit(town, title="Школа первая", short_title="Школа первая"),
            "second": factories.unit(town, title="Школа вторая", short_title="Школа вторая"),
        }
        school = units["first"]
        mentor = factories.person(school, last_name="Тайнова")
        factories.mentorship(school, mentor_id=mentor.id)
        factories.mentorship(school, mentor_id=mentor.id, start=date(2026, 10, 5), kind="mentor")
        factories.mentorship(school, form="employer_student")
        factories.mentorship(school, state=State.DRAFT)
        sealed = hashed(PASSWORD)
        for login, (unit, role) in WHO.items():
            account = factories.account(
                login=login, password_hash=sealed, display_name=f"Человек {login}"
            )
            factories.membership(units[unit], role, account_id=account.id)
        db.session.commit()
        ids = {name: str(unit.public_id) for name, unit in units.items()}

    return World(site, ids)


class World:
    """`world("curator")` is a browser in which the person has logged in."""

    def __init__(self, site, ids) -> None:
        self.site, self.ids = site, ids

    def __call__(self, login):
        browser = self.site.test_client()
        browser.log_in(login)
        return browser


def hidden(page, name) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page.text)
    assert found
    return found[1]


def submit(browser, note="", **changed):
    """From the figures over the check to the sent report."""
    page = browser.send(f"{Q4}/check", Q4, note=note)
    assert page.status_code == 200
    values = {name: hidden(page, name) for name in ("seal", "key", "csrf_token")} | changed
    return browser.post(f"{Q4}/submit", data={**values, "note": note})


def sent_by(browser):
    return submit(browser).headers["Location"]


def text(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_the_list_of_periods(world) -> None:
    page = world("curator").get("/reports/")
    assert "IV квартал 2026 года" in page.text
    assert "Не сдан" in page.text
    assert "Сдано отчётов: 0 %" in world("ministry").get("/reports/").text


def test_live_figures_open_to_their_pairs(world) -> None:
    curator = world("curator")
    page = curator.get(Q4)
    assert "Период ещё не закончился" in page.text
    assert "В отчёт войдут цифры на 21" in page.text
    assert f"{Q4}/figure?indicator=pairs.active&amp;group=teachers&amp;kind=mentor" in page.text
    pairs = curator.get(f"{Q4}/{FIGURE}")
    assert pairs.text.count("Тайнова") == 2
    assert curator.get(f"{Q4}/{FIGURE}&kind=mentor").text.count("Тайнова") == 1
    mentors = curator.get(f"{Q4}/figure?indicator=persons.mentors&group=teachers")
    assert mentors.text.count('<th scope="row">Тайнова') == 1
    assert mentors.text.count("Тайнова") == 3
    empty = curator.get(f"{Q4}/figure?indicator=pairs.completed&group=teachers")
    assert "За этим числом нет пар" in empty.text


@pytest.mark.parametrize(
    "address",
    [
        "/reports/2026-Q5",
        "/reports/2027-Q1",
        f"{Q4}/figure?indicator=no&group=teachers",
        f"{Q4}/figure?indicator=pairs.active&group=no",
        f"{Q4}/figure",
        f"{Q4}/in/00000000-0000-0000-0000-000000000000",
        "/reports/sent/00000000-0000-0000-0000-000000000000",
    ],
)
def test_unknown_addresses_are_not_found(world, address) -> None:
    assert world("curator").get(address).status_code == 404
    assert world("ministry").get(address).status_code == 404


def test_answers_are_checked_and_then_sent(world) -> None:
    curator = world("curator")
    check = curator.send(f"{Q4}/check", Q4, note="Всё верно")
    assert "Проверьте отчёт перед отправкой" in check.text
    assert "Всё верно" in check.text
    answer = submit(curator, "Всё верно")
    assert answer.status_code == 302
    page = curator.get(answer.headers["Location"])
    assert "Отчёт сдан" in page.text
    assert "Сдан, ждёт проверки" in page.text
    assert "SHA-256" in page.text
    assert "Ничего: все пары такие же" in page.text
    live = curator.get(Q4)
    assert "Отчёт сдан и ждёт проверки" in live.text
    assert "Проверить перед отправкой" not in live.text


def test_one_can_go_back_with_what_was_typed(world) -> None:
    curator = world("curator")
    page = curator.send(f"{Q4}/check", Q4, note="Черновик пояснения", back="1")
    assert page.status_code == 200
    assert "Черновик пояснения</textarea>" in page.text


def test_a_long_note_is_kept_and_refused(world) -> None:
    curator = world("curator")
    page = curator.send(f"{Q4}/check", Q4, note="я" * 2001)
    assert page.status_code == 422
    assert "Сократите пояснение" in page.text
    assert "я" * 2001 in page.text
    assert submit(curator).status_code == 302


def test_a_double_click_makes_one_version(world) -> None:
    curator = world("curator")
    page = curator.send(f"{Q4}/check", Q4, note="")
    values = {name: hidden(page, name) for name in ("seal", "key", "csrf_token")}
    first = curator.post(f"{Q4}/submit", data=values)
    second = curator.post(f"{Q4}/submit", data=values)
    assert first.headers["Location"] == second.headers["Location"]


def test_a_page_that_has_sent_a_report_sends_no_other(world) -> None:
    curator = world("curator")
    page = curator.send(f"{Q4}/check", Q4, note="")
    values = {name: hidden(page, name) for name in ("seal", "key", "csrf_token")}
    curator.post(f"{Q4}/submit", data=values)
    answer = curator.post(f"{Q4}/submit", data={**values, "note": "Пояснение позже"})
    assert answer.status_code == 409
    assert "отчёт уже сдан (версия 1), а сейчас отправлено другое" in answer.text
    assert "Пояснение позже" in answer.text


def test_a_second_report_is_a_conflict(world) -> None:
    curator = world("curator")
    page = curator.send(f"{Q4}/check", Q4, note="")
    values = {name: hidden(page, name) for name in ("seal", "csrf_token")}
    assert curator.post(f"{Q4}/submit", data={**values, "key": "one"}).status_code == 302
    answer = curator.post(f"{Q4}/submit", data={**values, "key": "two"})
    assert answer.status_code == 409
    assert "уже сдан" in answer.text


def test_changed_figures_are_shown_again_before_they_are_sent(world) -> None:
    curator = world("curator")
    answer = submit(curator, "Пояснение", seal="of other figures")
    assert answer.status_code == 409
    assert "данные о парах изменились" in answer.text
    assert "Пояснение" in answer.text
    assert hidden(answer, "seal") != "of other figures"


def test_the_centre_accepts(world) -> None:
    address = sent_by(world("curator"))
    town = world("town")
    listed = town.get(Q4)
    assert "Проверить" in listed.text
    assert text(listed).count("Не сдан") >= 1
    answer = town.send(f"{address}/accept", address)
    assert answer.status_code == 302
    page = town.get(answer.headers["Location"])
    assert "Отчёт принят: Школа первая" in page.text
    assert "Отчёт принят" in world("curator").get(Q4).text


def test_the_centre_returns_with_a_reason(world) -> None:
    curator, town = world("curator"), world("town")
    address = sent_by(curator)
    refused = town.send(f"{address}/return", address, reason=" ", seen="submitted")
    assert refused.status_code == 422
    assert "Проверьте форму" in refused.text
    assert "без причины отчёт не вернуть" in refused.text
    reason = "Проверьте даты <b>начала</b>"
    answer = town.send(f"{address}/return", address, reason=reason, seen="submitted")
    assert answer.status_code == 302
    page = curator.get(Q4)
    assert "Муниципальный центр вернул отчёт" in page.text
    assert "Проверьте даты &lt;b&gt;начала&lt;/b&gt;" in page.text
    again = sent_by(curator)
    assert "версия 2" in town.get(again).text
    assert "Это не последняя версия" in town.get(address).text


def test_a_second_reviewer_is_told_and_keeps_the_reason(world) -> None:
    address = sent_by(world("curator"))
    town = world("town")
    page = town.get(address)
    values = {"csrf_token": town.token(page), "seen": "submitted", "reason": "Моя причина"}
    assert town.post(f"{address}/accept", data=values).status_code == 302
    answer = town.post(f"{address}/return", data=values)
    assert answer.status_code == 409
    assert "уже проверили" in answer.text
    assert "Моя причина" in answer.text
    assert town.post(f"{address}/return", data=values | {"seen": "accepted"}).status_code == 302
    assert town.post(f"{address}/accept", data=values).status_code == 409


def test_the_ministry_goes_from_the_sum_to_the_report(world) -> None:
    address = sent_by(world("curator"))
    world("town").send(f"{address}/accept", address)
    ministry = world("ministry")
    page = ministry.get(Q4)
    assert "<svg" in page.text
    inside = f"{Q4}/in/{world.ids['town']}"
    assert inside in page.text
    parts = ministry.get(f"{Q4}/{FIGURE}")
    assert f"{inside}/{FIGURE}".replace("&", "&amp;") in parts.text
    institutions = ministry.get(f"{inside}/{FIGURE}")
    assert address in institutions.text
    assert ministry.get(inside).status_code == 200
    report = ministry.get(address)
    assert report.status_code == 200
    assert "Вернуть на доработку" not in report.text
    mentors = ministry.get(f"{Q4}/figure?indicator=persons.mentors&group=teachers")
    assert "Без повторов" in mentors.text
    share = ministry.get(f"{Q4}/figure?indicator=share.completed&group=teachers")
    assert "Числитель и знаменатель" in share.text


def test_nobody_outside_sees_a_name(world) -> None:
    address = sent_by(world("curator"))
    inside = f"{Q4}/in/{world.ids['town']}"
    for login in ("town", "ministry"):
        browser = world(login)
        for page in (Q4, address, f"{Q4}/{FIGURE}", f"{Q4}.csv", f"{address}.csv"):
            answer = browser.get(page)
            assert answer.status_code == 200
            assert "Тайнова" not in answer.text
        assert browser.get(f"{address}/{FIGURE}").status_code == 404
    assert "Тайнова" not in world("ministry").get(f"{inside}.csv").text
    own = world("curator").get(f"{address}/{FIGURE}")
    assert own.text.count("Тайнова") == 2


def test_a_stranger_gets_404_everywhere(world) -> None:
    address = sent_by(world("curator"))
    inside = f"{Q4}/in/{world.ids['town']}"
    for login in ("neighbour", "far"):
        browser = world(login)
        for page in (address, f"{address}.csv", f"{address}/{FIGURE}", inside, f"{inside}.csv"):
            assert browser.get(page).status_code == 404, page
        assert "Школа первая" not in browser.get(Q4).text
    far = world("far")
    for verb in ("accept", "return"):
        token = far.token(far.get(Q4 + "?q=нет"))
        values = {"csrf_token": token, "reason": "Чужой", "seen": "submitted"}
        assert far.post(f"{address}/{verb}", data=values).status_code == 404


def test_roles_see_what_they_may_do(world) -> None:
    assert "Проверить перед отправкой" not in world("viewer").get(Q4).text
    assert world("mentor").get(Q4).status_code == 403
    viewer = world("viewer")
    token = viewer.token(viewer.get(Q4))
    for verb in ("check", "submit"):
        assert viewer.post(f"{Q4}/{verb}", data={"csrf_token": token}).status_code == 403


def test_the_list_is_filtered(world) -> None:
    sent_by(world("curator"))
    town = world("town")

    def listed(query):
        found = town.get(f"{Q4}?{query}").text
        return found[found.index('id="parts"') : found.index('id="figures"')]

    assert "Школа вторая" in listed("state=not_sent")
    assert "Школа первая" not in listed("state=not_sent")
    assert "Школа первая" in listed("q=ПЕРВАЯ")
    assert "Школа вторая" not in listed("q=ПЕРВАЯ")
    assert "Ничего не нашлось" in listed("q=нет такой")


def test_empty_places_say_so(world) -> None:
    assert "Складывать пока нечего" in world("town").get(Q4).text
    assert "Здесь ещё нет организаций" in world("far").get(Q4).text
    assert "нет пар с изданным приказом" in world("neighbour").get(Q4).text


def test_files_open_in_a_spreadsheet(world) -> None:
    curator = world("curator")
    live = curator.get(f"{Q4}.csv")
    assert live.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in live.headers["Content-Disposition"]
    assert "Пары, действовавшие в периоде;все виды;Наставляемые — педагоги;2;" in live.text
    address = sent_by(curator)
    assert curator.get(f"{address}.csv").text.splitlines()[1:] == live.text.splitlines()[1:]
    town = world("town").get(f"{Q4}.csv")
    assert "Школа вторая;Не сдан;1;0;0;0" in town.text
    assert "Итого по принятым" in town.text
