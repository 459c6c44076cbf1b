"""Rows that somebody of the institution enters, corrects and takes back."""

from __future__ import annotations

import uuid
from typing import Annotated, Any, TypeVar

from sqlalchemy import BigInteger, ForeignKeyConstraint, select, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from nastavnik.store.base import Name, PublicId
from nastavnik.store.db import db
from nastavnik.store.walls import Personal

Kopecks = Annotated[int, mapped_column(BigInteger)]
Row = TypeVar("Row", bound="Entered")


class Entered(Personal):
    """What such rows have in common; `version` grows with every correction."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    recorded_by: Mapped[Name]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """A row that somebody else has corrected meanwhile is not written over."""
        return {"version_id_col": cls.version}


def of_a_person() -> ForeignKeyConstraint:
    """`person_id` names a card of the same institution."""
    return ForeignKeyConstraint(["org_unit_id", "person_id"], ["person.org_unit_id", "person.id"])


def by_public_id(model: type[Row], public_id: uuid.UUID) -> Row | None:
    """The row of an address if the reader may see it, else None."""
    return db.session.scalars(select(model).where(model.public_id == public_id)).one_or_none()
