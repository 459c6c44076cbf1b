"""A report as a document: frozen figures, the records behind them, their checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from nastavnik.domain.figures import Cell, Figure, Figures, counted_in, tally
from nastavnik.domain.indicator import (
    INDICATORS,
    Additivity,
    Group,
    Indicator,
    Pair,
    Span,
)
from nastavnik.domain.mentorship import State

Document = Mapping[str, Any]
_SCHEMA: Final = 1
_KEY_LENGTH: Final = 24


class ReportState(StrEnum):
    """Where a version of a report is on its way."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        """How the state is shown."""
        return _STATE_TITLES[self]


_STATE_TITLES: Final = {
    ReportState.SUBMITTED: "Сдан, ждёт проверки",
    ReportState.RETURNED: "На доработке",
    ReportState.ACCEPTED: "Принят",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Under what a report was counted.

    `unit` is the path in the tree and the title of that day; `versions` name what counted:
    the platform and the region's plugin; `kinds` are titles of the kinds of mentoring by code.
    """

    period: str
    span: Span
    unit: Mapping[str, str]
    versions: Mapping[str, str]
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A report read back from its documents. `figures` hold the keys of persons if asked for."""

    origin: Origin
    indicators: tuple[Indicator, ...]
    figures: Figures

    @property
    def comparable(self) -> dict[Cell, Figure]:
        """Figures of the indicators that still mean the same: only they may be added up."""
        foreign = {one.code for one in self.outdated}
        return {cell: one for cell, one in self.figures.items() if cell.indicator not in foreign}

    @property
    def outdated(self) -> tuple[Indicator, ...]:
        """Indicators that have another version by now, or none at all."""
        return tuple(one for one in self.indicators if (one.code, one.version) not in _PRESENT)


_PRESENT: Final = frozenset((one.code, one.version) for one in INDICATORS)


def person_key(region: str, public_id: object) -> str:
    """A key that stands for a person inside a region and tells nobody who it is."""
    return hashlib.sha256(f"{region}:{public_id}".encode()).hexdigest()[:_KEY_LENGTH]


def freeze(pairs: Sequence[Pair], origin: Origin) -> tuple[dict[str, Any], dict[str, Any]]:
    """(values, sources): figures without persons, and the pairs and persons behind them."""
    figures = tally(pairs, origin.span)
    values = {
        "schema": _SCHEMA,
        "period": origin.period,
        "first": origin.span.first.isoformat(),
        "last": origin.span.last.isoformat(),
        "unit": dict(origin.unit),
        "versions": dict(origin.versions),
        "kinds": dict(origin.kinds),
        "indicators": [_indicator_data(one) for one in INDICATORS],
        "figures": _nested(
            (cell, [figure.number] if figure.whole is None else [figure.number, figure.whole])
            for cell, figure in figures.items()
        ),
    }
    sources = {
        "pairs": {
            pair.id: _pair_data(pair, counted)
            for pair in pairs
            if (counted := counted_in(pair, origin.span))
        },
        "persons": _nested(
            (cell, sorted(figure.persons))
            for cell, figure in figures.items()
            if figure.persons is not None
        ),
    }
    return values, sources


def thaw(values: Document, sources: Document | None = None) -> Frozen:
    """Read a report back; with `sources` its persons can be counted anew."""
    persons = dict(_flat(sources["persons"])) if sources else {}
    figures = {
        cell: Figure(
            pair[0],
            pair[1] if len(pair) > 1 else None,
            frozenset(persons[cell]) if cell in persons else None,
        )
        for cell, pair in _flat(values["figures"])
    }
    return Frozen(
        origin=Origin(
            period=values["period"],
            span=Span(date.fromisoformat(values["first"]), date.fromisoformat(values["last"])),
            unit=values["unit"],
            versions=values["versions"],
            kinds=values["kinds"],
        ),
        indicators=tuple(_indicator(one) for one in values["indicators"]),
        figures=figures,
    )


def thaw_pairs(sources: Document) -> dict[Pair, tuple[str, ...]]:
    """The pairs as they were counted -> codes of the indicators that counted each."""
    return {_pair(key, one): tuple(one["in"]) for key, one in sources["pairs"].items()}


def checksum(values: Document, sources: Document) -> str:
    """SHA-256 of both documents, whatever the order of their keys."""
    text = json.dumps([values, sources], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _nested(items: Iterable[tuple[Cell, object]]) -> dict[str, dict[str, dict[str, object]]]:
    tree: dict[str, dict[str, dict[str, object]]] = {}
    for cell, value in items:
        tree.setdefault(cell.indicator, {}).setdefault(cell.group.value, {})[cell.kind] = value
    return tree


def _flat(tree: Document) -> Iterable[tuple[Cell, Any]]:
    for code, groups in tree.items():
        for group, kinds in groups.items():
            for kind, value in kinds.items():
                yield Cell(code, Group(group), kind), value


def _indicator_data(one: Indicator) -> dict[str, Any]:
    return {
        "code": one.code,
        "version": one.version,
        "title": one.title,
        "additivity": one.additivity.value,
        "unit": one.unit,
        "definition": one.definition,
    }


def _indicator(data: Document) -> Indicator:
    return Indicator(**{**data, "additivity": Additivity(data["additivity"])})


def _pair_data(pair: Pair, counted: tuple[str, ...]) -> dict[str, Any]:
    return {
        "kind": pair.kind,
        "form": pair.form,
        "group": pair.group.value,
        "state": pair.state.value,
        "start": pair.start.isoformat(),
        "end": pair.end.isoformat(),
        "ended_on": pair.ended_on.isoformat() if pair.ended_on else None,
        "mentor": pair.mentor,
        "mentee": pair.mentee,
        "in": list(counted),
    }


def _pair(key: str, data: Document) -> Pair:
    return Pair(
        id=key,
        kind=data["kind"],
        form=data["form"],
        group=Group(data["group"]),
        state=State(data["state"]),
        start=date.fromisoformat(data["start"]),
        end=date.fromisoformat(data["end"]),
        ended_on=date.fromisoformat(data["ended_on"]) if data["ended_on"] else None,
        mentor=data["mentor"],
        mentee=data["mentee"],
    )
