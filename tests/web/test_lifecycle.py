"""After the order: documents ready, extension, early end, completion."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def live(school):
    """Makes a live pair of the school; gives its address."""

    def made(**fields) -> str:
        with school.site.app_context(), acting(EVERYTHING, write=True):
            unit = db.session.get_one(OrgUnit, school.unit_id)
            sides = {"mentor_id": school.ids["Соколова"], "mentee_id": school.ids["Зимина"]}
            pair = factories.mentorship(unit, **sides | fields)
            db.session.commit()
            return f"/pairs/{pair.public_id}"

    return made


def only(school) -> Mentorship:
    with school.site.app_context(), acting(EVERYTHING):
        return db.session.query(Mentorship).one()


def test_a_plan_is_marked_ready_once(school, curator, live) -> None:
    pair = live()
    assert "Просрочено" in curator.get(pair).text
    page = curator.get(f"{pair}/done/plan").text
    assert "п.\xa04.1" in page
    for day in ("03.09.2026", "04.09.2026"):
        assert school.send(curator, f"{pair}/done/plan", on=day).location == pair
    page = curator.get(pair).text
    assert "Готово 03.09.2026" in page
    assert page.count("Документ готов") == 1


def test_a_document_that_no_act_asks_for_has_no_page(curator, live) -> None:
    assert curator.get(f"{live()}/done/poem").status_code == 404


def test_a_document_is_not_ready_tomorrow(school, curator, live) -> None:
    answer = school.send(curator, f"{live()}/done/plan", on="22.11.2026")
    assert answer.status_code == 422
    assert "ещё не наступила" in answer.text
    assert 'value="22.11.2026"' in answer.text


def test_a_term_is_moved_on_a_ground(school, curator, live) -> None:
    pair = live()
    sent = {"until": "31.12.2027", "ground": "other-words", "words": "болезнь", "version": "1"}
    assert school.send(curator, f"{pair}/extend", **sent).location == pair
    assert only(school).end == date(2027, 12, 31)
    page = curator.get(pair).text
    assert "Основание: болезнь" in page
    assert "С 31.08.2027 до 31.12.2027" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"until": "01.08.2027"}, "Новая дата должна быть позже нынешней"),
        ({"until": "31.13.2027"}, "такого дня нет"),
        ({"words": ""}, "Опишите основание словами."),
        ({"until": "31.12.2030"}, "длиннее наибольшего"),
    ],
)
def test_a_term_is_not_moved_past_the_rules(school, curator, live, changes, message) -> None:
    pair = live()
    sent = {"until": "31.12.2027", "ground": "other-words", "words": "болезнь", "version": "1"}
    answer = school.send(curator, f"{pair}/extend", **sent | changes)
    assert answer.status_code == 422
    assert message in answer.text
    assert only(school).end == date(2027, 8, 31)


def test_a_pair_ends_early(school, curator, live) -> None:
    pair = live()
    sent = {"on": "20.11.2026", "ground": "other-words", "words": "переезд", "version": "1"}
    assert school.send(curator, f"{pair}/end", **sent).location == pair
    assert only(school).state is State.ENDED_EARLY
    assert "Основание: переезд" in curator.get(pair).text
    assert curator.get(f"{pair}/end").location == pair


def test_a_pair_is_completed(school, curator, live) -> None:
    pair = live(end=date(2026, 11, 20), start=date(2025, 11, 20))
    page = curator.get(f"{pair}/complete").text
    assert 'value="20.11.2026"' in page
    assert "Ещё не отмечено" in page
    answer = school.send(curator, f"{pair}/complete", on="20.11.2026", version="1")
    assert answer.location == pair
    assert only(school).state is State.COMPLETED


def test_a_stale_page_ends_nothing(school, curator, live) -> None:
    pair = live()
    answer = school.send(curator, f"{pair}/complete", on="20.11.2026", version="9")
    assert answer.status_code == 409
    assert only(school).state is State.ACTIVE


def test_an_ordered_pair_whose_day_has_come_lives(school, curator, live) -> None:
    pair = live(state=State.ORDERED)
    assert "Продлить" in curator.get(pair).text
    answer = school.send(curator, f"{pair}/complete", on="20.11.2026", version="1")
    assert answer.location == pair
    assert only(school).state is State.COMPLETED


def test_a_draft_has_nothing_to_end(school, curator) -> None:
    pair = school.drafted(curator)
    for what in ("extend", "end", "complete", "done/plan"):
        assert curator.get(f"{pair}/{what}").location == pair
