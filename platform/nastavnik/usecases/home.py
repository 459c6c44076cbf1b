"""What the home page shows beside the tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.mentorship import LIVE, State
from nastavnik.regions import registry
from nastavnik.regions.registry import BrokenRegion, InstalledRegion
from nastavnik.store import mentorship as mentorships
from nastavnik.store.mentorship import Mentorship, Wanted
from nastavnik.usecases.access import requires

_NEWEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """Pairs of an institution by state, how many mentors lead live ones, the newest pairs."""

    stages: Mapping[State, int]
    mentors: int
    newest: Sequence[Mentorship]

    @property
    def live(self) -> int:
        """Pairs from the order to the end."""
        return sum(self.stages.get(state, 0) for state in LIVE)

    @property
    def all(self) -> int:
        """Pairs of every state, discarded drafts left out."""
        return sum(number for state, number in self.stages.items() if state != State.DISCARDED)


@requires(Permission.MENTORSHIP_READ)
def institution(*, actor: Actor) -> Institution:
    """The whole institution."""
    del actor
    shown = frozenset(State) - {State.DISCARDED}
    return Institution(
        stages=mentorships.count_by_state(),
        mentors=mentorships.count_mentors(LIVE),
        newest=mentorships.page(Wanted(states=shown), limit=_NEWEST),
    )


@requires(Permission.MENTORSHIP_READ_OWN)
def own_pairs(*, actor: Actor) -> Sequence[Mentorship]:
    """Pairs of a mentor or a mentee, the latest start first; discarded drafts left out."""
    shown = frozenset(State) - {State.DISCARDED}
    return mentorships.page(Wanted(states=shown, person_id=actor.person_id or 0), limit=100)


@requires(Permission.PLATFORM_ADMIN)
def regions(*, actor: Actor) -> tuple[Sequence[InstalledRegion], Sequence[BrokenRegion]]:
    """Working regions and those that can't be loaded."""
    del actor
    return list(registry.installed().values()), registry.broken()
