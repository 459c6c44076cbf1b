"""Scans of signed acts, kept beside the acts that the units publish."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKeyConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base
from nastavnik.store.db import db
from nastavnik.store.kept_file import KeptFile
from nastavnik.store.local_act import LocalAct
from nastavnik.store.walls import Public
from nastavnik.store.writing import require_write


class ActScan(KeptFile, Public, Base):
    """The scan of one act. Read wherever the act is read."""

    __tablename__ = "act_scan"
    __table_args__ = (
        ForeignKeyConstraint(
            ["org_unit_id", "local_act_id"],
            ["local_act.org_unit_id", "local_act.id"],
        ),
    )

    local_act_id: Mapped[int] = mapped_column(unique=True)


def of_act(row: LocalAct) -> ActScan | None:
    """The act's scan without its content, or None."""
    return db.session.scalars(select(ActScan).where(ActScan.local_act_id == row.id)).one_or_none()


def by_public_id(public_id: uuid.UUID) -> ActScan | None:
    """The scan of an address, or None."""
    return db.session.scalars(select(ActScan).where(ActScan.public_id == public_id)).one_or_none()


def drop(row: LocalAct) -> None:
    """Take the act's scan away, if it has one."""
    require_write()
    db.session.execute(delete(ActScan).where(ActScan.local_act_id == row.id))


def replace(row: LocalAct, scan: ActScan) -> None:
    """Put the scan in the place of the act's former one, if any."""
    drop(row)
    db.session.add(scan)
