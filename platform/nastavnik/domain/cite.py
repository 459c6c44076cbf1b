"""A citation: which clause of which act."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference: short code of the act and its clause, e.g. `Cite("municipal", "2.5")`."""

    act: str
    clause: str
