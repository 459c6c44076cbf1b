"""Values of facts as they are written in files -> as they are kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from nastavnik.domain.facts import Fact, FactType, FactValue
from nastavnik.domain.training import Training

_MONTHS_IN_YEAR: Final = 12
_DURATION: Final = re.compile(
    r"(?:(\d+)\s*(?:лет|года?))?\s*(?:(\d+)\s*(?:месяц(?:а|ев)?|мес\.?))?"
)
_TRAINING: Final = frozenset({"topic", "title", "hours", "on"})


def fact_value(fact: Fact, raw: object) -> FactValue | None:
    """A fact's value as written in a file -> as kept; None if it does not fit.

    Durations: an integer is years, a text «9 лет 11 месяцев»; kept in months. Numbers: in the
    fact's unit, 0.75 of a rate is kept as 75. Trainings: tables {topic, title, hours, on}.
    """
    return _READERS[fact.type](fact, raw)


def number(raw: object, scale: int) -> int | None:
    """A number not below zero in parts of its unit; None for one finer than they are."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)) or raw < 0:
        return None
    parts = round(raw * scale)
    return parts if abs(parts - raw * scale) < 1 / (scale * scale * 10) else None


def months(raw: object) -> int | None:
    """Whole years, or «9 лет 11 месяцев», in months."""
    if isinstance(raw, int):
        return raw * _MONTHS_IN_YEAR if raw >= 0 and not isinstance(raw, bool) else None
    if not isinstance(raw, str):
        return None
    match = _DURATION.fullmatch(raw.replace("\N{NO-BREAK SPACE}", " ").strip())
    if match is None or not any(match.groups()):
        return None
    return int(match[1] or 0) * _MONTHS_IN_YEAR + int(match[2] or 0)


def _text(raw: object) -> str | None:
    return raw.strip() or None if isinstance(raw, str) else None


def _day(raw: object) -> date | None:
    """A date of TOML, or the ISO text that stands for it in JSON."""
    if isinstance(raw, str):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            return None
    return raw if isinstance(raw, date) and not isinstance(raw, datetime) else None


def _many(fact: Fact, raw: object) -> tuple[str, ...] | None:
    listed = raw if isinstance(raw, (list, tuple)) else (raw,)
    fits = all(isinstance(one, str) and one in fact.choices for one in listed)
    return tuple(listed) if fits else None


def _trainings(fact: Fact, raw: object) -> tuple[Training, ...] | None:
    listed = [_training(fact, one) for one in raw] if isinstance(raw, (list, tuple)) else [None]
    found = tuple(one for one in listed if one is not None)
    return found if len(found) == len(listed) else None


def _training(fact: Fact, raw: Any) -> Training | None:  # noqa: ANN401 - as it was read
    if not isinstance(raw, Mapping) or raw.keys() - _TRAINING:
        return None
    topic, title = raw.get("topic", ""), raw.get("title", "")
    hours, on = raw.get("hours"), raw.get("on")
    if topic not in {"", *fact.choices} or not isinstance(title, str):
        return None
    if hours is not None and number(hours, 1) is None:
        return None
    if on is not None and _day(on) is None:
        return None
    return Training(topic=topic, title=title, hours=hours, on=_day(on))


_READERS: Final[Mapping[FactType, Callable[[Fact, object], FactValue | None]]] = {
    FactType.DURATION: lambda _, raw: months(raw),
    FactType.NUMBER: lambda fact, raw: number(raw, fact.scale),
    FactType.FLAG: lambda _, raw: raw if isinstance(raw, bool) else None,
    FactType.CHOICE: lambda fact, raw: (
        raw if isinstance(raw, str) and raw in fact.choices else None
    ),
    FactType.MANY: _many,
    FactType.TEXT: lambda _, raw: _text(raw),
    FactType.DATE: lambda _, raw: _day(raw),
    FactType.TRAININGS: _trainings,
}
