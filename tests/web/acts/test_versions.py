"""Two people change the head of one draft: neither overwrites the other unseen."""

from __future__ import annotations


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
