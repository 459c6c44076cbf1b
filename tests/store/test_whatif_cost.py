"""What-if over the database: however many mentorships there are, as many statements."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.act import AppliesTo, Layer
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.testing.acts import act, norm
from nastavnik.testing.statements import recorded
from nastavnik.usecases.effect import effect_of

DRAFT = act(
    Layer.MINISTRY,
    norm("term.max_months", 1),
    code="draft",
    applies_to=AppliesTo.ALL,
    in_force=date(2026, 12, 1),
)


@pytest.fixture
def region(store_app):
    with store_app.app_context(), acting(EVERYTHING, write=True):
        yield factories.unit(region="kuzbass", slug="kuzbass")


def settled(region, rows):
    """A school of its own for every mentorship, with a paper on file."""
    for at in range(rows):
        school = factories.unit(factories.unit(region, slug=f"town-{rows}-{at}"))
        pair = factories.mentorship(school, kind="traditional")
        factories.consent(school, mentorship_id=pair.id)
    db.session.commit()
    db.session.expunge_all()


def test_the_count_of_statements_does_not_grow(region):
    said = []
    for rows in (1, 8):
        settled(region, rows)
        with recorded() as statements:
            effect = effect_of(DRAFT, region, factories.TODAY)
        said.append((effect.document["looked"], len(statements)))
    assert said[0][0] == 1
    assert said[1][0] == 9
    assert said[0][1] == said[1][1], said
