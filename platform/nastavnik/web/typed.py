"""What a form that passed its checks holds, in the types of the use-cases."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from nastavnik.web.forms import DateField


def identifier(text: object) -> uuid.UUID | None:
    """The address of a record in a field; None for what is no address."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def day_of(field: DateField) -> date:
    """The day of an obligatory field."""
    if field.data is None:
        raise TypeError(f"{field.name} is asked for before the form is checked")
    return field.data
