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


def test_who_is_not_paid_is_not_asked_of_a_notice(curator, live) -> None:
    assert "предупреждения" not in curator.get(f"{live()}/end").text


def test_a_paid_pair_ends_after_its_notice(school, curator, live) -> None:
    """Art. 351.8: a notice of Monday the 16th allows Thursday the 19th and no day before."""
    pair = live(regime="labour_351_8")
    page = curator.get(f"{pair}/end").text
    assert "последний день — не раньше 25.11.2026" in page
    sent = {"on": "18.11.2026", "ground": "other-words", "words": "отказ", "version": "1"}
    answer = school.send(curator, f"{pair}/end", **sent)
    assert answer.status_code == 422
    assert "Укажите день предупреждения" in answer.text
    told = {"noticed_on": "16.11.2026"}
    answer = school.send(curator, f"{pair}/end", **sent | told)
    assert answer.status_code == 422
    assert "не может быть раньше 19.11.2026" in answer.text
    assert "ст.\xa0351.8" in answer.text
    answer = school.send(curator, f"{pair}/end", **sent | {"noticed_on": "22.11.2026"})
    assert "ещё не наступила" in answer.text
    told["on"] = "19.11.2026"
    assert school.send(curator, f"{pair}/end", **sent | told).location == pair
    assert only(school).ended_on == date(2026, 11, 19)
    assert "Предупреждение 16.11.2026" in curator.get(pair).text


def test_no_notice_is_due_where_nobody_refuses(school, curator, live) -> None:
    pair = live(regime="labour_351_8")
    sent = {"on": "18.11.2026", "ground": "other-words", "words": "увольнение", "version": "1"}
    assert school.send(curator, f"{pair}/end", no_notice="y", **sent).location == pair
    assert only(school).state is State.ENDED_EARLY


def test_a_notice_waits_on_the_home_page_and_may_be_taken_back(school, curator, live) -> None:
    pair = live(regime="labour_351_8")
    page = f"{pair}/end"
    for day, says in (("", "Укажите день"), ("22.11.2026", "ещё не наступила")):
        assert school.send(curator, f"{pair}/notice", noticed_on=day).location == page
        assert says in curator.get(page).text
    assert school.send(curator, f"{pair}/notice", noticed_on="20.11.2026").location == page
    shown = curator.get(page).text
    assert 'value="20.11.2026"' in shown
    assert "последний день — не раньше 25.11.2026" in shown
    home = curator.get("/today/?all=1").text
    assert "Прекратить досрочно:" in home
    assert "не раньше 25.11.2026" in home
    assert school.send(curator, f"{pair}/notice/withdraw").location == pair
    assert "Предупреждение отозвано" in curator.get(pair).text
    assert "Прекратить досрочно:" not in curator.get("/today/?all=1").text
    assert only(school).state is State.ACTIVE
