"""«Почему?» stands beside every clause and every finding, and paper names the source in words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from nastavnik.store.db import db
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.testing import factories

CLAUSE = r"(?:п\.|ст\.)\N{NO-BREAK SPACE}\d[\d.]*"
INSIDE = re.compile(r'(<details class="more why">).*?</details>', re.DOTALL)
ON_PAPER = re.compile(r'<p class="why-source">.*?</p>', re.DOTALL)
FINDING = re.compile(
    r'<li class="finding finding-\w+">.*?(?=<li class="finding |</ul>)', re.DOTALL
)
MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)


def bare(text: str) -> list[str]:
    """Clauses of the page after which something else comes before their «Почему?»."""
    main = MAIN.search(text)
    shown = ON_PAPER.sub("", INSIDE.sub(r"\1", main[0] if main else text))
    marks = re.findall(rf'{CLAUSE}|<details class="more why">', shown)
    return [
        one
        for at, one in enumerate(marks)
        if not one.startswith("<") and not "".join(marks[at + 1 : at + 2]).startswith("<")
    ]


def unexplained(text: str) -> list[str]:
    """Findings of the page without «Почему?»."""
    return [one for one in FINDING.findall(text) if 'class="more why"' not in one]


@pytest.fixture
def curator(school):
    return school.enter("curator")


@pytest.fixture
def live(school) -> str:
    """A live pair of a paid mentor, whose early end is noticed before."""
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        pair = factories.mentorship(
            unit,
            mentor_id=school.ids["Соколова"],
            mentee_id=school.ids["Зимина"],
            regime="labour_351_8",
        )
        db.session.commit()
        return f"/pairs/{pair.public_id}"


def test_on_every_page_of_a_draft(school, curator) -> None:
    pair = school.drafted(curator, mentor_id=school.people["Никитина"], end="30.04.2027")
    for page in ("/today/", pair, f"{pair}/edit", f"{pair}/papers/mentor/mentoring"):
        text = curator.get(page).text
        assert "Почему?" in text, page
        assert not bare(text), page
        assert not unexplained(text), page
    assert FINDING.search(curator.get(pair).text)


@pytest.mark.parametrize("step", ["", "/extend", "/end", "/replace", "/complete", "/done/plan"])
def test_on_every_page_of_a_live_pair(curator, live, step) -> None:
    text = curator.get(f"{live}{step}").text
    assert "Почему?" in text
    assert not bare(text)
    assert not unexplained(text)


def test_on_a_refusal_and_in_the_history_after_it(school, curator, live) -> None:
    sent = {"version": "1", "on": "21.11.2026", "ground": "other-words", "words": "отказ"}
    refused = school.send(curator, f"{live}/end", noticed_on="20.11.2026", **sent)
    assert refused.status_code == 422
    assert FINDING.search(refused.text)
    assert not unexplained(refused.text)
    draft = school.drafted(curator, mentee_id=school.people["Лебедева"], end="30.04.2027")
    history = curator.get(draft).text.split('id="history"')[1]
    assert "замечани" in history
    assert not bare(history)


def test_on_the_register_of_statuses_and_the_rules(school) -> None:
    with school.site.app_context(), acting(EVERYTHING, write=True):
        unit = db.session.get_one(OrgUnit, school.unit_id)
        one = factories.status_grant(unit, code="tutor", valid_until=date(2026, 12, 1))
        db.session.commit()
        status = f"/statuses/{one.public_id}"
    ministry = school.enter("ministry")
    for page in (status, "/today/", "/acts/limits"):
        text = ministry.get(page).text
        assert "Почему?" in text, page
        assert not bare(text), page


def test_paper_names_the_source_of_what_only_why_tells(curator, live) -> None:
    """A closed «Почему?» is not printed; act, clause and words are, once."""
    text = curator.get(f"{live}/done/plan").text
    assert "why-source" not in text  # the words stand on the page itself
    card = curator.get(live).text
    printed = ON_PAPER.findall(card)
    assert any("в течение пяти рабочих дней" in one for one in printed)
