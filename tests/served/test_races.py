"""The product's own server, two workers: racing requests break no rule and no page."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.testing import databases, races
from nastavnik.testing.served import served

pytestmark = pytest.mark.served
TODAY = date(2026, 11, 21)
CAP, RACERS = 2, 10


@pytest.fixture
def app(database):
    made = databases.bare_app(database)
    yield made
    databases.close(made)


@pytest.fixture
def school(app):
    return races.founded(app, "kuzbass", "yurga")


@pytest.fixture
def address(database, tmp_path):
    with served(database, tmp_path, today=TODAY.isoformat()) as found:
        yield found


def test_racing_orders_leave_exactly_the_cap(app, school, address) -> None:
    result = races.raced(app, address, school, RACERS, TODAY)
    assert result.statuses == {302: CAP, 409: RACERS - CAP}
    assert result.live == CAP
    for one in result.answers:
        assert one.status == 302 or "не более двух лиц" in one.text, one.text


def test_one_form_sent_by_many_clicks_is_one_order(app, school, address) -> None:
    _, (path,) = races.drafted(app, school, 1, TODAY)
    answers = races.race(address, school, [path] * RACERS, TODAY, one_form=True)
    assert {one.status for one in answers} == {302}
    assert len({one.location for one in answers}) == 1
