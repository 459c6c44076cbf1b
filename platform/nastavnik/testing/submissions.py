"""A sent report for tests, with figures counted from pairs that nobody keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from nastavnik.domain.indicator import Group, Pair, Span
from nastavnik.domain.mentorship import State
from nastavnik.domain.period import Period
from nastavnik.domain.report import Origin, checksum, freeze
from nastavnik.store.org_unit import OrgUnit
from nastavnik.store.submission import Submission
from nastavnik.testing.rows import NOW, kept, place

_PAIRS: Final = 6
_TERM: Final = timedelta(days=300)
_BEFORE: Final = timedelta(days=30)


def submission(of: OrgUnit, **fields: Any) -> Submission:  # noqa: ANN401 - fields of the model
    """A sent report of the fourth quarter of 2026 about six pairs of teachers."""
    values, sources = _documents(of, Period.parse(fields.get("period", "2026-Q4")))
    usual = {
        "period": values["period"],
        "version": 1,
        "state": "submitted",
        "values": values,
        "sources": sources,
        "sha256": checksum(values, sources),
        "submitted_at": NOW,
        "submitted_by_name": "Кураторова А. А.",
    }
    return kept(Submission, place(of) | usual, fields)


def _documents(of: OrgUnit, period: Period) -> tuple[dict[str, Any], dict[str, Any]]:
    start = period.first - _BEFORE
    pairs = [
        Pair(
            id=str(uuid4()),
            kind="traditional",
            form="teacher_teacher",
            group=Group.TEACHERS,
            state=State.ACTIVE,
            start=start,
            end=start + _TERM,
            ended_on=None,
            mentor=f"{of.path}mentor-{number}",
            mentee=f"{of.path}mentee-{number}",
        )
        for number in range(_PAIRS)
    ]
    origin = Origin(
        period=period.code,
        span=Span(period.first, period.last),
        unit={"path": of.path, "title": of.title},
        versions={"nastavnik": "1.0"},
        kinds={"traditional": "Традиционное наставничество"},
    )
    return freeze(pairs, origin)
