"""What a mentoring is held against after its mentor was replaced."""

from __future__ import annotations

from datetime import date

from nastavnik.domain.act import Layer
from nastavnik.domain.check import check
from nastavnik.domain.rulebook import RuleBook
from nastavnik.domain.succession import begun, continued
from nastavnik.testing.acts import act, case, norm

BOOK = RuleBook(
    (act(Layer.REGION, norm("term.min_months", 6), norm("mentees.max", 1)),), date(2026, 1, 1)
)


def test_the_chain_goes_back_to_the_first_mentor() -> None:
    first, second = date(2024, 9, 1), date(2025, 9, 1)
    assert begun([(2, 1, first), (3, 2, second), (5, 4, second)]) == {
        2: first,
        3: first,
        5: second,
    }
    assert begun(()) == {}


def test_only_the_term_is_of_the_whole() -> None:
    rest = case(start=date(2026, 10, 1), end=date(2026, 12, 31))
    assert [one.code for one in check(rest, BOOK)] == ["term.min_months"]

    def find(one):
        return check(one, BOOK)

    assert continued(find, rest, date(2026, 1, 1)) == ()
    assert [one.code for one in continued(find, rest, date(2026, 9, 1))] == ["term.min_months"]
