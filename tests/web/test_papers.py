"""Consents: noted from paper, given by oneself, taken back, printed; strangers at every door."""

from __future__ import annotations

import re
import uuid

import pytest

HIS = "mentor"
HERS = "mentee"
PDF = "application/pdf"


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def pair(school, curator):
    return school.drafted(curator)


def test_a_paper_is_noted_with_its_day(school, curator, pair) -> None:
    page = curator.get(f"{pair}/papers/mentor/mentoring").text
    assert "с обязательным письменным согласием" in page
    assert 'value="21.11.2026"' in page
    done = school.send(curator, f"{pair}/papers/mentor/mentoring", given_on="20.11.2026")
    assert done.location == pair
    assert "Получено 20.11.2026" in curator.get(pair).text


def test_a_paper_signed_tomorrow_is_refused_and_kept(school, curator, pair) -> None:
    answer = school.send(curator, f"{pair}/papers/mentor/mentoring", given_on="22.11.2026")
    assert answer.status_code == 422
    assert "ещё не наступила" in answer.text
    assert 'value="22.11.2026"' in answer.text


@pytest.mark.parametrize("where", ["guardian/agreement", "nobody/mentoring"])
def test_an_unknown_paper_has_no_page(curator, pair, where) -> None:
    assert curator.get(f"{pair}/papers/{where}").status_code == 404


def test_both_sides_agree_by_themselves(school, curator, pair) -> None:
    for login, side in (("mentor", HIS), ("mentee", HERS)):
        browser = school.enter(login)
        page = browser.get(pair).text
        assert f"{pair}/consent/{side}" in page
        assert "Проверка правил" not in page
        assert "Даю согласие" in browser.get(f"{pair}/consent/{side}").text
        assert school.send(browser, f"{pair}/consent").location == pair
        assert "Получено 21.11.2026" in browser.get(pair).text
    assert "Можно издать" in curator.get(pair).text


def test_agreeing_twice_is_one_consent(school, pair) -> None:
    mentor = school.enter("mentor")
    for _ in range(2):
        assert school.send(mentor, f"{pair}/consent").status_code == 302
    assert mentor.get(pair).text.count("Получен документ") == 1


def test_only_the_own_consent_is_read_and_taken_back(school, curator, pair) -> None:
    school.agreed(curator, pair)
    mentor = school.enter("mentor")
    assert mentor.get(f"{pair}/consent/mentee").status_code == 404
    assert mentor.get(f"{pair}/consent-mentee.pdf").status_code == 404
    page = mentor.get(f"{pair}/consent/mentor").text
    address = page.split('action="/pairs/')[-1].split('"')[0]
    assert "withdraw" in address
    assert school.send(school.enter("mentee"), f"/pairs/{address}").status_code == 403
    assert school.send(school.enter("bystander"), f"/pairs/{address}").status_code == 404
    assert school.send(mentor, f"/pairs/{address}").location == pair
    assert "Нужно получить" in curator.get(pair).text


def test_a_consent_is_printed_under_a_russian_name(curator, pair) -> None:
    answer = curator.get(f"{pair}/consent-mentor.pdf")
    assert answer.mimetype == PDF
    assert answer.data.startswith(b"%PDF")
    where = answer.headers["Content-Disposition"]
    assert where.startswith("inline")
    assert "filename*=UTF-8''%D0%A1" in where
    assert answer.cache_control.no_store


def test_a_paper_is_taken_back_by_the_curator(school, curator, pair) -> None:
    school.agreed(curator, pair)
    page = curator.get(f"{pair}/papers/mentee/mentoring").text
    address = page.split('action="/pairs/')[-1].split('"')[0]
    assert school.send(curator, f"/pairs/{address}").location == pair
    assert "Документ отозван" in curator.get(pair).text


def test_a_guardian_signs_a_printed_form_and_is_named_with_the_powers(
    school, curator, pair
) -> None:
    where = f"{pair}/papers/guardian/mentoring"
    assert f"{pair}/consent-guardian.pdf" in curator.get(where).text
    blank = curator.get(f"{pair}/consent/guardian").text
    assert "Мои полномочия подтверждает документ: ____" in " ".join(blank.split())
    assert "Даю согласие" not in school.enter("mentee").get(f"{pair}/consent/guardian").text
    assert school.enter("mentor").get(f"{pair}/consent-guardian.pdf").status_code == 404
    nobody = school.send(curator, where, given_on="20.11.2026", representative="Зимина И. Л.")
    assert nobody.status_code == 422
    assert "подтверждает полномочия" in nobody.text
    done = school.send(
        curator,
        where,
        given_on="20.11.2026",
        representative="Зимина Инна Львовна",
        powers="свидетельство о рождении I-ОБ № 518204",
    )
    assert done.location == pair
    assert f"{pair}/consent-guardian.pdf" in curator.get(pair).text
    page = curator.get(where).text
    assert "Зимина Инна Львовна; полномочия: свидетельство о рождении" in page
    signed = curator.get(_link(page)).text
    assert "Я, Зимина Инна Львовна, законный представитель" in " ".join(signed.split())
    assert curator.get(f"{pair}/consent-guardian.pdf").mimetype == PDF


def _link(page: str) -> str:
    found: list[str] = re.findall(r'href="(/personal-data/consents/[^"]+)"', page)
    return found[0]


def doors(school):
    """(method, address) of every page about a pair or an order, with {} for its id."""
    blueprints = ("mentorships", "papers", "lifecycle", "orders")
    filled = {"side": "mentor", "purpose": "mentoring", "code": "plan"}
    for rule in school.site.url_map.iter_rules():
        if rule.endpoint.split(".")[0] not in blueprints or "public_id" not in rule.arguments:
            continue
        for method in sorted(rule.methods & {"GET", "POST"}):
            ids = {name: uuid.uuid4() for name in rule.arguments} | filled
            ids = {name: ids[name] for name in rule.arguments}
            yield method, rule, ids


def test_a_stranger_finds_no_door(school, curator, pair) -> None:
    """Every address of this school is to a curator of another one as if it were not there."""
    school.agreed(curator, pair)
    done = school.send(curator, f"{pair}/order", number="1", issued_on="21.11.2026", key="k")
    known = {"orders.show": done.location, "orders.pdf": done.location}
    stranger = school.enter("stranger")
    token = stranger.token(stranger.get("/pairs/new"))

    def knock(method, rule, ids, public_id):
        where = rule.build(ids | {"public_id": public_id})[1]
        sent = {"csrf_token": token} if method == "POST" else None
        answer = stranger.open(where, method=method, data=sent)
        text = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)
        return answer.status_code, text.replace(str(public_id), "")

    statuses = set()
    for method, rule, ids in doors(school):
        address = known.get(rule.endpoint, pair)
        real = uuid.UUID(address.split("/")[-1])
        answer = knock(method, rule, ids, real)
        assert answer == knock(method, rule, ids, uuid.uuid4()), f"{method} {rule}"
        assert answer[0] == 404, f"{method} {rule}"
        statuses.add(rule.endpoint)
    assert len(statuses) >= 16


def test_a_bystander_of_the_same_school_finds_no_door_either(school, pair) -> None:
    """A mentor of another pair: 404 where mentors may go, 403 where only curators may."""
    bystander = school.enter("bystander")
    token = bystander.token(bystander.get("/pairs/"))
    for method, rule, ids in doors(school):
        ids["public_id"] = uuid.UUID(pair.split("/")[-1])
        address = rule.build(ids)[1]
        sent = {"csrf_token": token} if method == "POST" else None
        assert bystander.open(address, method=method, data=sent).status_code in {403, 404}


def test_an_agreement_says_what_it_states(school, curator) -> None:
    """Art. 351.8: content, term, form and payment; what is not ticked stops the order."""
    pair = school.drafted(curator, regime="labour_351_8")
    school.agreed(curator, pair)
    address = f"{pair}/papers/mentor/agreement"
    assert "содержание работы" in curator.get(address).text
    ticked = ["content", "term", "form"]
    school.send(curator, address, given_on="20.11.2026", states=ticked)
    page = curator.get(pair).text
    assert "Указано: содержание работы, срок, форма" in page
    assert "не указано обязательное — оплата" in page
    assert "ст.\xa0351.8" in page
    order = curator.get(f"{pair}/order?number=1&issued_on=21.11.2026").text
    assert "не указано обязательное — оплата" in order
    assert "Приказ издать нельзя" in order
    withdraw = curator.get(address).text.split('/withdraw"')[0].rpartition('action="')[2]
    school.send(curator, f"{withdraw}/withdraw")
    school.send(curator, address, given_on="20.11.2026", states=[*ticked, "payment"])
    assert "не указано обязательное" not in curator.get(pair).text
