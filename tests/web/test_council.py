"""The council of mentors: the task of the home page, its page, the order that closes it."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def act(school):
    """Publishes an act: a council from two mentors."""
    norm = {
        "parameter": "council.from_mentors",
        "value": 2,
        "clause": "5",
        "quote": "при двух и более наставниках может создаваться совет",
    }
    with school.site.app_context(), acting(EVERYTHING, write=True):
        factories.local_act(
            db.session.get_one(OrgUnit, school.unit_id),
            title="О совете",
            content={"norm": [norm]},
            in_force=date(2026, 1, 1),
            published_at=factories.NOW,
            published_by="Центрова О. О.",
        )
        db.session.commit()


@pytest.fixture
def led(school):
    """Makes a live pair of the mentor."""

    def made(mentor: str, mentee: str) -> None:
        with school.site.app_context(), acting(EVERYTHING, write=True):
            unit = db.session.get_one(OrgUnit, school.unit_id)
            sides = {"mentor_id": school.ids[mentor], "mentee_id": school.ids[mentee]}
            factories.mentorship(unit, **sides)
            db.session.commit()

    return made


def test_the_acts_are_silent(curator) -> None:
    assert "не говорят" in curator.get("/council").text
    assert "совет наставников" not in curator.get("/today/?all=1").text


@pytest.mark.usefixtures("act")
def test_one_mentor_is_not_enough(school, curator, led) -> None:
    led("Соколова", "Зимина")
    led("Соколова", "Лебедева")
    assert "Можно создать совет" not in curator.get("/today/?all=1").text
    assert "нужно ещё 1." in curator.get("/council").text
    sent = {"number": "5", "issued_on": "21.11.2026", "head_id": school.people["Соколова"]}
    assert school.send(curator, "/council", key="a", **sent).status_code == 409


@pytest.mark.usefixtures("act")
def test_the_order_creates_it_and_closes_the_task(school, curator, led) -> None:
    led("Соколова", "Зимина")
    led("Никитина", "Лебедева")
    home = curator.get("/today/?all=1").text
    assert "Можно создать совет наставников" in home
    assert "О совете" in home
    page = curator.get("/council").text
    assert "при двух и более наставниках" in page
    sent = {"number": "5", "issued_on": "21.11.2026", "head_id": school.people["Соколова"]}
    for changes, says in (
        ({"number": " "}, "Укажите номер приказа"),
        ({"issued_on": "22.11.2026"}, "ещё не наступила"),
        ({"head_id": school.people["Зимина"]}, "Выберите один из вариантов"),
    ):
        answer = school.send(curator, "/council", key="a", **sent | changes)
        assert answer.status_code == 422
        assert says in answer.text
    order = school.send(curator, "/council", key="a", **sent).location
    assert school.send(curator, "/council", key="a", **sent).location == order
    text = " ".join(curator.get(order).text.replace("\xa0", " ").split())
    assert "Назначить руководителем совета Соколову Ольгу Сергеевну" in text
    assert "Никитину Ольгу Сергеевну" in text
    assert curator.get(f"{order}.pdf").data.startswith(b"%PDF-")
    assert "О создании совета" in curator.get("/orders/").text
    assert "Можно создать совет" not in curator.get("/today/?all=1").text
    assert "Совет создан" in curator.get("/council").text
    assert school.send(curator, "/council", key="b", **sent).status_code == 409


def test_a_mentor_creates_no_council(school) -> None:
    assert school.enter("mentor").get("/council").status_code == 403
