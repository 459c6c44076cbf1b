"""Allowances of a month: counted, completed in place, approved, counted anew, printed."""

from __future__ import annotations

from sqlalchemy import select

from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.pay import PersonPay
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.testing.statements import recorded

NOVEMBER = "/allowances/2026-11/"


def test_a_salary_is_entered_where_it_is_missing_and_the_line_is_counted(payroll):
    payroll.act(payroll.rule)
    curator = payroll.enter("curator")
    page = curator.get(NOVEMBER)
    assert "Чего не хватает для расчёта" in page.text
    name = payroll.found(r'name="(s_\w+)"', page)
    wrong = curator.send(
        "/allowances/2026-11/sums",
        form=NOVEMBER,
        **{name: "тридцать", "first_on": "01.11.2026"},
    )
    assert wrong.status_code == 422
    assert "не сумма" in wrong.text
    assert 'value="тридцать"' in wrong.text
    empty = curator.send(
        "/allowances/2026-11/sums", form=NOVEMBER, **{name: " ", "first_on": "01.11.2026"}
    )
    assert "Введите хотя бы одну сумму" in empty.text
    sent = curator.send(
        "/allowances/2026-11/sums", form=NOVEMBER, **{name: "32 000", "first_on": "01.11.2026"}
    )
    assert sent.status_code == 302, sent.text
    assert payroll.absent(curator).status_code == 302
    shown = payroll.told(curator.get(NOVEMBER))
    assert "15 % от 32 000,00 ₽ × 26 из 30 календарных дней = 4 160,00 ₽" in shown
    assert "10.11.2026–13.11.2026 — отсутствие наставляемого (болезнь)" in shown
    assert "Положение об оплате, № " in shown
    assert "п. 5.2" in shown
    assert "Чего не хватает" not in shown


def test_sums_and_days_that_cannot_be_are_refused_and_kept_as_typed(payroll):
    curator = payroll.enter("curator")
    assert payroll.pay(curator).status_code == 302
    again = payroll.pay(curator, kopecks="40000")
    assert again.status_code == 422
    assert "С 01.09.2026 сумма уже внесена" in again.text
    assert 'value="40000"' in again.text
    assert "больше нуля" in payroll.pay(curator, kopecks="0", first_on="01.10.2026").text
    assert (
        "раньше первого" in payroll.pay(curator, first_on="02.10.2026", last_on="01.10.2026").text
    )
    assert payroll.absent(curator, last="01.11.2026").status_code == 422
    assert payroll.absent(curator, reason=" ").status_code == 422
    assert payroll.absent(curator).status_code == 302
    assert "Эти дни уже внесены" in payroll.absent(curator).text


def test_entries_are_taken_back(payroll):
    curator = payroll.enter("curator")
    payroll.pay(curator)
    payroll.absent(curator)
    for person, what in ((payroll.mentor, "pay"), (payroll.mentee, "absence")):
        here = f"/allowances/people/{person}/"
        action = payroll.found(rf'action="({here}{what}/[\w-]+/remove)"', curator.get(here))
        assert curator.send(action, form=here, version="1").status_code == 302
        assert "Убрать" not in curator.get(here).text
        assert curator.send(action, form=here, version="1").status_code == 404


def test_entries_are_corrected_in_place_with_their_history(payroll):
    payroll.act(payroll.rule)
    director = payroll.enter("director")
    payroll.pay(director, kopecks="3 200")
    payroll.absent(director)
    entered = {"pay": payroll.mentor, "absence": payroll.mentee}
    here = {what: f"/allowances/people/{person}/" for what, person in entered.items()}
    edits = {
        what: payroll.found(rf'href="({card}{what}/[\w-]+)"', director.get(card))
        for what, card in here.items()
    }
    assert 'value="3200"' in director.get(edits["pay"]).text
    sent = {"base": "salary", "kopecks": "32 000,50", "first_on": "01.09.2026", "last_on": ""}
    refused = director.send(edits["pay"], **sent | {"last_on": "01.08.2026", "version": "1"})
    assert refused.status_code == 422
    assert 'value="32 000,50"' in refused.text
    assert director.send(edits["pay"], **sent, version="1").status_code == 302
    days = {"first_on": "10.11.2026", "last_on": "12.11.2026", "reason": "отпуск"}
    assert director.send(edits["absence"], **days, version="1").status_code == 302
    shown = payroll.told(director.get(NOVEMBER))
    assert "15 % от 32 000,50 ₽ × 27 из 30 календарных дней" in shown
    assert "10.11.2026–12.11.2026 — отсутствие наставляемого (отпуск)" in shown
    history = payroll.told(director.get(f"/history/person/{payroll.mentor}"))
    assert "3 200,00 ₽" in history
    assert "32 000,50 ₽" in history
    assert payroll.enter("viewer").get(edits["pay"]).status_code == 403
    assert payroll.enter("other-director").get(edits["pay"]).status_code == 404


def test_an_approved_sheet_stays_and_a_recount_says_why(payroll):
    payroll.act(payroll.rule)
    director = payroll.enter("director")
    assert "Утвердить нельзя" in director.get("/allowances/2026-11/approve").text
    assert payroll.approve(director).status_code == 422
    payroll.pay(director)
    answer = payroll.approve(director)
    assert answer.status_code == 302, answer.text
    assert payroll.approve(director).location == answer.location
    assert "4 800 ₽" in payroll.told(director.get(answer.location))
    payroll.absent(director)
    changed = payroll.told(director.get(NOVEMBER))
    assert "После утверждения данные изменились" in changed
    assert "4 800 ₽ 4 160 ₽ −640 ₽" in changed
    refused = payroll.approve(director)
    assert refused.status_code == 422
    assert "почему расчёт меняется" in refused.text
    second = payroll.approve(director, reason="внесена болезнь")
    assert second.status_code == 302
    assert [(one.number, one.total, one.reason) for one in payroll.sheets()] == [
        (1, 4_800_00, None),
        (2, 4_160_00, "внесена болезнь"),
    ]
    assert "4 800 ₽" in payroll.told(director.get(answer.location))
    assert "С тех пор ничего не изменилось" in payroll.told(director.get(NOVEMBER))
    rename(payroll, "Соколова", position="старший учитель")
    assert "С тех пор ничего не изменилось" in payroll.told(director.get(NOVEMBER))
    assert "пересчитывать нечего" in payroll.approve(director, reason="ещё раз").text


def rename(payroll, last, **fields):
    with payroll.school.site.app_context(), acting(EVERYTHING, write=True):
        card = db.session.get_one(Person, payroll.school.ids[last])
        for name, value in fields.items():
            setattr(card, name, value)
        db.session.commit()


def test_what_changed_after_the_summary_is_not_approved(payroll):
    payroll.act(payroll.rule)
    director = payroll.enter("director")
    payroll.pay(director)
    page = director.get("/allowances/2026-11/approve")
    token = director.token(page)
    digest = payroll.found(r'name="digest"[^>]*value="(\w+)"', page)
    payroll.absent(payroll.enter("curator"))
    sent = {"csrf_token": token, "digest": digest, "reason": ""}
    answer = director.post("/allowances/2026-11/approve", data=sent)
    assert answer.status_code == 409
    assert "данные изменились" in answer.text
    assert payroll.sheets() == []


def test_a_month_that_has_not_begun_or_has_no_pairs_is_not_approved(payroll):
    payroll.act(payroll.rule)
    director = payroll.enter("director")
    payroll.pay(director)
    assert "ещё не начался" in payroll.approve(director, month="2026-12").text
    assert "утверждать нечего" in payroll.approve(director, month="2026-05").text
    assert "пар не было" in director.get("/allowances/2026-05/").text
    assert director.get("/allowances/november/").status_code == 404


def test_only_those_who_may_see_salaries_see_them(payroll):
    payroll.act(payroll.rule)
    curator = payroll.enter("curator")
    payroll.pay(curator)
    card = f"/allowances/people/{payroll.mentor}/"
    assert curator.get("/allowances/2026-11/approve").status_code == 403
    for login in ("mentor", "mentee", "viewer", "ministry"):
        browser = payroll.enter(login)
        assert browser.get(NOVEMBER).status_code == 403
        assert browser.get("/allowances/decisions/").status_code == 403
        assert browser.get(card).status_code in {403, 404}
    stranger = payroll.enter("other-director")
    assert stranger.get(card).status_code == 404
    assert "Соколова" not in stranger.get(NOVEMBER).text
    sheet = payroll.approve(payroll.enter("director")).location
    for address in (sheet, f"{sheet}.pdf", f"{sheet}.csv"):
        assert stranger.get(address).status_code == 404
        assert payroll.enter("mentor").get(address).status_code in {403, 404}


def test_a_mentor_sees_their_own_approved_sum_and_no_other(payroll):
    beginner = {
        key: value for key, value in payroll.rule.items() if key not in {"percent", "not_paid"}
    }
    beginner |= {"code": "beginner", "recipient": "mentee", "sum": 1000}
    payroll.act(payroll.rule, beginner)
    mentor = payroll.enter("mentor")
    assert mentor.get("/allowances/").location == "/allowances/mine/2026-11"
    assert "Выплат за этот месяц нет" in mentor.get("/allowances/mine/2026-11").text
    director = payroll.enter("director")
    payroll.pay(director)
    assert payroll.approve(director).status_code == 302
    own = payroll.told(mentor.get("/allowances/mine/2026-11"))
    assert "4 800 ₽" in own
    assert "1 000 ₽" not in own
    assert "1 000 ₽" in payroll.told(payroll.enter("mentee").get("/allowances/mine/2026-11"))
    assert (
        "Выплат за этот месяц нет"
        in payroll.enter("bystander").get("/allowances/mine/2026-11").text
    )


def test_the_print_and_the_file(payroll):
    payroll.act(payroll.rule)
    director = payroll.enter("director")
    payroll.pay(director)
    payroll.absent(director)
    draft = director.get("/allowances/2026-11/sheet.pdf")
    assert draft.data.startswith(b"%PDF-")
    file = director.get("/allowances/2026-11/sheet.csv").data.decode("utf-8-sig")
    assert "Соколова Ольга Сергеевна" in file
    assert ";4160,00;" in file
    sheet = payroll.approve(director).location
    assert director.get(f"{sheet}.pdf").data.startswith(b"%PDF-")
    assert director.get(f"{sheet}.csv").data.decode("utf-8-sig") == file


def test_the_month_costs_the_same_for_one_pair_and_for_many(payroll):
    payroll.act(payroll.rule)
    curator = payroll.enter("curator")
    costs = []
    for more in (0, 20):
        with payroll.school.site.app_context(), acting(EVERYTHING, write=True):
            unit = db.session.get_one(OrgUnit, payroll.school.unit_id)
            for _ in range(more):
                factories.mentorship(unit)
            db.session.commit()
        curator.get(NOVEMBER)
        with payroll.school.site.app_context(), recorded() as statements:
            assert curator.get(NOVEMBER).status_code == 200
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_the_home_page_asks_for_the_last_month_until_it_is_approved(payroll):
    director = payroll.enter("director")
    home = "/today/?all=1"
    assert "расчёт выплат" not in director.get(home).text
    payroll.act(payroll.rule)
    payroll.pay(director)
    assert "Утвердить расчёт выплат за октябрь 2026 года" in payroll.told(director.get(home))
    assert "/allowances/2026-10/" in director.get(home).text
    assert "Подготовить расчёт выплат" in payroll.told(payroll.enter("curator").get(home))
    assert payroll.approve(director, month="2026-10").status_code == 302
    assert "расчёт выплат" not in director.get(home).text


def test_cards_lead_to_the_money(payroll):
    curator = payroll.enter("curator")
    assert f"/allowances/people/{payroll.mentor}/" in curator.get(f"/people/{payroll.mentor}").text
    assert NOVEMBER in curator.get(f"/pairs/{payroll.pair}").text
    viewer = payroll.enter("viewer")
    assert "/allowances" not in viewer.get(f"/people/{payroll.mentor}").text
    assert "/allowances" not in viewer.get(f"/pairs/{payroll.pair}").text


def test_the_trail_names_who_entered_a_salary(payroll):
    curator = payroll.enter("curator")
    payroll.pay(curator)
    with payroll.school.site.app_context(), acting(EVERYTHING):
        assert db.session.scalars(select(PersonPay)).one().recorded_by == "Кимова curator"
    director = payroll.enter("director")
    assert "в месяц: 32 000,00 ₽" in payroll.told(director.get("/history/unit"))
    assert "Оклад" in payroll.told(director.get(f"/history/person/{payroll.mentor}"))
