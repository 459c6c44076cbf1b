"""What is known of a pair, as conditions of the acts ask for it.

Answers are kept as on a person's card, but nothing about a pair grows with time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from nastavnik.domain.facts import REGIMES, Facts, FactValue

if TYPE_CHECKING:
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.territory import Pair


def pair_facts(one: Mentorship | Pair) -> Facts:
    """Facts of a stored pair: its regime and the answers to what the region asks."""
    return {**answers_of_pair(one.facts), "regime": one.regime}


def typed_facts(regime: str, answers: Facts) -> Facts:
    """Facts of a pair as far as it is typed; a regime that is not chosen is unknown."""
    return {**answers, **({"regime": regime} if regime in REGIMES else {})}


def answers_of_pair(kept: Mapping[str, Any]) -> dict[str, FactValue]:
    """Answers as they are kept -> their values."""
    return {key: _value(one) for key, one in kept.items()}


def _value(kept: Any) -> FactValue:  # noqa: ANN401 - out of JSON
    if isinstance(kept, dict):
        return date.fromisoformat(kept["on"])
    value: FactValue = tuple(kept) if isinstance(kept, list) else kept
    return value


def kept_answers(answers: Facts) -> dict[str, Any]:
    """Answers as JSON."""
    return {key: _plain(value) for key, value in answers.items()}


def _plain(value: FactValue) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return list(value) if isinstance(value, tuple) else value
