"""Values of parameters as rows: those in force for each kind and form, and those out of dates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nastavnik.domain.norm import Word
from nastavnik.domain.severity import Severity
from nastavnik.web.rule_row import Row, Told, Topics, day

if TYPE_CHECKING:
    from datetime import date

    from nastavnik.domain.norm import Norm
    from nastavnik.domain.variants import Variant
    from nastavnik.usecases.rules import Regulated


def norms(told: Told) -> Topics:
    """Every parameter of the catalogue under its topic."""
    return tuple(
        (topic.title, tuple(row for one in topic.parameters for row in _values(told, one)))
        for topic in told.found.topics
    )


def _values(told: Told, one: Regulated) -> Iterator[Row]:
    # «в остальных случаях» reads after the cases
    for variant in sorted(one.variants, key=lambda variant: variant.general):
        yield _value(told, one, variant)
    for norm in one.lapsed:
        yield told.row(
            norm,
            one.parameter.title,
            norm.shown,
            whom=told.named(norm),
            since=day(norm.first or told.acts[norm.cite.act].act.in_force),
            lapsed=_out_of_dates(norm, told.found.on),
        )


def _value(told: Told, one: Regulated, variant: Variant) -> Row:
    value = variant.value
    others = variant.general and len(one.variants) > 1
    whom = "в остальных случаях" if others else _whom(told, variant)
    if value.norm is None:
        return Row(
            title=one.parameter.title,
            value=value.shown,
            whom=whom,
            silent=True,
            trace=value.trace,
        )
    return told.row(
        value.norm,
        one.parameter.title,
        value.shown,
        whom=whom,
        since=day(value.in_force),
        silent=value.value is Word.UNREGULATED,
        warns=value.severity is Severity.WARNING,
        trace=value.trace,
    )


def _whom(told: Told, one: Variant) -> str:
    named = told.named(one)
    if not one.when:
        return named
    facts = " и ".join(condition.describe(whose=True) for condition in one.when)
    return f"{named}, при условии — {facts}" if named else f"при условии — {facts}"


def _out_of_dates(norm: Norm, on: date) -> str:
    if norm.first and norm.first > on:
        return f"вступает в силу {norm.first:%d.%m.%Y}"
    return f"действовало по {norm.last:%d.%m.%Y}" if norm.last else ""
