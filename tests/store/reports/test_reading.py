"""A sent report is read: by the institution with its pairs, by others without people."""

import json
from datetime import date

import pytest

from nastavnik.domain.access import Role
from nastavnik.domain.errors import NotFoundError
from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories


def test_strangers_find_nothing(world):
    public_id = world.send("first")
    for role, unit in ((Role.CURATOR, "second"), (Role.MUNICIPAL, "far")):
        with pytest.raises(NotFoundError):
            world.open_as(role, unit, public_id)
    with pytest.raises(NotFoundError):
        world.look(Role.MUNICIPAL, "far", of="town")
    with pytest.raises(NotFoundError):
        world.look(Role.MINISTRY, "region", of="first")
    with pytest.raises(NotFoundError):
        world.look(Role.DIRECTOR, "first")
    with pytest.raises(NotFoundError):
        world.look(Role.DIRECTOR, "first", of="town")


def test_only_the_institution_sees_the_pairs(world):
    public_id = world.send("first")
    assert len(world.open_as(Role.VIEWER, "first", public_id).sources) == 4
    for role, unit in ((Role.MUNICIPAL, "town"), (Role.MINISTRY, "region")):
        opened = world.open_as(role, unit, public_id)
        assert opened.sources is None
        assert "Учителев" not in json.dumps(
            [opened.submission.values, opened.submission.sources], ensure_ascii=False
        )
    assert world.open_as(Role.MUNICIPAL, "town", public_id).can_review
    assert not world.open_as(Role.MINISTRY, "region", public_id).can_review


def test_a_pair_changed_since_is_flagged(world):
    public_id = world.send("first")
    world.change("first", end=date(2027, 1, 31))
    opened = world.open_as(Role.CURATOR, "first", public_id)
    (changed,) = [source for source in opened.sources if source.changes]
    assert changed.changes == ("окончание: 31.08.2027 → 31.01.2027",)
    assert not changed.moves_figures
    world.change("first", state=State.ENDED_EARLY, ended_on=date(2026, 11, 1))
    opened = world.open_as(Role.CURATOR, "first", public_id)
    (changed,) = [source for source in opened.sources if source.changes]
    assert "состояние: Идёт → Прекращено досрочно" in changed.changes
    assert "завершение в действительности: нет → 01.11.2026" in changed.changes
    assert changed.moves_figures


def test_pairs_that_left_and_came_since_are_flagged(world):
    public_id = world.send("first")
    world.change("first", start=date(2026, 12, 1))
    with acting(EVERYTHING, write=True):
        factories.mentorship(world.units["first"])
        db.session.commit()
    opened = world.open_as(Role.CURATOR, "first", public_id)
    (gone,) = [source for source in opened.sources if source.changes]
    assert gone.changes == ("больше не входит в период",)
    assert gone.mentorship.start == date(2026, 12, 1)
    assert len(opened.added) == 1


def test_a_replaced_person_and_kind_are_named_without_names(world):
    public_id = world.send("first")
    with acting(EVERYTHING, write=True):
        other = factories.person(world.units["first"]).id
        db.session.commit()
    world.change("first", mentor_id=other, kind="mentor", form="unheard_of")
    opened = world.open_as(Role.CURATOR, "first", public_id)
    (changed,) = [source for source in opened.sources if source.changes]
    assert "наставник: другой человек" in changed.changes
    assert any(text.startswith("вид: Традиционное") for text in changed.changes)
    assert changed.moves_figures


def test_a_changed_byte_is_seen(world):
    public_id = world.send("first")
    sent = world.open_as(Role.CURATOR, "first", public_id).submission
    with acting(EVERYTHING, write=True):
        forged = factories.submission(
            world.units["second"],
            values=sent.values | {"unit": {"title": "Другая школа"}},
            sources=sent.sources,
            sha256=sent.sha256,
        ).public_id
        db.session.commit()
    assert not world.open_as(Role.MUNICIPAL, "town", forged).intact
