"""Reports as tables for a spreadsheet: a head, then lines of plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from nastavnik.domain.figures import HIDDEN_WORD, Figures, figure_at
from nastavnik.domain.indicator import INDICATORS, Group, Indicator
from nastavnik.domain.small_cells import WHY_HIDDEN
from nastavnik.reporting.figure_table import Column, groups_of, rows
from nastavnik.usecases.report_overview import Overview, Part

Line = tuple[object, ...]
_COUNTS: Final = ("Название", "Состояние", "Ожидается", "Сдано", "Принято", "На доработке")


def report_table(
    indicators: Sequence[Indicator], figures: Figures, kinds: Mapping[str, str]
) -> Iterator[Line]:
    """A line for every figure of one report; a ratio keeps its denominator."""
    yield "Показатель", "Вид наставничества", "Группа", "Значение", "Из скольких"
    columns = [Column(group, figures) for group in groups_of(figures)]
    for row in rows(indicators, columns, kinds):
        kind = row.title if row.kind else "все виды"
        for column, figure in zip(columns, row.figures, strict=True):
            number = HIDDEN_WORD if figure.hidden else figure.number
            yield row.indicator.title, kind, column.group.label, number, figure.whole
    if any(figure.hidden for figure in figures.values()):
        yield (WHY_HIDDEN,)


def overview_table(found: Overview) -> Iterator[Line]:
    """A line for every part of the territory with its sent figures, then the two sums."""
    groups = groups_of(found.whole.of_sent)
    heads = (f"{one.title} — {group.label}" for group in groups for one in INDICATORS)
    yield *_COUNTS, *heads
    for part in found.parts:
        yield *_counts(part, part.unit.title), *_values(part.of_sent, groups)
    yield *_counts(found.whole, "Итого по сданным"), *_values(found.whole.of_sent, groups)
    yield *_counts(found.whole, "Итого по принятым"), *_values(found.whole.of_accepted, groups)
    if found.keeps_back:
        yield (WHY_HIDDEN,)


def _counts(part: Part, title: str) -> Line:
    single = part.state.label if part.state else "Не сдан"
    state = single if part.is_institution else None
    return title, state, part.expected, part.sent, part.accepted, part.returned


def _values(figures: Figures, groups: Sequence[Group]) -> Iterator[str]:
    for group in groups:
        for indicator in INDICATORS:
            yield figure_at(figures, indicator, group).shown
