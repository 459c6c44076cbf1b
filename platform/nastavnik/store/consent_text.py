"""Texts of consents as an institution uses them: every change is a version, none is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Base, Code, Document, Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Personal


class ConsentText(Personal, Base):
    """One version. `body` is the form as data (`regions.form_data`), `sha256` is of it.

    `origin`: the platform's or the region's text as it was shipped, or the institution's own.
    """

    __tablename__ = "consent_text"
    __table_args__ = (
        UniqueConstraint("org_unit_id", "id"),
        UniqueConstraint("org_unit_id", "code", "version"),
        CheckConstraint("origin in ('shipped', 'own')", "origin"),
        CheckConstraint("version > 0", "version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    code: Mapped[Code]
    """Code of the form."""
    version: Mapped[int]
    title: Mapped[Name]
    body: Mapped[Document]
    sha256: Mapped[Code]
    origin: Mapped[Code]
    made_at: Mapped[datetime]
    made_by: Mapped[Name]


def every(org_unit_id: int) -> Sequence[ConsentText]:
    """Versions of all the unit's texts, the newest first."""
    return db.session.scalars(
        select(ConsentText)
        .where(ConsentText.org_unit_id == org_unit_id)
        .order_by(ConsentText.version.desc(), ConsentText.id)
    ).all()


def newest(org_unit_id: int, code: str) -> ConsentText | None:
    """The last version of the unit's text, or None."""
    return db.session.scalars(
        select(ConsentText)
        .where(ConsentText.org_unit_id == org_unit_id, ConsentText.code == code)
        .order_by(ConsentText.version.desc())
        .limit(1)
    ).first()


def by_id(text_id: int) -> ConsentText | None:
    """The version if the reader may see it, else None."""
    return db.session.get(ConsentText, text_id)
