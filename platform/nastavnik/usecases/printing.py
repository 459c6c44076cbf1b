"""What the papers of a pair are printed from."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from nastavnik.domain.access import Actor, Permission
from nastavnik.domain.errors import NotFoundError
from nastavnik.usecases.access import requires
from nastavnik.usecases.mentorships import card
from nastavnik.usecases.order_context import consent_context

SIDES: Final = ("mentor", "mentee", "guardian")


@requires(Permission.ORDER_PRINT, Permission.MENTORSHIP_READ_OWN)
def consent_to_print(
    *, actor: Actor, public_id: uuid.UUID, side: str, today: date
) -> Mapping[str, Any]:
    """Context of the form `consent_<side>`; a mentor and a mentee print only their own.

    A mentee takes home the form of the guardian.
    """
    found = card(actor=actor, public_id=public_id, today=today)
    one = found.mentorship
    own = one.mentor_id if side == "mentor" else one.mentee_id
    if side not in SIDES or not (actor.can(Permission.ORDER_PRINT) or actor.person_id == own):
        raise NotFoundError
    return consent_context(found.unit, one, found.book)
