"""A person moves: the card goes along with a code, the history stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from nastavnik.domain.access import Role
from nastavnik.domain.errors import ConflictError, InputError
from nastavnik.domain.move import LeaveReason, MoveState
from nastavnik.store.account import Membership
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.move import PersonMove
from nastavnik.store.person import Person
from nastavnik.store.status import StatusGrant
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.usecases import moves
from nastavnik.usecases import people as cards
from nastavnik.usecases.keys import Keys

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BORN = date(1980, 5, 17)
KEYS = Keys("a secret of the tests")


def test_the_card_goes_along_and_the_history_stays(world, code):
    seen = world.look(code)
    assert (seen.full_name.split()[0], seen.from_title) == ("Алёшина", "Школа прежняя")
    assert seen.facts["experience.pedagogical"] == 120
    assert "experience.post" not in seen.facts
    assert seen.facts["mentoring.years"] >= 11
    assert seen.roles == [Role.MENTOR]
    assert len(seen.statuses) == 1
    new = world.receive(code)
    former, card = world.all(Person, Person.last_name == "Алёшина")
    assert (card.public_id, card.org_unit_id) == (new, world.of["there"][0])
    assert (card.position, card.admitted_on, card.archived_on) == ("методист", TODAY, None)
    assert card.facts == dict(seen.facts)
    assert former.archived_on == TODAY
    assert former.facts["experience.post"] == 24
    (pair,) = world.all(Mentorship, Mentorship.mentor_id == former.id)
    assert pair.org_unit_id == world.of["here"][0]
    with world.by("there") as curator:
        found = cards.card(actor=curator, public_id=new, today=TODAY)
        assert found.as_mentor == []
        assert len(found.statuses) == 1
    halves = world.all(PersonMove)
    assert [(one.side, one.state, one.other) for one in halves] == [
        ("out", "taken", "Школа новая"),
        ("in", "taken", "Школа прежняя"),
    ]


def test_one_person_one_login(world, code):
    assert world.all(Membership, Membership.ended_at.is_(None)) == []
    world.receive(code)
    (role,) = world.all(Membership, Membership.ended_at.is_(None))
    assert (role.account_id, role.role) == (world.account_id, Role.MENTOR)
    assert role.org_unit_id == world.of["there"][0]
    assert role.open


def test_a_status_moves_inside_its_region_only(world, code):
    new = world.receive(code)
    (grant,) = world.all(StatusGrant)
    (card,) = world.all(Person, Person.public_id == new)
    assert (grant.org_unit_id, grant.person_id) == (world.of["there"][0], card.id)
    assert grant.moves[0]["by"] == "Куратор there"


def test_another_region_gets_what_every_region_knows(world, code):
    seen = world.look(code, "away")
    assert seen.statuses == []
    assert "own.word" not in seen.facts
    new = world.receive(code, "away")
    (card,) = world.all(Person, Person.public_id == new)
    assert card.facts["experience.pedagogical"] == 120
    assert "own.word" not in card.facts
    (grant,) = world.all(StatusGrant)
    assert grant.org_unit_id == world.of["here"][0]


def test_a_second_click_makes_no_second_card(world, code):
    assert world.receive(code) == world.receive(code)
    assert len(world.all(Person, Person.last_name == "Алёшина")) == 2


def test_of_two_schools_one_takes_the_card(world, code):
    start = Barrier(2)

    def run(unit):
        start.wait()
        try:
            return world.receive(code, unit)
        except (ConflictError, InputError) as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, ("there", "away")))
    assert sum(isinstance(one, InputError) for one in results) == 1
    assert len(world.all(Person, Person.last_name == "Алёшина")) == 2


def test_without_consent_nothing_leaves(world):
    with pytest.raises(InputError) as refused:
        world.leave()
    assert "consent" in refused.value.errors
    world.agree(valid_until=TODAY - timedelta(days=1), given_on=date(2026, 1, 1))
    with pytest.raises(InputError):
        world.leave()
    assert world.all(PersonMove) == []
    (person,) = world.all(Person, Person.last_name == "Алёшина")
    assert person.archived_on is None


def test_a_withdrawn_consent_closes_the_code(world, code):
    with acting(EVERYTHING, write=True):
        row = db.session.scalars(select(Consent).where(Consent.purpose == "transfer")).one()
        row.withdrawn_on = TODAY
        db.session.commit()
    with pytest.raises(InputError):
        world.look(code)
    with pytest.raises(InputError):
        world.receive(code)


def test_live_pairs_end_first(world):
    world.agree()
    with acting(EVERYTHING, write=True):
        factories.mentorship(world.units["here"], mentor_id=world.id)
        db.session.commit()
    with world.by("here") as curator:
        found = moves.departure(actor=curator, public_id=world.public_id, today=TODAY)
        assert len(found.busy) == 1
    with pytest.raises(ConflictError, match="завершите или замените"):
        world.leave()


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"on": TODAY + timedelta(days=1)}, "on"), ({"on": date(1999, 1, 1)}, "on")],
)
def test_days_that_can_not_be(world, changed, field):
    world.agree()
    with acting(EVERYTHING, write=True):
        db.session.get_one(Person, world.id).admitted_on = date(2020, 9, 1)
        db.session.commit()
    with pytest.raises(InputError) as refused:
        world.leave(**changed)
    assert field in refused.value.errors


def test_whose_birth_date_is_not_known_can_not_be_told_from_others(world):
    world.agree()
    with acting(EVERYTHING, write=True):
        db.session.get_one(Person, world.id).birth_date = None
        db.session.commit()
    with pytest.raises(InputError) as refused:
        world.leave()
    assert "даты рождения" in refused.value.errors["consent"][0]


def test_one_code_at_a_time_and_a_cancelled_one_opens_nothing(world, code):
    with pytest.raises(ConflictError, match="Код уже выдан"):
        world.leave()
    (half,) = world.all(PersonMove)
    with world.by("here", write=True) as curator:
        moves.cancel(actor=curator, move_id=half.public_id, now=NOW)
        again = moves.cancel(actor=curator, move_id=half.public_id, now=NOW)
    assert again.state == MoveState.CANCELLED
    with pytest.raises(InputError):
        world.look(code)
    assert world.look(world.leave()).from_title == "Школа прежняя"


def test_a_taken_card_is_not_called_back(world, code):
    world.receive(code)
    half = world.all(PersonMove)[0]
    with (
        world.by("here", write=True) as curator,
        pytest.raises(ConflictError, match="уже приняла"),
    ):
        moves.cancel(actor=curator, move_id=half.public_id, now=NOW)


def test_ones_own_card_is_moved_by_another(world):
    world.agree()
    with world.by("here", write=True, person_id=world.id) as self_, pytest.raises(ConflictError):
        moves.leave(
            actor=self_,
            public_id=world.public_id,
            on=TODAY,
            reason=LeaveReason.OTHER,
            keys=KEYS,
            today=TODAY,
            now=NOW,
        )


def test_a_namesake_born_on_the_same_day_stops_the_taking(world, code):
    with acting(EVERYTHING, write=True):
        former = db.session.get_one(Person, world.id)
        names = (former.last_name, former.first_name)
        factories.person(
            world.units["there"], last_name=names[0], first_name=names[1], birth_date=BORN
        )
        db.session.commit()
    with pytest.raises(ConflictError, match="уже есть"):
        world.receive(code)


def test_what_must_be_told_of_the_new_place(world, code):
    with pytest.raises(InputError) as refused:
        world.receive(code, position=" ", admitted_on=TODAY + timedelta(days=1))
    assert set(refused.value.errors) == {"position", "admitted_on"}
