"""Texts of acts: where they lie, and the quoted words in them."""

from dataclasses import fields, replace
from typing import Any

import pytest

from nastavnik.domain.norm import Norm
from nastavnik.regions import registry, sources
from nastavnik.regions.linter import RETOLD
from nastavnik.regions.sources import Passage, anchor, marked

REGIONS = sorted(registry.installed())


def act_of(region, code):
    return next(act for act in region.acts if act.code == code)


def read(paragraphs):
    """`[…]` around what is quoted."""
    return [
        "".join(f"[{one.text}]" if one.quoted else one.text for one in paragraph)
        for paragraph in paragraphs
    ]


def test_white_space_makes_no_difference():
    text = "1.1. Не более\n двух  лиц.\n\n \nКонец."
    assert read(marked(text, ["неболее", "Не болеедвух лиц"])) == [
        "1.1. [Не более]",
        "[ двух  лиц].",
        "Конец.",
    ]


def test_a_quotation_is_marked_everywhere_and_anchored_once():
    (paragraph,) = marked("срок, срок", ["срок"])
    assert paragraph == (
        Passage("срок", quoted=True, anchors=(anchor("срок"),)),
        Passage(", "),
        Passage("срок", quoted=True),
    )


def test_quotations_that_overlap():
    assert read(marked("один два три", ["один два", "два три"])) == ["[один ][два][ три]"]
    (paragraph,) = marked("один два три", ["один два", "один два три"])
    assert paragraph[0].anchors == (anchor("один два"), anchor("один два три"))


@pytest.mark.parametrize("quote", ["", " ", "нет таких слов"])
def test_what_is_not_in_the_text_is_not_marked(quote):
    assert read(marked("Слова.", [quote])) == ["Слова."]


def test_no_text_no_paragraphs():
    assert marked("", ["слова"]) == ()


def test_anchors_live_as_long_as_the_words():
    assert anchor("не более двух") == anchor("не  более\nдвух")
    assert anchor("не более двух") != anchor("не более трёх")


@pytest.mark.parametrize("slug", REGIONS)
def test_every_shipped_text_has_the_words_that_its_act_quotes(slug):
    region = registry.region(slug)
    shipped = [act for act in region.acts if sources.has_text(region, act)]
    assert shipped
    for act in shipped:
        paragraphs = marked(sources.text_of(region, act), sources.quotes_of(act))
        placed = {name for one in paragraphs for piece in one for name in piece.anchors}
        assert placed == {anchor(quote) for quote in sources.quotes_of(act)}


def test_acts_without_a_text():
    region = registry.region(REGIONS[0])
    silent = next(act for act in region.acts if not act.source)
    lost = replace(silent, source="sources/lost.txt")
    for act in (silent, lost):
        assert not sources.has_text(region, act)
        assert not sources.text_of(region, act)


def test_federal_texts_are_shipped_with_the_platform():
    region = registry.region(REGIONS[0])
    federal = next(act for act in region.acts if act.source and not act.layer)
    assert "351.8" in sources.text_of(region, federal)


def test_retold_clauses_quote_nothing():
    region = registry.region(REGIONS[0])
    act = next(act for act in region.acts if act.norms)
    first: Norm = act.norms[0]
    norms = (replace(first, quote=f"{RETOLD}своими словами"), first, first)
    stated: dict[str, Any] = {
        one.name: () for one in fields(act) if isinstance(getattr(act, one.name), tuple)
    }
    bare = replace(act, **(stated | {"norms": norms}))
    assert sources.quotes_of(bare) == (first.quote,)
