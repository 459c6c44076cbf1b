"""Grammatical gender of a person's name: stated on the card, never guessed from the name."""

from __future__ import annotations

from enum import StrEnum


class Gender(StrEnum):
    """Values as kept and as given to documents."""

    MALE = "m"
    FEMALE = "f"

    @property
    def label(self) -> str:
        """How it is asked in the person's form."""
        return "мужской" if self is Gender.MALE else "женский"
