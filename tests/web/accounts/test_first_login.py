"""Slips and links: who is let in first, what they set, what is refused."""

from __future__ import annotations

import html
import io
import re

import pytest
from pypdf import PdfReader

from nastavnik.domain.access import Role
from nastavnik.store.account import by_login
from nastavnik.store.db import db
from nastavnik.store.entry_key import EntryKey

PASSWORD = "correct horse"
NEW = "зелёный чайник бежит"
CODE = re.compile(r'name="code" value="([^"]+)"')
MEMBER = re.compile(r'name="membership" value="(\d+)"><input type="hidden" name="code"')
LINK = re.compile(r'http://localhost(/enter/[^<"]+)')


@pytest.fixture
def curator(school):
    return school.enter("curator")


def found(pattern, text) -> str:
    """What the pattern's group holds; a page without it is a failure."""
    match = (
        re.compile(pattern, re.DOTALL).search(text)
        if isinstance(pattern, str)
        else pattern.search(text)
    )
    assert match, text
    return match[1]


def slips(school, browser, *names, role="viewer"):
    """The page with the codes of the people."""
    ids = [school.people[name] for name in names]
    roles = {f"role-{one}": role for one in ids}
    return school.send(browser, "/people/invite", person=ids, **roles)


def enter(site, login, code, password=NEW, again=None):
    return site.test_client().send(
        "/enter", login=login, code=code, new_password=password, again_password=again or password
    )


def test_a_slip_lets_in_once_and_sets_the_password(school, curator, site) -> None:
    page = slips(school, curator, "Лебедева", role="mentee")
    assert page.status_code == 200, page.text
    code = found(CODE, page.text)
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", code)
    login = "lebedeva.os"
    weak = enter(site, login, code, "qwerty1234")
    assert weak.status_code == 422
    assert "подбирают" in weak.text
    # as people type it: small, without the dash, a Russian letter that looks the same
    typed = code.lower().replace("-", " ").replace("a", "а").replace("c", "с")
    answer = enter(site, login, typed)
    assert answer.status_code == 302, answer.text
    again = enter(site, login, code)
    assert again.status_code == 422
    assert "код уже использован" in again.text
    browser = site.test_client()
    assert browser.log_in(login, NEW).status_code == 302
    assert "наставляемый" in browser.get("/account").text


def test_passwords_must_agree_and_the_code_is_throttled(school, curator, site) -> None:
    code = found(CODE, slips(school, curator, "Гусева").text)
    assert "не совпали" in enter(site, "guseva.os", code, again="другой пароль тут").text
    for _ in range(5):
        assert enter(site, "guseva.os", "2222-2222").status_code == 422
    assert enter(site, "guseva.os", code).status_code == 429


def test_a_code_is_of_its_own_login_and_is_kept_as_a_digest(school, curator, site) -> None:
    page = slips(school, curator, "Гусева", "Лебедева")
    first, second = CODE.findall(page.text)
    assert enter(site, "guseva.os", second).status_code == 422
    with site.app_context():
        kept = str([vars(one) for one in db.session.query(EntryKey)])
    for secret in (first, second, first.replace("-", "")):
        assert secret not in kept


def test_a_new_slip_kills_the_old_one(school, curator, site) -> None:
    old = found(CODE, slips(school, curator, "Гусева").text)
    new = found(CODE, slips(school, curator, "Гусева").text)
    assert enter(site, "guseva.os", old).status_code == 422
    assert enter(site, "guseva.os", new).status_code == 302


def test_the_sheet_is_printed_out_of_the_page(school, curator) -> None:
    page = slips(school, curator, "Гусева", "Лебедева")
    codes, members = CODE.findall(page.text), MEMBER.findall(page.text)
    answer = school.send(curator, "/access/slips.pdf", membership=members, code=codes)
    assert answer.mimetype == "application/pdf"
    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    for words in ("Гусева", "guseva.os", codes[0], codes[1], "http://localhost", "Первый вход"):
        assert words in text
    forged = school.send(curator, "/access/slips.pdf", membership=members, code=["2222-2222"] * 2)
    assert forged.status_code == 404


def test_who_enters_already_gets_the_role_alone(school, curator) -> None:
    page = slips(school, curator, "Соколова", role="viewer")
    assert "входит как раньше" in page.text
    assert not CODE.search(page.text)
    assert "наблюдатель" in school.enter("mentor").get("/account").text


def test_a_role_that_one_does_not_give_and_a_foreign_person_are_refused(school, curator) -> None:
    assert slips(school, curator, "Гусева", role="director").status_code == 403
    assert slips(school, curator, "Гусева", role="ministry").status_code == 403
    stranger = school.enter("stranger")
    assert slips(school, stranger, "Гусева").status_code == 404
    assert "Отметьте хотя бы" in school.send(curator, "/people/invite").text


def test_a_ministry_invites_a_centre_by_a_link(school, site) -> None:
    ministry = school.enter("ministry")
    form = ministry.get("/access/new").text
    town = found(r'value="([0-9a-f-]{36})">Город<', form)
    region = found(r'value="([0-9a-f-]{36})">Регион<', form)
    values = {"role": "municipal", "name": "Центрова Ольга Олеговна", "how": "link"}
    wrong = ministry.send("/access/new", place=region, **values)
    assert wrong.status_code == 403
    page = ministry.send("/access/new", place=town, **values)
    link = html.unescape(found(LINK, page.text))
    guest = site.test_client()
    assert "Центрова" in guest.get(link).text
    assert guest.get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404
    answer = guest.send(link, new_password=NEW, again_password=NEW)
    assert answer.status_code == 302
    assert "муниципальный центр" in guest.get("/account").text
    assert site.test_client().get(link).status_code == 404


def test_a_new_slip_from_the_list_ends_sessions_when_it_is_used(school, curator, site) -> None:
    mentor = school.enter("mentor")
    with site.app_context():
        account = by_login("mentor")
        assert account
        membership = account.memberships[0].id
    page = school.send(curator, "/access/key", membership=membership, how="slip")
    code = found(CODE, page.text)
    assert mentor.get("/account").status_code == 200
    assert enter(site, "mentor", code).status_code == 302
    assert mentor.get("/account").status_code == 302
    assert site.test_client().log_in("mentor").status_code == 422


def test_nobody_resets_an_account_with_a_role_from_elsewhere(school, curator, enroll) -> None:
    enroll("higher", Role.MINISTRY)
    school.send(
        curator,
        "/access/new",
        role="mentor",
        place=school.people["Никитина"],
        how="slip",
        login="higher",
    )
    higher = school.enter("higher")
    offer = higher.get("/account").text
    assert "Вам предлагают роль: наставник" in offer
    membership = found(r'/offers/accept".*?name="membership" value="(\d+)"', offer)
    assert (
        higher.send("/account/offers/accept", "/account", membership=membership).status_code == 302
    )
    assert "наставник" in higher.get("/account").text
    refused = school.send(curator, "/access/key", membership=membership, how="slip")
    assert refused.status_code == 403
    assert "выдавали не вы" in refused.text
    closed = school.send(curator, "/access/close", membership=membership)
    assert closed.status_code == 302
    assert higher.get("/account").status_code == 302


def test_asking_an_unknown_login_tells_nothing(school, curator) -> None:
    values = {"role": "mentor", "place": school.people["Никитина"], "how": "slip"}
    known = school.send(curator, "/access/new", login="ministry", **values)
    unknown = school.send(curator, "/access/new", login="nobody-here", **values)
    assert known.status_code == unknown.status_code == 200
    assert "Если такой логин есть" in known.text
    assert "Если такой логин есть" in unknown.text
    assert "Кимова ministry" not in known.text + curator.get("/access/").text


@pytest.mark.parametrize("login", ["mentor", "viewer"])
def test_pairs_and_viewers_give_no_access(school, login) -> None:
    browser = school.enter(login)
    assert browser.get("/access/").status_code == 403
    assert browser.get("/people/invite").status_code == 403
