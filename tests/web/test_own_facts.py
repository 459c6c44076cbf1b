"""A fact that a published act declares: asked on the card, kept, grown, shown and checked."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

CONTENT = {
    "fact": [
        {
            "code": "town.camp",
            "type": "duration",
            "title": "опыт лагеря",
            "question": "Опыт работы в лагере",
            "subject": "mentor",
            "clause": "3.1",
            "quote": "имеющий опыт работы в лагере",
        }
    ],
    "requirement": [
        {
            "code": "mentor.camp",
            "subject": "mentor",
            "title": "Опыт лагеря",
            "condition": {"fact": "town.camp", "at_least": 2},
            "clause": "3.1",
            "quote": "не менее двух лет в лагере",
        }
    ],
}


def publish(school) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        factories.local_act(
            unit,
            title="О лагере",
            content=CONTENT,
            in_force=date(2026, 1, 1),
            published_at=factories.NOW,
            published_by="Центрова О. О.",
        )
        db.session.commit()


def test_a_declared_fact_is_asked_kept_and_checked(school) -> None:
    publish(school)
    curator = school.enter("curator")
    card = f"/people/{school.people['Соколова']}"
    form = curator.get(f"{card}/edit").text
    asked = form.split("Другие сведения")[0]
    assert "Особые сведения региона" in asked
    assert "Опыт работы в лагере" in asked
    assert "Нужно: О лагере, №" in asked
    lacking = curator.get(card).text
    assert "не указано; нужно: О лагере, №" in lacking
    draft = school.drafted(curator)
    assert "в карточке не указано: «Опыт работы в лагере»" in curator.get(draft).text

    fields = {
        "version": "1",
        "last_name": "Соколова",
        "first_name": "Ольга",
        "patronymic": "Сергеевна",
        "gender": "f",
        "position": "учитель",
        "is_mentor": "y",
        "fact_town_camp": ["1", "6"],
    }
    assert curator.send(f"{card}/edit", **fields).status_code == 302
    with school.site.app_context(), acting(EVERYTHING):
        person = db.session.scalars(select(Person).filter_by(last_name="Соколова")).one()
        assert person.facts == {"town.camp": {"months": 18}}
    assert "1\N{NO-BREAK SPACE}год 6\N{NO-BREAK SPACE}месяцев" in curator.get(card).text
    page = curator.get(draft).text
    assert "требуется опыт лагеря не менее 2\N{NO-BREAK SPACE}лет" in page
