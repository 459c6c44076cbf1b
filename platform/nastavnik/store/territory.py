"""Mentorships of a whole territory at once, for the what-if of an act: only under EVERYTHING."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from nastavnik.domain.mentorship import State
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.mentorship import Mentorship


def mentorships(path: str, states: Collection[State]) -> Sequence[Mentorship]:
    """Those of the subtree in the states, by unit, with people and orders."""
    return db.session.scalars(
        select(Mentorship)
        .where(Mentorship.org_path.startswith(path), Mentorship.state.in_(states))
        .order_by(Mentorship.org_path, Mentorship.id)
    ).all()


def consents(path: str, states: Collection[State]) -> Sequence[Consent]:
    """Papers of those mentorships."""
    return db.session.scalars(
        select(Consent)
        .join(Mentorship, Mentorship.id == Consent.mentorship_id)
        .where(Mentorship.org_path.startswith(path), Mentorship.state.in_(states))
    ).all()
