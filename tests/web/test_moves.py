"""Pages of a move: the code at the one school, the card at the other."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select

from nastavnik.domain.access import Role
from nastavnik.domain.mentorship import State
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases.accounts import hashed

PASSWORD = "correct horse"
BORN = "17.05.1980"
JOIN = "/people/join"


@pytest.fixture
def world(site):
    """Browsers of two curators and a mentor; the address of the one who leaves."""
    with site.app_context(), acting(EVERYTHING, write=True):
        region = factories.unit(region="kuzbass", slug="kuzbass", title="Регион")
        town = factories.unit(region, slug="yurga", title="Город")
        units = {
            "here": factories.unit(town, short_title="Школа прежняя"),
            "there": factories.unit(town, short_title="Школа новая"),
        }
        person = factories.person(
            units["here"], last_name="Тайнова", birth_date=date(1980, 5, 17), is_mentor=True
        )
        sealed = hashed(PASSWORD)
        for login, role in (("here", Role.CURATOR), ("there", Role.CURATOR)):
            account = factories.account(login=login, password_hash=sealed, display_name=login)
            factories.membership(units[login], role, account_id=account.id)
        own = factories.account(login="mover", password_hash=sealed, display_name="Тайнова")
        factories.membership(units["here"], Role.MENTOR, account_id=own.id, person_id=person.id)
        db.session.commit()
        return World(site, person.id, f"/people/{person.public_id}/leave")


class World:
    """`world("here")` is a browser in which the person has logged in."""

    def __init__(self, site, person_id, leaving) -> None:
        self.site, self.person_id, self.leaving = site, person_id, leaving

    def __call__(self, login):
        browser = self.site.test_client()
        browser.log_in(login)
        return browser

    def agree(self):
        with self.site.app_context(), acting(EVERYTHING, write=True):
            person = db.session.get_one(Person, self.person_id)
            db.session.add(
                Consent(
                    org_unit_id=person.org_unit_id,
                    org_path=person.org_path,
                    person_id=person.id,
                    side="person",
                    purpose="transfer",
                    given_on=date(2026, 11, 20),
                    method="paper",
                    recorded_by="Кураторова А. А.",
                )
            )
            db.session.commit()

    def pair(self):
        with self.site.app_context(), acting(EVERYTHING, write=True):
            person = db.session.get_one(Person, self.person_id)
            unit = db.session.get_one(OrgUnit, person.org_unit_id)
            factories.mentorship(unit, mentor_id=person.id, state=State.ACTIVE)
            db.session.commit()

    def code(self, browser):
        answer = browser.send(self.leaving, self.leaving, on="20.11.2026", reason="transfer")
        assert answer.status_code == 200
        return found(r'class="secret">([^<]+)<', answer)


def found(pattern: str, answer) -> str:
    match = re.search(pattern, answer.text)
    assert match
    return str(match[1])


def brought(code, **changed):
    return {"code": code, "last_name": "тайнова", "birth_date": BORN} | changed


def test_a_card_goes_from_school_to_school(world) -> None:
    world.agree()
    here, there = world("here"), world("there")
    code = world.code(here)
    seen = there.send(JOIN, JOIN, **brought(code))
    assert seen.status_code == 200
    assert "Школа прежняя" in seen.text
    assert "Вход на сайт останется прежним" in seen.text
    place = {"position": "методист", "admitted_on": "21.11.2026"}
    done = there.send(f"{JOIN}/take", JOIN, **brought(code), **place)
    assert done.status_code == 302
    card = there.get(done.location).text
    assert "Карточка принята" in card
    assert "Из организации:" in card
    former = here.get(world.leaving.removesuffix("/leave")).text
    assert "Карточка в архиве" in former
    assert "Школа новая" in former
    assert "Школа новая" in world("mover").get("/today/").text


def test_pairs_and_the_consent_come_first(world) -> None:
    here = world("here")
    assert "Нет согласия на передачу" in here.get(world.leaving).text
    refused = here.send(world.leaving, world.leaving, on="20.11.2026", reason="transfer")
    assert refused.status_code == 422
    world.agree()
    assert "Убрать в архив и выдать код" in here.get(world.leaving).text
    assert here.send(world.leaving, world.leaving, on="", reason="").status_code == 422
    world.pair()
    assert "Сначала завершите пары" in here.get(world.leaving).text


def test_a_cancelled_code_opens_nothing(world) -> None:
    world.agree()
    here, there = world("here"), world("there")
    code = world.code(here)
    page = here.get(world.leaving)
    assert "Код уже выдан" in page.text
    assert code not in page.text
    address = found(r'action="(/people/[^"]+/leave/cancel/[^"]+)"', page)
    assert here.send(address, world.leaving).status_code == 302
    refused = there.send(JOIN, JOIN, **brought(code))
    assert refused.status_code == 422
    assert "не нашлась" in refused.text
    taken = there.send(
        f"{JOIN}/take", JOIN, **brought(code), position="методист", admitted_on="21.11.2026"
    )
    assert taken.status_code == 422
    assert "Тайнова" not in taken.text


@pytest.mark.parametrize("wrong", [{"last_name": "Другая"}, {"birth_date": "18.05.1980"}])
def test_the_code_alone_tells_nothing(world, wrong) -> None:
    world.agree()
    code = world.code(world("here"))
    refused = world("there").send(JOIN, JOIN, **brought(code, **wrong))
    assert refused.status_code == 422
    assert "Школа прежняя" not in refused.text


def test_what_is_missing_is_asked_again_with_the_card(world) -> None:
    world.agree()
    code, there = world.code(world("here")), world("there")
    for place in (
        {"position": "", "admitted_on": "21.11.2026"},
        {"position": "методист", "admitted_on": "30.12.2027"},
    ):
        page = there.send(f"{JOIN}/take", JOIN, **brought(code), **place)
        assert page.status_code == 422
        assert "Школа прежняя" in page.text
    assert there.send(JOIN, JOIN, code="", last_name="", birth_date="").status_code == 422
    assert there.send(f"{JOIN}/take", JOIN, code="", position="х").status_code == 422


def test_strangers_have_no_such_pages(world) -> None:
    world.agree()
    there = world("there")
    assert there.get(world.leaving).status_code == 404
    assert there.send(world.leaving, JOIN, on="20.11.2026", reason="other").status_code == 404
    mover = world("mover")
    assert mover.get(JOIN).status_code == 403
    assert mover.get(world.leaving).status_code in {403, 404}


def returned(world, **changed) -> None:
    """The new school once had this person: its card lies in the archive."""
    with world.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.scalars(
            select(OrgUnit).where(OrgUnit.short_title == "Школа новая")
        ).one()
        gone = db.session.get_one(Person, world.person_id)
        former = {
            "last_name": gone.last_name,
            "first_name": gone.first_name,
            "birth_date": gone.birth_date,
            "archived_on": date(2024, 8, 31),
            "is_mentee": True,
        }
        factories.person(unit, **former | changed)
        db.session.commit()


def cards(world) -> list[tuple[str, bool]]:
    with world.site.app_context(), acting(EVERYTHING):
        people = db.session.scalars(select(Person).order_by(Person.id)).all()
        return [(one.position, one.archived_on is None) for one in people]


@pytest.mark.parametrize(("chosen", "number"), [("reopened", 2), ("new", 3)])
def test_who_comes_back_finds_the_old_card(world, chosen, number) -> None:
    world.agree()
    code = world.code(world("here"))
    returned(world)
    there = world("there")
    page = there.send(JOIN, JOIN, **brought(code))
    assert "в архиве с 31.08.2024" in page.text
    there.post(
        "/people/join/take",
        data={
            "csrf_token": there.token(page),
            **brought(code),
            "position": "завуч",
            "admitted_on": "21.11.2026",
            "card": chosen,
        },
    )
    after = cards(world)
    assert len(after) == number
    assert after[-1] == ("завуч", True)


@pytest.mark.parametrize("other", [{"birth_date": date(1981, 5, 17)}, {"first_name": "Яна"}])
def test_another_person_in_the_archive_is_not_offered(world, other) -> None:
    world.agree()
    code = world.code(world("here"))
    returned(world, **other)
    there = world("there")
    assert "в архиве" not in there.send(JOIN, JOIN, **brought(code)).text
