"""The main job in a browser: from a draft with findings to a printed order and its figure."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

LogIn = Callable[[str], Page]
PERIOD = "2026-Q4"
MINISTRY_ROW = "Юргинский"


def choose(page: Page, name: str, text: str) -> None:
    """Pick the option that holds the text, as a person reads it."""
    value = page.locator(f"#{name} option", has_text=text).first.get_attribute("value")
    page.select_option(f"#{name}", value)


def fill_draft(page: Page, *, mentor: str, mentee: str, start: str, end: str) -> None:
    choose(page, "kind", "Традиционное наставничество")
    choose(page, "form", "Педагог — педагог")
    choose(page, "mentor_id", mentor)
    choose(page, "mentee_id", mentee)
    page.get_by_role("radio", name=re.compile("Входит в должностные обязанности")).check()
    page.fill("#start", start)
    page.fill("#end", end)


def figure(page: Page, site: str) -> int:
    """Accepted pairs of the municipality on the ministry's page."""
    page.goto(f"{site}/reports/{PERIOD}")
    row = page.get_by_role("row").filter(has_text=MINISTRY_ROW).first
    expect(row).to_be_visible()
    cells = row.get_by_role("cell").all_inner_texts()
    return sum(int(number) for cell in cells for number in re.findall(r"\d+", cell))


def test_findings_appear_while_the_form_is_filled(log_in: LogIn, site: str) -> None:
    page = log_in("yurga.curator")
    page.goto(f"{site}/pairs/new")
    fill_draft(page, mentor="Никитина", mentee="Лебедева", start="01.12.2026", end="30.04.2027")
    panel = page.locator("#check-body")
    expect(panel).to_contain_text("не менее 10 лет")
    expect(panel).to_contain_text("9 лет")
    expect(panel).to_contain_text("короче наименьшего")
    expect(panel).to_contain_text("2.4")
    choose(page, "mentor_id", "Соколова")
    choose(page, "mentee_id", "Зимина")
    expect(panel).to_contain_text("3 наставляемых")
    expect(panel).to_contain_text("2.5")
    panel.get_by_text("Почему?").first.click()
    expect(panel.get_by_text("принято").first).to_be_visible()


def test_a_date_that_does_not_exist_is_told_and_kept(log_in: LogIn, site: str) -> None:
    page = log_in("yurga.curator")
    page.goto(f"{site}/pairs/new")
    fill_draft(page, mentor="Дорофеева", mentee="Зимина", start="31.02.2027", end="01.12.2027")
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.locator("#error-summary")).to_contain_text("такого дня нет")
    expect(page.locator("#start")).to_have_value("31.02.2027")
    expect(page.locator("#end")).to_have_value("01.12.2027")


def test_from_a_draft_to_a_printed_order_and_its_figure(log_in: LogIn, site: str) -> None:
    page = log_in("yurga.curator")
    page.goto(f"{site}/pairs/new")
    fill_draft(page, mentor="Дорофеева", mentee="Зимина", start="23.11.2026", end="22.11.2029")
    page.get_by_role("button", name="Сохранить черновик").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Дорофеева")
    pair = page.url

    for side in ("mentor", "mentee"):
        page.goto(f"{pair}/papers/{side}/mentoring")
        page.fill("#given_on", "23.11.2026")
        page.locator("main form button.btn-primary").first.click()
        page.wait_for_url(re.compile(r"/pairs/[0-9a-f-]+(#.*)?$"))

    page.goto(f"{pair}/order")
    page.fill("#number", "118-к")
    page.fill("#issued_on", "23.11.2026")
    page.get_by_role("button", name="Показать приказ").click()
    expect(page.locator("article.doc")).to_contain_text("Зимин")
    page.get_by_role("button", name="Издать приказ").dblclick()
    expect(page.get_by_text("Приказ № 118-к").first).to_be_visible()
    page.goto(pair)
    expect(page.locator("main")).to_contain_text("Идёт")
    link = page.locator("a[href$='.pdf']", has_text="Приказ").first.get_attribute("href")
    printed = page.request.get(f"{site}{link}")
    assert printed.ok
    assert printed.body().startswith(b"%PDF")

    page.goto(f"{site}/reports/{PERIOD}")
    page.get_by_role("button", name="Проверить перед отправкой").click()
    page.get_by_role("button", name="Сдать отчёт").click()
    expect(page.locator("main")).to_contain_text("ждёт проверки")

    before = figure(log_in("kuzbass.ministry"), site)
    page = log_in("yurga.centre")
    page.goto(f"{site}/reports/{PERIOD}")
    page.get_by_role("link", name=re.compile("СОШ № 21")).first.click()
    page.get_by_role("button", name=re.compile("^Принять")).first.click()
    expect(page.locator("main")).to_contain_text(re.compile("[Пп]ринят"))
    after = figure(log_in("kuzbass.ministry"), site)
    assert after > before


def test_a_stranger_meets_a_page_that_is_not_there(log_in: LogIn, site: str) -> None:
    page = log_in("yurga.curator")
    page.goto(f"{site}/pairs/")
    address = page.locator("main tbody a").first.get_attribute("href")
    page = log_in("yarovoye.curator")
    answer = page.goto(f"{site}{address}")
    assert answer is not None
    assert answer.status == 404
