"""Money in whole kopecks: exact rounding, exact shares of a limit, rubles in words of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_KOPECKS: Final = 100
_WRITTEN: Final = re.compile(r"(\d{1,10})(?:[.,](\d{1,2}))?")
_NBSP: Final = "\N{NO-BREAK SPACE}"


def rubles(kopecks: int) -> str:
    """Kopecks as rubles with no-break spaces: 3200000 -> «32 000,00 ₽»."""
    whole, rest = divmod(abs(kopecks), _KOPECKS)
    sign = "−" if kopecks < 0 else ""
    grouped = f"{whole:,}".replace(",", _NBSP)
    return f"{sign}{grouped},{rest:02d}{_NBSP}₽"


def kopecks_of(text: str) -> int:
    """Kopecks of a sum as people type it: «32 000», «32000,5», «32 000.50 ₽».

    Raises:
        ValueError: with a message in Russian that repeats what was typed.
    """
    plain = "".join(text.split()).removesuffix("₽").removesuffix("руб.").removesuffix("р.")
    match = _WRITTEN.fullmatch(plain)
    if match is None:
        raise ValueError(f"«{text.strip()}» — не сумма. Введите рубли: 32000 или 32000,50.")
    return int(match[1]) * _KOPECKS + int((match[2] or "").ljust(2, "0"))


def half_up(numerator: int, denominator: int) -> int:
    """A non-negative fraction to the nearest integer, a half upwards; integers throughout."""
    return (2 * numerator + denominator) // (2 * denominator)


def shares(limit: int, weights: Sequence[int]) -> tuple[int, ...]:
    """The limit divided in proportion to the weights so that the parts sum up to it exactly.

    Largest remainder: each part is rounded down, and the kopecks left over go one each to the
    largest remainders, the earlier among equals. The weights are not negative, their sum is not 0.
    """
    total = sum(weights)
    parts = [divmod(limit * weight, total) for weight in weights]
    left = limit - sum(whole for whole, _ in parts)
    by_remainder = sorted(range(len(parts)), key=lambda place: -parts[place][1])
    lucky = frozenset(by_remainder[:left])
    return tuple(whole + (place in lucky) for place, (whole, _) in enumerate(parts))
