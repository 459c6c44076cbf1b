"""Words that a draft may use: kinds, forms and facts known here, and what is in force now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain as joined_lists
from typing import TYPE_CHECKING, Any

from nastavnik.domain.rulebook import acts_for
from nastavnik.store import org_unit
from nastavnik.usecases.act_limits import chain_of
from nastavnik.usecases.effect import territory_region

if TYPE_CHECKING:
    from nastavnik.domain.act import Act
    from nastavnik.domain.facts import Fact
    from nastavnik.regions.schema import Section
    from nastavnik.store.org_unit import OrgUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A provision that is in force here now: `one` is of the section's own type."""

    act: Act
    one: Any

    @property
    def text(self) -> str:
        """What it is called and, where it can say so, what it says."""
        named = getattr(self.one, "title", "") or getattr(self.one, "code", "")
        condition = getattr(self.one, "condition", None)
        said = condition.describe() if condition else getattr(self.one, "shown", "")
        return ": ".join(filter(None, (named, said))) or f"«{self.one.quote}»"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Codes -> what they are called. `acts` are those that reach the unit on the day."""

    kinds: Mapping[str, str]
    forms: Mapping[str, str]
    facts: Mapping[str, Fact]
    acts: Sequence[Act]

    def said(self, section: Section) -> tuple[Said, ...]:
        """What the acts in force say in the section, outer acts first."""
        return tuple(
            Said(act=act, one=one) for act in self.acts for one in getattr(act, section.field)
        )

    def codes(self, section: Section) -> dict[str, str]:
        """Codes in use in the section: a provision of the same code takes its place."""
        return {
            said.one.code: getattr(said.one, "title", said.one.code)
            for said in self.said(section)
            if hasattr(said.one, "code")
        }


def words_of(unit: OrgUnit, on: date, draft: Act | None = None) -> Words:
    """The words of the unit on the day; those of the draft itself and of units below too."""
    region = territory_region(unit)
    chain = chain_of(unit)
    book = region.book(chain, on, None, unit.week_days)
    below = {one.slug for one in org_unit.below(unit.path)}
    inner = [act for act in region.acts if act.unit in below and act.in_force_on(on)]
    acts = [act for act in acts_for(region.acts, chain) if act.in_force_on(on)]
    own = [draft] if draft else []
    return Words(
        kinds=_titles(act.kinds for act in (*acts, *inner, *own)),
        forms=_titles(act.forms for act in (*acts, *inner, *own)),
        facts=book.facts,
        acts=sorted(acts, key=lambda act: act.layer),
    )


def _titles(lists: Any) -> dict[str, str]:  # noqa: ANN401 - kinds or forms of several acts
    return {word.code: word.title for word in joined_lists.from_iterable(lists)}
