"""The calculation of a month's allowances: days, amounts, rounding."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nastavnik.domain.sheet import Books, Decision, Pair, Sheet

if TYPE_CHECKING:
    from nastavnik.domain.month import Month


def allowances(
    rules: Books,
    month: Month,
    pairs: Sequence[Pair],
    decided: Sequence[Decision] = (),
    fund: int | None = None,
) -> Sheet:
    """The sheet of the month. `fund` is the institution's wage fund of the month in kopecks."""
    raise NotImplementedError
