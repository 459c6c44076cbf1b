"""Acts, rule books and cases in one line each, for tests that read like a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from nastavnik.domain.act import Act, Layer
from nastavnik.domain.case import Case
from nastavnik.domain.cite import Cite
from nastavnik.domain.comparison import Comparison
from nastavnik.domain.facts import Subject
from nastavnik.domain.norm import CATALOGUE, Norm, Value
from nastavnik.domain.requirement import Condition, Leaf, Requirement
from nastavnik.domain.rulebook import RuleBook

TODAY: Final = date(2026, 11, 21)


def norm(parameter: str, value: Value, *, clause: str = "1.1", **rest: Any) -> Norm:  # noqa: ANN401 - fields of the act's part
    """A norm; its act is filled in by `act()`. `kinds` and `forms` may be any iterable."""
    known = CATALOGUE[parameter]
    return Norm(
        parameter=parameter,
        value=value,
        unit=rest.pop("unit", known.unit),
        severity=rest.pop("severity", known.severity),
        cite=Cite("", clause),
        kinds=frozenset(rest.pop("kinds", ())),
        forms=frozenset(rest.pop("forms", ())),
        **rest,
    )


def requirement(condition: Condition, **rest: Any) -> Requirement:  # noqa: ANN401 - fields of the act's part
    """A requirement to the mentor, unless `subject` says otherwise."""
    kinds = frozenset(rest.pop("kinds", ()))
    defaults: dict[str, Any] = {
        "code": "mentor.rule",
        "subject": Subject.MENTOR,
        "title": "Требование",
        "cite": Cite("", "2.1"),
    }
    return Requirement(condition=condition, kinds=kinds, **(defaults | rest))


def leaf(fact: str, comparison: str, wanted: Any, of: Subject = Subject.MENTOR) -> Leaf:  # noqa: ANN401 - fields of the act's part
    """`leaf("experience.pedagogical", "at_least", 120)`; durations are in months."""
    return Leaf(fact, Comparison(comparison), wanted, of)


def act(layer: Layer, *norms: Norm, code: str = "", **rest: Any) -> Act:  # noqa: ANN401 - fields of the act's part
    """An act of the layer; everything that it states cites it by its code."""
    code = code or layer.name.lower()
    rest = {
        key: _cited(value, code) if isinstance(value, (list, tuple)) else value
        for key, value in rest.items()
    }
    return Act(
        code=code,
        layer=layer,
        title=rest.pop("title", f"Акт «{code}»"),
        short=rest.pop("short", code),
        norms=_cited(norms, code),
        **rest,
    )


def book(*acts: Act, on: date = TODAY, known_on: date | None = None) -> RuleBook:
    """The rule book of a unit that all these acts reach."""
    return RuleBook(acts, on, known_on)


def case(**rest: Any) -> Case:  # noqa: ANN401 - fields of the act's part
    """A pair of teachers for the year from 01.12.2026, with nothing else known."""
    defaults: dict[str, Any] = {
        "on": TODAY,
        "kind": "traditional",
        "form": "teacher_teacher",
        "start": date(2026, 12, 1),
        "end": date(2027, 11, 30),
    }
    return Case(**(defaults | rest))


def _cited(provisions: Sequence[Any], code: str) -> tuple[Any, ...]:
    return tuple(replace(one, cite=replace(one.cite, act=code)) for one in provisions)
