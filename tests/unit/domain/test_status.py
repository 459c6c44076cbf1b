"""Statuses of people: held on a day, their end, and what the check says of one that ends."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from nastavnik.domain.act import Act, Layer
from nastavnik.domain.case import Case
from nastavnik.domain.check import check
from nastavnik.domain.cite import Cite
from nastavnik.domain.comparison import Comparison
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import Norm
from nastavnik.domain.provision import Unit
from nastavnik.domain.requirement import AnyOf, Leaf, Requirement
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.severity import Severity
from nastavnik.domain.status import (
    Held,
    Standing,
    given,
    held_on,
    last_day,
    latest,
    title,
)

GIVEN = date(2023, 9, 1)
LAST = date(2026, 9, 1)
DAY = timedelta(days=1)


USUAL: dict[str, Any] = {
    "code": "tutor",
    "given_on": GIVEN,
    "certificate": "Т-1",
    "order_number": "18",
    "valid_until": LAST,
}


def held(**fields: Any) -> Held:
    return Held(**USUAL | fields)


@pytest.mark.parametrize(
    ("day", "on"),
    [(GIVEN - DAY, False), (GIVEN, True), (LAST, True), (LAST + DAY, False)],
)
def test_it_is_held_from_the_first_day_to_the_last(day, on):
    assert held().on(day) is on
    assert held_on([held()], day) == (("tutor",) if on else ())


def test_without_a_term_it_has_no_end():
    forever = held(valid_until=None)
    assert forever.last is None
    assert forever.on(date(2099, 1, 1))
    assert forever.standing(LAST) is Standing.IN_FORCE
    assert forever.left(LAST) == ""


def test_from_the_day_of_withdrawal_it_is_not_held():
    gone = held(withdrawn_on=date(2025, 3, 1))
    assert gone.last == date(2025, 2, 28)
    assert gone.on(date(2025, 2, 28))
    assert not gone.on(date(2025, 3, 1))
    assert gone.standing(date(2025, 3, 1)) is Standing.WITHDRAWN
    assert gone.standing(date(2025, 2, 28)) is Standing.EXPIRING


@pytest.mark.parametrize(
    ("day", "standing", "left"),
    [
        (GIVEN - DAY, Standing.AHEAD, ""),
        (LAST - timedelta(days=91), Standing.IN_FORCE, ""),
        (LAST - timedelta(days=90), Standing.EXPIRING, "истекает через 90 дней"),
        (LAST, Standing.EXPIRING, "истекает сегодня"),
        (LAST + DAY, Standing.EXPIRED, "истёк 1 день назад"),
    ],
)
def test_where_it_stands(day, standing, left):
    assert held().standing(day) is standing
    assert held().left(day).replace("\N{NO-BREAK SPACE}", " ") == left
    assert standing.label


def test_years_end_on_the_same_day_of_the_month():
    assert last_day(GIVEN, 3) == LAST
    assert last_day(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_a_new_certificate_follows_the_old_one():
    new = held(certificate="Т-2", given_on=LAST, valid_until=date(2029, 9, 1))
    other = held(code="mentor", certificate="", valid_until=None)
    assert latest([new, held(), other]) == (other, new)
    assert given([new, held(), other]) == ("mentor", "tutor")


def test_it_is_called_by_its_certificate_or_its_order():
    assert held().paper == "удостоверение № Т-1"
    assert held(certificate="").paper == "приказ № 18"
    assert held(order_on=GIVEN).order == "приказ № 18 от 01.09.2023"
    assert title("boss") == "boss"


STATUS = Leaf("status", Comparison.ONE_OF, ("tutor",), Subject.MENTOR)
YEARS = Leaf("experience.methodical", Comparison.AT_LEAST, 120, Subject.MENTOR)


def book(*, condition=STATUS, term=True):
    norm = Norm(
        parameter="status.valid_years",
        value=3,
        unit=Unit.YEAR,
        cite=Cite("town", "2.2"),
        quote="сроком на 3 года",
        kinds=frozenset({"tutor"}),
    )
    rule = Requirement(
        code="mentor.status",
        subject=Subject.MENTOR,
        title="Статус",
        condition=condition,
        cite=Cite("town", "2.1"),
    )
    act = Act(
        code="town",
        layer=Layer.REGION,
        title="Положение",
        short="Положение города",
        norms=(norm,) if term else (),
        requirements=(rule,),
    )
    return RuleBook([act], date(2026, 1, 1))


def case(*statuses: Held, end=LAST, order_on=date(2026, 1, 10), **mentor) -> Case:
    day = order_on or date(2026, 1, 1)
    return Case(
        on=date(2026, 1, 1),
        kind="tutor",
        start=date(2026, 1, 15),
        end=end,
        order_on=order_on,
        mentor={"status": held_on(statuses, day), **mentor},
        statuses=statuses,
    )


def codes(found):
    return [(one.code, one.severity, one.cite.clause) for one in found]


def test_a_status_that_lasts_says_nothing():
    assert check(case(held()), book()) == ()
    assert check(case(held(), order_on=None), book()) == ()


def test_a_status_that_ends_before_the_mentorship_is_a_warning():
    (found,) = check(case(held(), end=LAST + DAY), book())
    assert codes([found]) == [("status.valid_years", Severity.WARNING, "2.2")]
    assert not found.blocks
    assert found.quote == "сроком на 3 года"
    assert found.trace
    assert "удостоверение № Т-1) действует до 01.09.2026" in found.text
    assert "наставничество — до 02.09.2026" in found.text


def test_the_next_certificate_given_in_time_is_enough():
    new = held(certificate="Т-2", given_on=LAST, valid_until=date(2029, 9, 1))
    assert check(case(held(), new, end=date(2027, 1, 1)), book()) == ()


def test_an_expired_status_stops_the_order_and_says_when_it_ended():
    expired = case(held(valid_until=date(2025, 12, 31)))
    found = check(expired, book())
    assert codes(found) == [
        ("mentor.status", Severity.VIOLATION, "2.1"),
        ("status.valid_years", Severity.VIOLATION, "2.2"),
    ]
    assert "действовал до 31.12.2025: на 10.01.2026 его нет" in found[1].text


def test_a_withdrawn_status_stops_it_too():
    found = check(case(held(withdrawn_on=date(2025, 12, 1))), book(term=False))
    assert codes(found)[1] == ("status.valid_years", Severity.VIOLATION, "2.1")
    assert "прекращён 01.12.2025" in found[1].text
    assert (found[1].limit, found[1].trace) == ("", ())


def test_somebody_without_it_is_told_by_the_requirement_alone():
    assert codes(check(case(), book())) == [("mentor.status", Severity.VIOLATION, "2.1")]
    other = held(code="mentor")
    assert codes(check(case(other), book())) == [("mentor.status", Severity.VIOLATION, "2.1")]


def test_another_way_to_meet_the_requirement_needs_no_status():
    either = book(condition=AnyOf((STATUS, YEARS)))
    experienced = {"experience.methodical": 130}
    gone = held(valid_until=date(2025, 12, 31))
    assert check(case(gone, **experienced), either) == ()
    assert check(case(held(), end=LAST + DAY, **experienced), either) == ()


def test_one_word_may_be_wanted_and_facts_of_the_mentee_are_not_asked():
    word = Leaf("status", Comparison.EQUALS, "tutor", Subject.MENTOR)
    assert codes(check(case(held(), end=LAST + DAY), book(condition=word)))
    mentee = Leaf("status", Comparison.EQUALS, "tutor", Subject.MENTEE)
    found = check(case(held(), end=LAST + DAY), book(condition=mentee))
    assert [one.code for one in found] == ["mentor.status"]
