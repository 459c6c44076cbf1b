"""What a draft act changes in the allowances of this month, in kopecks, by unit.

Outside an institution only sums of five people and more are told: a smaller one is a salary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.accrual import allowances
from nastavnik.domain.act import Act
from nastavnik.domain.allowance import Recipient
from nastavnik.domain.mentorship import LIVE
from nastavnik.domain.month import Month
from nastavnik.domain.sheet import Decision, Line
from nastavnik.domain.suppress import SMALL, Facet, Node, decide
from nastavnik.domain.whatif import everywhere, reaches
from nastavnik.store import allowance as store
from nastavnik.store import pay as payroll
from nastavnik.usecases.allowance_case import (
    Earnings,
    decisions_of,
    earnings,
    pairs_of,
)
from nastavnik.usecases.holders import statuses_of
from nastavnik.usecases.local_acts import joined
from nastavnik.usecases.rulebooks import laws_under

if TYPE_CHECKING:
    from nastavnik.domain.sheet import Books, Sheet
    from nastavnik.domain.whatif import Units
    from nastavnik.regions.registry import InstalledRegion
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.territory import Pair

Document = dict[str, Any]
_PARAMETER: Final = "allowance.percent"


@dataclass(slots=True)
class Tally:
    """People whose sum changes, people whose sum can't be told, and the change in kopecks."""

    people: int = 0
    undetermined: int = 0
    kopecks: int = 0

    def add(self, other: Tally) -> None:
        """Another unit's."""
        self.people += other.people
        self.undetermined += other.undetermined
        self.kopecks += other.kopecks


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The change of a month by the path of each unit; whole, with nothing kept back."""

    month: Month
    by_path: Mapping[str, Tally] = field(default_factory=dict)

    def document(self, units: Iterable[OrgUnit], root: str) -> Document:
        """What may be kept with the act and read by others: small sums are not in it."""
        hidden = _kept_back(self.by_path, root)
        listed = sorted(units, key=lambda one: one.path)
        return {
            "month": self.month.code,
            "title": self.month.title,
            "whole": _told(self.by_path.get(root, Tally()), hidden=root in hidden),
            "units": [
                {
                    "path": one.path,
                    "title": one.title,
                    "level": one.level.value,
                    **_told(self.by_path[one.path], hidden=one.path in hidden),
                }
                for one in listed
                if one.path in self.by_path and one.path != root
            ],
        }


def pays(act: Act) -> bool:
    """Does the act speak of allowances."""
    stated = any(norm.parameter == _PARAMETER for norm in act.norms)
    return bool(act.allowances or act.funds or stated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """The region as it is, without the act that the draft repeals, and the draft."""

    present: InstalledRegion
    left: InstalledRegion
    draft: Act
    repealed: Act | None

    @property
    def changed(self) -> tuple[Act, ...]:
        """What comes and what goes."""
        return (self.draft, self.repealed) if self.repealed else (self.draft,)

    @property
    def of_pay(self) -> bool:
        """Can nothing that changes be told without people's pay."""
        return all(rule.of_pay for act in self.changed for rule in act.allowances)


def money_of(
    laws: Laws,
    pairs: Sequence[Pair],
    units: Mapping[int, tuple[OrgUnit, Units]],
    root: str,
    today: date,
) -> Money | None:
    """The difference of this month's sheets of every unit; None for an act that is not of money.

    `units`: each unit by its id, with the slugs down to it. Pairs that the draft does not reach
    are paid as before. Only under EVERYTHING.
    """
    if not any(map(pays, laws.changed)):
        return None
    month = Month.of(today)
    rows: defaultdict[int, list[Pair]] = defaultdict(list)
    for one in pairs:
        if one.state in LIVE:
            rows[one.org_unit_id].append(one)
    known = _Known(root, month)
    held = statuses_of(
        side for own in rows.values() for one in own for side in (one.mentor, one.mentee)
    )
    drafted = joined(laws.left, [everywhere(laws.draft)])
    found: defaultdict[str, Tally] = defaultdict(Tally)
    quick = laws.of_pay
    for unit_id, own in rows.items():
        unit, chain = units[unit_id]
        if quick and not known.entered(unit):
            tally = Tally(undetermined=len(_recipients(own, laws, month)))
        else:
            keys = {side: str(side) for one in own for side in (one.mentor_id, one.mentee_id)}
            paid = pairs_of(own, keys, known.of(unit), held, month)
            before = laws_under(laws.present, chain, unit.week_days)
            after = _Drafted(laws.draft, before, laws_under(drafted, chain, unit.week_days))
            tally = _compared(
                *(
                    allowances(books, month, paid, known.decided(unit, keys), known.of(unit).fund)
                    for books in (before, after)
                )
            )
        if tally.people or tally.undetermined:
            for path in _steps(unit.path, root):
                found[path].add(tally)
    return Money(month=month, by_path=found)


def _recipients(rows: Iterable[Pair], laws: Laws, month: Month) -> set[int]:
    """People of the pairs that the change concerns, by the words of the acts alone."""
    rules = [rule for act in laws.changed for rule in act.allowances]
    found: set[int] = set()
    for one in rows:
        here = one.start <= month.last and reaches(laws.draft, one.law_on)
        if here and not rules:  # a percent without an allowance of its own is the mentor's
            found.add(one.mentor_id)
        for rule in rules:
            if here and rule.concerns(one.kind, one.form):
                mentor = rule.recipient is Recipient.MENTOR
                found.add(one.mentor_id if mentor else one.mentee_id)
    return found


class _Known:
    """What is entered in the units of the subtree: four statements, however many units."""

    def __init__(self, path: str, month: Month) -> None:
        self._month = month
        self._pay = _by_unit(payroll.pay_under(path))
        self._absences = _by_unit(payroll.absences_under(path, month.first, month.last))
        self._sums = _by_unit(payroll.sums_until(month.code, path))
        self._decisions = _by_unit(store.decisions(path))
        self._earned: dict[int, Earnings] = {}

    def entered(self, unit: OrgUnit) -> bool:
        """Has the unit written anybody's pay down."""
        return unit.id in self._pay or unit.id in self._sums

    def of(self, unit: OrgUnit) -> Earnings:
        if unit.id not in self._earned:
            self._earned[unit.id] = earnings(
                self._pay.get(unit.id, ()),
                self._absences.get(unit.id, ()),
                self._sums.get(unit.id, ()),
                self._month,
            )
        return self._earned[unit.id]

    def decided(self, unit: OrgUnit, keys: Mapping[int, str]) -> list[Decision]:
        return decisions_of(self._decisions.get(unit.id, ()), keys)


def _by_unit(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.org_unit_id].append(row)
    return dict(found)


class _Drafted:
    """The rules with the draft for the pairs that it reaches, those of before for the others."""

    def __init__(self, draft: Act, before: Books, after: Books) -> None:
        self._draft, self._before, self._after = draft, before, after

    def __call__(self, law_on: date, day: date) -> Any:  # noqa: ANN401 - a RuleBook; typed by Books
        books = self._after if reaches(self._draft, law_on) else self._before
        return books(law_on, day)


def _compared(before: Sheet, after: Sheet) -> Tally:
    """Those of whom both sheets say the same are left out, whether it is determined or not."""
    was, now = _by_person(before), _by_person(after)
    tally = Tally()
    for person in was.keys() | now.keys():
        old, new = was.get(person, []), now.get(person, [])
        if old == new:
            continue
        if any(line.kopecks is None for line in (*old, *new)):
            tally.undetermined += 1
        elif change := sum(one.kopecks or 0 for one in new) - sum(
            line.kopecks or 0 for line in old
        ):
            tally.people += 1
            tally.kopecks += change
    return tally


def _by_person(sheet: Sheet) -> dict[str, list[Line]]:
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for line in sheet.lines:
        found[line.recipient].append(line)
    return found


def _steps(path: str, root: str) -> Iterator[str]:
    """The unit's path and those above it, down from the root."""
    for at, sign in enumerate(path):
        if sign == "." and at + 1 >= len(root):
            yield path[: at + 1]


def _kept_back(by_path: Mapping[str, Tally], root: str) -> frozenset[str]:
    people = {path: one.people for path, one in by_path.items()}
    facet = Facet(
        empty=lambda key: not people.get(key),
        fits=lambda key: people[key] >= SMALL,
        weight=lambda key: people[key],
        holds=lambda hidden, _must: sum(people[key] for key in hidden) >= SMALL,
    )
    return decide(_node(root, by_path), facet).hidden


def _node(path: str, paths: Iterable[str]) -> Node:
    below = [
        one for one in paths if one.startswith(path) and one.count(".") == path.count(".") + 1
    ]
    return Node(path, tuple(_node(one, paths) for one in sorted(below)))


def _told(tally: Tally, *, hidden: bool) -> Document:
    """None stands for «fewer than five people»."""
    few = 0 < tally.undetermined < SMALL
    return {
        "people": None if hidden else tally.people,
        "kopecks": None if hidden else tally.kopecks,
        "undetermined": None if few else tally.undetermined,
    }
