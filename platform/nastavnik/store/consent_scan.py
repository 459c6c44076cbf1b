"""Scans of signed consents."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import ForeignKeyConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base
from nastavnik.store.consent import Consent
from nastavnik.store.db import db
from nastavnik.store.kept_file import KeptFile
from nastavnik.store.walls import Personal
from nastavnik.store.writing import require_write


class ConsentScan(KeptFile, Personal, Base):
    """The scan of one consent."""

    __tablename__ = "consent_scan"
    __table_args__ = (
        ForeignKeyConstraint(["org_unit_id", "consent_id"], ["consent.org_unit_id", "consent.id"]),
    )

    consent_id: Mapped[int] = mapped_column(unique=True)


def of_consents(consent_ids: Collection[int]) -> Mapping[int, ConsentScan]:
    """Id of a consent -> its scan without the content."""
    rows = db.session.scalars(select(ConsentScan).where(ConsentScan.consent_id.in_(consent_ids)))
    return {row.consent_id: row for row in rows}


def replace(consent: Consent, scan: ConsentScan) -> None:
    """Put the scan in the place of the consent's former one, if any."""
    require_write()
    db.session.execute(delete(ConsentScan).where(ConsentScan.consent_id == consent.id))
    db.session.add(scan)
