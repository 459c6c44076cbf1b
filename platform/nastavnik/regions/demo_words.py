"""How demo data are written for a human reader: full names, «9 лет 4 месяца»."""

from __future__ import annotations

import re
from typing import Final

from nastavnik.domain.facts import Fact, FactType, FactValue

_LENGTH: Final = re.compile(r"(?:(\d+) (?:год|года|лет))? ?(?:(\d+) месяц(?:а|ев)?)?")
_MONTHS: Final = 12


def split_name(full: str) -> tuple[str, str, str]:
    """Last name, first name and patronymic (it may be absent or of several words)."""
    last_name, _, rest = full.strip().partition(" ")
    first_name, _, patronymic = rest.strip().partition(" ")
    return last_name, first_name, patronymic.strip()


def demo_fact(fact: Fact, written: object) -> FactValue | None:
    """The fact's value as it is kept, or None if it can't be read.

    A length of service is whole years, or «9 лет 4 месяца»; it is kept in months.
    """
    if fact.type is FactType.DURATION:
        return _months(written)
    if fact.type is FactType.MANY:
        known = isinstance(written, list) and all(one in fact.choices for one in written)
        return tuple(written) if known and isinstance(written, list) else None
    if fact.type is FactType.FLAG:
        return written if isinstance(written, bool) else None
    if fact.type is FactType.CHOICE:
        return written if isinstance(written, str) and written in fact.choices else None
    return written if isinstance(written, int) and not isinstance(written, bool) else None


def _months(written: object) -> int | None:
    if isinstance(written, int) and not isinstance(written, bool):
        return written * _MONTHS
    match = _LENGTH.fullmatch(written) if isinstance(written, str) and written else None
    return int(match[1] or 0) * _MONTHS + int(match[2] or 0) if match else None
