"""Columns of a file that is kept in the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from nastavnik.store.base import Code, Name, PublicId


class KeptFile:
    """A file with its sum: `sha256` is that of `content`, which is read only when it is asked."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    name: Mapped[Name]
    media_type: Mapped[Code]
    size: Mapped[int]
    sha256: Mapped[Code]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_by: Mapped[Name]
    added_at: Mapped[datetime]
