"""Values of facts in Russian words: as they stand on a card, and as bounds of a condition."""

from __future__ import annotations

from typing import Any

from nastavnik.domain.facts import Fact, FactType
from nastavnik.domain.training import Training
from nastavnik.domain.wording import duration, duration_limit, limited, measured


def shown(fact: Fact, value: Any) -> str:  # noqa: ANN401 - of the fact's own type
    """A fact's value with its unit; an empty list is «нет»."""
    if fact.type is FactType.DURATION:
        return duration(int(value))
    if fact.type is FactType.NUMBER:
        return measured(int(value), fact.scale, fact.unit)
    if fact.type is FactType.FLAG:
        return "да" if value else "нет"
    if fact.type is FactType.DATE:
        return f"{value:%d.%m.%Y}"
    if isinstance(value, tuple):
        return _listed(fact, value) or "нет"
    return fact.choices.get(str(value), str(value))


def _listed(fact: Fact, values: tuple[Any, ...]) -> str:
    return ("; " if fact.type is FactType.TRAININGS else ", ").join(
        one.shown(fact.choices) if isinstance(one, Training) else fact.choices.get(one, str(one))
        for one in values
    )


def bound(fact: Fact, value: Any) -> str:  # noqa: ANN401 - of the fact's own type
    """A bound as it stands after «не менее», in the genitive; a word in quotation marks."""
    if fact.type is FactType.DURATION:
        return duration_limit(int(value))
    if fact.type is FactType.NUMBER:
        return limited(int(value), fact.scale, fact.unit)
    return shown(fact, value) if fact.type is FactType.DATE else f"«{shown(fact, value)}»"
