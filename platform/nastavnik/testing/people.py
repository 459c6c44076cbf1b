"""Rows of people and their pairs; as `factories`."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any, Final

from nastavnik.domain.mentorship import State
from nastavnik.store.mentorship import Mentorship
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.person import Person
from nastavnik.testing.rows import NOW, TODAY, kept, place

_numbers: Final = count(1)


def person(of: OrgUnit, **fields: Any) -> Person:  # noqa: ANN401 - as above
    """A teacher of the unit, in both bases."""
    return kept(
        Person,
        place(of)
        | {
            "last_name": f"Учителев{next(_numbers)}",
            "first_name": "Иван",
            "patronymic": "Петрович",
            "gender": "m",
            "position": "учитель математики",
            "facts_on": TODAY,
            "is_mentor": True,
            "is_mentee": True,
        },
        fields,
    )


def mentorship(of: OrgUnit, **fields: Any) -> Mentorship:  # noqa: ANN401 - as above
    """An active pair of the unit; of two new people unless they are given."""
    for side in ("mentor_id", "mentee_id"):
        if side not in fields:
            fields[side] = person(of).id
    return kept(
        Mentorship,
        place(of)
        | {
            "kind": "traditional",
            "form": "teacher_teacher",
            "regime": "job_function",
            "start": date(2026, 9, 1),
            "end": date(2027, 8, 31),
            "state": State.ACTIVE,
            "law_on": date(2026, 9, 1),
            "created_at": NOW,
        },
        fields,
    )
