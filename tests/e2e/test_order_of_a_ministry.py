"""The ministry lowers a cap by its order; a curator meets the new value the same minute."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

LogIn = Callable[[str], Page]
WORDS = "не более двух менти у одного ментора"


def choose(page: Page, name: str, text: str) -> None:
    """Pick the option that holds the text, as a person reads it."""
    value = page.locator(f"#{name} option", has_text=text).first.get_attribute("value")
    page.select_option(f"#{name}", value)


def write_order(page: Page, site: str) -> None:
    """A draft of the order with its one norm, left on its own page."""
    page.goto(f"{site}/acts/new")
    page.fill("#number", "812")
    page.fill("#title", "О предельном числе менти")
    page.fill("#adopted", "20.11.2026")
    page.fill("#in_force", "21.11.2026")
    page.get_by_label(re.compile("ко всем")).check()
    page.get_by_role("button", name="Сохранить и перейти к правилам").click()
    page.get_by_role("link", name="норма").click()
    page.select_option("#k_parameter", "mentees.max")
    page.get_by_role("button", name="Показать, что действует").click()
    expect(page.locator("main")).to_contain_text("Положение о наставничестве г. Юрги, п. 2.1")
    page.get_by_label("Менторство").check()
    page.fill("#k_value", "2")
    page.fill("#k_clause", "1")
    page.fill("#k_quote", WORDS)
    page.get_by_role("button", name="Записать в черновик").click()


def test_the_new_cap_is_met_with_its_clause(log_in: LogIn, site: str) -> None:
    page = log_in("kuzbass.ministry")
    write_order(page, site)
    page.get_by_role("link", name="Кого это затронет").click()
    hit = page.get_by_role("row").filter(has_text="Юргинский городской округ")
    expect(hit).to_contain_text("скрыто")  # three pairs: fewer than five are not told outside
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("main")).to_contain_text("На день публикации")

    page = log_in("yurga.curator")
    page.goto(f"{site}/pairs/new")
    choose(page, "kind", "Менторство")
    choose(page, "form", "Руководитель образовательной организации")
    choose(page, "mentor_id", "Белов")
    page.fill("#start", "01.12.2026")
    page.fill("#end", "30.11.2027")
    panel = page.locator("#check-body")
    expect(panel).to_contain_text("допускается не более 2")
    expect(panel).to_contain_text("№ 812 от 20.11.2026»")
    expect(panel).to_contain_text(WORDS)
    panel.get_by_text("Почему?").first.click()
    expect(panel).to_contain_text("больше предела внешнего уровня")

    source = page.locator("#load-why .why-source")
    expect(source).to_be_hidden()
    page.emulate_media(media="print")
    expect(source).to_be_visible()
    expect(source).to_contain_text(WORDS)
    expect(page.locator("#load-why details")).to_be_hidden()
