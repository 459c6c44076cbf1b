"""What-if over the database: however many mentorships there are, as many statements."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.act import AppliesTo, Layer
from nastavnik.domain.approval import Approval
from nastavnik.domain.cite import Cite
from nastavnik.domain.rules import Look
from nastavnik.domain.whatif import WhatIf
from nastavnik.store.db import db
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories
from nastavnik.testing.acts import act, leaf, norm, requirement
from nastavnik.testing.statements import recorded
from nastavnik.usecases.effect import effect_of


def drafted(*norms, **provisions):
    return act(
        Layer.MINISTRY,
        *norms,
        code="draft",
        applies_to=AppliesTo.ALL,
        in_force=date(2026, 12, 1),
        **provisions,
    )


HERE = Cite("draft", "1")
DRAFTS = {
    "term": drafted(norm("term.max_months", 1)),
    "paper": drafted(norm("consent.mentee", value=True)),
    "condition": drafted(
        norm("term.max_months", 1, when=leaf("experience.pedagogical", "at_least", 120))
    ),
    "person": drafted(requirements=[requirement(leaf("experience.pedagogical", "at_least", 120))]),
    "step": drafted(approvals=[Approval(code="look", title="Шаг", step=1, by="совет", cite=HERE)]),
    "admission": drafted(norm("appointment.within_days", 1)),
}
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
        factories.consent(school, mentorship_id=pair.id, given_on=date(2026, 8, 20))
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


@pytest.mark.parametrize("name", DRAFTS)
def test_what_no_rule_looks_at_is_not_read_and_changes_nothing(region, name, monkeypatch):
    settled(region, 2)
    lean = effect_of(DRAFTS[name], region, factories.TODAY).document
    monkeypatch.setattr(WhatIf, "looks", lambda *_: Look.EVERYTHING)
    assert lean == effect_of(DRAFTS[name], region, factories.TODAY).document
    assert (lean["looked"], sum(lean["counts"].values())) == (2, 2)


def test_a_term_needs_no_person_to_be_read(region):
    settled(region, 2)
    with recorded() as statements:
        effect = effect_of(DRAFTS["term"], region, factories.TODAY)
    assert effect.document["counts"] == {"broken": 2}
    assert not [one for one in statements if "from person" in one.lower()]
    assert not [one for one in statements if "mentorship_event" in one.lower()]
