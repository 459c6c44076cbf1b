"""A number as people type it, for a field whose reader tells itself what is wrong."""

from __future__ import annotations


def number_of(typed: str) -> object:
    """The number, with a comma or a point; what is none stays as typed."""
    plain = typed.replace(",", ".").replace(" ", "")
    if plain.lstrip("-").isdecimal():
        return int(plain)
    whole, point, part = plain.partition(".")
    return float(plain) if point and whole.isdecimal() and part.isdecimal() else typed


def shown(kept: object) -> str:
    """A kept number as it is typed: 12.5 -> «12,5»."""
    return str(kept).replace(".", ",") if isinstance(kept, float) else str(kept)
