"""The what-if of an act over the live mentorships of its territory, counted by unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Level
from nastavnik.domain.act import Act, Layer
from nastavnik.domain.case import Load
from nastavnik.domain.mentorship import BEFORE_ORDER, LIVE
from nastavnik.domain.refusal import overruled
from nastavnik.domain.whatif import (
    Books,
    Change,
    Fate,
    Subject,
    Units,
    everywhere,
    reaches,
    whatif,
)
from nastavnik.regions import registry
from nastavnik.store import local_act, org_unit, territory
from nastavnik.store.walls import EVERYTHING, acting
from nastavnik.usecases.checking import case_of
from nastavnik.usecases.local_acts import acts_of, joined
from nastavnik.usecases.mentorships import people_statuses

if TYPE_CHECKING:
    from nastavnik.domain.status import Held
    from nastavnik.regions.registry import InstalledRegion
    from nastavnik.store.consent import Consent
    from nastavnik.store.mentorship import Mentorship
    from nastavnik.store.org_unit import OrgUnit

_STATES: Final = BEFORE_ORDER | LIVE
Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A unit with the chain of slugs down to it and its five- or six-day week."""

    unit: OrgUnit
    slugs: Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A mentorship that the act changes, with its people: for their own institution only."""

    mentorship: str
    people: str
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the act does. `document` is kept with the publication; it names no person."""

    document: Document
    named: tuple[Named, ...]


def territory_region(unit: OrgUnit) -> InstalledRegion:
    """The region with every published act that reaches the unit or a unit below it."""
    above = [one.path for one in org_unit.ancestors(unit.path)]
    region = registry.region(unit.region)
    return joined(region, acts_of(local_act.published(above, unit.path), region.facts))


def effect_of(draft: Act, unit: OrgUnit, today: date, repeals: str = "") -> Effect:
    """What the draft of the unit would do; `repeals` is the code of the act that it repeals.

    Reads personal data of the whole territory past the walls, so names leave it only for an
    institution about its own people.
    """
    region = territory_region(unit)
    left = replace(region, acts=tuple(act for act in region.acts if act.code != repeals))
    places = _places(unit)
    with acting(EVERYTHING):
        rows = territory.mentorships(unit.path, _STATES)
        papers: defaultdict[int, list[Consent]] = defaultdict(list)
        for paper in territory.consents(unit.path, _STATES):
            papers[paper.mentorship_id].append(paper)
        held = people_statuses(rows)
        subjects = _subjects(rows, papers, held, places, today)
        where = {row.id: row.org_unit_id for row in rows}
        names = (
            {
                row.id: (
                    str(row.public_id),
                    f"{row.mentor.short_name} — {row.mentee.short_name}",
                )
                for row in rows
            }
            if unit.level is Level.INSTITUTION
            else {}
        )
    drafted = joined(left, [everywhere(draft)])
    changes = list(whatif(subjects, draft, _books(region, places), _books(drafted, places)))
    return Effect(
        document={
            "on": today.isoformat(),
            "looked": len(subjects),
            "reached": sum(reaches(draft, subject.case.on) for subject in subjects),
            "counts": Counter(change.fate.value for change in changes),
            "units": _by_unit(changes, where, places),
            "reasons": _reasons(changes),
            "overruled": _overruled(draft, left, places, unit),
        },
        named=tuple(
            Named(mentorship=names[one.key][0], people=names[one.key][1], change=one)
            for one in changes
            if one.key in names
        ),
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


def _subjects(
    rows: Sequence[Mentorship],
    papers: Mapping[int, Sequence[Consent]],
    held: Mapping[int, tuple[Held, ...]],
    places: Mapping[int, Place],
    today: date,
) -> list[Subject]:
    loads: defaultdict[int, list[Mentorship]] = defaultdict(list)
    groups: defaultdict[object, list[Mentorship]] = defaultdict(list)
    for row in rows:
        if row.state in LIVE:
            loads[row.mentor_id].append(row)
        if row.group_id:
            groups[row.group_id].append(row)
    subjects = []
    for row in rows:
        draft = row.state in BEFORE_ORDER
        group = groups[row.group_id] if row.group_id else [row]
        beside = [one for one in group if one.state in BEFORE_ORDER] if draft else []
        others = {one.id: one for one in (*loads[row.mentor_id], *beside) if one is not row}
        law = (row.planned_order_on or today) if draft else row.law_on
        case = case_of(
            row,
            on=law,
            order_on=row.order.issued_on if row.order else max(row.start, law),
            consents=papers.get(row.id, ()),
            others=tuple(Load(o.kind, o.form, o.start, o.end) for o in others.values()),
            held=held,
            group=len(group),
        )
        subjects.append(Subject(row.id, places[row.org_unit_id].slugs, case))
    return subjects


def _by_unit(
    changes: Sequence[Change], where: Mapping[int, int], places: Mapping[int, Place]
) -> list[Document]:
    """Counts of municipalities and institutions that the act changes anything in."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for change in changes:
        path = places[where[change.key]].unit.path
        for at, sign in enumerate(path):
            if sign == ".":
                counts[path[: at + 1]][change.fate.value] += 1
    return [
        {
            "path": place.unit.path,
            "title": place.unit.title,
            "level": place.unit.level.value,
            "counts": counts[place.unit.path],
        }
        for place in sorted(places.values(), key=lambda place: place.unit.path)
        if place.unit.path in counts and place.unit.level is not Level.REGION
    ]


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
