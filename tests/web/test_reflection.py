"""What must hold for every address of the site, the ones of tomorrow too."""

from __future__ import annotations

import re
import uuid

import pyotp
import pytest

from nastavnik.domain.access import FACTOR_REQUIRED, Role
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.store.writing import transaction
from nastavnik.testing import factories
from nastavnik.usecases.history import Card
from nastavnik.web import history
from nastavnik.web.security import _ALWAYS
from nastavnik.web.session import GATE, PUBLIC, UNPROVEN

CARD = re.compile(r"<uuid:(\w+)>$")
NO_HISTORY = {
    "allowance_decisions.edit": "a form; the journal of the organisation tells of decisions",
    "pay.edit": "a form of a row of the person, whose card has the history",
    "acts.scan": "a file of the act, whose card has the history",
    "reports.territory": "a unit in a report, counted and not kept",
    "personal_data.show": "all that is known of a person, whose card has the history",
    "incidents.platform": "the operator's; the journal of every region tells of it",
    "history.show": "the history itself",
}


def address(rule) -> str:
    """An address of the rule with invented arguments."""
    built: str = rule.build({name: sample(one) for name, one in rule._converters.items()})[1]  # noqa: SLF001 - there is no other way
    return built


def sample(converter) -> str:
    if known := getattr(converter, "items", None):
        return str(next(iter(known)))
    return str(uuid.uuid4()) if "UUID" in type(converter).__name__ else "1"


def rules(site, method="GET"):
    return [rule for rule in site.url_map.iter_rules() if method in (rule.methods or ())]


def open_to_a_stranger(site, rule) -> bool:
    view = site.view_functions[rule.endpoint]
    return getattr(view, GATE, None) == PUBLIC or getattr(view, UNPROVEN, False)


def check_headers(answer, where) -> None:
    for name, value in _ALWAYS.items():
        assert answer.headers.get(name) == value, f"{where}: {name}"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy, where
    assert "unsafe" not in policy, where
    cache = answer.headers["Cache-Control"]
    assert "no-store" in cache or "public" in cache, where


@pytest.mark.parametrize("role", [None, Role.DIRECTOR, Role.OPERATOR])
def test_every_answer_carries_the_headers_errors_and_files_too(site, enroll, role) -> None:
    client = site.test_client()
    if role:
        client.log_in(enroll("somebody", role).login)
    seen = set()
    for rule in rules(site):
        if rule.endpoint == "style.error":
            continue
        answer = client.get(address(rule))
        check_headers(answer, rule.rule)
        seen.add(answer.status_code)
    check_headers(client.get("/no-such-page"), "404")
    check_headers(client.delete("/login"), "405")
    check_headers(client.post("/login", data={}), "400")
    assert seen >= ({200, 302} if role is None else {200, 403, 404})


def test_a_fault_of_ours_carries_them_too(site, monkeypatch) -> None:
    def broken() -> str:
        raise RuntimeError

    setattr(broken, GATE, PUBLIC)
    site.config |= {"TESTING": False, "PROPAGATE_EXCEPTIONS": False}
    monkeypatch.setitem(site.view_functions, "help.index", broken)
    answer = site.test_client().get("/help/")
    if answer.status_code == 404:
        answer = site.test_client().get("/help")
    assert answer.status_code == 500
    check_headers(answer, "500")


def test_the_cookie_is_closed_to_scripts_and_to_other_sites(site, enroll) -> None:
    login = enroll("ivanova", Role.CURATOR).login
    far = {"base_url": "https://nastavnik.example"}
    client = site.test_client()
    token = client.token(client.get("/login", **far))
    values = {"csrf_token": token, "login": login, "password": "correct horse"}
    headers = {"Referer": "https://nastavnik.example/login"}
    answer = client.post("/login", data=values, headers=headers, **far)
    assert answer.status_code == 302
    cookies = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("nastavnik=")]
    assert cookies
    for one in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in one.split(";")}
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("role", sorted(FACTOR_REQUIRED))
def test_no_address_opens_without_the_factor_that_the_role_needs(site, enroll, role) -> None:
    """A session that began before the factor was demanded is as good as none."""
    client = site.test_client()
    client.log_in(enroll("somebody", role).login)
    token = client.token(client.get("/account/password"))
    site.config["NASTAVNIK_REQUIRE_TOTP"] = True
    stopped = 0
    for method in ("GET", "POST"):
        for rule in rules(site, method):
            if open_to_a_stranger(site, rule):
                continue
            data = {"csrf_token": token} if method == "POST" else None
            answer = client.open(address(rule), method=method, data=data)
            where = f"{method} {rule.rule}: {answer.status_code}"
            if answer.status_code == 302:
                assert answer.location == "/account/factor", where
                stopped += 1
            else:
                assert answer.status_code in {403, 404}, where
    assert stopped > 20


def test_a_switch_of_role_does_not_go_round_the_factor(site, enroll) -> None:
    client = site.test_client()
    client.log_in(enroll("somebody", Role.CURATOR, Role.MINISTRY).login)
    site.config["NASTAVNIK_REQUIRE_TOTP"] = True
    assert client.get("/people/").status_code == 200
    roles = client.get("/role").text.split("<main")[1]
    found = re.findall(r'name="membership" value="(\d+)"', roles)
    client.send("/role", membership=max(found, key=int))
    for page in ("/reports/", "/statuses/", "/account", "/history/account"):
        assert client.get(page).location == "/account/factor"


def test_a_factor_that_is_turned_off_is_asked_for_at_once(site, enroll) -> None:
    client = site.test_client()
    client.log_in(enroll("somebody", Role.MINISTRY).login)
    site.config["NASTAVNIK_REQUIRE_TOTP"] = True
    client.send("/account/factor/begin", "/account/factor")
    page = client.get("/account/factor").text
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert secret
    client.send("/account/factor", code=pyotp.TOTP(secret[1].replace(" ", "")).now())
    assert client.get("/account").status_code == 200
    client.send("/account/factor/off", password="correct horse")
    assert client.get("/account").location == "/account/factor"


def test_every_card_has_a_history(site) -> None:
    """A new page of one record is named in `web.history._CARDS`, or here with a reason."""
    cards = {rule.endpoint: CARD.search(rule.rule) for rule in rules(site)}
    found = {endpoint: key[1] for endpoint, key in cards.items() if key}
    named = {endpoint: key for endpoint, (_, key) in history._CARDS.items()}  # noqa: SLF001 - the table is what is tested
    assert {one: key for one, key in found.items() if one not in NO_HISTORY} == named
    assert NO_HISTORY.keys() <= found.keys()
    assert {card for card, _ in history._CARDS.values()} == set(Card) - {Card.UNIT}  # noqa: SLF001 - as above


def test_the_tab_leads_to_the_history_and_back(school) -> None:
    curator = school.enter("curator")
    pair = school.drafted(curator)
    for page in (pair, f"/people/{school.people['Соколова']}"):
        tab = re.search(r'href="(/history/[a-z]+/[0-9a-f-]+)"', curator.get(page).text)
        assert tab, page
        back = curator.get(tab[1])
        assert back.status_code == 200
        assert f'href="{page}"' in back.text


def test_the_history_of_a_status_is_kept_where_its_holder_works(school, site) -> None:
    with site.app_context(), acting(EVERYTHING, write=True), transaction():
        unit = db.session.get_one(OrgUnit, school.unit_id)
        number = factories.status_grant(unit).public_id
    page = school.enter("curator").get(f"/history/status/{number}")
    assert page.status_code == 200
    assert "Создано" in page.text
