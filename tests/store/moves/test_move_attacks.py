"""Nothing but the card passes the walls, and nobody gets it without the code."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from nastavnik.domain.access import Role
from nastavnik.domain.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from nastavnik.store import move
from nastavnik.store.audit import AuditEvent
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.move import PersonMove
from nastavnik.store.person import Person
from nastavnik.usecases import arrivals, brake, moves
from nastavnik.usecases import people as cards
from nastavnik.usecases.arrivals import Claim
from nastavnik.usecases.brake import ThrottledError
from nastavnik.usecases.keys import Keys

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BORN = date(1980, 5, 17)
KEYS = Keys("a secret of the tests")
AT: dict[str, Any] = {"address": "10.0.0.7", "keys": KEYS, "today": TODAY, "now": NOW}


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_name": "Другая"},
        {"born": date(1980, 5, 18)},
        {"code": "AAAA-BBBB-CCCC"},
        {"today": TODAY + timedelta(days=31)},
    ],
)
def test_nothing_is_told_of_what_is_wrong(world, code, wrong):
    given = {"code": code} | wrong
    with pytest.raises(InputError) as refused:
        world.look(**given)
    assert refused.value.errors == {"code": [arrivals.WRONG]}


def test_guessing_is_braked(world, code):
    for _ in range(brake.PER_LOGIN):
        with pytest.raises(InputError):
            world.look("AAAA-BBBB-CCCC")
    with pytest.raises(ThrottledError):
        world.look(code)


def test_neither_side_reads_the_half_of_the_other(world, code):
    world.receive(code)
    for unit, side in (("here", "out"), ("there", "in"), ("away", None)):
        with world.by(unit):
            found = db.session.scalars(select(PersonMove)).all()
            assert [one.side for one in found] == ([side] if side else [])
    for half in world.all(PersonMove):
        with world.by("away"):
            assert move.by_public_id(half.public_id) is None


def test_the_new_school_never_sees_the_former_card(world, code):
    world.look(code)
    with world.by("there") as curator:
        assert db.session.scalars(select(Person)).all() == []
        with pytest.raises(NotFoundError):
            cards.card(actor=curator, public_id=world.public_id, today=TODAY)
        with pytest.raises(NotFoundError):
            moves.departure(actor=curator, public_id=world.public_id, today=TODAY)
    world.receive(code)
    with world.by("there"):
        assert [one.id for one in db.session.scalars(select(Person))] != [world.id]
        assert db.session.scalars(select(Mentorship)).all() == []


def test_a_stranger_cancels_nothing(world, code):
    (half,) = world.all(PersonMove)
    with world.by("there", write=True) as curator, pytest.raises(NotFoundError):
        moves.cancel(actor=curator, move_id=half.public_id, now=NOW)
    assert world.look(code)


def test_an_own_card_is_not_taken_by_its_code(world, code):
    with pytest.raises(ConflictError, match="вашей организации"):
        world.look(code, "here")


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE, Role.VIEWER, Role.MUNICIPAL])
def test_others_move_nobody(world, code, role):
    claim = Claim(code=code, last_name="Алёшина", birth_date=BORN)
    with world.by("there", role) as actor, pytest.raises(ForbiddenError):
        arrivals.look(actor=actor, claim=claim, **AT)


def test_the_code_is_kept_nowhere(world, code):
    (half,) = world.all(PersonMove)
    assert code not in (half.code_hash or "")
    plain = code.replace("-", "")
    for event in world.all(AuditEvent):
        text = str([event.before, event.after])
        assert code not in text
        assert plain not in text
        assert half.code_hash not in text


def test_the_journal_of_the_former_school_tells_who_looked(world, code):
    world.look(code)
    reads = world.all(AuditEvent, AuditEvent.action == "read")
    assert [(one.org_unit_id, one.row_id) for one in reads] == [(world.of["here"][0], world.id)]
