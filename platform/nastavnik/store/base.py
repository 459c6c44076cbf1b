"""The declarative base of every table: names of constraints and the types of annotations."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Final

from sqlalchemy import Enum, MetaData, String, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from nastavnik.domain.access import Level, Role
from nastavnik.domain.mentorship import State
from nastavnik.store.columns import Json, UtcDateTime


def words(kind: type[Any]) -> Enum:
    """A StrEnum kept as its words; the list is the domain's, so the database holds no copy."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


Code = Annotated[str, mapped_column(String(64))]
Name = Annotated[str, mapped_column(String(200))]
PublicId = Annotated[uuid.UUID, mapped_column(unique=True, default=uuid.uuid4)]
Document = dict[str, Any]
"""What is kept as JSON: string keys, values of JSON."""

_NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of the models. Constraints are named, so that a migration can address them."""

    registry = registry(
        metadata=MetaData(naming_convention=_NAMES),
        type_annotation_map={
            str: Text(),
            datetime: UtcDateTime(),
            uuid.UUID: Uuid(),
            Document: Json,
            list[Document]: Json,
            Level: words(Level),
            Role: words(Role),
            State: words(State),
        },
    )
