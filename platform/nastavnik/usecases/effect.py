"""The what-if of an act over the live mentorships of its territory, counted by unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Level
from nastavnik.domain.act import Act, Layer
from nastavnik.domain.mentorship import LIVE
from nastavnik.domain.refusal import overruled
from nastavnik.domain.rules import Look
from nastavnik.domain.whatif import (
    Books,
    Change,
    Fate,
    Slot,
    Units,
    WhatIf,
    everywhere,
    looks_back,
    reaches,
    touches,
)
from nastavnik.regions import registry
from nastavnik.store import local_act, org_unit
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.usecases.effect_money import Laws, Tally, money_of, pays
from nastavnik.usecases.in_bulk import uncollected
from nastavnik.usecases.local_acts import joined, region_at
from nastavnik.usecases.territory_cases import in_full, pairs_of, slot_of, subjects_of

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.regions.registry import InstalledRegion
    from nastavnik.store.org_unit import OrgUnit
    from nastavnik.store.territory import Pair

Document = dict[str, Any]
TOUCHED: Final = "touched"
"""In the record, beside the fates: the act governs a pair made before it was published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A unit with the chain of slugs down to it and its five- or six-day week."""

    unit: OrgUnit
    slugs: Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the act does. `document` is kept with the publication; it names no person.

    `found`: address of each changed mentorship -> findings that appear or disappear; `money`: the
    change of the month's allowances, exactly. Both are for the institution of these people only.
    """

    document: Document
    found: Mapping[str, tuple[Finding, ...]]
    money: Tally | None


def territory_region(unit: OrgUnit) -> InstalledRegion:
    """The region with every published act that reaches the unit or a unit below it."""
    above = [unit.path[: at + 1] for at, sign in enumerate(unit.path) if sign == "."]
    return region_at(registry.region(unit.region), local_act.published(above, unit.path))


def effect_of(draft: Act, unit: OrgUnit, today: date, repeals: str = "") -> Effect:
    """What the draft of the unit would do; `repeals` is the code of the act that it repeals.

    Reads personal data of the whole territory past the walls, so nothing of a person leaves it
    but to their own institution.
    """
    region = territory_region(unit)
    left = replace(region, acts=tuple(act for act in region.acts if act.code != repeals))
    repealed = next((act for act in region.acts if repeals and act.code == repeals), None)
    places = _places(unit)
    chains = {key: place.slugs for key, place in places.items()}
    drafted = joined(left, [everywhere(draft)])
    compared = WhatIf(draft, _books(region, places), _books(drafted, places))
    with acting(EVERYTHING), uncollected():
        pairs = pairs_of(unit.path)
        slots = {one.id: slot_of(one, chains, today) for one in pairs}
        looks = compared.looks(slots.values())
        paying = any(map(pays, filter(None, (draft, repealed))))
        if looks or paying:
            pairs = in_full(unit.path, pairs, people=paying or Look.PEOPLE in looks)
        differing = {key: slot for key, slot in slots.items() if compared.concerns(slot)}
        changes = list(compared.changes(subjects_of(unit.path, pairs, differing, looks)))
        laws = Laws(present=region, left=left, draft=draft, repealed=repealed)
        paid = {key: (place.unit, place.slugs) for key, place in places.items()}
        money = money_of(laws, pairs, paid, unit.path, today)
    by_id = {one.id: one for one in pairs}
    touched = _touched(draft, repealed, pairs, slots, today)
    made = Counter(law_on for _, law_on, *_ in slots.values())
    return Effect(
        document={
            "on": today.isoformat(),
            "looked": len(pairs),
            "reached": sum(count for on, count in made.items() if reaches(draft, on)),
            "counts": {**Counter(change.fate.value for change in changes)},
            "touched": len(touched),
            "units": _by_unit(changes, touched, by_id, places),
            "reasons": _reasons(changes),
            "overruled": _overruled(draft, left, places, unit),
            "pairs": _pairs(changes, touched, by_id),
            "money": money.document((one.unit for one in places.values()), unit.path)
            if money
            else None,
        },
        found={by_id[one.key].public_id: one.findings for one in changes}
        if unit.level is Level.INSTITUTION
        else {},
        money=money.by_path.get(unit.path, Tally())
        if money and unit.level is Level.INSTITUTION
        else None,
    )


def _touched(
    draft: Act,
    repealed: Act | None,
    pairs: Iterable[Pair],
    slots: Mapping[int, Slot],
    today: date,
) -> tuple[int, ...]:
    """Mentorships made already that an act dated in the past governs; () for any other act."""
    if not looks_back(draft, today):
        return ()
    return tuple(
        one.id for one in pairs if one.state in LIVE and touches(draft, repealed, slots[one.id])
    )


def _places(unit: OrgUnit) -> Mapping[int, Place]:
    """The unit and every unit below it, by id."""
    above = {one.path: one for one in org_unit.ancestors(unit.path)}
    known = above | {one.path: one for one in org_unit.below(unit.path)}
    return {
        one.id: Place(
            unit=one,
            slugs=tuple(
                known[path[: at + 1]].slug
                for at, sign in enumerate(path)
                if sign == "." and known[path[: at + 1]].level is not Level.REGION
            ),
        )
        for path, one in known.items()
        if path.startswith(unit.path)
    }


def _books(region: InstalledRegion, places: Mapping[int, Place]) -> Books:
    weeks = {place.slugs: place.unit.week_days for place in places.values()}
    return lambda units, on: region.book(units, on, None, weeks[units])


def _by_unit(
    changes: Sequence[Change],
    touched: Sequence[int],
    by_id: Mapping[int, Pair],
    places: Mapping[int, Place],
) -> list[Document]:
    """Counts of municipalities and institutions that the act changes or touches anything in."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    told = Counter((by_id[one.key].org_path, one.fate.value) for one in changes)
    told.update((by_id[key].org_path, TOUCHED) for key in touched)
    for (path, what), count in told.items():
        for at, sign in enumerate(path):
            if sign == ".":
                counts[path[: at + 1]][what] += count
    return [
        {
            "path": place.unit.path,
            "id": str(place.unit.public_id),
            "title": place.unit.title,
            "level": place.unit.level.value,
            "counts": counts[place.unit.path],
        }
        for place in sorted(places.values(), key=lambda place: place.unit.path)
        if place.unit.path in counts and place.unit.level is not Level.REGION
    ]


def _pairs(
    changes: Sequence[Change], touched: Sequence[int], by_id: Mapping[int, Pair]
) -> dict[str, list[Document]]:
    """By the path of their institution: addresses of the pairs, what becomes of each and why.

    No names: only their own institution finds a person behind an address.
    """
    told = dict.fromkeys(touched, (TOUCHED, ())) | {
        one.key: (one.fate.value, one.findings) for one in changes
    }
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for key, (fate, findings) in told.items():
        clauses = dict.fromkeys((one.act_title, one.cite.clause) for one in findings)
        found[by_id[key].org_path].append(
            {"id": by_id[key].public_id, "fate": fate, "why": [*map(list, clauses)]}
        )
    return dict(found)


def _reasons(changes: Sequence[Change]) -> list[Document]:
    """How many mentorships each rule breaks, the commonest first; spared ones are left out."""
    told: Counter[tuple[str, str]] = Counter()
    for change in changes:
        if change.fate is Fate.BROKEN:
            for one in change.findings:
                told[one.act_title, one.cite.clause] += 1
    return [
        {"act": act, "clause": clause, "count": count}
        for (act, clause), count in told.most_common()
    ]


def _overruled(
    draft: Act, region: InstalledRegion, places: Mapping[int, Place], owner: OrgUnit
) -> list[Document]:
    """Norms of inner acts that the draft makes void."""
    having = {act.unit for act in region.acts if act.layer > Layer.MINISTRY}
    drafted = joined(region, [everywhere(draft)])
    told: dict[tuple[str, str, str], Document] = {}
    for place in places.values():
        if place.unit.id == owner.id or not having.intersection(place.slugs[-1:]):
            continue
        book = drafted.book(place.slugs, draft.begins or date.max)
        for one in overruled(book, draft):
            told.setdefault(
                (one.step.act, one.step.clause, one.parameter),
                {
                    "act": one.step.act_title,
                    "clause": one.step.clause,
                    "title": one.title,
                    "value": one.step.shown,
                    "why": one.step.why,
                },
            )
    return list(told.values())
