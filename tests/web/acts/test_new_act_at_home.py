"""The home page of an institution says which of its live pairs a new act finds unlawful."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from nastavnik.domain.mentorship import State
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.walls import EVERYTHING, acting

TASK = "Не соответствуют новому акту пары: 4"


def at_home(country, login="curator"):
    return country.told(country.enter(login).get("/today/"))


def test_the_curator_is_told_the_same_minute_and_led_to_the_act(country):
    ministry = country.enter("ministry")
    assert "новому акту" not in at_home(country)
    act = country.published(ministry)
    home = at_home(country)
    assert TASK in home
    assert "Менторова" in home
    assert "; ещё 1" in home
    assert "О предельном числе менти, № 812 от 20.11.2026, п. 1" in home
    assert "Действует с 21.11.2026" in home
    assert f'href="{act}"' in country.enter("curator").get("/today/").text


@pytest.mark.parametrize("login", ["ministry", "centre", "neighbour"])
def test_nobody_outside_reads_the_names(country, login):
    country.published(country.enter("ministry"))
    assert "Менторова" not in at_home(country, login)


def test_an_act_to_come_is_told_with_its_day(country):
    country.published(country.enter("ministry"), in_force="01.12.2026")
    home = at_home(country)
    assert TASK in home
    assert "Осталось 10 дней" in home


def test_the_task_goes_when_the_pairs_are_mended(country):
    country.published(country.enter("ministry"))
    with country.site.app_context(), acting(EVERYTHING, write=True):
        one = db.session.scalars(select(Mentorship)).first()
        assert one is not None
        one.state, one.ended_on, one.end_ground = State.ENDED_EARLY, date(2026, 11, 20), "other"
        db.session.commit()
    assert "новому акту" not in at_home(country)


def test_an_act_for_new_pairs_asks_nothing_of_the_old_ones(country):
    country.published(country.enter("ministry"), applies_to="new")
    assert "новому акту" not in at_home(country)


def test_a_repealed_act_asks_nothing(country):
    ministry = country.enter("ministry")
    act = country.published(ministry)
    number = act.rsplit("/", 1)[1]
    other = country.head(
        ministry, number="813", title="Об отмене", repeals=number, applies_to="all"
    )
    assert country.publish(ministry, other).status_code == 302
    assert "новому акту" not in at_home(country)
