"""Two people change the head of one draft: neither overwrites the other unseen."""

from __future__ import annotations

import re


def test_the_second_chooses_field_by_field(country) -> None:
    first, second = country.enter("ministry"), country.enter("ministry")
    act = country.head(first)
    seen = country.version(first.get(f"{act}/edit"))
    head = {
        "number": "812",
        "title": "О числе менти",
        "adopted": "20.11.2026",
        "in_force": "21.11.2026",
        "applies_to": "new",
        "repeals": "",
    }
    assert first.send(f"{act}/edit", **head, version=seen).status_code == 302
    mine = head | {"number": "813", "title": "Мой заголовок", "applies_to": "all"}
    late = second.send(f"{act}/edit", **mine, version=seen)
    assert late.status_code == 409
    told = country.told(late)
    assert "изменил другой человек" in told
    assert "ко всем парам, и к действующим" in told
    assert "О числе менти" in told
    assert 'value="Мой заголовок"' in late.text
    chosen = {"take.number": "mine", "take.title": "theirs", "take.applies_to": "theirs"}
    answer = second.send(f"{act}/edit", **mine, **chosen, version=country.version(late))
    assert answer.status_code == 302
    page = country.told(first.get(f"{act}/edit"))
    form = first.get(f"{act}/edit").text
    assert "813" in page
    assert 'value="О числе менти"' in form


def test_a_form_sent_twice_over_a_newer_one_is_told_again(country) -> None:
    browser = country.enter("ministry")
    act = country.head(browser)
    head = {
        "number": "1",
        "title": "Т",
        "adopted": "20.11.2026",
        "in_force": "21.11.2026",
        "applies_to": "new",
        "repeals": "",
    }
    stale = browser.send(f"{act}/edit", **head, version="77", **{"take.title": "theirs"})
    assert stale.status_code == 409
    assert 'name="take.title"' not in stale.text  # taken already
    assert 'name="take.number" value="theirs"' in stale.text


NORMS = [
    {
        "parameter": "mentees.max",
        "value": number,
        "clause": f"{number}",
        "quote": f"не более {number}",
    }
    for number in (2, 3)
]
REQUIREMENT = {
    "k_title": "Стаж",
    "k_subject": "mentor",
    "k_clause": "2.1",
    "k_quote": "стаж не менее 10 лет",
    "k_condition-0-join": "and",
    "k_condition-0-fact": "experience.pedagogical",
    "k_condition-0-sign": "at_least",
    "k_condition-0-value": "10",
    "k_condition-0-of": "",
}


def test_rows_of_a_condition_are_compared_in_words(country) -> None:
    browser = country.enter("ministry")
    act = country.head(browser)
    assert country.say(browser, act, "requirement", **REQUIREMENT).status_code == 302
    page = f"{act}/provisions/requirement/0"
    seen = browser.get(page)
    sent = REQUIREMENT | {"version": country.version(seen), "was": was(seen), "do": "save"}
    assert browser.send(page, **sent | {"k_condition-0-value": "8"}).status_code == 302
    late = browser.send(page, **sent | {"k_condition-0-value": "12"})
    assert late.status_code == 409
    told = country.told(late)
    assert "не менее 12" in told
    assert "не менее 8" in told


def test_a_provision_is_found_where_it_has_moved_and_is_new_where_it_is_gone(country) -> None:
    browser = country.enter("ministry")
    act = country.head(browser)
    for norm in NORMS:
        values = {f"k_{key}": str(value) for key, value in norm.items()} | {"how": "number"}
        assert country.say(browser, act, **values).status_code == 302
    first, second = (browser.get(f"{act}/provisions/norm/{place}") for place in (0, 1))
    removal = f"{act}/provisions/norm/0/remove"
    version = country.version(browser.get(act))
    assert browser.send(removal, form=act, version=version).status_code == 302
    typed = {"k_parameter": "mentees.max", "how": "number", "k_value": "4", "do": "save"}
    typed |= {"k_clause": "9", "k_quote": "не более четырёх"}
    for page, place, action in ((second, 1, "norm/0"), (first, 0, "norm/new")):
        seen = {"version": country.version(page), "was": was(page)}
        answer = browser.send(f"{act}/provisions/norm/{place}", form=act, **typed | seen)
        assert answer.status_code == 409
        assert f'action="{act}/provisions/{action}"' in answer.text
        assert 'value="4"' in answer.text


def was(page) -> str:
    found = re.search(r'name="was"[^>]*value="([^"]*)"', page.text)
    assert found
    return found[1]
