"""What a draft act would do to the mentorships of its territory, before it is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Final, NamedTuple

from nastavnik.domain.act import Act, AppliesTo, within
from nastavnik.domain.check import check, compiled, findings, grouped, question
from nastavnik.domain.finding import Finding
from nastavnik.domain.need import Keeps, unsure
from nastavnik.domain.rules import Look, Stated, rules_for
from nastavnik.domain.severity import Severity
from nastavnik.domain.succession import continued

if TYPE_CHECKING:
    from nastavnik.domain.case import Case
    from nastavnik.domain.rulebook import RuleBook

Units = tuple[str, ...]
"""Slugs of the units whose acts reach a mentorship, from the municipality down."""
Books = Callable[[Units, date], "RuleBook"]


class Subject(NamedTuple):
    """A mentorship under its own law: `case.on` is the law's date; `key` names it.

    `since`: when its mentoring began, if that was under a former mentor.
    """

    key: int
    units: Units
    case: Case
    since: date | None = None


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
    return WhatIf(draft, present, drafted).changes(subjects)


class WhatIf:
    """The comparison of two sets of rule books; each pair of books is compared once."""

    def __init__(self, draft: Act, present: Books, drafted: Books) -> None:
        self._draft = draft
        self._differing = _Differing(present, drafted)
        self._told: dict[object, _Told] = {}

    def concerns(self, slot: Slot) -> bool:
        """Do the books differ for the mentorships of the slot: no other is changed."""
        return self._differing[slot] is not None

    def looks(self, slots: Iterable[Slot]) -> Look:
        """What the differing rules of these mentorships look at: a case may hold no more."""
        found = {rules.looks for slot in set(slots) if (rules := self._differing[slot])}
        return reduce(or_, found, Look.NOTHING)

    def changes(self, subjects: Iterable[Subject]) -> Iterator[Change]:
        """Every mentorship that the draft changes: see `whatif`."""
        for key, units, case, since in subjects:
            rules = self._differing[units, case.on, case.kind, case.form]
            if rules is None or (since is None and rules.kept(case)):
                continue
            fate, found = (
                self._compared(rules, case) if since is None else _continuing(rules, case, since)
            )
            if fate is not None and not reaches(self._draft, case.on):
                fate = Fate.SPARED if fate is Fate.BROKEN else None
            if fate is not None:
                yield Change(key, fate, found)

    def _compared(self, rules: _Both, case: Case) -> _Told:
        """Where only dates and load are looked at, those who share them are told the same."""
        if rules.looks:
            return _compared(rules.before(case), rules.after(case))
        slot = (id(rules), case.start, case.end, case.others, case.group)
        if slot not in self._told:
            self._told[slot] = _compared(rules.before(case), rules.after(case))
        return self._told[slot]


def everywhere(draft: Act) -> Act:
    """The draft as if it had always been in force; where it does not reach is asked apart."""
    return replace(draft, retroactive=True, until=None, known=None)


def reaches(act: Act, law_on: date) -> bool:
    """Does the act reach a mentorship that was made under the law of the day."""
    return act.applies_to is AppliesTo.ALL or within(law_on, act.begins, act.until)


def looks_back(act: Act, today: date) -> bool:
    """Is it in force from a day already past: then it says whom it has touched."""
    return act.begins is not None and act.begins < today


def touches(draft: Act, repealed: Act | None, slot: Slot) -> bool:
    """Does the draft, or what it repeals, govern these mentorships, whether broken or not."""
    _, law_on, kind, form = slot
    return reaches(draft, law_on) and any(
        one.speaks_of(kind, form) for one in (draft, repealed) if one is not None
    )


_Told = tuple[Fate | None, tuple[Finding, ...]]
"""What becomes of a mentorship, and the findings that say so."""
Rules = tuple[Stated, ...]
Findings = Sequence[Finding]
Slot = tuple[Units, date, str, str]
"""Mentorships that are under the same rules: units, law's date, kind, form."""


class _Both(NamedTuple):
    """What is found without the draft and with it, as far as the two may differ.

    A case that answers yes to `kept` breaks nothing in either; `looks` is what they look at.
    """

    looks: Look
    kept: Keeps
    before: Callable[[Case], Findings]
    after: Callable[[Case], Findings]


class _Differing(dict[Slot, "_Both | None"]):
    """Most mentorships share their rules with others; None where the draft changes none."""

    def __init__(self, present: Books, drafted: Books) -> None:
        super().__init__()
        self._present, self._drafted = cache(present), cache(drafted)
        self._both = cache(_both)

    def __missing__(self, slot: Slot) -> _Both | None:
        units, on, kind, form = slot
        found = self._both(self._present(units, on), self._drafted(units, on), kind, form)
        self[slot] = found
        return found


def _both(before: RuleBook, after: RuleBook, kind: str, form: str) -> _Both | None:
    if before.checks or after.checks or not before.calendar.same(after.calendar):
        # A region's own check may find anything; a shifted day off may move any last day.
        return _Both(
            Look.EVERYTHING,
            unsure,
            lambda case: check(case, before),
            lambda case: check(case, after),
        )
    stated = _differing(tuple(rules_for(before, kind, form)), tuple(rules_for(after, kind, form)))
    was, will = map(compiled, stated)
    if not (was or will):
        return None
    return _Both(
        reduce(or_, (rule.looks for rules in stated for rule in rules)),
        question(was + will),
        partial(findings, grouped(was)),
        partial(findings, grouped(will)),
    )


def _differing(was: Rules, will: Rules) -> tuple[Rules, Rules]:
    """The rules without those that find the same in both books.

    Findings are compared by their code, so rules of one code stay or go together.
    """
    before, after = _sources(was), _sources(will)
    changed = {code for code in before | after if before.get(code) != after.get(code)}
    return (
        tuple(rule for rule in was if rule.code in changed),
        tuple(rule for rule in will if rule.code in changed),
    )


def _sources(rules: Rules) -> dict[str, list[object]]:
    found: defaultdict[str, list[object]] = defaultdict(list)
    for rule in rules:
        found[rule.code].append(rule.source)
    return found


def _continuing(rules: _Both, case: Case, since: date) -> _Told:
    return _compared(
        continued(rules.before, case, since),
        continued(rules.after, case, since),
    )


def _compared(was: Findings, will: Findings) -> _Told:
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


def _apart(these: Findings, those: Findings) -> tuple[Finding, ...]:
    known = {(one.code, one.severity) for one in those}
    return tuple(one for one in these if (one.code, one.severity) not in known)
