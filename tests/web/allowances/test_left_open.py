"""What the acts leave open: a decision, a wage fund, a fact; and acts that say nothing."""

from __future__ import annotations

NOVEMBER = "/allowances/2026-11/"


def decision(**changes) -> dict[str, str]:
    return {
        "code": "mentor",
        "person": "",
        "percent": "10",
        "kopecks": "",
        "order_number": "5",
        "order_on": "30.10.2026",
        "first_on": "01.11.2026",
        "last_on": "",
    } | changes


def test_up_to_is_decided_by_an_order(payroll):
    upper = {key: value for key, value in payroll.rule.items() if key != "percent"}
    payroll.act(upper | {"up_to_percent": 20})
    curator = payroll.enter("curator")
    payroll.pay(curator)
    lacking = payroll.told(curator.get(NOVEMBER))
    assert "до 20 % должностного оклада" in lacking
    assert "Внести решение" in lacking
    here = "/allowances/decisions/"
    above = curator.send(here, **decision(percent="25"))
    assert above.status_code == 422
    assert "больше, чем позволяет акт" in payroll.told(above)
    both = curator.send(here, **decision(kopecks="1000"))
    assert "что-то одно" in both.text
    late = curator.send(here, **decision(last_on="01.10.2026"))
    assert "раньше первого" in late.text
    assert curator.send(here, **decision()).status_code == 302
    assert "уже внесено" in curator.send(here, **decision()).text
    shown = payroll.told(curator.get(NOVEMBER))
    assert "10 % от 32 000,00 ₽" in shown
    assert "приказ № 5 от 30.10.2026" in shown
    one = curator.send(here, **decision(percent="12,5", person=payroll.mentor, order_number="7"))
    assert one.status_code == 302
    assert "12,5 % от 32 000,00 ₽" in payroll.told(curator.get(NOVEMBER))
    page = curator.get(here)
    assert "всем получателям" in page.text
    removal = payroll.found(r'action="(/allowances/decisions/[\w-]+/remove)"', page)
    address = removal.removesuffix("/remove")
    changed = decision(percent="11", version="1", order_number="5-а")
    assert curator.send(address, **changed | {"percent": "25"}).status_code == 422
    assert curator.send(address, **changed).status_code == 302
    shown = payroll.told(curator.get(NOVEMBER))
    assert "11 % от 32 000,00 ₽" in shown
    assert "приказ № 5-а" in shown
    assert curator.send(removal, form=here, version="2").status_code == 302
    assert curator.send(removal, form=here, version="2").status_code == 404


def test_a_fund_asks_for_the_wage_fund_of_the_month(payroll):
    fund = {
        "code": "limit",
        "percent": 1,
        "exceeded": "proportional",
        "clause": "6",
        "quote": "не более 1 %",
    }
    payroll.act(payroll.rule, fund=[fund])
    curator = payroll.enter("curator")
    payroll.pay(curator)
    page = curator.get(NOVEMBER)
    assert "Фонд оплаты труда за ноябрь 2026 года" in page.text
    wrong = curator.send(
        "/allowances/2026-11/wage_fund", form=NOVEMBER, **{"wage_fund-kopecks": "ноль"}
    )
    assert wrong.status_code == 422
    assert 'value="ноль"' in wrong.text
    sent = curator.send(
        "/allowances/2026-11/wage_fund", form=NOVEMBER, **{"wage_fund-kopecks": "100000"}
    )
    assert sent.status_code == 302
    shown = payroll.told(curator.get(NOVEMBER))
    assert "По пределу фонда — 1 000,00 ₽" in shown
    assert "До предела фонда: 4 800 ₽" in shown


def test_a_minimum_wage_is_one_for_the_institution(payroll):
    payroll.act(payroll.rule | {"base": "minimum_wage"})
    curator = payroll.enter("curator")
    assert "Минимальный размер оплаты труда" in curator.get(NOVEMBER).text
    for month in ("2026-09", "2026-11"):
        sent = curator.send(
            f"/allowances/{month}/minimum_wage",
            form="/allowances/2026-09/" if month == "2026-09" else "/allowances/decisions/",
            **{"minimum_wage-kopecks": "20000" if month == "2026-09" else "22000"},
        )
        assert sent.status_code == 302
    assert "15 % от 20 000,00 ₽" in payroll.told(curator.get("/allowances/2026-10/"))
    assert "15 % от 22 000,00 ₽" in payroll.told(curator.get(NOVEMBER))


def test_silent_acts_are_told_with_what_was_looked_through(payroll):
    shown = payroll.told(payroll.enter("curator").get(NOVEMBER))
    assert "Акты выплат не устанавливают" in shown
    assert "Просмотрены акты:" in shown
    assert "Соколова О. С. — Зимина О. С." in shown


def test_a_missing_fact_leads_to_the_card(payroll):
    payroll.act(payroll.rule | {"condition": {"fact": "category", "equals": "highest"}})
    shown = payroll.enter("curator").get(NOVEMBER)
    assert "Сведения в карточках" in shown.text
    assert f"/people/{payroll.mentor}/edit" in shown.text
