"""Pairs of the reader's own institution that an act touches, by name, out of the act's record.

The record keeps addresses only (ADR 0013): behind the walls nobody else finds a person there.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from nastavnik.domain.access import Actor, Level, Permission
from nastavnik.domain.whatif import Fate
from nastavnik.store import mentorship as mentorships
from nastavnik.usecases.effect import TOUCHED

if TYPE_CHECKING:
    from nastavnik.domain.finding import Finding
    from nastavnik.usecases.effect import Document

_WORDS: Final = {
    Fate.BROKEN.value: "нарушит правила",
    Fate.UNCLEAR.value: "не хватит сведений",
    Fate.MENDED.value: "нарушение снимается",
    Fate.SPARED.value: "сохраняет прежние правила",
    TOUCHED: "по новым правилам, нарушений нет",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """A pair, what becomes of it and by which clauses; `findings` only before the publication."""

    public_id: uuid.UUID
    people: str
    fate: str
    words: str
    why: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...] = ()


def affected(
    actor: Actor, document: Document, found: Mapping[str, tuple[Finding, ...]] | None = None
) -> tuple[Affected, ...]:
    """By what becomes of them and by name; () for whoever may not see the people.

    `found`: findings of each pair by its address, as far as they are known.
    """
    if actor.unit_level is not Level.INSTITUTION or not actor.can(Permission.MENTORSHIP_READ):
        return ()
    kept: Sequence[Document] = document.get("pairs", {}).get(actor.unit_path, ())
    told = {uuid.UUID(one["id"]): one for one in kept}
    places = {word: place for place, word in enumerate(_WORDS)}
    pairs = (
        Affected(
            public_id=row.public_id,
            people=f"{row.mentor.short_name} — {row.mentee.short_name}",
            fate=told[row.public_id]["fate"],
            words=_WORDS[told[row.public_id]["fate"]],
            why=tuple((act, clause) for act, clause in told[row.public_id]["why"]),
            findings=(found or {}).get(str(row.public_id), ()),
        )
        for row in mentorships.by_public_ids(told)
    )
    return tuple(sorted(pairs, key=lambda one: (places[one.fate], one.people)))
