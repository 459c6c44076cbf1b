"""The users' guide: one text for the repository and the site, true to the pages."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest

import nastavnik
from nastavnik.domain.access import Role
from nastavnik.web.guides import folder, guides, name_for

PACKAGE = Path(nastavnik.__file__).parent
QUOTED = re.compile(r"«([^»]+)»")
MENU = re.compile(r"\*\*([^*]+)\*\*")
WORDS = {"да", "нет", "обычно", "как правило"}
"""Quoted words that are no labels."""


@lru_cache(maxsize=1)
def labels() -> str:
    """Everything that the pages can say."""
    found = [
        *(PACKAGE / "web").rglob("*.html"),
        *(PACKAGE / "web").glob("*.py"),
        *(PACKAGE / "domain").glob("*.py"),
        *(PACKAGE / "usecases").glob("*.py"),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in found)


@pytest.mark.parametrize("path", sorted(folder().glob("*.md")), ids=lambda path: path.stem)
def test_every_label_that_the_guide_names_stands_on_a_page(path) -> None:
    text, said = path.read_text(encoding="utf-8"), labels()
    named = {*QUOTED.findall(text), *MENU.findall(text)} - WORDS
    # a page may begin a sentence with the word or go on with it
    missing = {one for one in named if one not in said and one[0].lower() + one[1:] not in said}
    assert not missing


@pytest.mark.parametrize("name", sorted(guides()))
def test_links_between_guides_lead_somewhere(site, name) -> None:
    client = site.test_client()
    page = client.get("/help" if name == "index" else f"/help/{name}")
    assert page.status_code == 200
    main = page.text[page.text.index("<article") : page.text.index("</article>")]
    links = re.findall(r'href="([^"]+)"', main)
    assert links
    for link in links:
        assert ".md" not in link
        assert client.get(link).status_code == 200


def test_an_unknown_page_of_the_guide(site) -> None:
    assert site.test_client().get("/help/secrets").status_code == 404
    assert site.test_client().get("/help/index").status_code == 404


def test_the_reader_finds_the_own_part_first(school) -> None:
    page = school.enter("curator").get("/help").text
    assert page.index("Куратору") < page.index("<article")
    assert "Что делаете вы" in page
    assert "издавать приказы" in page


def test_every_role_has_its_guide() -> None:
    assert {name_for(role) for role in Role} <= guides().keys()
