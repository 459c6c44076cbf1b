"""Does a consent hold, and why not."""

from __future__ import annotations

from datetime import date

import pytest

from nastavnik.domain.consent import (
    PROCESSING,
    Purpose,
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
