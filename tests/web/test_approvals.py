"""Approvals before the order, cancelling before the start, what controls and decrees do."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.testing.factories import NOW

STEPS = [
    {
        "code": "council",
        "title": "Совет рассмотрел кандидатуру",
        "step": 1,
        "by": "совет наставников",
        "evidence": "protocol",
        "clause": "3.1",
        "quote": "по протоколу совета",
    },
    {
        "code": "director",
        "title": "Директор согласен",
        "step": 2,
        "by": "director",
        "evidence": "signature",
        "clause": "3.2",
        "quote": "с согласия директора",
    },
]


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def _chain(school) -> None:
    """The school's own act asks for two steps."""
    with school.site.app_context(), acting(EVERYTHING, write=True):
        factories.local_act(
            db.session.get_one(OrgUnit, school.unit_id),
            adopted=date(2026, 9, 1),
            in_force=date(2026, 9, 1),
            content={"approval": STEPS},
            published_at=NOW,
            published_by="Директорова А. А.",
        )
        db.session.commit()


@pytest.mark.usefixtures("_chain")
def test_an_order_waits_for_every_step_in_its_order(school, curator) -> None:
    pair = school.agreed(curator, school.drafted(curator))
    page = curator.get(pair).text
    assert "1. Совет рассмотрел кандидатуру" in page
    assert "шаг не пройден (совет наставников)" in page
    steps = f"{pair}/approvals"
    refused = school.send(curator, f"{steps}/council", on="20.11.2026", number="")
    assert refused.status_code == 422
    assert "Укажите номер" in refused.text
    assert school.send(curator, f"{steps}/council", on="22.11.2026", number="3").status_code == 422
    assert school.send(curator, f"{steps}/council", on="", number="3").status_code == 422
    late = school.send(curator, f"{steps}/council", on="20.11.2026", number="3")
    assert late.location == pair
    assert school.send(curator, f"{steps}/director", on="19.11.2026").location == pair
    assert "шаг 2 датирован 19.11.2026, а шаг 1" in curator.get(pair).text
    assert school.send(curator, f"{steps}/director", on="20.11.2026").location == pair
    page = curator.get(pair).text
    assert "шаг 2 датирован" not in page
    assert "Можно издать" in page
    assert "20.11.2026" in curator.get(f"{steps}/council").text


@pytest.mark.usefixtures("_chain")
def test_a_mark_is_taken_back_and_stays_in_the_history(school, curator) -> None:
    pair = school.drafted(curator)
    step = f"{pair}/approvals/council"
    school.send(curator, step, on="20.11.2026", number="3")
    assert school.send(curator, f"{step}/withdraw").location == pair
    assert school.send(curator, f"{step}/withdraw").location == pair
    page = curator.get(pair).text
    assert "Отметка о согласовании снята" in page
    assert "шаг не пройден (совет наставников)" in page


def test_a_step_that_no_act_asks_for_has_no_page(school, curator) -> None:
    pair = school.drafted(curator)
    assert curator.get(f"{pair}/approvals/choir").status_code == 404
    assert school.send(curator, f"{pair}/approvals/choir/withdraw").status_code == 404


def test_a_pair_cancelled_before_its_first_day_keeps_the_true_day(school, curator) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        pair = factories.mentorship(
            unit,
            mentor_id=school.ids["Соколова"],
            mentee_id=school.ids["Зимина"],
            state=State.ORDERED,
            start=date(2026, 12, 1),
            end=date(2027, 11, 30),
        )
        db.session.commit()
        address = f"/pairs/{pair.public_id}"
    assert "Отмена до начала срока" in curator.get(f"{address}/end").text
    sent = {"on": "20.11.2026", "ground": "other-words", "words": "перевод", "version": "1"}
    assert school.send(curator, f"{address}/end", **sent).location == address
    page = curator.get(address).text
    assert "Отменено до начала" in page
    assert "Отчёт о результатах" not in page
    for listing in ("/pairs/", "/today/", f"/people/{school.people['Зимина']}"):
        assert "01.12.2026 – 30.11.2027" in curator.get(listing).text, listing
    with school.site.app_context(), acting(EVERYTHING):
        kept = db.session.query(Mentorship).one()
        assert (kept.state, kept.ended_on) == (State.CANCELLED, date(2026, 11, 20))
