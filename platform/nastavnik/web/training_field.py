"""The field of a person's trainings: as many rows as one adds, without a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from wtforms import Field

from nastavnik.domain.training import Training
from nastavnik.web.forms import parse_day

if TYPE_CHECKING:
    from nastavnik.domain.facts import Fact

_BLANK_ROWS: Final = 2
_MOST: Final = 40
_LONGEST_HOURS: Final = 5
_LONGEST_TITLE: Final = 200
_PARTS: Final = ("topic", "title", "hours", "on")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRow:
    """One row as typed; `faults`: part of the row -> message."""

    topic: str = ""
    title: str = ""
    hours: str = ""
    on: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Has nothing been typed."""
        return not any((self.topic, self.title, self.hours, self.on))


class TrainingsField(Field):
    """Rows of topic, title, hours and day, and a mark that there was no training.

    `data`: trainings; an empty tuple is a known «none», None is no answer. Inputs of the rows are
    named `<name>-topic` and so on, the mark `<name>-none`, the button for a row `<name>-more`.
    """

    data: tuple[Training, ...] | None

    def __init__(self, fact: Fact, **options: Any) -> None:  # noqa: ANN401 - passed on
        super().__init__(fact.question, **options)
        self.topics = fact.choices
        self.none = False
        self.typed: tuple[TrainingRow, ...] = ()
        self.more = False

    @property
    def rows(self) -> tuple[TrainingRow, ...]:
        """What is shown: everything typed and a few blank rows after it."""
        rows = self.typed or tuple(map(_written, self.data or ()))
        blank = sum(1 for one in rows if one.blank)
        wanted = blank + 1 if self.more else max(_BLANK_ROWS, blank)
        return (*rows, *(TrainingRow() for _ in range(wanted - blank)))[:_MOST]

    @property
    def told_none(self) -> bool:
        """Does the mark stand."""
        return self.none if self.raw_data is not None else self.data == ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002 - the library's
        """Read the rows as they were sent; what is wrong is told when the form is checked."""
        self.process_errors = []
        self.data = data
        self.raw_data = None
        if not formdata:
            return
        sent = {part: formdata.getlist(f"{self.name}-{part}") for part in _PARTS}
        self.raw_data = sent["topic"]
        self.none = f"{self.name}-none" in formdata
        self.more = f"{self.name}-more" in formdata
        lines = zip_longest(*(sent[part][:_MOST] for part in _PARTS), fillvalue="")
        rows = [
            TrainingRow(**dict(zip(_PARTS, (one.strip() for one in line), strict=True)))
            for line in lines
        ]
        read = [_read(row, self.topics) for row in rows]
        self.typed = tuple(row for row, _ in read)
        known = tuple(one for _, one in read if one is not None)
        self.data = known or (() if self.none else None)
        self._tell(known)

    def _tell(self, known: tuple[Training, ...]) -> None:
        self.process_errors = [
            f"Обучение, строка {number}: {message}"
            for number, row in enumerate(self.typed, 1)
            for message in row.faults.values()
        ]
        if self.none and known:
            self.process_errors.append(
                "Отмечено, что обучения не было, а строки заполнены. Оставьте одно из двух."
            )


def _written(one: Training) -> TrainingRow:
    return TrainingRow(
        topic=one.topic,
        title=one.title,
        hours="" if one.hours is None else str(one.hours),
        on=f"{one.on:%d.%m.%Y}" if one.on else "",
    )


def _read(row: TrainingRow, topics: Mapping[str, str]) -> tuple[TrainingRow, Training | None]:
    """The row with its faults, and the training if something was typed."""
    if row.blank:
        return row, None
    faults = {}
    if row.topic not in {"", *topics}:
        faults["topic"] = "выберите тему из списка."
    if len(row.title) > _LONGEST_TITLE:
        faults["title"] = f"в названии помещается {_LONGEST_TITLE} знаков."
    hours = row.hours
    if hours and not (hours.isascii() and hours.isdigit() and len(hours) <= _LONGEST_HOURS):
        faults["hours"] = "часы — целое число, например 72."
    on = None
    try:
        on = parse_day(row.on) if row.on else None
    except ValueError as error:
        faults["on"] = str(error)
    told = TrainingRow(topic=row.topic, title=row.title, hours=hours, on=row.on, faults=faults)
    good_hours = int(hours) if hours and "hours" not in faults else None
    return told, Training(topic=row.topic, title=row.title, hours=good_hours, on=on)
