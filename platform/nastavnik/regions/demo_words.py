"""How demo data are written for a human reader: names in full."""

from __future__ import annotations


def split_name(full: str) -> tuple[str, str, str]:
    """Last name, first name and patronymic (it may be absent or of several words)."""
    last_name, _, rest = full.strip().partition(" ")
    first_name, _, patronymic = rest.strip().partition(" ")
    return last_name, first_name, patronymic.strip()
