"""A fact of a pair that a published act declares: asked in the draft, kept, shown and checked."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

_CITED = {"clause": "3.1", "quote": "ведущие один предмет"}
CONTENT = {
    "fact": [
        {
            "code": "town.subject",
            "type": "flag",
            "title": "один предмет",
            "question": "Ведут один предмет",
            "subject": "pair",
            **_CITED,
        },
        {
            "code": "town.met",
            "type": "date",
            "title": "день знакомства",
            "question": "Когда познакомились",
            "subject": "pair",
            **_CITED,
        },
        {
            "code": "town.ways",
            "type": "many",
            "title": "способы встреч",
            "question": "Как встречаются",
            "choices": ["call: по видеосвязи", "class: на уроках"],
            "subject": "pair",
            **_CITED,
        },
    ],
    "requirement": [
        {
            "code": "pair.subject",
            "subject": "mentor",
            "title": "Один предмет",
            "condition": {"fact": "town.subject", "equals": True},
            **_CITED,
        }
    ],
}


@pytest.fixture
def curator(school):
    with school.site.app_context(), acting(EVERYTHING, write=True):
        factories.local_act(
            db.session.get_one(OrgUnit, school.unit_id),
            title="О предмете",
            content=CONTENT,
            in_force=date(2026, 1, 1),
            published_at=factories.NOW,
            published_by="Центрова О. О.",
        )
        db.session.commit()
    return school.enter("curator")


def kept(school) -> object:
    with school.site.app_context(), acting(EVERYTHING):
        return db.session.scalars(select(Mentorship)).one().facts


def test_the_draft_asks_and_keeps(school, curator) -> None:
    page = curator.get("/pairs/new").text
    for question in ("Ведут один предмет", "Когда познакомились", "Как встречаются"):
        assert question in page
    answers = {
        "fact_town_subject": "yes",
        "fact_town_met": "01.09.2026",
        "fact_town_ways": ["call", "class"],
    }
    pair = school.drafted(curator, **answers)
    assert kept(school) == {
        "town.subject": True,
        "town.met": {"on": "2026-09-01"},
        "town.ways": ["call", "class"],
    }
    card = curator.get(pair).text
    assert "01.09.2026" in card
    assert "по видеосвязи" in card
    assert "Один предмет" not in card
    form = curator.get(f"{pair}/edit").text
    assert 'value="01.09.2026"' in form
    history = curator.get(f"/history{pair.replace('pairs', 'pair')}").text
    assert "особые сведения региона" in history
    assert "town.ways" not in history
    assert "01.09.2026" in history
    assert "по видеосвязи" in history


def test_an_unknown_answer_leaves_it_open_and_a_wrong_one_is_a_fault(school, curator) -> None:
    pair = school.drafted(curator)
    page = curator.get(pair).text
    assert "в черновике пары не указано: «Ведут один предмет»" in page
    changed = school.draft(fact_town_subject="no", version="1")
    assert school.send(curator, f"{pair}/edit", **changed).location == pair
    assert kept(school) == {"town.subject": False}
    assert "Один предмет: требуется" in curator.get(pair).text.split('id="history"')[0]
    changed = school.draft(fact_town_subject="yes", version="2")
    school.send(curator, f"{pair}/edit", **changed)
    assert "Один предмет: требуется" not in curator.get(pair).text.split('id="history"')[0]


def test_it_is_checked_while_it_is_typed(school, curator) -> None:
    draft = school.draft(fact_town_subject="no")
    answer = school.send(curator, "/pairs/check", **draft)
    assert "Один предмет" in answer.text
    assert "день знакомства" in answer.text


def test_two_versions_are_compared_with_its_words(school, curator) -> None:
    pair = school.drafted(curator, fact_town_subject="yes")
    answer = school.send(curator, f"{pair}/edit", **school.draft(version="7"))
    assert answer.status_code == 409
    assert "Ведут один предмет" in answer.text


def test_an_answer_outlives_its_question(school, curator) -> None:
    """An act that is no longer in force asks nothing, and its answers stay."""
    pair = school.drafted(curator, fact_town_subject="yes")
    early = school.draft(planned_order_on="01.12.2025", start="02.12.2025", version="1")
    answer = school.send(curator, f"{pair}/edit", **early)
    assert answer.location == pair
    assert kept(school) == {"town.subject": True}
