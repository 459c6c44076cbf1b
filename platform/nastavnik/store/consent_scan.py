"""Scans of signed consents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, LargeBinary, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code, Name, PublicId
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.walls import Personal
from nastavnik.store.writing import require_write


class ConsentScan(Personal, Base):
    """The scan of one consent; `sha256` is that of `content`."""

    __tablename__ = "consent_scan"
    __table_args__ = (
        ForeignKeyConstraint(["org_unit_id", "consent_id"], ["consent.org_unit_id", "consent.id"]),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    consent_id: Mapped[int] = mapped_column(unique=True)
    name: Mapped[Name]
    media_type: Mapped[Code]
    size: Mapped[int]
    sha256: Mapped[Code]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_by: Mapped[Name]
    added_at: Mapped[datetime]


def of_consents(consent_ids: Collection[int]) -> Mapping[int, ConsentScan]:
    """Id of a consent -> its scan without the content."""
    rows = db.session.scalars(select(ConsentScan).where(ConsentScan.consent_id.in_(consent_ids)))
    return {row.consent_id: row for row in rows}


def replace(consent: Consent, scan: ConsentScan) -> None:
    """Put the scan in the place of the consent's former one, if any."""
    require_write()
    db.session.execute(delete(ConsentScan).where(ConsentScan.consent_id == consent.id))
    db.session.add(scan)
