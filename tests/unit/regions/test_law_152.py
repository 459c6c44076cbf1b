"""The law on personal data: a consent that is taken comes before the order, in every region."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.check import check
from nastavnik.domain.severity import Severity
from nastavnik.regions import registry
from nastavnik.testing.acts import case

ORDERED = date(2026, 11, 20)


def found(region: str, **evidence: date) -> list[tuple[str, str, str]]:
    book = registry.region(region).book((), ORDERED)
    dates = {key.replace("_", ".", 1): day for key, day in evidence.items()}
    asked = case(order_on=ORDERED, evidence=frozenset(dates), dates=dates)
    return [
        (one.severity, one.cite.clause, one.text)
        for one in check(asked, book)
        if one.cite.act == "law_152"
    ]


@pytest.mark.parametrize("region", sorted(registry.installed()))
def test_a_consent_to_processing_after_the_order_is_a_warning(region) -> None:
    ((severity, clause, text),) = found(region, consent_personal_data=date(2026, 11, 21))
    assert severity is Severity.WARNING
    assert clause == "п. 1 ч. 1 ст. 6"
    assert "согласие на обработку персональных данных — 21.11.2026" in text.lower()


def test_in_time_or_not_asked_for_nothing_is_said() -> None:
    region = next(iter(registry.installed()))
    assert not found(region, consent_personal_data=ORDERED)
    assert not found(region)
    assert not found(region, consent_mentor=date(2026, 11, 21))
