"""What a draft act would do to the mentorships of its territory, before it is published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.act import Act, AppliesTo, within
from nastavnik.domain.check import check
from nastavnik.domain.finding import Finding
from nastavnik.domain.severity import Severity

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.rulebook import RuleBook

Units = tuple[str, ...]
"""Slugs of the units whose acts reach a mentorship, from the municipality down."""
Books = Callable[[Units, date], "RuleBook"]


class Subject(NamedTuple):
    """A mentorship under its own law: `case.on` is the law's date; `key` names it."""

    key: int
    units: Units
    case: Case


class Fate(StrEnum):
    """What the act does to a mentorship."""

    BROKEN = "broken"
    UNCLEAR = "unclear"
    MENDED = "mended"
    SPARED = "spared"

    @property
    def label(self) -> str:
        """In Russian, as the head of a column."""
        return _FATES[self]


_FATES: Final = {
    Fate.BROKEN: "Нарушат",
    Fate.UNCLEAR: "Не хватит сведений",
    Fate.MENDED: "Нарушение снимается",
    Fate.SPARED: "Нарушили бы, но сохраняют прежние правила",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One mentorship that the act changes; `findings` are those that appear, or disappear."""

    key: int
    fate: Fate
    findings: tuple[Finding, ...]


def whatif(
    subjects: Iterable[Subject], draft: Act, present: Books, drafted: Books
) -> Iterator[Change]:
    """Every mentorship that the draft changes.

    `drafted` are the books in which the draft is in force on any day (see `everywhere`). A
    mentorship keeps the law of its date unless the draft applies to all; one that would be
    broken but keeps its law is `spared`.
    """
    before, after = _kept(present), _kept(drafted)
    for key, units, case in subjects:
        place = (units, case.on)
        was, will = check(case, before(place)), check(case, after(place))
        if was == will:
            continue
        fate, findings = _compared(was, will)
        if fate is not None and not reaches(draft, case.on):
            fate = Fate.SPARED if fate is Fate.BROKEN else None
        if fate is not None:
            yield Change(key, fate, findings)


def everywhere(draft: Act) -> Act:
    """The draft as if it had always been in force; where it does not reach is asked apart."""
    return replace(draft, retroactive=True, until=None, known=None)


def reaches(act: Act, law_on: date) -> bool:
    """Does the act reach a mentorship that was made under the law of the day."""
    return act.applies_to is AppliesTo.ALL or within(law_on, act.begins, act.until)


Place = tuple[Units, date]


def _kept(books: Books) -> Callable[[Place], RuleBook]:
    """Most mentorships share their book with others."""
    known: dict[Place, RuleBook] = {}

    def book(place: Place) -> RuleBook:
        found = known.get(place)
        if found is None:
            found = known[place] = books(*place)
        return found

    return book


def _compared(
    was: tuple[Finding, ...], will: tuple[Finding, ...]
) -> tuple[Fate | None, tuple[Finding, ...]]:
    """A breach of the same rule by another measure is no news: it was one and stays one."""
    gained = _apart(will, was)
    broken = tuple(one for one in gained if one.severity is Severity.VIOLATION)
    if broken:
        return Fate.BROKEN, broken
    unclear = tuple(one for one in gained if one.severity is Severity.UNDETERMINED)
    if unclear:
        return Fate.UNCLEAR, unclear
    mended = tuple(one for one in _apart(was, will) if one.severity is Severity.VIOLATION)
    return (Fate.MENDED, mended) if mended else (None, ())


def _apart(these: tuple[Finding, ...], those: tuple[Finding, ...]) -> tuple[Finding, ...]:
    known = {(one.code, one.severity) for one in those}
    return tuple(one for one in these if (one.code, one.severity) not in known)
