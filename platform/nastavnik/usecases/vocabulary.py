"""Words of the reader's unit: titles of kinds and forms of mentoring by their codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from nastavnik.domain.access import Actor, Permission
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import unit_of
from nastavnik.usecases.rulebooks import rules_of_unit

if TYPE_CHECKING:
    from nastavnik.domain.act import Act
    from nastavnik.domain.rulebook import RuleBook


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Titles in force today; a code that is out of use is looked up in every act of the region."""

    book: RuleBook
    acts: Sequence[Act]

    def kind(self, code: str) -> str:
        """Title of a kind."""
        found = self.book.kinds.get(code)
        return found.title if found else self._old(code, "kinds")

    def form(self, code: str) -> str:
        """Title of a form."""
        found = self.book.forms.get(code)
        return found.title if found else self._old(code, "forms")

    def _old(self, code: str, words: str) -> str:
        """The newest act that knows the word stands last; a word nobody knows stays a code."""
        titles = [
            word.title for act in self.acts for word in getattr(act, words) if word.code == code
        ]
        return titles[-1] if titles else code


@requires(Permission.MENTORSHIP_READ, Permission.MENTORSHIP_READ_OWN, Permission.PERSON_READ)
def vocabulary(*, actor: Actor, on: date) -> Vocabulary:
    """Words of the actor's unit on the day."""
    unit = unit_of(actor)
    region, chain = rules_of_unit(unit)
    return Vocabulary(region.book(chain, on, None, unit.week_days), region.acts)
