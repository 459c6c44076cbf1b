"""An act (нормативный акт): what it is, whose it is, when it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nastavnik.domain.allowance import Allowance, Fund
    from nastavnik.domain.approval import Approval
    from nastavnik.domain.control import Control
    from nastavnik.domain.facts import Fact
    from nastavnik.domain.norm import Norm
    from nastavnik.domain.paper import DateOrder, PaperRule
    from nastavnik.domain.provision import (
        Deadline,
        FormOfMentoring,
        Ground,
        Kind,
    )
    from nastavnik.domain.requirement import Requirement


class Layer(IntEnum):
    """Who states the act; a larger number is an inner layer."""

    FEDERAL = 0
    REGION = 1
    MINISTRY = 2
    MUNICIPALITY = 3
    INSTITUTION = 4

    @property
    def label(self) -> str:
        """Russian name of the layer."""
        return _LAYER_TITLES[self]


_LAYER_TITLES = {
    Layer.FEDERAL: "Российская Федерация",
    Layer.REGION: "регион",
    Layer.MINISTRY: "министерство",
    Layer.MUNICIPALITY: "муниципалитет",
    Layer.INSTITUTION: "организация",
}


class AppliesTo(StrEnum):
    """Which mentorships a new act reaches."""

    NEW = "new"
    ALL = "all"
    NEXT_PERIOD = "next_period"

    @property
    def label(self) -> str:
        """«Применяется …»: to whom, in the dative."""
        return _REACHES[self]


_REACHES: Final = {
    AppliesTo.NEW: "к новым парам",
    AppliesTo.ALL: "ко всем парам",
    AppliesTo.NEXT_PERIOD: "к парам следующего периода",
}


class VocabularyMode(StrEnum):
    """Does the act's list of kinds (forms) replace the outer one or add to it."""

    REPLACE = "replace"
    EXTEND = "extend"


_SEPTEMBER: Final = 9


class _Selective(Protocol):
    def concerns(self, kind: str, form: str) -> bool:
        """Does it speak of this kind and form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act with everything that it states.

    `in_force` is None where the document gives no date: such an act is treated as in force,
    and every page says that the date is not stated. `until` is the last day in force.
    `unit` is the slug of the municipality or institution whose act it is, "" for outer layers.
    A `retroactive` act reaches back to any date: so an act that applies to all is laid under a
    mentorship of an older law. It is never read from a file.
    """

    code: str
    layer: Layer
    title: str
    short: str
    unit: str = ""
    number: str = ""
    adopted: date | None = None
    in_force: date | None = None
    until: date | None = None
    known: date | None = None
    applies_to: AppliesTo = AppliesTo.NEW
    retroactive: bool = False
    verified_on: date | None = None
    source: str = ""
    note: str = ""
    based_on: tuple[str, ...] = ()
    kinds_mode: VocabularyMode = VocabularyMode.REPLACE
    forms_mode: VocabularyMode = VocabularyMode.REPLACE
    facts: tuple[Fact, ...] = ()
    norms: tuple[Norm, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    funds: tuple[Fund, ...] = ()
    approvals: tuple[Approval, ...] = ()
    papers: tuple[PaperRule, ...] = ()
    date_orders: tuple[DateOrder, ...] = ()
    controls: tuple[Control, ...] = ()
    grounds: tuple[Ground, ...] = ()
    kinds: tuple[Kind, ...] = ()
    forms: tuple[FormOfMentoring, ...] = ()

    @property
    def begins(self) -> date | None:
        """First day that the act reaches: of the next academic year for `next_period`."""
        if self.retroactive:
            return None
        if self.in_force is None or self.applies_to is not AppliesTo.NEXT_PERIOD:
            return self.in_force
        first = date(self.in_force.year, _SEPTEMBER, 1)
        return first if self.in_force <= first else first.replace(year=first.year + 1)

    def in_force_on(self, on: date, known_on: date | None = None) -> bool:
        """Is the act in force on `on`, as far as one could know on `known_on`."""
        known = self.known or self.adopted or self.in_force
        if known_on is not None and known is not None and known > known_on:
            return False
        return within(on, self.begins, self.until)

    def speaks_of(self, kind: str, form: str) -> bool:
        """Does any of its rules bear on a mentorship of this kind and form."""
        rules: Iterable[_Selective] = (
            *self.norms,
            *self.requirements,
            *self.deadlines,
            *self.allowances,
            *self.approvals,
            *self.papers,
            *self.date_orders,
            *self.controls,
        )
        return bool(self.grounds) or any(rule.concerns(kind, form) for rule in rules)

    def edges(self) -> frozenset[date]:
        """Days on which something that the act states begins or ceases to be in force."""
        spans = ((self.begins, self.until), *((norm.first, norm.last) for norm in self.norms))
        begins = {first for first, _ in spans if first}
        return frozenset(begins | {last + timedelta(days=1) for _, last in spans if last})


def within(on: date, first: date | None, last: date | None) -> bool:
    """Is `on` inside the closed period; an absent bound does not bound."""
    return (first is None or first <= on) and (last is None or on <= last)
