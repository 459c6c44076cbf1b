"""Naming a person at the terminal: a last name or the number of the card."""

from __future__ import annotations

import uuid
from typing import Final

from nastavnik.domain.access import Actor
from nastavnik.domain.errors import NotFoundError
from nastavnik.store.person import Wanted
from nastavnik.usecases import people

_SHOWN: Final = 10


def one_of(actor: Actor, who: str, *, mentors: bool = False, mentees: bool = False) -> uuid.UUID:
    """Number of the only person meant. Raises NotFoundError that lists the candidates."""
    try:
        return uuid.UUID(who)
    except ValueError:
        pass
    last_name, _, rest = who.strip().partition(" ")
    wanted = Wanted(mentors=mentors, mentees=mentees, text=last_name)
    found, _ = people.listed(actor=actor, wanted=wanted, limit=_SHOWN)
    fit = [one for one in found if rest in one.full_name]
    base = "наставников" if mentors else "наставляемых"
    if not fit:
        raise NotFoundError(f"В базе {base} организации нет никого с фамилией на «{who}».")
    if len(fit) > 1:
        names = "; ".join(f"{one.full_name} ({one.public_id})" for one in fit)
        raise NotFoundError(f"«{who}» — не один человек. Уточните: {names}.")
    return fit[0].public_id
