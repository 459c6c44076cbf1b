"""Acts of the database as the engine knows them: the same `Act` that a plugin ships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from nastavnik.domain.access import Level
from nastavnik.domain.act import Act, AppliesTo, Layer, VocabularyMode
from nastavnik.regions import registry
from nastavnik.regions.act_file import declared_in, read_act_data
from nastavnik.regions.errors import RegionError
from nastavnik.regions.registry import InstalledRegion
from nastavnik.store import local_act

if TYPE_CHECKING:
    from nastavnik.domain.facts import Fact
    from nastavnik.regions.errors import Problem
    from nastavnik.store.local_act import LocalAct, Revision
    from nastavnik.store.org_unit import OrgUnit

_REGIONS: Final = 1024

LAYERS: Final = {
    Level.REGION: Layer.MINISTRY,
    Level.MUNICIPALITY: Layer.MUNICIPALITY,
    Level.INSTITUTION: Layer.INSTITUTION,
}
"""In whose name a unit of the level publishes."""


def document_of(row: LocalAct, unit: OrgUnit) -> dict[str, Any]:
    """The row as an act file would say it."""
    layer = LAYERS[unit.level]
    head = {
        "code": row.code,
        "layer": layer.name.lower(),
        "title": row.title,
        "short": f"{row.title}, № {row.number} от {row.adopted:%d.%m.%Y}",
        "number": row.number,
        "adopted": row.adopted.isoformat(),
        "in_force": row.in_force.isoformat(),
        "applies_to": row.applies_to,
        "kinds_mode": VocabularyMode.EXTEND.value,
        "forms_mode": VocabularyMode.EXTEND.value,
    }
    if layer is not Layer.MINISTRY:
        head["unit"] = unit.slug
    if row.published_at:
        head["known"] = row.published_at.date().isoformat()
    return {"act": head, **row.content}


def read(row: LocalAct, unit: OrgUnit) -> tuple[Act, list[Problem]]:
    """The act with what is wrong with its content."""
    return _read(row, unit, facts_at(unit))


def facts_at(unit: OrgUnit) -> Mapping[str, Fact]:
    """Facts that an act of the unit may ask for: the region's and those of acts that reach it."""
    chain = local_act.chain(unit.path)
    return region_at(registry.region(unit.region), chain.revision).facts


def _read(row: LocalAct, unit: OrgUnit, facts: Mapping[str, Fact]) -> tuple[Act, list[Problem]]:
    act, problems = read_act_data(document_of(row, unit), row.code, facts)
    if act is None:
        raise RegionError(problems)
    if row.repealed_from:
        act = replace(act, until=row.repealed_from - timedelta(days=1))
    return act, problems


def faults_of(
    row: LocalAct, unit: OrgUnit, section: str, values: Mapping[str, Any]
) -> dict[str, list[str]]:
    """What the reader finds wrong with one table of the draft, by key; "" is the whole table."""
    head = document_of(row, unit)["act"]
    own = {} if section == "fact" else declared_in({"fact": row.content.get("fact", [])})
    _, problems = read_act_data(
        {"act": head, section: [dict(values)]}, row.code, {**facts_at(unit), **own}
    )
    faults: dict[str, list[str]] = {}
    for one in problems:
        if one.table == section:
            said = one.message.removeprefix(f"{one.key}: ")
            faults.setdefault(one.key, []).append(f"{said[:1].upper()}{said[1:]}.")
    return faults


def acts_of(rows: Iterable[LocalAct], facts: Mapping[str, Fact]) -> tuple[Act, ...]:
    """Published acts: their content was checked when they were saved.

    Their conditions may ask for `facts` and for what the acts of the units above declare.
    """
    listed = tuple(rows)
    own = [
        (row.org_path, declared_in({"act": {"code": row.code}, **row.content}))
        for row in listed
        if "fact" in row.content
    ]
    return tuple(_read(row, row.org_unit, _above(row, own, facts))[0] for row in listed)


def _above(
    row: LocalAct, own: Iterable[tuple[str, Mapping[str, Fact]]], facts: Mapping[str, Fact]
) -> Mapping[str, Fact]:
    known = dict(facts)
    for path, declared in own:
        if row.org_path.startswith(path):
            known |= declared
    return known


def joined(region: InstalledRegion, acts: Iterable[Act]) -> InstalledRegion:
    """The region with more acts."""
    return replace(region, acts=(*region.acts, *acts))


@lru_cache(maxsize=_REGIONS)
def region_at(region: InstalledRegion, revision: Revision) -> InstalledRegion:
    """The region with the published acts of the revision, made once: its books are kept too."""
    if not revision:
        return region
    return joined(region, acts_of(local_act.of_revision(revision), region.facts))


@lru_cache(maxsize=_REGIONS)
def reaching(region: InstalledRegion, today: date) -> InstalledRegion:
    """The region in which acts that apply to all and are in force today reach older laws."""

    places = frozenset(
        place
        for place, act in enumerate(region.acts)
        if act.applies_to is AppliesTo.ALL and act.in_force_on(today)
    )
    return _reaching(region, places) if places else region


@lru_cache(maxsize=_REGIONS)
def _reaching(region: InstalledRegion, places: frozenset[int]) -> InstalledRegion:
    """One region for all the days on which the same acts reach: its books are the same too."""
    return replace(
        region,
        acts=tuple(
            replace(act, retroactive=True) if place in places else act
            for place, act in enumerate(region.acts)
        ),
    )
