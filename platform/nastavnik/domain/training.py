"""Trainings of a person, and what an act asks of them: hours, topic, how long ago."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from nastavnik.domain.term import add_months
from nastavnik.domain.wording import UNITS, counted, duration_limit, limited

_MONTHS_IN_YEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """One training. What is not known is None or "".

    `ago`: months from the day of its end to the day of the facts, an incomplete one counted.
    """

    topic: str = ""
    title: str = ""
    hours: int | None = None
    on: date | None = None
    ago: int | None = field(default=None, compare=False)

    def seen_on(self, day: date) -> Training:
        """The same training as it stands on the day; one of the future is 0 months old."""
        if self.on is None:
            return self
        months = (day.year - self.on.year) * _MONTHS_IN_YEAR + day.month - self.on.month
        return replace(self, ago=max(months + (add_months(self.on, months) < day), 0))

    def shown(self, topics: Mapping[str, str]) -> str:
        """«Школа наставника», наставничество, 72 часа, 01.05.2024."""
        parts = (
            self.title and f"«{self.title}»",
            topics.get(self.topic, self.topic),
            "" if self.hours is None else counted(self.hours, "hour"),
            f"{self.on:%d.%m.%Y}" if self.on else "",
        )
        return ", ".join(filter(None, parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingAsked:
    """What an act asks: a training on one of the `topics` (any if empty), all bounds inclusive.

    `hours` are of one training, `total` of all fitting ones together, `months` is how long ago
    the training may have ended.
    """

    topics: tuple[str, ...] = ()
    hours: int = 0
    total: int = 0
    months: int | None = None

    def met(self, trainings: Sequence[Training]) -> bool | None:
        """None where an unknown topic, length or day of some training decides."""
        fits = [(self._fits(one), one.hours) for one in trainings]
        if self.total:
            return self._reached([(fit, hours) for fit, hours in fits if fit is not False])
        if any(fit for fit, _ in fits):
            return True
        return None if any(fit is None for fit, _ in fits) else False

    def described(self, topics: Mapping[str, str]) -> str:
        """«обучение по теме «наставничество» не менее 72 часов не более 3 лет назад»."""
        named = " или ".join(f"«{topics.get(one, one)}»" for one in self.topics)
        parts = (
            "обучение",
            f"по теме {named}" if named else "",
            f"не менее {_hours(self.hours)}" if self.hours else "",
            f"всего не менее {_hours(self.total)}" if self.total else "",
            "" if self.months is None else f"не более {duration_limit(self.months)} назад",
        )
        return " ".join(filter(None, parts))

    def _reached(self, fits: Sequence[tuple[bool | None, int | None]]) -> bool | None:
        if sum(hours or 0 for fit, hours in fits if fit) >= self.total:
            return True
        most = sum(self.total if hours is None else hours for _, hours in fits)
        return None if most >= self.total else False

    def _fits(self, one: Training) -> bool | None:
        answers = {self._on_topic(one), self._long(one), self._fresh(one)}
        if False in answers:
            return False
        return None if None in answers else True

    def _on_topic(self, one: Training) -> bool | None:
        if not self.topics:
            return True
        return one.topic in self.topics if one.topic else None

    def _long(self, one: Training) -> bool | None:
        if not self.hours:
            return True
        return None if one.hours is None else one.hours >= self.hours

    def _fresh(self, one: Training) -> bool | None:
        if self.months is None:
            return True
        return None if one.ago is None else one.ago <= self.months


def _hours(number: int) -> str:
    return limited(number, 1, UNITS["hour"])
