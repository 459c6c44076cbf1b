"""Does a consent hold, and why not."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.consent import (
    NOBODY,
    PROCESSING,
    Purpose,
    Representative,
    Standing,
    consequences,
    lapsed,
    standing,
)

TODAY = date(2026, 11, 21)
BEFORE, AFTER = date(2026, 11, 20), date(2026, 11, 22)


@pytest.mark.parametrize(
    ("until", "withdrawn", "state", "words"),
    [
        (None, None, Standing.HOLDS, ""),
        (AFTER, None, Standing.HOLDS, ""),
        (TODAY, None, Standing.HOLDS, ""),
        (BEFORE, None, Standing.EXPIRED, "срок истёк 20.11.2026"),
        (AFTER, BEFORE, Standing.WITHDRAWN, "отозвано 20.11.2026"),
        (BEFORE, TODAY, Standing.WITHDRAWN, "отозвано 21.11.2026"),
    ],
)
def test_standing(until, withdrawn, state, words) -> None:
    assert standing(until, withdrawn, TODAY) is state
    assert lapsed(until, withdrawn, TODAY) == words


def test_every_purpose_and_standing_has_words() -> None:
    assert all(one.label for one in (*Purpose, *Standing))
    assert all(consequences(one) for one in PROCESSING)


@pytest.mark.parametrize(
    ("name", "powers", "needed", "asked"),
    [
        ("", "", False, []),
        ("", "", True, ["representative", "powers"]),
        ("", "свидетельство о рождении", True, ["representative"]),
        ("Белова Т. А.", "", False, ["powers"]),
        ("Белова Т. А.", "", True, ["powers"]),
        ("Белова Т. А.", "свидетельство о рождении", True, []),
    ],
)
def test_who_signs_for_a_minor_is_named_with_the_proof_of_powers(
    name, powers, needed, asked
) -> None:
    """Art. 9, part 4, item 2 of 152-ФЗ: the representative and the document of the powers."""
    assert list(Representative(name=name, powers=powers).refusals(needed=needed)) == asked


def test_a_form_reads_the_representative_only_where_somebody_signs_for_the_person() -> None:
    assert NOBODY.as_data() is None
    mother = Representative(name="Белова Т. А.", powers="свидетельство о рождении")
    assert mother.as_data() == {"name": "Белова Т. А.", "powers": "свидетельство о рождении"}
