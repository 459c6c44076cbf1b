"""What reporting asks of the sent reports beyond reading one: to hold it, to read many at once."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from nastavnik.store.base import Document
from nastavnik.store.db import db
from nastavnik.store.submission import Submission
from nastavnik.store.writing import require_write


def lock(public_id: uuid.UUID) -> Submission | None:
    """The report, held until the end of the transaction: a second reviewer waits and sees.

    None if the reader may not see it.
    """
    require_write()
    return db.session.scalars(
        select(Submission)
        .where(Submission.public_id == public_id)
        .with_for_update(of=Submission)
        .execution_options(populate_existing=True)
    ).one_or_none()


def with_sources(public_id: uuid.UUID) -> Submission | None:
    """The report together with its sources, or None."""
    return db.session.scalars(
        select(Submission)
        .where(Submission.public_id == public_id)
        .options(undefer(Submission.sources))
    ).one_or_none()


def sources_of(submission_ids: Collection[int]) -> Mapping[int, Document]:
    """Id of a report -> its sources, in one statement."""
    rows = db.session.execute(
        select(Submission.id, Submission.sources).where(Submission.id.in_(submission_ids))
    )
    return {row.id: row.sources for row in rows}


def latest(periods: Collection[str]) -> Sequence[tuple[str, int, str]]:
    """(period, unit id, state) of the last version of every report of the periods."""
    newest = (
        select(
            Submission.period,
            Submission.org_unit_id,
            func.max(Submission.version).label("version"),
        )
        .where(Submission.period.in_(periods))
        .group_by(Submission.period, Submission.org_unit_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Submission.period, Submission.org_unit_id, Submission.state).join(
            newest,
            (Submission.period == newest.c.period)
            & (Submission.org_unit_id == newest.c.org_unit_id)
            & (Submission.version == newest.c.version),
        )
    )
    return [(period, unit_id, state) for period, unit_id, state in rows]
